from datetime import UTC, datetime

import pytest
from archived import answer, page

from newscrawl.archives.http import parse_answer
from newscrawl.archives.pages import Capture
from newscrawl.article import Article, Refusal
from newscrawl.bulk.page_reader import (
    BEFORE_SINCE,
    NO_ARTICLE_ADDRESS,
    OTHER_LANGUAGE,
    PageReader,
    ReaderConfig,
    Wanted,
    lost_page,
)
from newscrawl.errors import StorageFailed
from newscrawl.workers.pool import WorkerLost

FETCHED = datetime(2026, 11, 20, 12, tzinfo=UTC)


def capture(body, url="https://news.example/a/1", part=1, article="", is_cut=False, **options):
    return Capture(url, FETCHED, parse_answer(answer(body, **options)), is_cut, article, part)


def read(*captures, **wanted):
    return PageReader(ReaderConfig("auto", None, None, Wanted(**wanted)))(captures)


def test_a_page_becomes_an_article_with_its_page():
    found = read(capture(page("LT1"), headers=[("Content-Encoding", "gzip"), ("X-Robots-Tag", "noarchive")]))
    assert isinstance(found, Article)
    assert (found.title, found.key, found.status) == ("LT1", "news.example/a/1", "ok")
    assert found.raw[0].body == page("LT1")
    assert ("X-Robots-Tag", "noarchive") in found.raw[0].headers
    assert [(one.place, one.source) for one in found.signals] == [("header", "X-Robots-Tag: noarchive")]
    assert found.rights
    assert "Content-Encoding" not in dict(found.raw[0].headers)


def test_the_pages_of_an_article_are_put_together():
    first, second = page("LT1"), page("LT1").replace(b"LT1 takes", b"LT2 takes")
    address = "https://news.example/a/1"
    found = read(capture(first, article=address), capture(second, url=f"{address}?page=2", part=2, article=address))
    assert found.url == address
    assert len(found.raw) == 2
    assert "LT1 takes" in found.body_text
    assert "LT2 takes" in found.body_text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" * 90, "not a page"),
        (b"%PDF-1.7" * 90, "not a page"),
        (b"<html><title>Just a moment...</title><p>Checking</p></html>", "blocked page"),
        (b"<html><title>Page not found</title><p>gone</p></html>", "soft 404"),
    ],
)
def test_a_page_that_is_no_article_is_refused_with_its_reason(body, reason):
    found = read(capture(body))
    assert isinstance(found, Refusal)
    assert found.reason == reason


def test_a_page_without_its_end_is_damaged():
    assert read(capture(page("LT1"), is_cut=True)).status == "damaged"


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ({"languages": ("zh", "ja")}, OTHER_LANGUAGE),
        ({"since": datetime(2026, 11, 25, tzinfo=UTC)}, BEFORE_SINCE),
    ],
)
def test_what_is_not_wanted_is_told_apart(wanted, reason):
    assert read(capture(page("LT1")), **wanted) == reason
    assert isinstance(read(capture(page("LT1")), languages=("en",), since=datetime(2026, 11, 20, tzinfo=UTC)), Article)


def test_of_declared_sites_only_addresses_of_articles_are_read():
    assert read(capture(page("LT1"), url="https://www.heise.de/thema/Chips"), only_articles=True) == NO_ARTICLE_ADDRESS


@pytest.mark.parametrize(("is_stuck", "reason"), [(False, "error"), (True, "too expensive")])
def test_a_page_that_has_ended_its_process_is_refused(is_stuck, reason):
    assert lost_page([capture(b"")], WorkerLost("why", is_stuck=is_stuck)).reason == reason


def test_a_database_that_fails_is_no_fault_of_the_page(tmp_path):
    (tmp_path / "articles.db").write_bytes(b"no database" * 500)
    reader = PageReader(ReaderConfig("auto", None, f"sqlite:///{tmp_path}/articles.db"))
    with pytest.raises(StorageFailed):
        reader((capture(page("LT1")),))
