import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newscrawl.article import Article, Refusal
from newscrawl.rights import Signal
from newscrawl.rights.purposes import Reserved
from newscrawl.storage.crawl.rights import WellKnownFile
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.check import check
from newscrawl.storage.views.corpus import read_members
from newscrawl.storage.views.export import export

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


def refusal(*signals, reason="noindex"):
    made = article(*signals)
    return Refusal(url=made.url, key=made.key, site=made.site, reason=reason, rights=made.rights, signals=made.signals)


def test_an_article_whose_page_is_refused_for_its_rights_is_withheld(store, tmp_path):
    store.save(article())
    assert store.refuse(refusal(NO_INDEX))
    url = f"sqlite:///{tmp_path}/a.db"
    assert rows(tmp_path, "SELECT flags, rights FROM articles") == [('["withheld/noindex"]', '{"noindex": true}')]
    assert rows(tmp_path, "SELECT name, source FROM rights") == [("noindex", NO_INDEX.source)]
    assert rows(tmp_path, "SELECT count(*) FROM revisions") == [(0,)]
    assert check(url, deep=True) == ()
    reserved = Reserved(None)
    target = tmp_path / "out.jsonl"
    assert export(url, "jsonl", target, keep=lambda one: reserved.allows(one.rights, one.flags)) == 0
    assert list(reserved.report()) == ["left out, withheld since their pages were refused: 1 articles", "  noindex: 1"]
    assert read_members(url, allowed=reserved.allows) == []
    # and no more, once a crawl may store it again
    assert store.save(article()) == "unchanged"
    assert rows(tmp_path, "SELECT flags, rights FROM articles") == [("[]", "{}")]
    assert check(url, deep=True) == ()


def test_other_refusals_withhold_nothing(store, tmp_path):
    store.save(article())
    assert not store.refuse(Refusal(url="https://e.example/a", key="e.example/a", site="e.example", reason="http 404"))
    assert not store.refuse(replace(refusal(NO_INDEX), key="e.example/other"))
    assert rows(tmp_path, "SELECT flags FROM articles") == [("[]",)]
