"""What an error of the database means: give up one article, or end the crawl."""

import sqlite3
import threading

import pytest
from samples import ARTICLE, numbered, rows
from sqlalchemy.exc import DatabaseError, OperationalError

from newscrawl.errors import Refused, StorageFailed
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.failures import failures

FATAL = (
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_READONLY",
    "SQLITE_CORRUPT",
    "SQLITE_CANTOPEN",
    "SQLITE_BUSY",
    "SQLITE_NOTADB",
)


def sqlite_error(name):
    error = sqlite3.OperationalError("the database said so")
    error.sqlite_errorcode, error.sqlite_errorname = getattr(sqlite3, name), name
    return error


@pytest.mark.parametrize("name", FATAL)
def test_a_database_that_takes_nothing_more_ends_the_crawl(name):
    with pytest.raises(StorageFailed, match=name), failures():
        raise OperationalError("INSERT", {}, sqlite_error(name))


def test_a_value_too_big_for_the_database_is_refused_alone():
    with pytest.raises(Refused, match="SQLITE_TOOBIG"), failures():
        raise DatabaseError("INSERT", {}, sqlite_error("SQLITE_TOOBIG"))


def test_an_error_shows_no_values_and_no_password():
    with pytest.raises(StorageFailed) as caught, failures():
        raise OperationalError("INSERT INTO articles", {"title": "hush"}, sqlite_error("SQLITE_FULL"))
    assert str(caught.value) == "SQLITE_FULL: the database said so"


def test_another_writer_is_waited_for(database):
    store = Store(database)
    other = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.5, other.execute, ("COMMIT",)).start()
    assert store.save(ARTICLE) == "stored"
    other.close()
    store.close()


def test_a_writer_that_never_ends_ends_the_crawl(database, monkeypatch):
    monkeypatch.setattr("newscrawl.storage.database.engine.PRAGMAS", ("busy_timeout=100",))
    store = Store(database)
    other = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageFailed, match="SQLITE_BUSY"):
        store.save(ARTICLE)
    other.close()
    store.close()


def test_a_reader_keeps_no_writer_from_beginning(database):
    with Store(database) as store:
        store.save(ARTICLE)
        engine = open_engine(database, read_only=True)
        with engine.connect() as reader:
            found = reader.exec_driver_sql("SELECT key FROM articles").all()
        assert store.save(numbered(2)) == "stored"
        engine.dispose()
    assert found == [("sample/1",)]


def test_a_reader_cannot_write(database):
    Store(database).close()
    engine = open_engine(database, read_only=True)
    with pytest.raises(StorageFailed, match="SQLITE_READONLY"), failures(), engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM articles")
    engine.dispose()


def test_a_full_database_loses_nothing_of_what_it_has(database):
    store = Store(database)
    store.save(ARTICLE)
    [(pages,)] = rows(database, "PRAGMA page_count")
    store.close()
    store = Store(database)
    with store._engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
        connection.rollback()
    with pytest.raises(StorageFailed, match="SQLITE_FULL"):
        store.save(numbered(2, body_text="x" * 100_000))
    assert rows(database, "SELECT key FROM articles") == [("sample/1",)]
    assert rows(database, "PRAGMA integrity_check") == [("ok",)]
    store.close()
    with Store(database) as again:
        assert again.save(numbered(2, body_text="x" * 100_000)) == "stored"
