"""Rules of widgets come from two tables, and no name stands in both."""

from importlib.resources import files

import pytest

from newscrawl.dom.widgets.rules import COMMON_WIDGETS

TABLE = files("newscrawl.text.tables").joinpath("widgets.txt")


def selectors_of(rule: str) -> list[str]:
    found = next(widget for widget in COMMON_WIDGETS if f"{widget.kind}/{widget.name}" == rule)
    return found.css.split(", ")


def test_there_is_one_rule_of_a_name() -> None:
    names = [f"{rule.kind}/{rule.name}" for rule in COMMON_WIDGETS]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("selector", [".wpd-thread-list", "[itemprop='comment']", "vf-conversations"])
def test_rows_of_the_table_are_selectors(selector: str) -> None:
    assert selector in [css for rule in COMMON_WIDGETS for css in rule.css.split(", ")]


@pytest.mark.parametrize("selector", [".most-read", ".most_read", ".mostRead", "#most-read", ".mostread"])
def test_a_name_is_found_in_each_spelling(selector: str) -> None:
    assert selector in selectors_of("most-read/read")


def test_no_selector_stands_in_both_tables() -> None:
    rows = [row.split("\t")[1] for row in TABLE.read_text("utf-8").splitlines() if not row.startswith("# ")]
    selectors = [css for rule in COMMON_WIDGETS for css in rule.css.split(", ")]
    assert len(selectors) == len(set(selectors)) == len(rows) + len({css for css in selectors if css not in rows})
