"""Items of other kinds are articles; what they have no field for is written from the body."""

from dataclasses import dataclass

import pytest

from newscrawl.pipelines.items import article_of, with_rendered


@dataclass
class Lean:
    url: str
    body_html: str


def test_an_item_without_a_field_for_the_text_is_stored_with_its_text():
    item = Lean("https://sample.example/1", '<p>Low noise.</p><img src="https://sample.example/a.png">')
    article = with_rendered(article_of(item))
    assert article.body_html == item.body_html
    assert article.body_text == "Low noise."
    assert article.body_markdown.startswith("Low noise.")
    assert [image.url for image in article.images] == ["https://sample.example/a.png"]


def test_what_an_item_says_itself_stays():
    item = {"url": "https://sample.example/1", "body_html": "<p>One.</p>", "body_text": "Another."}
    assert with_rendered(article_of(item)).body_text == "Another."


@pytest.mark.parametrize(
    "item", [{"url": 5, "body_html": "<p>One.</p>"}, {"url": "https://sample.example/1", "body_html": b"<p>"}]
)
def test_what_is_no_text_is_no_article(item):
    assert article_of(item) is None
