"""`scrapy db`, `history` and `reextract` as a person types them."""

import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from samples import ARTICLE, numbered, rows
from scrapy.cmdline import execute

from newscrawl.article import RawPage
from newscrawl.demo.web import load_pages
from newscrawl.reports.reextraction import read_again
from newscrawl.site import Site
from newscrawl.stages.chain import extract
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.schema import SCHEMA_VERSION
from newscrawl.text.decode import charset_of

ROOT = Path(__file__).resolve().parents[2]
OLD = ROOT / "tests" / "storage" / "database" / "databases" / "0001.db"
SAVED = next(page for page in load_pages() if page.slug == "en-wordpress")


class Finished(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def scrapy(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)

    def run(database, *arguments):
        with pytest.raises(SystemExit) as ended:
            execute(["scrapy", *arguments, "-s", f"NEWSCRAWL_DATABASE_URL={database}"])
        return Finished(ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/articles.db"


@pytest.fixture
def older(tmp_path):
    return f"sqlite:///{shutil.copy(OLD, tmp_path / 'articles.db')}"


def as_read():
    """Return the article of a saved page as today's rules read it, with its page."""
    page = RawPage(
        url=SAVED.url,
        status=200,
        headers=tuple(SAVED.headers.items()),
        body=SAVED.body,
        fetched=datetime.fromisoformat(SAVED.fetched),
    )
    charset = charset_of(SAVED.headers.get("Content-Type", ""))
    article = extract(SAVED.body, SAVED.url, charset, site=Site.undeclared(SAVED.url), fetched=page.fetched)
    return replace(article, raw=(page,))


def test_a_database_is_shown_upgraded_checked_and_backed_up(scrapy, older, tmp_path):
    assert scrapy(older, "db", "current").stdout == f"database 0001, newscrawl {SCHEMA_VERSION}\n"
    assert scrapy(older, "db", "check").returncode == 1
    assert scrapy(older, "db", "upgrade").stdout == f"schema 0001 -> {SCHEMA_VERSION}\n"
    assert scrapy(older, "db", "upgrade").stdout == "up to date\n"
    assert scrapy(older, "db", "check").stdout == "sound\n"
    finished = scrapy(older, "db", "backup", str(tmp_path / "copy.db"))
    assert "8 articles" in finished.stdout
    assert rows(f"sqlite:///{tmp_path}/copy.db", "SELECT count(*) FROM articles") == [(8,)]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("db",), 2),
        (("db", "drop"), 2),
        (("db", "upgrade"), 2),  # there is no such file
        (("history",), 2),
        (("history", "1"), 2),
        (("reextract", "now"), 2),
        (("reextract", "--since", "soon"), 2),
        (("reextract",), 2),
    ],
)
def test_a_command_that_makes_no_sense_is_one_line_and_makes_no_file(scrapy, database, tmp_path, arguments, code):
    finished = scrapy(database, *arguments)
    assert finished.returncode == code
    assert "Traceback" not in finished.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_exit_code_5(scrapy, database, tmp_path):
    (tmp_path / "articles.db").write_bytes(b"no database" * 1000)
    finished = scrapy(database, "db", "upgrade")
    assert finished.returncode == 5
    assert "SQLITE_NOTADB" in finished.stderr


def test_the_history_of_an_article_shows_what_was_edited(scrapy, database):
    with Store(database) as store:
        store.save(ARTICLE)
        store.save(replace(ARTICLE, title="国产GPU（更新）\x1b[2J", body_markdown="改动\x07" * 20))
    finished = scrapy(database, "history", ARTICLE.url)
    assert finished.returncode == 0
    for line in ("-title: 国产GPU", "+title: 国产GPU（更新）\\x1b[2J", "-" + "正文" * 20):
        assert line in finished.stdout.splitlines()
    assert not {"\x1b", "\x07"} & set(finished.stdout)


def test_an_unknown_article_has_no_history(scrapy, database):
    Store(database).close()
    finished = scrapy(database, "history", "sample/9\x1b[2J")
    assert finished.returncode == 1
    assert "\x1b" not in finished.stderr


def test_what_today_s_rules_read_otherwise_is_shown_and_put_in_place(scrapy, database):
    again = as_read()
    with Store(database) as store:
        store.save(replace(again, title="before the rules were changed", authors=()))
        store.save(numbered(2, raw=()))
    trial = scrapy(database, "reextract", "--dry-run")
    assert f"  ~ title: 'before the rules were changed' -> '{again.title}'" in trial.stdout
    assert f"  + authors: '' -> '{', '.join(again.authors)}'" in trial.stdout
    assert "0 articles read as before, 1 otherwise, 0 refused, 1 without stored pages" in trial.stdout
    assert rows(database, "SELECT title FROM articles WHERE id = 1") == [("before the rules were changed",)]
    assert scrapy(database, "reextract", "--site", "elsewhere").stdout.startswith("\n0 articles")
    finished = scrapy(database, "reextract")
    assert finished.stdout.endswith("1 articles written\n")
    assert rows(database, "SELECT title FROM articles WHERE id = 1") == [(again.title,)]
    assert rows(database, "SELECT reason FROM revisions") == [("reextracted",)]
    assert "1 articles read as before, 0 otherwise" in scrapy(database, "reextract").stdout


def test_a_core_field_that_would_be_lost_keeps_everything_from_being_written(scrapy, database):
    again = as_read()
    silent = replace(again.raw[0], body=b"<html><title>404 Not Found</title></html>")
    with Store(database) as store:
        store.save(replace(again, title="before the rules were changed"))
        store.save(replace(again, key="other/1", raw=(silent,)))
    refused = scrapy(database, "reextract")
    assert refused.returncode == 3
    assert "fewer articles would have their title" in refused.stdout
    assert "nothing is written" in refused.stderr
    assert rows(database, "SELECT count(*) FROM revisions") == [(0,)]
    accepted = scrapy(database, "reextract", "--accept-loss")
    assert accepted.returncode == 0
    titles = rows(database, "SELECT key = 'other/1', title FROM articles ORDER BY id")
    assert titles == [(0, again.title), (1, again.title)]  # the one that was refused stays as it was


def test_a_stored_page_reads_like_a_fetched_one():
    article = as_read()
    assert read_again(article, article.raw, Site.undeclared(SAVED.url)) == article


def test_what_the_fetch_told_of_a_page_stays_true_when_it_is_read_again():
    article = replace(as_read(), flags=("incomplete", "damaged/cut", "injected"))
    again = read_again(article, article.raw, Site.undeclared(SAVED.url))
    assert again.flags == ("incomplete", "damaged/cut")
    assert again.status == "damaged"
    assert again.published == article.published.astimezone(UTC)


def test_a_changed_article_is_read_again_from_its_page(scrapy, database):
    with Store(database) as store:
        store.save_all([as_read(), numbered(7, raw=())])
    assert scrapy(database, "db", "check", "--deep").returncode == 0
    connection = sqlite3.connect(database.removeprefix("sqlite:///"))
    with connection:
        connection.execute("UPDATE articles SET body_text = 'nothing', title = 'x'")
    connection.close()
    checked = scrapy(database, "db", "check")
    assert (checked.returncode, checked.stdout.count("its checksum differs")) == (1, 2)
    repaired = scrapy(database, "db", "check", "--repair")
    assert f"{as_read().key}: read again from its page" in repaired.stdout
    assert "sample/7: no page is stored to read it again" in repaired.stdout
    assert (repaired.returncode, repaired.stdout.count("its checksum differs")) == (1, 1)
    assert rows(database, "SELECT title FROM articles WHERE id = 1") == [(as_read().title,)]
