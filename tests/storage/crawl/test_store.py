"""What the store acknowledges is kept, and a worse copy never replaces a better one."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from samples import ARTICLE, NOON, numbered, rows

from newscrawl.article import Image, Refusal
from newscrawl.errors import BadArgument, Refused
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.schema import Base
from newscrawl.storage.views.read import read_article, read_summary


def test_an_article_is_stored_with_its_parts(store, database):
    assert store.save(ARTICLE) == "stored"
    assert rows(database, "SELECT title, authors, published, status FROM articles") == [
        ("国产GPU", '["李弯弯"]', "2026-11-20 12:00:00.000000", "ok")
    ]
    assert rows(database, "SELECT tag FROM tags ORDER BY position") == [("gpu",), ("芯片",)]
    assert rows(database, "SELECT url, alt, caption FROM images") == [
        ("https://img.example/1.png", "a board", "The board")
    ]
    assert rows(database, "SELECT stage, rule, count, before, after FROM changes") == [
        ("repair", "mirror/annotation", 3, "發(fā)", "發")
    ]


def test_the_same_page_twice_changes_nothing(store, database):
    store.save(ARTICLE)
    before = rows(database, "SELECT * FROM articles")
    assert store.save(replace(ARTICLE, changes=(), charset="gb18030")) == "unchanged"
    assert rows(database, "SELECT * FROM articles") == before


def test_a_changed_page_updates_its_row_and_parts(database):
    clock = iter(NOON + timedelta(hours=hour) for hour in range(9))
    with Store(database, now=lambda: next(clock)) as store:
        store.save(ARTICLE)
        assert store.save(replace(ARTICLE, title="国产GPU（更新）", tags=("gpu",))) == "updated"
    assert rows(database, "SELECT title, first_seen, last_changed FROM articles") == [
        ("国产GPU（更新）", "2026-11-20 12:00:00.000000", "2026-11-20 13:00:00.000000")
    ]
    assert rows(database, "SELECT tag FROM tags") == [("gpu",)]


@pytest.mark.parametrize(
    "worse",
    [
        replace(ARTICLE, title="?", status="damaged"),
        replace(ARTICLE, title="?", status="lossy"),
        replace(ARTICLE, title="?", body_text="正文"),
        replace(ARTICLE, title="?", flags=("mirror",)),
    ],
    ids=["damaged", "lossy", "less than half", "mirror"],
)
def test_a_worse_copy_never_replaces_a_better_one(store, database, worse):
    store.save(ARTICLE)
    assert store.save(worse) == "kept"
    assert rows(database, "SELECT title, status FROM articles") == [("国产GPU", "ok")]


@pytest.mark.parametrize(
    "first",
    [replace(ARTICLE, title="?", status="damaged"), replace(ARTICLE, title="?", flags=("mirror",))],
    ids=["damaged", "mirror"],
)
def test_a_better_copy_replaces_a_worse_one(store, database, first):
    store.save(first)
    assert store.save(ARTICLE) == "updated"
    assert rows(database, "SELECT title, flags FROM articles") == [("国产GPU", "[]")]


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


def test_a_failed_write_leaves_nothing_of_the_article(store, database):
    broken = replace(ARTICLE, images=(Image(None),))  # type: ignore[arg-type]
    with pytest.raises(Refused, match="not storable"):
        store.save(broken)
    assert rows(database, "SELECT count(*) FROM articles") == [(0,)]
    assert rows(database, "SELECT count(*) FROM tags") == [(0,)]


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


def test_one_key_twice_in_a_group_is_stored_and_then_compared(store, database):
    changed = replace(ARTICLE, title="国产GPU（更新）")
    assert store.save_all([ARTICLE, numbered(2), changed, ARTICLE]) == ["stored", "stored", "updated", "updated"]
    assert rows(database, "SELECT title FROM articles WHERE key = 'sample/1'") == [("国产GPU",)]


def test_nothing_saved_together_is_nothing(store):
    assert store.save_all([]) == []
