import sqlite3

from newscrawl.storage.crawl.forgotten import forgotten_keys, remember_forgotten
from newscrawl.storage.database.upgrade import open_database


def test_keys_are_known_again_and_cannot_be_read(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path}/a.db")
    keys = [f"e.example/{number}" for number in range(1200)]
    with engine.begin() as connection:
        assert forgotten_keys(connection, keys) == frozenset()
        hashes = remember_forgotten(connection, keys[:600])
        assert remember_forgotten(connection, keys[:600]) == hashes
        assert forgotten_keys(connection, keys) == frozenset(keys[:600])
    engine.dispose()
    with sqlite3.connect(tmp_path / "a.db") as connection:
        assert len(connection.execute("SELECT hash FROM forgotten").fetchall()) == 600
    assert b"e.example/1" not in (tmp_path / "a.db").read_bytes()


def test_each_database_has_its_own_salt(tmp_path):
    hashes = []
    for name in ("a.db", "b.db"):
        engine = open_database(f"sqlite:///{tmp_path}/{name}")
        with engine.begin() as connection:
            hashes.append(remember_forgotten(connection, ["e.example/1"]))
        engine.dispose()
    assert hashes[0] != hashes[1]
