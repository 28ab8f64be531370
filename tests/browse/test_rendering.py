"""What templates are given writes nothing of a stranger unescaped."""

from datetime import UTC, date, datetime

import pytest

from newscrawl.article import Article
from newscrawl.browse.rendering import direction, environment, marked, query_of, render, shown_title
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


@pytest.mark.parametrize(
    ("precision", "shown"),
    [
        ("day", '<time datetime="2026-11-20">20 Nov 2026</time>'),
        ("time", '<time datetime="2026-11-20T00:00:00+00:00">19 Nov 2026, 19:00 -05:00</time>'),
    ],
)
def test_a_bare_day_is_shown_without_a_time(precision, shown):
    published = environment().get_template("parts.html").module.published
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    article = Article(
        url="https://hackaday.com/1", key="hackaday/1", site="eetimes", published=moment,
        published_day=date(2026, 11, 20), published_precision=precision,
    )  # fmt: skip
    assert published(article).strip() == shown
