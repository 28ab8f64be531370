"""A backup is whole, equal and private, even of a database that is being written."""

import fcntl
import os
import sqlite3
import threading

import pytest
from samples import numbered, rows

from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database import backup
from newscrawl.storage.database.backup import back_up, remove_unfinished
from newscrawl.storage.database.check import check


def test_a_backup_holds_every_row(store, database, tmp_path):
    store.save_all([numbered(number) for number in range(30)])
    backup = back_up(database, tmp_path / "copy.db")
    assert backup.rows["articles"] == 30
    copy = f"sqlite:///{backup.path}"
    for table in ("articles", "tags", "images", "changes", "raw_pages", "raw_bases", "alembic_version"):
        assert rows(copy, f"SELECT * FROM {table} ORDER BY 1") == rows(database, f"SELECT * FROM {table} ORDER BY 1")
    assert os.stat(backup.path).st_mode & 0o777 == 0o600
    assert check(copy) == ()


def test_a_backup_taken_while_another_writes_is_the_state_between_two_commits(database, tmp_path):
    stop, done = threading.Event(), []

    def write():
        with Store(database) as store:
            while not stop.is_set():
                number = len(done)
                store.save_all([numbered(2 * number), numbered(2 * number + 1)])
                done.append(number)

    Store(database).close()
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            before = len(done)
            copy = f"sqlite:///{back_up(database, tmp_path / f'{number}.db').path}"
            [(articles,)] = rows(copy, "SELECT count(*) FROM articles")
            assert articles % 2 == 0
            assert articles >= 2 * before
            assert rows(copy, "SELECT count(DISTINCT article_id) FROM changes") == [(articles,)]
            assert check(copy) == ()
    finally:
        stop.set()
        writer.join()
    with Store(copy) as restored:
        assert restored.save(numbered("new")) == "stored"


def test_a_backup_replaces_no_file(store, database, tmp_path):
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(BadArgument, match="exists already"):
        back_up(database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_backup_that_cannot_be_written_leaves_nothing(store, database, tmp_path):
    with pytest.raises(StorageFailed, match="cannot write the backup"):
        back_up(database, tmp_path / "no" / "copy.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles.db"]


def test_a_damaged_database_is_not_backed_up_as_if_it_were_sound(store, database, tmp_path):
    store.save_all([numbered(number) for number in range(50)])
    store.close()
    path = tmp_path / "articles.db"
    broken = bytearray(path.read_bytes())
    broken[8192 : len(broken) - 4096] = bytes(len(broken) - 4096 - 8192)
    path.write_bytes(broken)
    with pytest.raises(StorageFailed):
        back_up(database, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    assert check(database) != ()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE raw_pages SET body = x'00'", "raw_pages 1 cannot be expanded"),
        ("UPDATE raw_pages SET size = 1", "raw_pages 1 cannot be expanded"),
        ("UPDATE raw_bases SET body = x'28'", "raw_bases 1 cannot be expanded"),
        ("UPDATE revisions SET content = x'00'", "revisions 1 cannot be expanded"),
        ("DELETE FROM articles", "refers to a missing row of articles"),
    ],
)
def test_check_names_what_is_damaged(store, database, statement, fault):
    store.save(numbered(1))
    store.save(numbered(1, title="edited"))
    assert check(database) == ()
    connection = sqlite3.connect(database.removeprefix("sqlite:///"))
    with connection:
        connection.execute(statement)
    connection.close()
    assert fault in "\n".join(check(database))


def test_what_a_killed_backup_has_left_is_removed_and_one_at_work_is_not(store, database, tmp_path):
    left, at_work, other = (
        tmp_path / f"{name}.unfinished" for name in ("articles.db.1.backup", "articles.db.2.backup", "other.db.backup")
    )
    for path in (left, at_work, other):
        path.write_bytes(b"half")
    with at_work.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert remove_unfinished(database) == (left,)
    assert [path.exists() for path in (left, at_work, other)] == [False, True, True]
    assert remove_unfinished("sqlite://") == ()


def test_a_backup_is_locked_while_it_is_written(store, database, tmp_path, monkeypatch):
    removed = []
    copy = backup._copy
    monkeypatch.setattr(backup, "_copy", lambda *of: removed.append(remove_unfinished(database)) or copy(*of))
    back_up(database, tmp_path / "articles.db.1.backup")
    assert removed == [()]
