"""What templates are given writes nothing of a stranger unescaped."""

import pytest

from newscrawl.browse.rendering import direction, marked, query_of, render, shown_title
from newscrawl.text.query import Excerpt, Span


def test_an_excerpt_is_escaped_around_its_marks():
    found = marked(Excerpt("<b>a</b>", (Span(0, 3), Span(4, 5))))
    assert found == "<mark>&lt;b&gt;</mark>a<mark>&lt;</mark>/b&gt;"


@pytest.mark.parametrize(("language", "shown"), [("ar", "rtl"), ("he-IL", "rtl"), ("zh-Hant", "ltr"), (None, "auto")])
def test_direction(language, shown):
    assert direction(language) == shown


@pytest.mark.parametrize(
    ("title", "shown"), [(None, "(no title)"), (" \n", "(no title)"), ("a\n b", "a b"), ("x" * 999, "x" * 300 + "…")]
)
def test_titles_are_one_line(title, shown):
    assert shown_title(title) == shown


def test_addresses_are_quoted():
    assert query_of({"q": "a&b=c", "site": None, "tag": "国"}) == "?q=a%26b%3Dc&tag=%E5%9B%BD"
    assert query_of({"q": None}) == ""


def test_a_value_that_is_missing_is_a_fault_of_ours():
    with pytest.raises(Exception, match="undefined"):
        render("message.html")
