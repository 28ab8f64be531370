"""`scrapy db` as a person types it: databases are shown, upgraded, checked, repaired and backed up."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from reread import article_as_read
from samples import numbered, rows

from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.schema import SCHEMA_VERSION

ROOT = Path(__file__).resolve().parents[2]
OLD = ROOT / "tests" / "storage" / "database" / "databases" / "0001.db"


@pytest.fixture
def older(tmp_path):
    return f"sqlite:///{shutil.copy(OLD, tmp_path / 'articles.db')}"


def test_a_database_is_shown_upgraded_checked_and_backed_up(scrapy_on, older, tmp_path):
    assert scrapy_on(older, "db", "current").stdout == f"database 0001, newscrawl {SCHEMA_VERSION}\n"
    assert scrapy_on(older, "db", "check").returncode == 1
    assert scrapy_on(older, "db", "upgrade").stdout == f"schema 0001 -> {SCHEMA_VERSION}\n"
    assert scrapy_on(older, "db", "upgrade").stdout == "up to date\n"
    assert scrapy_on(older, "db", "check").stdout == "sound\n"
    finished = scrapy_on(older, "db", "backup", str(tmp_path / "copy.db"))
    assert "8 articles" in finished.stdout
    assert rows(f"sqlite:///{tmp_path}/copy.db", "SELECT count(*) FROM articles") == [(8,)]


@pytest.mark.parametrize("arguments", [(), ("drop",), ("upgrade",)])  # there is no such file
def test_a_command_that_makes_no_sense_is_one_line_and_makes_no_file(scrapy_on, database, tmp_path, arguments):
    finished = scrapy_on(database, "db", *arguments)
    assert finished.returncode == 2
    assert "Traceback" not in finished.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_exit_code_5(scrapy_on, database, tmp_path):
    (tmp_path / "articles.db").write_bytes(b"no database" * 1000)
    finished = scrapy_on(database, "db", "upgrade")
    assert finished.returncode == 5
    assert "SQLITE_NOTADB" in finished.stderr


def test_a_changed_article_is_read_again_from_its_page(scrapy_on, database):
    with Store(database) as store:
        store.save_all([article_as_read(), numbered(7, raw=())])
    assert scrapy_on(database, "db", "check", "--deep").returncode == 0
    connection = sqlite3.connect(database.removeprefix("sqlite:///"))
    with connection:
        connection.execute("UPDATE articles SET body_text = 'nothing', title = 'x'")
    connection.close()
    checked = scrapy_on(database, "db", "check")
    assert (checked.returncode, checked.stdout.count("its checksum differs")) == (1, 2)
    repaired = scrapy_on(database, "db", "check", "--repair")
    assert f"{article_as_read().key}: read again from its page" in repaired.stdout
    assert "sample/7: no page is stored to read it again" in repaired.stdout
    assert (repaired.returncode, repaired.stdout.count("its checksum differs")) == (1, 1)
    assert rows(database, "SELECT title FROM articles WHERE id = 1") == [(article_as_read().title,)]


def test_what_a_damaged_database_holds_moves_no_cursor(scrapy_on, database):
    with Store(database) as store:
        store.save(numbered(1))
    connection = sqlite3.connect(database.removeprefix("sqlite:///"))
    with connection:
        connection.execute("UPDATE articles SET key = key || ?", ("\x1b[2J\u202e\U000e0041",))
    connection.close()
    shown = scrapy_on(database, "db", "check").stdout
    assert "sample/1\\x1b[2J\\u202e\\U000e0041" in shown
    assert "\x1b" not in shown
