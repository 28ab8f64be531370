"""Commands of `scrapy` in this process, as a person types them."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import scrapy.cmdline
from reliability.site import SPIDER, Gazette, Job, serving
from samples import numbered
from searched import ARTICLES, COPIED, copy

from newscrawl.storage.crawl.store import Store

ROOT = Path(__file__).resolve().parents[2]

ENTRY_POINTS = cache(scrapy.cmdline.entry_points)


@pytest.fixture(autouse=True)
def _entry_points_are_read_once(monkeypatch):
    # For each command Scrapy reads what all packages of the environment declare: half the time of a call in process.
    monkeypatch.setattr(scrapy.cmdline, "entry_points", ENTRY_POINTS)


class Finished(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def database(tmp_path):
    """Give the address of a database that does not exist yet."""
    return f"sqlite:///{tmp_path}/articles.db"


@pytest.fixture
def scrapy_on(capsys, monkeypatch):
    """Give a function that runs a command on a database."""
    monkeypatch.chdir(ROOT)

    def run(database, *arguments):
        with pytest.raises(SystemExit) as ended:
            scrapy.cmdline.execute(["scrapy", *arguments, "-s", f"NEWSCRAWL_DATABASE_URL={database}"])
        return Finished(ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def searched(scrapy_on, monkeypatch, database, prepared):
    """Give a function that runs a command on a database of articles for search."""
    monkeypatch.setenv("NO_COLOR", "1")
    filled = prepared(fill_searched, database)
    return lambda *arguments: scrapy_on(filled, *arguments)


def fill_searched(database):
    with Store(database) as store:
        store.save_all(ARTICLES)
        store.save_all([copy(11, COPIED, hours=2, source="快讯网"), copy(12, f"{COPIED}（完）", site="two")])
        store.save(numbered(13, title="escape \x1b[2J\x07", body_text="escape\x1b]0;title\x07 sequences"))


@pytest.fixture
def gazette():
    return Gazette(articles=4)


@pytest.fixture
def job(gazette, tmp_path):
    spider = SPIDER + SPIDER.replace("Gazette", "Herald").replace("gazette", "herald").partition("\n\n\n")[2]
    with serving(gazette) as address:
        yield Job(tmp_path, address, spider)
