"""A matcher finds what the selectors of its rules mean, in any notation."""

import pytest

from newscrawl.dom.tree import parse_fragment
from newscrawl.dom.widgets.matcher import matcher
from newscrawl.dom.widgets.rules import WidgetRule

HTML = (
    '<div class="a b" id="one"></div><div class="b" id="two-x"></div><p data-k="value 1"></p><aside></aside>'
    "<div><p class=c>Sponsored</p><p class=c>text</p></div>"
)


@pytest.mark.parametrize(
    ("css", "found"),
    [
        (".a", ["one"]),
        (".b", ["one", "two-x"]),
        (".a.b", ["one"]),
        ("div.b#two-x", ["two-x"]),
        ("[id^='two']", ["two-x"]),
        ("[id$='x'], .a", ["one", "two-x"]),
        ("[data-k]", ["p"]),
        ("[data-k*='ue']", ["p"]),
        ("[data-k='value']", []),
        ("aside", ["aside"]),
        ("p:contains('Sponsored')", ["p"]),
        (".c:last-child", ["p"]),
        (".B", []),
    ],
)
def test_selectors_find_their_elements(css: str, found: list[str]) -> None:
    matches = matcher((WidgetRule("ads", "own", css),)).find(parse_fragment(HTML))
    assert sorted(node.get("id") or str(node.tag) for node, _ in matches) == sorted(found)


def test_an_element_with_two_widgets_names_has_one_rule() -> None:
    rules = (WidgetRule("ads", "first", ".b"), WidgetRule("share", "second", ".a"))
    matches = matcher(rules).find(parse_fragment(HTML))
    assert [node.get("id") for node, _ in matches] == ["one", "two-x"]
