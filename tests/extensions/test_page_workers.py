"""Results come in order per site, and whatever happens to a worker process happens to one page."""

import asyncio
import pickle
from collections import Counter
from concurrent.futures import Future
from datetime import UTC, datetime

import pytest
from samples import ARTICLE, numbered
from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from newscrawl.errors import BadArgument, Refused
from newscrawl.extensions import page_workers
from newscrawl.extensions.page_budget import page_budget_of
from newscrawl.extensions.page_workers import (
    PageWorkers,
    page_workers_of,
    prepared_or_plain,
    read_page,
    run_stages_off_reactor,
    running_workers,
)
from newscrawl.site import Site
from newscrawl.stages.chain import StageOptions
from newscrawl.stages.page_work import Done, Parcel, ReadPage, RunStages, make_page_work
from newscrawl.storage.crawl.prepared import PreparedArticle, prepare, prepare_if_storable
from newscrawl.workers.pool import WorkerLost
from newscrawl.workers.server import WorkersUnavailable

TEXT = "The fab in Dresden will make chips for cars from 2027 on, its owners said on Friday in a statement. " * 4
PAGE = (
    f"<html><head><title>Chips from Dresden</title></head><body><article><p>{TEXT}</p></article></body></html>".encode()
)


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch):
    monkeypatch.setattr(page_workers, "_cores", lambda: 2)


class PoolInHand:
    """A pool whose results the test gives."""

    def __init__(self):
        self.futures = {}
        self.closed = 0

    def submit(self, parcel):
        future = self.futures[parcel.work.url] = Future()
        return future

    def close(self):
        self.closed += 1


@pytest.fixture
def pool(monkeypatch):
    pool = PoolInHand()
    monkeypatch.setattr(page_workers, "_POOLS", {})
    monkeypatch.setattr(page_workers, "WorkerPool", lambda *_args, **_options: pool)
    return pool


def crawler_with(workers=2, seconds=2.0):
    return get_crawler(settings_dict={"NEWSCRAWL_PAGE_WORKERS": workers, "NEWSCRAWL_PAGE_SECONDS": seconds})


def page(number, host="news.example"):
    url = f"https://{host}/{number}"
    return ReadPage(PAGE, "text/html", url, Site.undeclared(url), datetime(2026, 11, 20, tzinfo=UTC))


def answered(seconds=0.1):
    return Done("read", None, Counter(), seconds)


def close(crawler):
    crawler.signals.send_catch_log(signals.spider_closed, spider=None, reason="finished")


def test_results_come_in_order_per_site_and_other_sites_go_on(pool):
    async def run():
        workers = PageWorkers.from_crawler(crawler_with())
        pages = [page(1), page(2), page(3), page(1, "other.example")]
        ended = []

        async def do(one):
            await workers.do(one)
            ended.append(one.url)

        tasks = [asyncio.ensure_future(do(one)) for one in pages]
        await asyncio.sleep(0)
        for one in reversed(pages[1:]):  # the first one takes longest
            pool.futures[one.url].set_result(answered())
        await tasks[3]
        assert ended == [pages[3].url]
        pool.futures[pages[0].url].set_exception(WorkerLost("it ended", is_stuck=False))
        await asyncio.gather(*tasks)
        assert ended[1:] == [one.url for one in pages[:3]]
        assert not workers._last

    asyncio.run(run())


def test_a_page_that_fails_does_not_hold_up_the_next(pool):
    async def run():
        workers = PageWorkers.from_crawler(crawler_with())
        tasks = [asyncio.ensure_future(workers.do(page(number))) for number in (1, 2)]
        await asyncio.sleep(0)
        pool.futures[page(1).url].set_exception(KeyError("unexpected"))
        pool.futures[page(2).url].set_result(answered())
        assert isinstance((await asyncio.gather(*tasks, return_exceptions=True))[0], KeyError)
        assert tasks[1].result() == answered()

    asyncio.run(run())


@pytest.mark.parametrize(("is_stuck", "reason"), [(True, "too expensive"), (False, "error")])
def test_a_page_that_costs_its_worker_is_refused(pool, is_stuck, reason):
    async def run():
        crawler = crawler_with()
        PageWorkers.from_crawler(crawler)
        task = asyncio.ensure_future(read_page(crawler, page(1)))
        await asyncio.sleep(0)
        pool.futures[page(1).url].set_exception(WorkerLost("at newscrawl/dom/tree.py:1:parse", is_stuck=is_stuck))
        with pytest.raises(Refused, match="^" + reason + ": at newscrawl/dom/tree.py:1:parse$"):
            await task

    asyncio.run(run())


