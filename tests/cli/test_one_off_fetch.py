"""Pages for a command come from Scrapy's downloader, without a database."""

import asyncio
from types import SimpleNamespace

import pytest
from scrapy.http import HtmlResponse
from scrapy.settings import Settings

from newscrawl.cli.one_off_fetch import NotFetched, OneOffFetch, keep_quiet, run_one_off

URL = "https://www.sample.example/"


def fetched(answer, *, spider=True):
    """Return what the work of a fetch got, and what its spider yields."""
    got = []

    async def download(request):
        if isinstance(answer, Exception):
            raise answer
        return HtmlResponse(request.url, body=answer)

    async def work(get):
        got.append(await get(URL))

    async def run():
        fetch = OneOffFetch(work)
        engine = SimpleNamespace(download_async=download, spider=fetch if spider else None)
        fetch.crawler = SimpleNamespace(engine=engine)
        return [request async for request in fetch.start()]

    return asyncio.run(run()), got


def test_a_page_is_fetched_and_nothing_is_left_to_crawl():
    left, [response] = fetched(b"<p>x</p>")
    assert left == []
    assert (response.url, response.body) == (URL, b"<p>x</p>")


@pytest.mark.parametrize(
    ("error", "has_spider", "message"),
    [
        (OSError("connection refused"), True, "connection refused"),
        (TimeoutError(), True, "TimeoutError"),
        (AssertionError(), False, "the process was told to end, or uses too much memory"),
    ],
)
def test_a_page_that_cannot_be_had_says_why(error, has_spider, message):
    with pytest.raises(NotFetched) as failed:
        fetched(error, spider=has_spider)
    assert str(failed.value) == message
    assert failed.value.__cause__ is error


def test_a_one_off_fetch_has_no_database_and_little_to_say():
    settings = Settings({"ITEM_PIPELINES": {"newscrawl.pipelines.store.StorePipeline": 1}, "LOG_LEVEL": "INFO"})
    keep_quiet(settings)
    assert (dict(settings["ITEM_PIPELINES"]), settings["LOG_LEVEL"]) == ({}, "WARNING")


def test_the_work_is_run_in_a_crawl_of_its_own():
    calls = []
    process = SimpleNamespace(
        crawl=lambda kind, **arguments: calls.append((kind, arguments)), start=lambda: calls.append("started")
    )
    run_one_off(process, fetched)
    assert calls == [(OneOffFetch, {"work": fetched}), "started"]
