"""A run is recorded from its beginning to its end, and no page of it stays without an end."""

import asyncio
import json
import logging
from types import SimpleNamespace

import pytest
from samples import rows
from scrapy import Request, Spider
from scrapy.exceptions import DropItem
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.extensions import crawl_run
from newscrawl.extensions.crawl_run import STORAGE_ERRORS, CrawlRun, retention_of, revisit_days_of
from newscrawl.spiders.base import NewsSpider
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.store import STORAGE_ERROR, Store


class Stats(dict):
    def inc_value(self, key, count=1):
        self[key] = self.get(key, 0) + count

    def get_stats(self):
        return self


class Failing:
    """A store whose disk is full."""

    calls = 0

    def _fail(self, *_):
        self.calls += 1
        raise StorageFailed("SQLITE_FULL: database or disk is full")

    begin_run = end_run = stripped = beat = _fail

    def close(self):
        pass


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/articles.db"


@pytest.fixture
def run(database):
    with Store(database) as store:
        store.begin_run("sample", "1")
        yield CrawlRun(Stats(), lambda reason: None, store)


PAGE = "https://news.example/1"


def ended(database):
    return rows(database, "SELECT state, reason FROM fetches")


ENDS = [
    ("a callback fails", "failed", "error",
     lambda run: run.spider_error(SimpleNamespace(value=ValueError()), SimpleNamespace(request=Request(PAGE)))),
    ("it leads to itself", "failed", "not fetched", lambda run: run.request_dropped(Request(PAGE))),
    ("it leads to a page that is asked for anyway", "duplicate", "https://news.example/2",
     lambda run: run.request_dropped(Request("https://news.example/2", meta={"redirect_urls": [PAGE]}))),
    ("a pipeline drops it", "skipped", "dropped: too short",
     lambda run: run.item_dropped(SimpleNamespace(asked=PAGE, key="k", site="news.example"), DropItem("too short"))),
    ("a pipeline fails", "failed", "error",
     lambda run: run.item_error(SimpleNamespace(asked=PAGE), SimpleNamespace(value=KeyError()))),
]  # fmt: skip


@pytest.mark.parametrize(("state", "reason", "end"), [one[1:] for one in ENDS], ids=[one[0] for one in ENDS])
def test_a_page_that_is_open_ends(run, database, state, reason, end):
    run.store.schedule([Scheduled("news.example/1", PAGE, "news.example")])
    end(run)
    assert ended(database) == [(state, reason)]
    end(run)  # what has an end keeps it
    assert ended(database) == [(state, reason)]


@pytest.mark.parametrize("end", [one[3] for one in ENDS], ids=[one[0] for one in ENDS])
def test_a_crawl_without_the_pipeline_records_nothing(end):
    run = CrawlRun(Stats(), lambda reason: None)
    run.spider_opened(Spider("sample"))
    end(run)
    run.spider_closed("finished")
    assert (run.stats, list(run.stripped("sample"))) == ({}, [])


def test_a_run_says_that_it_is_alive_until_it_ends(database, monkeypatch):
    monkeypatch.setattr(crawl_run, "HEARTBEAT_SECONDS", 0.0)
    run = CrawlRun(Stats(), lambda reason: None, Store(database))

    async def crawl():
        run.spider_opened(Spider("sample"))
        [(begun,)] = rows(database, "SELECT beat FROM runs")
        for _ in range(100_000):
            if rows(database, "SELECT beat FROM runs") != [(begun,)]:
                break
            await asyncio.sleep(0)
        else:
            pytest.fail("no heartbeat")
        run.spider_closed("finished")

    asyncio.run(crawl())
    assert rows(database, "SELECT spider, finish_reason FROM runs") == [("sample", "finished")]


def test_a_project_that_lists_only_the_pipeline_gets_the_run_with_it():
    crawler = get_crawler(settings_dict={"EXTENSIONS": {}})
    assert isinstance(CrawlRun.of(crawler), CrawlRun)
    crawler = get_crawler(settings_dict={"EXTENSIONS": {"newscrawl.extensions.crawl_run.CrawlRun": 0}})
    assert CrawlRun.of(crawler) is crawler.get_extension(CrawlRun)


def test_a_database_that_fails_at_the_start_ends_the_crawl():
    reasons = []
    CrawlRun(Stats(), reasons.append, Failing()).spider_opened(Spider("sample"))
    assert reasons == [STORAGE_ERROR]


def test_a_crawl_whose_end_cannot_be_recorded_says_so():
    run = CrawlRun(Stats(), lambda reason: None, Failing())
    run.spider_closed("finished")
    assert run.stats == {STORAGE_ERRORS: 1}


def test_a_database_that_fails_ends_the_crawl_and_nothing_is_known():
    reasons, store = [], Failing()
    run = CrawlRun(Stats(), reasons.append, store)
    assert [run.stripped("sample"), run.stripped("sample")] == [(), ()]
    assert (reasons, store.calls) == ([STORAGE_ERROR], 1)


def test_an_unknown_retention_is_named():
    assert retention_of(Settings({"NEWSCRAWL_RAW": "keep"})) == "keep"
    with pytest.raises(BadArgument, match="NEWSCRAWL_RAW must be one of latest, keep, off"):
        retention_of(Settings({"NEWSCRAWL_RAW": "all"}))


@pytest.mark.parametrize("value", ["soon", "-1", "366", "nan", None])
def test_a_wrong_number_of_days_is_named(value):
    with pytest.raises(BadArgument, match="NEWSCRAWL_REVISIT_DAYS must be a number of days from 0 to 365"):
        revisit_days_of(Settings({"NEWSCRAWL_REVISIT_DAYS": value}))


@pytest.mark.parametrize("has_lists", [True, False])
def test_a_run_without_lists_has_no_counts_of_them(database, has_lists):
    spider = NewsSpider.__new__(NewsSpider)  # without a crawler: only its class is asked
    spider.name, spider.has_lists = "article", has_lists
    run = CrawlRun(Stats(), lambda reason: None, Store(database))

    async def crawl():
        run.spider_opened(spider)
        run.spider_closed("finished")

    asyncio.run(crawl())
    assert [json.loads(row[0]).get("lists") for row in rows(database, "SELECT counts FROM runs")] == [
        0 if has_lists else None
    ]


@pytest.mark.parametrize(("error", "logged"), [(StorageFailed("disk full"), 0), (KeyError("x"), 1)])
def test_what_scrapy_says_of_each_page_of_a_failing_database_is_left_out(run, caplog, error, logged):
    run.open(run.store)
    try:
        raise error
    except type(error):
        logging.getLogger("scrapy.core.scraper").error("Error processing", exc_info=True)
    assert len(caplog.records) == logged
