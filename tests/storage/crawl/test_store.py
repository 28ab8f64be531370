"""What the store acknowledges is kept, and a worse copy never replaces a better one."""

import os
from dataclasses import replace

import pytest
from samples import ARTICLE, NOON, numbered, rows

from newscrawl.article import Image, Refusal
from newscrawl.errors import BadArgument, Refused
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.schema import Base
from newscrawl.storage.views.read import read_article, read_summary


def test_a_refusal_is_kept_until_the_page_becomes_an_article(store, database):
    refusal = Refusal(url=ARTICLE.url, key=ARTICLE.key, site="sample", reason="soft 404", detail="404", http_status=200)
    store.refuse(refusal)
    store.refuse(replace(refusal, reason="empty body"))
    assert [one.reason for one in read_summary(database).refusals] == ["empty body"]
    store.save(ARTICLE)
    assert read_summary(database).refusals == ()


def test_a_refusal_leaves_a_stored_article_alone(store, database):
    store.save(ARTICLE)
    store.refuse(Refusal(url=ARTICLE.url, key=ARTICLE.key, site="sample", reason="soft 404"))
    assert read_article(database, "sample/1").title == "国产GPU"


def test_a_run_is_recorded_with_its_counts(store, database):
    store.begin_run("sample", "0.1")
    store.save(ARTICLE)
    store.end_run("finished", {"newscrawl/stored": 1, "start_time": NOON})
    assert rows(database, "SELECT spider, finish_reason, json_extract(stats, '$.\"newscrawl/stored\"') FROM runs") == [
        ("sample", "finished", 1)
    ]
    assert rows(database, "SELECT run_id FROM articles") == [(1,)]


def test_an_acknowledged_article_is_seen_by_another_connection_at_once(store, database):
    store.save(ARTICLE)
    assert rows(database, "SELECT count(*) FROM articles") == [(1,)]


def test_a_connection_is_durable_and_strict(database):
    engine = open_engine(database, create=True)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert found == {"journal_mode": "delete", "synchronous": 3, "foreign_keys": 1, "busy_timeout": 30000}


def test_a_new_database_is_readable_by_its_owner_only(database, tmp_path):
    Store(database).close()
    assert os.stat(tmp_path / "articles.db").st_mode & 0o777 == 0o600


@pytest.mark.parametrize("url", ["nonsense", "mysql://u:secret@h/db", "sqlite:////no/such/folder/articles.db"])
def test_a_database_that_cannot_be_used_is_named_without_its_password(url):
    with pytest.raises(BadArgument, match="NEWSCRAWL_DATABASE_URL") as caught:
        open_engine(url)
    assert "secret" not in str(caught.value)


def test_every_table_and_column_is_described():
    from pathlib import Path

    described = Path(__file__).parents[3].joinpath("docs/data.md").read_text("utf-8")
    names = {name for table in Base.metadata.tables.values() for name in (table.name, *table.columns.keys())}
    assert sorted(name for name in names if f"`{name}`" not in described) == []


def test_articles_saved_together_are_answered_one_by_one(store, database):
    store.save(ARTICLE)
    answers = store.save_all([numbered(2), ARTICLE, numbered(3, images=(Image(None),)), numbered(4)])
    assert [str(answer) for answer in answers[:2]] == ["stored", "unchanged"]
    assert isinstance(answers[2], Refused)
    assert answers[3] == "stored"
    assert rows(database, "SELECT key FROM articles ORDER BY key") == [("sample/1",), ("sample/2",), ("sample/4",)]
    assert rows(database, "SELECT DISTINCT article_id FROM tags") == rows(database, "SELECT id FROM articles")


def test_nothing_saved_together_is_nothing(store):
    assert store.save_all([]) == []
