"""What is known of widgets: the rules that all sites share, read from tables, and the form of a site's own rules."""

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from newscrawl.dom.class_names import names_with_rules


class WidgetRule(NamedTuple):
    """One fact about a widget: its kind, its own name, and the CSS selector of its outermost element.

    ``kind/name`` (``related/yarpp``) is its name in stats, database and reports.
    """

    kind: str
    name: str
    css: str


def _common_widgets() -> Iterator[WidgetRule]:
    """Yield the rules of ``widgets.txt`` and ``class_names.txt``, one for each name."""
    selectors: dict[str, list[str]] = {}
    for row in files("newscrawl.text.tables").joinpath("widgets.txt").read_text("utf-8").splitlines():
        if not row.startswith("# "):
            rule, selector = row.split("\t")
            selectors.setdefault(rule, []).append(selector)
    for name, rule in names_with_rules():
        selectors.setdefault(rule, []).extend(_spellings(name))
    for rule, alternatives in selectors.items():
        kind, _, name = rule.partition("/")
        yield WidgetRule(kind, name, ", ".join(alternatives))


def _spellings(name: str) -> Iterator[str]:
    """Yield selectors of widgets for the ways in which sites write a name: ``tag-list``, ``tag_list``, ``tagList``."""
    camel_case = re.sub("-([a-z])", lambda found: found[1].upper(), name)
    for spelling in dict.fromkeys((name, name.replace("-", "_"), camel_case)):
        yield f".{spelling}"
        yield f"#{spelling}"


COMMON_WIDGETS = tuple(_common_widgets())
