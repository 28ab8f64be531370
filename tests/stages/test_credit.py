"""Names come from where the page states them, then from the repaired byline, then from what looks like one."""

from dataclasses import replace

import pytest

from newscrawl.article import Article
from newscrawl.stages.credit import credit_article

ARTICLE = Article(url="https://e.example/1", key="e/1", site="e", body_html="<p>正文第一段。</p>")
CASES = [
    ("nothing to read", {}, (), None, None),
    (
        "labels in the byline",
        {"byline": "Carol Li • 来源：电子发烧友 • 作者：李弯弯 • 2024-04-03 01:08"},
        ("李弯弯",),
        "电子发烧友",
        "Carol Li",
    ),
    (
        "a stated author stays",
        {"byline": "By Ann Lee", "authors": ("Bo Chen",), "field_sources": {"authors": "json-ld"}},
        ("Bo Chen",),
        None,
        None,
    ),
    (
        "a seen author gives way to the repaired byline",
        {"byline": "作者：钱致远", "authors": ("钱(qián",), "field_sources": {"authors": "visible"}},
        ("钱致远",),
        None,
        None,
    ),
    (
        "a seen author stays where the byline names nobody",
        {"byline": "2026-11-20", "authors": ("苏亮",), "field_sources": {"authors": "visible"}},
        ("苏亮",),
        None,
        None,
    ),
    ("the uploader is no author", {"byline": "仪器角落 • 2025-03-06", "uploader": "仪器角落"}, (), None, "仪器角落"),
    (
        "a person who posted a Western text is its author",
        {
            "byline": "Posted by Jane Roe on March 3, 2026",
            "authors": ("Jane Roe",),
            "field_sources": {"authors": "visible"},
        },
        ("Jane Roe",),
        None,
        "Jane Roe",
    ),
    ("an account that posted it is none", {"byline": "Posted by chipnews on March 3, 2026"}, (), None, "chipnews"),
    ("the first paragraph", {"body_html": "<p>电子发烧友网报道（文/李弯弯）随着发展。</p>"}, ("李弯弯",), None, None),
]


@pytest.mark.parametrize(
    ("values", "authors", "source", "uploader"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_names_are_read(values, authors, source, uploader):
    article = credit_article(replace(ARTICLE, **values))
    assert (article.authors, article.source, article.uploader) == (authors, source, uploader)


def test_crediting_twice_changes_nothing():
    once = credit_article(replace(ARTICLE, byline="来源：电子发烧友 作者：李弯弯"))
    assert credit_article(once) == once