def test_the_seconds_of_a_page_are_added_up(pool):
    async def run():
        crawler = crawler_with()
        workers = PageWorkers.from_crawler(crawler)
        for seconds in (0.5, 0.25):
            task = asyncio.ensure_future(workers.do(page(1)))
            await asyncio.sleep(0)
            pool.futures[page(1).url].set_result(answered(seconds))
            await task
        assert page_budget_of(crawler).spent(page(1).url) == 0.75

    asyncio.run(run())


def test_where_no_process_can_be_started_pages_are_read_here(pool, caplog):
    async def run():
        crawler = crawler_with()
        PageWorkers.from_crawler(crawler)
        task = asyncio.ensure_future(read_page(crawler, page(1)))
        await asyncio.sleep(0)
        pool.futures[page(1).url].set_exception(WorkersUnavailable("no more processes"))
        first, second = await task, await read_page(crawler, page(2))
        assert (first.article.title, second.article.title) == ("Chips from Dresden", "Chips from Dresden")
        assert list(pool.futures) == [page(1).url]

    asyncio.run(run())
    assert "pages are worked on in the reactor from now on: no more processes" in caplog.text


def test_crawls_of_a_process_share_the_workers_until_the_last_one_ends(pool):
    crawlers = [crawler_with(), crawler_with()]
    for crawler in crawlers:
        PageWorkers.from_crawler(crawler)
    for crawler, closed in zip(crawlers, (0, 1), strict=True):
        close(crawler)
        assert running_workers(crawler) is None
        assert pool.closed == closed


def test_without_workers_pages_are_read_here():
    crawler = crawler_with(0)
    with pytest.raises(NotConfigured):
        PageWorkers.from_crawler(crawler)
    assert asyncio.run(read_page(crawler, page(1))).article.title == "Chips from Dresden"


@pytest.mark.parametrize(
    ("value", "cores", "number"), [("auto", 1, 0), ("auto", 2, 1), ("auto", 16, 1), ("4", 2, 2), (0, 2, 0), (3, 4, 3)]
)
def test_the_number_of_workers(value, cores, number, monkeypatch):
    monkeypatch.setattr(page_workers, "_cores", lambda: cores)
    assert page_workers_of(Settings({"NEWSCRAWL_PAGE_WORKERS": value})) == number


@pytest.mark.parametrize("value", ["many", -1, 65, None, "1.5", "²"])
def test_a_wrong_number_of_workers_is_named(value):
    with pytest.raises(BadArgument, match="NEWSCRAWL_PAGE_WORKERS must be auto or a number from 0 to 64"):
        page_workers_of(Settings({"NEWSCRAWL_PAGE_WORKERS": value}))


class WorkersHere:
    """Worker processes whose work is done here, pickles and all."""

    async def do(self, work):
        parcel = pickle.loads(pickle.dumps(Parcel.of(work, pickle.dumps(None), 0.0, 0.0)))
        return pickle.loads(pickle.dumps(make_page_work(prepare_if_storable)(parcel)))


def finished(article):
    work = RunStages(article, ("strip",), StageOptions())
    return asyncio.run(run_stages_off_reactor(WorkersHere(), work, lambda *_: None))


def test_an_article_from_a_worker_comes_prepared_for_the_database_once():
    article = finished(ARTICLE)
    prepared = prepared_or_plain(article)
    assert isinstance(prepared, PreparedArticle)
    assert prepared.terms
    assert prepared._replace(terms=None) == prepare(article)
    assert prepared.article.raw == ARTICLE.raw
    assert prepared_or_plain(article) is article


def test_an_article_that_was_changed_since_is_not_taken_for_the_prepared_one():
    changed = finished(ARTICLE).evolve(title="Another one")
    assert prepared_or_plain(changed) is changed


def test_an_article_that_cannot_be_stored_is_left_to_the_writer():
    article = finished(ARTICLE.evolve(key="k" * 3000))
    assert prepared_or_plain(article) is article


def test_few_prepared_articles_are_kept_of_those_that_nobody_stores():
    articles = [finished(numbered(number)) for number in range(page_workers._MAX_PREPARED + 1)]
    assert isinstance(prepared_or_plain(articles[-1]), PreparedArticle)
    assert prepared_or_plain(articles[0]) is articles[0]
