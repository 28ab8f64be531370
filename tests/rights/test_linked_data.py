import json

import pytest

from newscrawl.dom.metadata.jsonld import read_blocks
from newscrawl.rights.linked_data import linked_data_signals

URL = "https://e.example/news/a"


def said(*blocks):
    written = [one if isinstance(one, str) else json.dumps(one) for one in blocks]
    return [(one.name, one.value) for one in linked_data_signals(read_blocks(written), URL)]


@pytest.mark.parametrize(
    ("value", "is_free"),
    [(True, True), (False, False), ("False", False), ("true", True), ("https://schema.org/False", False),
     ({"@id": "http://schema.org/True"}, True), ([False], False)],
)  # fmt: skip
def test_booleans_are_read_in_their_forms(value, is_free):
    assert said({"@type": "NewsArticle", "isAccessibleForFree": value}) == [("isAccessibleForFree", is_free)]


def test_of_several_articles_the_one_with_this_address_counts():
    others = {"@type": "NewsArticle", "headline": "other", "url": "https://e.example/news/b", "license": "https://no/"}
    own = {"@type": "NewsArticle", "headline": "own", "url": URL, "schema:license": "https://l.example/"}
    assert said([others, own]) == [("license", "https://l.example/")]


def test_a_page_stands_for_its_article_where_there_is_none():
    assert said({"@type": "WebPage", "license": {"@type": "CreativeWork", "url": "/l"}}) == [
        ("license", "https://e.example/l")
    ]


def test_references_that_lead_in_a_circle_end():
    nodes = [{"@type": "Article", "@id": "#a", "license": {"@id": "#a"}}, {"@id": "#a", "mainEntity": {"@id": "#a"}}]
    assert said({"@graph": nodes}) == [("unknown", "#a")]


@pytest.mark.parametrize("bomb", ['{"license":' * 20_000, '{"@type":"Article","license":' + "[" * 20_000, '"license"'])
def test_a_bomb_says_nothing(bomb):
    assert said(bomb) == []
