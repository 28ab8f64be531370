"""A new article, a new version, the same one again, or a copy that is not good enough: what each writes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from samples import ARTICLE, NOON, numbered, rows

from newscrawl.article import Image
from newscrawl.errors import Refused
from newscrawl.storage.crawl.store import Store


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


def test_a_failed_write_leaves_nothing_of_the_article(store, database):
    broken = replace(ARTICLE, images=(Image(None),))  # type: ignore[arg-type]
    with pytest.raises(Refused, match="not storable"):
        store.save(broken)
    assert rows(database, "SELECT count(*) FROM articles") == [(0,)]
    assert rows(database, "SELECT count(*) FROM tags") == [(0,)]


def test_one_key_twice_in_a_group_is_stored_and_then_compared(store, database):
    changed = replace(ARTICLE, title="国产GPU（更新）")
    assert store.save_all([ARTICLE, numbered(2), changed, ARTICLE]) == ["stored", "stored", "updated", "updated"]
    assert rows(database, "SELECT title FROM articles WHERE key = 'sample/1'") == [("国产GPU",)]
