"""No statement of a crawl or a command reads a whole table that grows.

Every statement that these commands send to SQLite is looked at with EXPLAIN QUERY PLAN, without statistics: SQLite then takes
every table for a large one.
"""

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from samples import numbered
from sqlalchemy import event
from sqlalchemy.engine import Engine

from newscrawl.article import Refusal
from newscrawl.recrawl import Validators
from newscrawl.storage.crawl.known_urls import KnownList
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.raw import read_raw
from newscrawl.storage.crawl.refusals import Which, retry_refusals
from newscrawl.storage.crawl.runs import last_finished, newest_article, read_run, read_runs, read_spiders, write_verdict
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.rows import read_articles
from newscrawl.storage.database.upgrade import reading
from newscrawl.storage.views.export import export
from newscrawl.storage.views.health import read_health
from newscrawl.storage.views.read import read_article, read_newest_pages
from newscrawl.storage.views.revisions import read_history
from newscrawl.storage.views.search import search
from newscrawl.storage.views.similar import read_similar

GROWING = frozenset(
    "articles images tags changes revisions raw_pages refusals runs fetches pages search_entries minhash_signatures minhash_bands"
    " duplicates boilerplate paragraphs lists".split()
)
SITE = "sample"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
# A scan of the partial index of open lines, of which there are few, and SQLite's own tables.
ALLOWED = re.compile(r"SCAN fetches USING (?:COVERING )?INDEX ix_fetches_open|SCAN search_index VIRTUAL TABLE")
_SCAN = re.compile(r"SCAN (?:TABLE )?(\w+)")


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('plans')}/articles.db"
    with Store(url) as store:
        crawl(store, range(40))
        store.end_run("finished", {}, {"lists": 1})
    return url


def crawl(store, numbers):
    store.begin_run(SITE, "1")
    articles = [numbered(str(number)) for number in numbers]
    store.schedule([Scheduled(one.key, one.url, SITE) for one in articles])
    store.known_urls.known([one.key for one in articles])
    store.known_urls.pages([one.key for one in articles])
    store.known_urls.due(SITE, NOW, 10)
    store.known_urls.due(SITE, NOW, 10, revisits=False)
    store.known_urls.count(SITE)
    store.known_urls.lists(SITE)
    store.known_urls.remember_lists(SITE, [KnownList("https://sample.example/", Validators(), 1)], NOW)
    store.stripped(SITE)
    store.save_all(articles)
    store.save(articles[0].evolve(title="Another one"))
    for number in numbers:
        store.refuse(
            Refusal(url=f"https://sample.example/no/{number}", key=f"no/{number}", site=SITE, reason="empty body")
        )
    store.beat()


def next_crawl(url):
    with Store(url) as store:
        crawl(store, range(20, 60))
        store.end_run("closespider_timeout", {}, {})


def exported(url, **wanted):
    return export(url, "jsonl", Path(url.removeprefix("sqlite:///")).with_name("articles.jsonl"), **wanted)


def read_all(url):
    with reading(url) as engine, engine.connect() as connection:
        return read_articles(connection, [1, 2]), read_raw(connection, [1, 2])


COMMANDS = {
    "crawl": next_crawl,
    "verdict": lambda url: [
        read_run(url, 1), read_runs(url, SITE, before=9), newest_article(url, SITE), last_finished(url), write_verdict(url, 1, 0, (), {}),
    ],
    "crawlall": read_spiders,
    "health": lambda url: read_health(url, NOW, timedelta(hours=2)),
    "history": lambda url: read_history(url, ["https://sample.example/7", "7"]),
    "similar": lambda url: read_similar(url, ["7"]),
    "search": lambda url: search(url, "article", site=SITE),
    "read": lambda url: read_article(url, "sample/1"),
    "suggest": lambda url: list(read_newest_pages(url, SITE, 5)),
    "export --since": lambda url: exported(url, since=NOW),
    "export --site": lambda url: exported(url, site=SITE),
    "export of a batch": read_all,
    "refused retry": lambda url: retry_refusals(url, Which(names=("no/1", "https://sample.example/no/1"))),
}  # fmt: skip


def statements_of(command, url):
    sent = {}

    def note(_connection, _cursor, statement, parameters, _context, executemany):
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE", "INSERT")):
            are_many = executemany and isinstance(parameters[0], tuple | dict)
            sent[statement] = parameters[0] if are_many else parameters

    event.listen(Engine, "before_cursor_execute", note)
    try:
        command(url)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return sent


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_no_statement_scans_a_table_that_grows(command, database):
    statements = statements_of(command, database)
    assert statements
    scans = []
    with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
        for statement, parameters in statements.items():
            for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters):
                scanned = _SCAN.match(step)
                if scanned and scanned[1] in GROWING and not ALLOWED.match(step):
                    scans.append((step, statement))
    connection.close()
    assert scans == []
