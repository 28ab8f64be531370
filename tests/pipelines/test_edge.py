"""Items of any kind pass the pipelines: articles, dicts and dataclasses of other people's spiders, and what is no article."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from newscrawl.article import Article, Change, Refusal
from newscrawl.pipelines.items import article_of, through


class Stats:
    def __init__(self):
        self.counts = {}

    def inc_value(self, key, count=1):
        self.counts[key] = self.counts.get(key, 0) + count


@dataclass
class TheirItem:
    url: str
    title: str
    body_html: str
    body_text: str = ""
    theirs: int = 1


def shout(article):
    change = Change("repair", "title", "test/shout", 2, article.title, article.title.upper())
    return replace(article, title=article.title.upper(), body_text="TEXT", changes=(*article.changes, change))


def test_a_dict_is_an_article_and_stays_a_dict():
    item = {
        "url": "https://www.sample.example/a?utm_source=x",
        "title": "new chip",
        "body_text": "one\n<two>",
        "mine": 7,
    }
    stats = Stats()
    result = through(item, shout, stats)
    assert result is item
    assert (item["title"], item["body_text"], item["mine"]) == ("NEW CHIP", "TEXT", 7)
    assert (item["site"], item["key"]) == ("sample.example", "sample.example/a")
    assert item["body_html"] == "<p>one</p><p>&lt;two&gt;</p>"
    assert stats.counts == {"newscrawl/repair/test/shout": 2}


def test_a_dict_keeps_what_earlier_pipelines_did():
    item = {"url": "https://e.example/a", "title": "a", "body_html": "<p>x</p>"}
    through(item, shout, Stats())
    through(item, shout, Stats())
    assert [change.rule for change in item["changes"]] == ["test/shout", "test/shout"]


def test_a_dataclass_of_somebody_else_gets_only_the_fields_that_it_has():
    item = through(TheirItem("https://e.example/a", "new", "<p>x</p>"), shout, Stats())
    assert (item.title, item.body_text, item.theirs) == ("NEW", "TEXT", 1)


@pytest.mark.parametrize(
    "item",
    [{"price": 3}, {"url": "https://e.example/a"}, Refusal(url="u", key="k", site="s", reason="r"), "text"],
)
def test_what_is_no_article_passes_untouched(item):
    assert through(item, lambda article: pytest.fail("not an article"), Stats()) is item


def test_written_times_and_single_names_of_a_dict_are_understood():
    article = article_of(
        {
            "url": "https://e.example/a",
            "body_text": "x",
            "published": "2026-11-20T08:00:00+08:00",
            "authors": "Ada",
        }
    )
    assert article.published == datetime(2026, 11, 20, tzinfo=UTC)
    assert article.authors == ("Ada",)


def test_an_article_goes_through_as_it_is():
    article = Article(url="https://e.example/a", key="k", site="s", title="t")
    assert through(article, lambda one: one, Stats()) is article
