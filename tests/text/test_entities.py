"""Escaping that is still visible is undone, unless the text is about escaping."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.entities import escaped, unescape
from newscrawl.text.repair import repair

CASES = json.loads((Path(__file__).parent / "data" / "entities.json").read_text(encoding="utf-8"))
PIECES = st.sampled_from(["&", "amp;", "&amp;", "&#38;", "&#x26;", "lt;", "#", "97;", "mp;", " ", "a", "<", "é", "\n"])


def shown(text: str) -> str:
    return unescape(text).text if escaped(text) else text


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["label"], marks=[pytest.mark.xfail(strict=True)] if "expect" in case else [])
        for case in CASES
    ],
)
def test_references_become_characters_and_mentions_of_them_stay(case: dict[str, str]) -> None:
    assert shown(case["original"]) == case.get("fixed", case["original"])


def test_the_step_counts_the_references_and_shows_the_first() -> None:
    (step,) = unescape("Rohde &amp; Schwarz, AT&amp;T").steps
    assert step == ("entities/unescaped", 2, "Rohde &amp; Schwarz, AT&amp;T", "Rohde & Schwarz, AT&T")


def test_text_without_references_has_no_step() -> None:
    assert unescape("AT&T; 5 < 6").steps == ()


def test_escaping_without_end_is_left_alone() -> None:
    nested = "&#" * 12 + "&#53;" + "3;" * 12
    assert shown(nested) == nested


@given(st.lists(PIECES, max_size=30).map("".join))
def test_undoing_twice_changes_nothing_more(text: str) -> None:
    once = shown(text)
    assert shown(once) == once


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert isinstance(shown(text), str)


# spoiled, meant
SPOILED = [
    ("特点：& nbsp;低功耗", "特点： 低功耗"),
    ("特点：＆nbsp；低功耗", "特点： 低功耗"),
    ("电压 5&nbspV，25&degC，功率 &lt1W", "电压 5 V，25°C，功率 <1W"),
    ("Tom & amp; Jerry", "Tom & Jerry"),
]


@pytest.mark.parametrize(("spoiled", "meant"), SPOILED)
def test_a_spoiled_reference_is_one(spoiled: str, meant: str) -> None:
    assert repair(spoiled).text == meant


@pytest.mark.parametrize(
    "text",
    [
        "R&D & more",
        "x?a=1&lt=5&deg=3",
        "a &lt b",
        "写成 &nbsp 就行",
        "写成 &nbsp; 就是空格",
        "Use &nbsp; for a blank",
        "Q&A&B",
        "AT&T；",
    ],
)
def test_what_only_looks_like_a_spoiled_reference_stays(text: str) -> None:
    assert repair(text).text == text
