"""No query that a crawl, an import or a look at one site makes reads a whole table: PostgreSQL finds an index for each."""

import json
from datetime import timedelta

import pytest
from samples import NOON, numbered
from sqlalchemy import event
from sqlalchemy.engine import Engine

from newscrawl.article import Refusal
from newscrawl.recrawl import Validators
from newscrawl.storage.crawl.import_writer import ImportWriter
from newscrawl.storage.crawl.known_urls import KnownList
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.refusals import Which, list_refusals, retry_refusals
from newscrawl.storage.crawl.runs import last_finished, newest_article, read_recent_runs, read_runs
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.schema import Base
from newscrawl.storage.database.upgrade import open_database
from newscrawl.storage.views.read import read_article_ids, read_newest_pages, read_pages
from newscrawl.storage.views.revisions import read_history
from newscrawl.storage.views.search import search
from newscrawl.storage.views.similar import read_similar

GROWING = {
    "articles", "images", "tags", "changes", "revisions", "raw_pages", "raw_bases", "refusals", "runs", "fetches", "pages",
    "lists", "minhash_signatures", "minhash_bands", "duplicates", "search_entries", "search_index", "imports", "paragraphs",
}  # fmt: skip


@pytest.fixture(scope="module")
def database(postgres):
    url = postgres.create("plans")
    open_database(url).dispose()
    return url


def crawl(database):
    with Store(database, now=lambda: NOON) as store:
        store.begin_run("sample", "1")
        store.schedule([Scheduled(f"sample/{number}", numbered(number).url, "sample") for number in range(5)])
        known = store.known_urls
        known.known(["sample/1"])
        known.pages(["sample/1"])
        known.count("sample")
        known.due("sample", NOON, 10)
        known.remember_lists("sample", [KnownList("https://a.example/", Validators(), 1)], NOON)
        known.lists("sample")
        store.stripped("sample")
        store.save_all([numbered(number) for number in range(5)])
        store.save(numbered(1, title="changed"))
        store.save(numbered(1, status="damaged"))
        store.refuse(Refusal(url="https://a.example/1", key="a/1", site="a", reason="spam"))
        store.beat()
        store.end_run("shutdown", {})


def import_(database):
    with ImportWriter(database) as writer:
        state = writer.begin("a.warc", "1" * 64, "")
        writer.finish(writer.commit(state, 1, [numbered(1), numbered("x")], {}))


OPERATIONS = {
    "crawl": crawl,
    "import": import_,
    "runs": lambda url: (read_runs(url, "sample"), read_recent_runs(url, ["a", "b"], max_runs=5), last_finished(url)),
    "newest article": lambda url: newest_article(url, "sample"),
    "refusals of a site": lambda url: (list_refusals(url, Which(site="a")), retry_refusals(url, Which(names=("a/1",)))),
    "search": lambda url: (search(url, "正文"), search(url, "正文", site="sample")),
    "similar": lambda url: read_similar(url, ["sample/1", "1"]),
    "history of an article": lambda url: read_history(url, ["sample/1"]),
    "pages since": lambda url: (list(read_pages(url, since=NOON)), read_article_ids(url, since=NOON + timedelta(days=1))),
    "pages of a site": lambda url: (list(read_pages(url, site="sample")), list(read_newest_pages(url, "sample", 10))),
}  # fmt: skip


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_index_answers_each_query(database, name):
    asked = []

    def note(_connection, _cursor, statement, parameters, _context, many):
        if statement.lstrip().split(" ")[0] in ("SELECT", "UPDATE", "DELETE"):
            asked.append((statement, parameters[0] if many else parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        OPERATIONS[name](database)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert asked
    assert set(GROWING) <= {*Base.metadata.tables, "search_index"}
    engine = open_engine(database)
    with engine.connect() as connection:
        connection.exec_driver_sql("SET enable_seqscan = off")
        whole = {
            (found, statement)
            for statement, parameters in asked
            for plan in connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalars()
            for found in whole_tables((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
        }
    engine.dispose()
    assert whole == set()


def whole_tables(plan, is_limited=False):
    """Yield the tables that a plan reads from one end to the other: without a condition for the index, or a limit."""
    is_limited = is_limited or plan["Node Type"] == "Limit"
    relation = plan.get("Relation Name")
    conditions = {"Index Cond", "Recheck Cond", "TID Cond"} & plan.keys()
    is_scan = plan["Node Type"].endswith("Scan")
    if is_scan and relation in GROWING and not conditions and not (is_limited and "Index" in plan["Node Type"]):
        yield relation
    for below in plan.get("Plans", ()):
        yield from whole_tables(below, is_limited and plan["Node Type"] != "Sort")
