"""`scrapy demo`: which file it may delete, and the practice web that it serves. tests/test_crawl.py runs the whole."""

import sqlite3
import time
from contextlib import closing

import pytest

from newscrawl.commands.demo import _DEMO_MARK


def make_database(path, version):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={version}")


def test_the_practice_web_is_served_until_a_signal(scrapy_on, database, monkeypatch):
    waited = []

    def sleep(seconds):
        waited.append(seconds > 0)
        raise KeyboardInterrupt  # as a signal does

    monkeypatch.setattr(time, "sleep", sleep)
    finished = scrapy_on(database, "demo", "--serve", "0")
    assert (finished.returncode, waited) == (130, [True])
    assert "-s NEWSCRAWL_PRACTICE_WEB=http://127.0.0.1:" in finished.stdout


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_wrong_port_is_one_line(scrapy_on, database, port):
    finished = scrapy_on(database, "demo", f"--serve={port}")
    assert (finished.returncode, len(finished.stderr.splitlines())) == (2, 1)
    assert "--serve" in finished.stderr


def test_a_database_that_the_demo_made_is_made_anew(scrapy_on, database, tmp_path, monkeypatch):
    crawled = []
    monkeypatch.setattr(
        "newscrawl.commands.demo.Command._crawl", lambda *arguments, **_named: crawled.append(arguments[2])
    )
    path = tmp_path / "demo.db"
    make_database(path, _DEMO_MARK)
    assert scrapy_on(database, "demo", "--database", str(path)).returncode == 0
    assert crawled == [path]


@pytest.mark.parametrize("name", ["theirs.db", "text", "folder", "", "missing/demo.db"])
def test_nothing_else_is_overwritten(scrapy_on, database, tmp_path, name):
    make_database(tmp_path / "theirs.db", 0)
    (tmp_path / "text").write_text("kept")
    (tmp_path / "folder").mkdir()
    finished = scrapy_on(database, "demo", "--database", str(tmp_path / name) if name else "")
    assert (finished.returncode, len(finished.stderr.splitlines())) == (2, 1)
    assert "--database" in finished.stderr
    assert (tmp_path / "text").read_text() == "kept"
    assert (tmp_path / "theirs.db").exists()
