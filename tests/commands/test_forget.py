"""`scrapy forget` as a person types it."""

import sqlite3
from contextlib import closing

import pytest
from scrapy.cmdline import execute

from newscrawl.article import Article
from newscrawl.storage.crawl.store import Store


@pytest.fixture
def scrapy(capsys, tmp_path):
    database = f"sqlite:///{tmp_path}/articles.db"
    with Store(database) as store:
        values = {
            "url": "https://www.e.example/1",
            "key": "e.example/1",
            "site": "e.example",
            "title": "A \x1b[2Jtitle",
        }
        store.save(Article(**values, body_html="<p>Text</p>"))

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            execute(["scrapy", *arguments, "-s", f"NEWSCRAWL_DATABASE_URL={database}"])
        return ended.value.code, *capsys.readouterr()

    return run


def test_forget_names_first_and_forgets_when_told(scrapy):
    code, said, _ = scrapy("forget", "https://www.e.example/1")
    assert code == 0
    assert "\x1b" not in said
    assert said.splitlines()[-1] == "1 articles and 0 other pages: say --yes to forget them for good"
    code, said, _ = scrapy("forget", "https://www.e.example/1", "--yes")
    assert code == 0
    assert said.splitlines()[0] == "forgotten: 1 articles and 0 other pages"
    assert said.splitlines()[1].startswith("receipt: ")
    assert "not reached: backups elsewhere, exports, and what others have copied" in said
    assert "0 articles" in scrapy("forget", "--site", "e.example")[1]


@pytest.mark.parametrize(
    "named", [("--site", "nosuch"), ("--author", "Nobody"), ("nosuch/1",), ("https://www.e.example/9",)]
)
@pytest.mark.parametrize("done", [(), ("--yes",)])
def test_what_is_not_stored_cannot_be_forgotten(scrapy, tmp_path, named, done):
    assert scrapy("forget", *named, *done)[:2] == (1, "0 articles and 0 other pages: there is nothing to forget\n")
    with closing(sqlite3.connect(tmp_path / "articles.db")) as connection:
        assert connection.execute("SELECT count(*) FROM removals").fetchone() == (0,)


def test_forget_needs_something_named(scrapy):
    code, _, said = scrapy("forget")
    assert code == 2
    assert "forget" in said
