import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from newscrawl.article import Article
from newscrawl.rights import Signal
from newscrawl.storage.crawl.rights import WellKnownFile
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.check import check

NO_TRAINING = Signal("robots.txt", "train-ai", "n", "Content-Usage: train-ai=n")
NO_INDEX = Signal("page", "noindex", True, '<meta name="robots" content="noindex">')
START = datetime(2026, 11, 29, tzinfo=UTC)


@pytest.fixture
def clock():
    return [START]


@pytest.fixture
def store(tmp_path, clock):
    with Store(f"sqlite:///{tmp_path}/a.db", now=lambda: clock[0]) as opened:
        yield opened


def rows(tmp_path, query):
    with sqlite3.connect(tmp_path / "a.db") as connection:
        return connection.execute(query).fetchall()


def article(*signals, **values):
    given = {"url": "https://e.example/a", "key": "e.example/a", "site": "e.example", "body_html": "<p>Text.</p>"}
    return Article(**given | values).with_signals(signals)


def test_an_article_keeps_its_rights_and_their_sources(store, tmp_path):
    store.save(article(NO_TRAINING, NO_INDEX))
    assert rows(tmp_path, "SELECT rights FROM articles") == [('{"train-ai": "n", "noindex": true}',)]
    found = rows(tmp_path, "SELECT article_id, host, place, name, value, source FROM rights ORDER BY id")
    assert found == [
        (1, "e.example", "robots.txt", "train-ai", '"n"', "Content-Usage: train-ai=n"),
        (1, "e.example", "page", "noindex", "true", '<meta name="robots" content="noindex">'),
    ]


@pytest.mark.parametrize("title", [None, "Another title"])
def test_rights_follow_the_page_whether_its_text_changes_or_not(store, tmp_path, title):
    store.save(article(NO_TRAINING))
    outcome = store.save(article(NO_INDEX, title=title))
    assert outcome == ("updated" if title else "unchanged")
    assert rows(tmp_path, "SELECT rights FROM articles") == [('{"noindex": true}',)]
    assert rows(tmp_path, "SELECT name FROM rights") == [("noindex",)]
    assert check(f"sqlite:///{tmp_path}/a.db", deep=True) == ()
    assert len(rows(tmp_path, "SELECT 1 FROM revisions")) == bool(title)


def test_an_article_whose_rights_were_not_looked_at_changes_none(store, tmp_path):
    store.save(article(NO_TRAINING))
    store.save(article().evolve(rights=None))
    assert rows(tmp_path, "SELECT rights FROM articles") == [('{"train-ai": "n"}',)]
    assert rows(tmp_path, "SELECT name FROM rights") == [("train-ai",)]


def test_a_statement_of_a_host_has_a_beginning_and_an_end(store, tmp_path, clock):
    rights = store.host_rights
    assert rights.record("e.example", "robots.txt", [NO_TRAINING]) == []
    clock[0] += timedelta(days=1)
    assert rights.record("e.example", "robots.txt", [NO_TRAINING]) == []
    [gone] = rights.record("e.example", "robots.txt", [])
    assert str(gone) == "e.example no longer says train-ai no (robots.txt)"
    [come] = rights.record("e.example", "robots.txt", [Signal("robots.txt", "ai-train", "n", "x")])
    assert str(come) == "e.example now says ai-train no (robots.txt)"
    assert rows(tmp_path, "SELECT name, seen < ended FROM rights ORDER BY id") == [("train-ai", 1), ("ai-train", None)]


def test_a_well_known_file_is_known_for_a_day(store, clock):
    rights = store.host_rights
    assert rights.well_known_file("e.example") is None
    rights.keep_well_known_file("e.example", WellKnownFile(200, "[]\x00"))
    rights.keep_well_known_file("none.example", WellKnownFile(None, ""))
    clock[0] += timedelta(hours=23)
    assert rights.well_known_file("e.example") == WellKnownFile(200, "[]")
    assert rights.well_known_file("none.example") == WellKnownFile(None, "")
    clock[0] += timedelta(hours=2)
    assert rights.well_known_file("e.example") is None
