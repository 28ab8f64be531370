import random
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from newscrawl.article import Article, RawPage, Refusal
from newscrawl.errors import BadArgument
from newscrawl.storage.crawl.quarantine import Bounds, read_bounds, refused_pages, settle_refused
from newscrawl.storage.crawl.refusals import Which, list_refusals
from newscrawl.storage.crawl.store import Store

NOW = datetime(2026, 11, 29, tzinfo=UTC)
BOUNDS = Bounds(14, 10_000)


def refusal(number, body=b"<p>refused</p>", fetched=NOW, reason="not an article"):
    url = f"https://e.example/{number}"
    page = RawPage(url=url, status=200, headers=(("Content-Type", "text/html\x00"),), body=body, fetched=fetched)
    return Refusal(url=url, key=f"e.example/{number}", site="e.example", reason=reason, raw=(page,))


def noise(size):
    return random.Random(size).randbytes(size)


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/a.db"


def kept(database, which=Which()):  # noqa: B008
    return [one.key.rpartition("/")[2] for one in refused_pages(database, which)]


def test_the_bytes_of_a_refused_page_are_kept_and_found_by_reason(database):
    with Store(database, keep_refused=BOUNDS, now=lambda: NOW) as store:
        store.refuse(refusal(1))
        store.refuse(refusal(1, b"<p>again</p>"))
        store.refuse(refusal(2, reason="soft 404"))
        store.refuse(Refusal(url="https://e.example/3", key="e.example/3", site="e.example", reason="not fetched"))
    [first, _] = refused_pages(database, Which())
    assert (first.page.body, first.page.status, first.page.headers) == (
        b"<p>again</p>",
        200,
        (("Content-Type", "text/html"),),
    )
    assert kept(database, Which(reason="soft 404")) == ["2"]


def test_a_page_that_becomes_an_article_is_kept_no_more(database):
    with Store(database, keep_refused=BOUNDS, now=lambda: NOW) as store:
        store.refuse(refusal(1))
        store.save(Article(url="https://e.example/1", key="e.example/1", site="e.example", body_html="<p>Text</p>"))
    assert kept(database) == []


def test_old_pages_go_and_the_oldest_make_room(database):
    with Store(database, keep_refused=BOUNDS, now=lambda: NOW) as store:
        store.refuse(refusal(0, fetched=NOW - timedelta(days=13)))
    with Store(database, keep_refused=BOUNDS, now=lambda: NOW + timedelta(days=2)) as store:
        for number in range(1, 7):
            store.refuse(refusal(number, noise(2000), NOW + timedelta(hours=number)))
    assert kept(database) == ["3", "4", "5", "6"]
    with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
        assert connection.execute("SELECT sum(length(body)) FROM refused_pages").fetchone()[0] <= BOUNDS.max_bytes


def test_a_page_larger_than_all_room_is_not_kept_and_nothing_is_when_it_is_off(database):
    with Store(database, keep_refused=BOUNDS) as store:
        store.refuse(refusal(1, noise(11_000)))
    with Store(database) as store:
        store.refuse(refusal(2))
    assert kept(database) == []


def test_what_is_refused_today_for_another_reason_says_so(database):
    with Store(database, keep_refused=BOUNDS, now=lambda: NOW) as store:
        store.refuse(refusal(1))
        store.refuse(refusal(2))
    settle_refused(database, "e.example/1", "empty body", "no letter")
    settle_refused(database, "e.example/2", None)
    assert [(one.key, one.reason, one.detail) for one in list_refusals(database, Which())] == [
        ("e.example/1", "empty body", "no letter")
    ]
    assert kept(database) == ["1"]


@pytest.mark.parametrize(
    "written", ["", "14", "14d", "100MB", "14d 100MB", "400d,1MB", "-1d,1MB", "1d,999999999MB", "1.5d,1MB"]
)
def test_wrong_bounds_are_told(written):
    with pytest.raises(BadArgument, match="NEWSCRAWL_KEEP_REFUSED must be"):
        read_bounds(written)
