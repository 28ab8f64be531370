"""A database for a program that stays: never written, looked at anew with each question."""

import sqlite3

import pytest
from samples import numbered, rows
from sqlalchemy import text

from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.read_only import ReadOnlyDatabase


@pytest.fixture
def database(tmp_path):
    url = f"sqlite:///{tmp_path}/articles.db"
    with Store(url) as store:
        store.save(numbered(1))
    return url


def test_nothing_can_be_written(database):
    with pytest.raises(StorageFailed), ReadOnlyDatabase(database).connect() as connection:
        connection.execute(text("DELETE FROM articles"))
    assert rows(database, "SELECT count(*) FROM articles") == [(1,)]


def test_each_question_sees_what_was_written_before_it(database):
    reader = ReadOnlyDatabase(database)
    count = text("SELECT count(*) FROM articles")
    with reader.connect() as connection:
        assert connection.execute(count).scalar() == 1
    with Store(database) as store:
        store.save(numbered(2))
    with reader.connect() as connection:
        assert connection.execute(count).scalar() == 2
    reader.close()


def test_an_upgrade_meanwhile_is_noticed(database):
    reader = ReadOnlyDatabase(database)
    with reader.connect():
        pass
    connection = sqlite3.connect(database.removeprefix("sqlite:///"))
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(BadArgument, match="newer"), reader.connect():
        pass


def test_a_database_is_not_made(tmp_path):
    with pytest.raises(BadArgument, match="there is no file"), ReadOnlyDatabase(f"sqlite:///{tmp_path}/n.db").connect():
        pass
    assert list(tmp_path.iterdir()) == []
