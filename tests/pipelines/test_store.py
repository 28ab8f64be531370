"""Items are acknowledged after their commit; a database that fails ends the crawl once."""

import asyncio
import logging

import pytest
from samples import ARTICLE, numbered, rows
from scrapy.exceptions import DropItem

from newscrawl.article import Image, Refusal
from newscrawl.errors import StorageFailed
from newscrawl.extensions.crawl_run import STORAGE_ERRORS, CrawlRun
from newscrawl.pipelines.store import StorePipeline
from newscrawl.storage.crawl.store import STORAGE_ERROR, Store


class Stats(dict):
    def inc_value(self, key, count=1):
        self[key] = self.get(key, 0) + count


class Failing:
    """A store whose disk is full."""

    calls = 0

    def save_all(self, articles):
        self.calls += 1
        raise StorageFailed("SQLITE_FULL: database or disk is full")

    refuse = lambda self, *_: self.save_all(())  # noqa: E731


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/articles.db"


@pytest.fixture
def pipeline(database):
    with Store(database) as store:
        yield pipeline_to(store)


def pipeline_to(store, stop=lambda reason: None):
    stats = Stats()
    return StorePipeline(stats, CrawlRun(stats, stop, store))


def together(pipeline, *items):
    async def run():
        return await asyncio.gather(*map(pipeline.process_item, items), return_exceptions=True)

    return asyncio.run(run())


def test_items_that_come_together_are_committed_together(pipeline, monkeypatch):
    groups = []
    save_all = pipeline.run.store.save_all
    monkeypatch.setattr(
        pipeline.run.store, "save_all", lambda articles: groups.append(len(articles)) or save_all(articles)
    )
    assert len(together(pipeline, *map(numbered, range(7)))) == 7
    assert groups == [7]


def test_an_item_is_acknowledged_only_when_it_is_in_the_database(pipeline, database, caplog):
    seen = []

    class Look(logging.Handler):
        def emit(self, record):
            seen.append(rows(database, "SELECT count(*) FROM articles")[0][0])

    logger = logging.getLogger("newscrawl.pipelines.store")
    logger.addHandler(look := Look())
    with caplog.at_level(logging.INFO):
        together(pipeline, numbered(1), numbered(2))
        together(pipeline, numbered(3))
    logger.removeHandler(look)
    assert seen == [2, 2, 3]


def test_pages_do_not_reach_the_exports(pipeline):
    [item] = together(pipeline, ARTICLE)
    assert item.raw == ()


def test_an_article_that_cannot_be_stored_is_a_refusal_and_the_others_are_stored(pipeline, database):
    answers = together(pipeline, numbered(1), numbered(2, images=(Image(None),)), {"no": "article"})
    assert isinstance(answers[1], DropItem)
    assert answers[2] == {"no": "article"}
    assert rows(database, "SELECT key FROM articles") == [("sample/1",)]
    assert rows(database, "SELECT key, reason FROM refusals") == [("sample/2", "not storable")]


def test_a_dict_of_another_spider_is_stored(pipeline, database):
    item = {"url": "https://e.example/1", "title": "A title", "body_text": "Words and more words."}
    assert together(pipeline, item) == [item]
    assert rows(database, "SELECT title FROM articles") == [("A title",)]


def test_a_database_that_fails_ends_the_crawl_once_and_is_not_asked_again():
    reasons, store = [], Failing()
    pipeline = pipeline_to(store, reasons.append)
    refusal = Refusal(url=ARTICLE.url, key=ARTICLE.key, site="sample", reason="soft 404")
    first = together(pipeline, numbered(1), numbered(2))
    later = together(pipeline, numbered(3), refusal)
    assert [type(answer) for answer in first + later] == [StorageFailed] * 4
    assert store.calls == 1
    assert reasons == [STORAGE_ERROR]
    assert pipeline.stats == {STORAGE_ERRORS: 1}
