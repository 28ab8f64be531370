"""What can be made anew is: tables, indexes, search, near-duplicates and missing checksums; a wrong one stays wrong."""

import sqlite3
from contextlib import closing

import pytest
from samples import ARTICLE, numbered, rows
from searched import COPIED, copy

from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.check import check
from newscrawl.storage.database.repair import changed_articles, rebuild


def fill(database):
    with Store(database) as store:
        store.save_all([ARTICLE, copy(11, COPIED), copy(12, f"{COPIED}（完）"), numbered(4)])
        store.save(ARTICLE.evolve(title="a second version"))


@pytest.fixture
def database(tmp_path, prepared):
    return prepared(fill, f"sqlite:///{tmp_path}/articles.db")


def change(database, *statements):
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE articles SET checksum = NULL",
        "UPDATE revisions SET checksum = NULL",
        "UPDATE raw_pages SET checksum = NULL",
        "DELETE FROM duplicates",
        "DELETE FROM search_entries WHERE article_id = 1",
    ],
)
def test_what_is_missing_is_made_anew(database, statement):
    before = [
        rows(database, f"SELECT id, checksum FROM {name} ORDER BY id")
        for name in ("articles", "revisions", "raw_pages")
    ]
    change(database, statement)
    rebuild(database)
    assert check(database, deep=True) == ()
    assert [
        rows(database, f"SELECT id, checksum FROM {name} ORDER BY id")
        for name in ("articles", "revisions", "raw_pages")
    ] == before


def test_an_article_that_was_changed_is_named_and_its_checksum_left_alone(database):
    assert changed_articles(database) == ()
    change(database, "UPDATE articles SET title = 'x' WHERE id = 2", "UPDATE articles SET checksum = NULL WHERE id = 1")
    before = rows(database, "SELECT checksum FROM articles WHERE id = 2")
    rebuild(database)
    assert changed_articles(database) == (copy(11, COPIED).key,)
    assert rows(database, "SELECT checksum FROM articles WHERE id = 2") == before
