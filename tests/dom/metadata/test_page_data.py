"""What a page states in data is gathered from head, JSON-LD, microdata, times and headings."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_markup import random_markup

from newscrawl.dom.metadata.page_data import (
    MAX_ELEMENTS,
    MAX_TITLE_CHARACTERS,
    MAX_VALUES,
    PageData,
    Statement,
    article_node,
    gather_page_data,
    statements_about,
)
from newscrawl.dom.tree import parse
from newscrawl.dom.visible_text import VisibleText

URL = "https://news.example/2026/quiet-ferry"


def read(html: str, url: str = URL) -> PageData:
    tree = parse(html)
    return gather_page_data(tree, url, VisibleText(tree))


def ld(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


# markup, field of PageData, value
GATHERED = (
    ("<meta property=og:title content=' A '>", "metas", {"og:title": ["A"]}),
    ("<meta name=AUTHOR content=A><meta name=author content=B>", "metas", {"author": ["A", "B"]}),
    ("<meta name=author content=' '>", "metas", {}),
    ("<meta name=viewport content=x>", "metas", {}),
    ("<link rel=canonical href=/a><link rel=canonical href=/b>", "canonical", "/a"),
    ("<link rel=alternate href=/a>", "canonical", None),
    ("<title> A \n ferry </title><title>B</title>", "window_title", "A ferry"),
    ("<svg><title>Icon</title></svg>", "window_title", None),
    ("<h1>A <b>ferry</b></h1><h1></h1>", "headings", ["A ferry"]),
    ("<h1>A ferry</h1><h1 class=logo>Example News</h1>", "headings", ["A ferry"]),
    ("<h1 class=logo>Example News</h1>", "logos", ["Example News"]),
    ("<h1><a href='/'>Example News</a></h1>", "logos", ["Example News"]),
    ("<span itemprop=datePublished content=2026-01-02>x</span>", "items", {"published": ["2026-01-02"]}),
    ("<p itemprop=author><span itemprop=name>Ann</span></p>", "items", {"authors": ["Ann"]}),
)


@pytest.mark.parametrize(("html", "field", "value"), GATHERED)
def test_data_are_gathered(html: str, field: str, value: object) -> None:
    assert getattr(read(html), field) == value


def test_the_data_of_a_field_come_by_trust() -> None:
    page = read(
        "<meta name=twitter:title content=Meta><meta property=og:title content=Graph><h2 itemprop=headline>Micro</h2>"
        + ld(headline="Data")
    )
    assert list(statements_about(page, "title")) == [
        Statement("json-ld", "Data"),
        Statement("microdata", "Micro"),
        Statement("open-graph", "Graph"),
        Statement("meta", "Meta"),
    ]
    assert list(statements_about(page, "modified")) == []


def test_a_property_of_another_item_is_not_the_article_s() -> None:
    page = read("<div itemscope itemtype=https://schema.org/Person><b itemprop=headline>Editor</b></div>")
    assert list(statements_about(page, "title")) == []


def test_a_card_that_says_written_by_names_the_author() -> None:
    page = read("<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content=Ann>")
    assert list(statements_about(page, "authors")) == [Statement("meta", "Ann")]
    page = read("<meta name=twitter:label1 content='Reading time'><meta name=twitter:data1 content='3 min'>")
    assert list(statements_about(page, "authors")) == []


HERE = {"@type": "NewsArticle", "url": URL}
OTHER = {"@type": "NewsArticle", "url": "https://news.example/other", "headline": "Other"}
BARE = {"@type": "NewsArticle"}
PERSON = {"@type": "Person", "name": "Ann"}
# nodes, the one of the article
NODES = (
    ([], None),
    ([PERSON], None),
    ([OTHER, HERE], HERE),
    ([BARE, OTHER], OTHER),
    ([BARE], BARE),
)


@pytest.mark.parametrize(("nodes", "node"), NODES)
def test_the_node_of_the_article_names_the_address_or_has_a_headline(nodes: list[dict], node: dict | None) -> None:
    assert article_node(nodes, [frozenset({one["@type"]}) for one in nodes], URL) is node


def test_floods_are_cut() -> None:
    page = read(
        f"<title>{'a' * 10_000}</title>"
        + "<h1>x</h1>" * 1000
        + "<time>x</time>" * 1000
        + "<b itemprop=author>x</b>" * 1000
        + "<meta name=author content=x>" * 1000
    )
    assert len(page.window_title or "") == MAX_TITLE_CHARACTERS
    assert (len(page.headings), len(page.times)) == (MAX_ELEMENTS, MAX_ELEMENTS)
    assert len(page.items["authors"]) <= MAX_VALUES
    assert len(page.metas["author"]) == MAX_VALUES


@given(st.integers(0, 10_000).map(random_markup))
def test_any_markup_has_data(html: str) -> None:
    page = read(html)
    assert all(page.headings)
    assert page.article is None
