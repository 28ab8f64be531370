"""Only articles reach the database; what is none becomes a refusal, and what is no article at all passes."""

import pytest

from newscrawl.article import Article, Refusal
from newscrawl.pipelines.validate import ValidatePipeline

URL = "https://www.sample.example/1.html"
TEXT = "The council said on Monday that the ferry will run on batteries alone from next spring."
ARTICLE = Article(url=URL, key="sample/1", site="sample", title="x" * 600, body_html=f"<p>{TEXT}</p>", body_text=TEXT)


def test_an_article_passes_within_its_bounds():
    passed = ValidatePipeline().process_item(ARTICLE)
    assert (passed.title, passed.body_text) == ("x" * 500, TEXT)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": "404 - page not found"}, "soft 404"),
        ({"body_html": "<p>Soon.</p>", "body_text": "Soon."}, "empty body"),
        ({"title": None}, "not an article"),
    ],
)
def test_an_article_that_is_none_becomes_a_refusal(fields, reason):
    refusal = ValidatePipeline().process_item(ARTICLE.evolve(**fields))
    assert isinstance(refusal, Refusal)
    assert (refusal.reason, refusal.url, refusal.key, refusal.site) == (reason, URL, "sample/1", "sample")


def test_a_dict_passes_as_it_is_or_becomes_a_refusal():
    good = {"url": URL, "title": "x" * 600, "body_text": TEXT}
    assert ValidatePipeline().process_item(good) is good
    assert len(good["title"]) == 600
    assert isinstance(ValidatePipeline().process_item({"url": URL, "title": "x", "body_text": "Soon."}), Refusal)


@pytest.mark.parametrize("item", [{"price": 3}, object(), None, Refusal(url=URL, key="k", site="s", reason="soft 404")])
def test_what_is_no_article_passes(item):
    assert ValidatePipeline().process_item(item) is item
