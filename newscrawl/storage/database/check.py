"""Look for damage in a database: what SQLite finds, what no longer has its checksum, what does not fit together."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Select, and_, exists, func, inspect, or_, select

from newscrawl.errors import StorageFailed
from newscrawl.recrawl import GOOD
from newscrawl.storage.database.checksums import article_checksum, page_checksum
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.index_check import find_index_faults, find_search_faults
from newscrawl.storage.database.packing import PackingBase, Unpackable, unpack, unpack_content
from newscrawl.storage.database.raw_store import damaged_row, read_body
from newscrawl.storage.database.row_checksums import PAGE_COLUMNS, RIGHTS_COLUMNS, revision_checksum, row_checksum
from newscrawl.storage.database.rows import page_of, read_articles
from newscrawl.storage.database.schema import (
    SCHEMA_VERSION,
    ArticleRow,
    Base,
    BoilerplateRow,
    ChecksumsCompleteRow,
    FetchRow,
    ForgetSaltRow,
    ForgottenRow,
    PageRow,
    ParagraphsRow,
    RawBaseRow,
    RawPageRow,
    RefusalRow,
    RefusedPageRow,
    RemovalRow,
    RevisionRow,
    RightsRow,
    RunRow,
    index_names,
)
from newscrawl.storage.database.upgrade import schema_version

MAX_FAULTS = 20  # that are named
# Before a crawl: chosen by hand, less than the answer of a site takes. Of a file in memory, SQLite looks at 118 MB in
# 0.2 s (AMD EPYC, 2026); what a larger one has behind that, `db check` looks at.
QUICK_CHECK_SECONDS = 0.5
_BATCH = 50  # articles or pages in memory at a time
_LINEAGE_BATCH = 500  # articles whose times are in memory at a time
_ROWS = 1000  # small rows in memory at a time
_PROGRESS_STEPS = 1000  # instructions of SQLite between two looks at the clock: 8 ms of quick_check (same machine)


def check(database_url: str, *, deep: bool = False) -> tuple[str, ...]:
    """Return what is wrong with an existing database, a line for each fault, ``MAX_FAULTS`` at most.

    SQLite checks its pages, indexes and references. Articles, versions and fetched pages are compared with their
    checksums; articles, search entries, ledger, known pages and the counts of runs with one another. ``deep`` also
    reads the files of raw stores, and folds and hashes all texts again and compares them with the search index and the
    near-duplicates: some milliseconds an article. A database of another schema version is one fault, and is not read
    further; so is a search index that was made by other rules than today's, and only the index is not read further.
    """
    return _found(database_url, _deep_faults if deep else _faults)


def quick_check(database_url: str) -> tuple[str, ...]:
    """Return what is wrong with an existing database as a look in passing tells: its schema, and SQLite's pages."""
    return _found(database_url, _bad_pages)


def schema_check(database_url: str) -> tuple[str, ...]:
    """Return what is wrong with an existing database as far as opening it tells: its schema, and whether it opens."""
    return _found(database_url, _missing)


def require_sound(database_url: str) -> None:
    """Raise ``StorageFailed`` if a look of at most ``QUICK_CHECK_SECONDS`` finds a database damaged."""
    faults = _found(database_url, _bad_pages_soon)
    if faults:
        raise StorageFailed(f"the database is damaged, nothing is written to it (scrapy db check): {faults[0]}")


def _found(database_url: str, look: Callable[[Connection], Iterator[str]]) -> tuple[str, ...]:
    try:
        version = schema_version(database_url)
        if version != SCHEMA_VERSION:
            return (f"the schema is {version or 'missing'}, not {SCHEMA_VERSION}: scrapy db upgrade",)
        engine = open_engine(database_url, read_only=True)
        try:
            with failures(), engine.connect() as connection:
                return tuple(islice(look(connection), MAX_FAULTS))
        finally:
            engine.dispose()
    except StorageFailed as failure:
        return (str(failure),)


def _bad_pages_soon(connection: Connection) -> Iterator[str]:
    """Yield what SQLite finds until the time is up; what it has not come to counts as sound."""
    yield from _missing(connection)
    if connection.dialect.name != "sqlite":
        return
    driver: Any = connection.connection.driver_connection
    end = time.monotonic() + QUICK_CHECK_SECONDS
    driver.set_progress_handler(lambda: int(time.monotonic() > end), _PROGRESS_STEPS)
    try:
        yield from _bad_pages(connection)
    except Exception as error:
        if "interrupted" not in str(error):
            raise
    finally:
        driver.set_progress_handler(None, 0)


def _bad_pages(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        lines = connection.exec_driver_sql("PRAGMA quick_check").scalars()
        yield from (line for line in lines if line != "ok")


def _faults(connection: Connection, *, deep: bool = False) -> Iterator[str]:
    missing = tuple(_missing(connection))
    if missing:  # what is left cannot be compared
        yield from missing
        return
    if connection.dialect.name == "sqlite":
        for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
            if line != "ok":
                yield line
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"{row[0]} {row[1]} refers to a missing row of {row[2]}"
    for name, look in (
        ("articles", _article_faults),
        ("revisions", _revision_faults),
        ("articles", _lineage_faults),
        ("raw_pages", partial(_page_faults, with_files=deep)),
        ("raw_pages", _misplaced_page_faults),
        ("refused_pages", _refused_page_faults),
        ("search_entries", find_search_faults),
        ("pages or rights", _row_faults),
        ("the ledger", _ledger_faults),
        ("runs", _run_faults),
        ("forgotten", _forgotten_faults),
        ("boilerplate", _boilerplate_faults),
    ):
        yield from _readable(name, look(connection))


def _readable(name: str, faults: Iterator[str]) -> Iterator[str]:
    """Pass on what is found; a value that no column of its type can hold (JSON, time, number) is a fault, too."""
    try:
        yield from faults
    except (TypeError, ValueError, KeyError) as error:
        yield f"{name}: a value cannot be read: {error}"


def _deep_faults(connection: Connection) -> Iterator[str]:
    found = False
    for fault in _faults(connection, deep=True):
        found = True
        yield fault
    if not found:
        yield from _missing_checksums(connection)
        yield from _readable("the search index", find_index_faults(connection))


def _missing(connection: Connection) -> Iterator[str]:
    """Yield tables, columns and indexes that the schema has and the database has not."""
    there = inspect(connection)
    tables = set(there.get_table_names())
    indexes = index_names(connection)
    for name, table in Base.metadata.tables.items():
        if name not in tables:
            yield f"the table {name} is missing"
            continue
        columns = {column["name"] for column in there.get_columns(name)}
        yield from (f"the column {name}.{one.name} is missing" for one in table.columns if one.name not in columns)
        yield from (f"the index {one.name} is missing" for one in table.indexes if one.name not in indexes)
    if "search_index" not in tables:
        yield "the table search_index is missing"


def _article_faults(connection: Connection) -> Iterator[str]:
    last = 0
    columns = select(
        ArticleRow.id, ArticleRow.checksum, ArticleRow.content_hash, ArticleRow.first_seen, ArticleRow.last_changed
    )
    while rows := connection.execute(columns.where(ArticleRow.id > last).order_by(ArticleRow.id).limit(_BATCH)).all():
        last = rows[-1].id
        try:
            articles = read_articles(connection, [row.id for row in rows])
        except (TypeError, ValueError, KeyError) as error:
            yield f"articles {rows[0].id} to {last} cannot be read: {error}"
            continue
        for row in rows:
            article = articles[row.id]
            if row.checksum is not None and row.checksum != article_checksum(
                article, row.content_hash, row.first_seen, row.last_changed
            ):
                yield f"articles {row.id} ({article.key}) is not what was stored: its checksum differs"


def _revision_faults(connection: Connection) -> Iterator[str]:
    columns = RevisionRow.__table__.columns
    rows = connection.execute(select(*columns).order_by(RevisionRow.id), execution_options={"yield_per": _BATCH})
    for row in rows.mappings():
        try:
            unpack_content(row["content"])
        except Unpackable:
            yield str(damaged_row("revisions", row["id"]))
            continue
        if row["checksum"] is not None and row["checksum"] != revision_checksum(row):
            yield f"revisions {row['id']} is not what was stored: its checksum differs"


def _lineage_faults(connection: Connection) -> Iterator[str]:
    """Yield articles whose versions do not follow on one another from ``first_seen`` to ``last_changed``."""
    articles = select(ArticleRow.id, ArticleRow.first_seen, ArticleRow.last_changed).order_by(ArticleRow.id)
    last = 0
    while rows := connection.execute(articles.where(ArticleRow.id > last).limit(_LINEAGE_BATCH)).all():
        of_these = RevisionRow.article_id.between(rows[0].id, rows[-1].id)
        last = rows[-1].id
        columns = (RevisionRow.article_id, RevisionRow.seen, RevisionRow.replaced)
        replaced = select(*columns).where(of_these, RevisionRow.reason != "skipped").order_by(RevisionRow.id)
        versions: dict[int, list[tuple[datetime, datetime | None]]] = {}
        for number, seen, end in connection.execute(replaced):
            versions.setdefault(number, []).append((seen, end))
        for row in rows:
            of_article = versions.get(row.id, [])
            begins = [*(seen for seen, _ in of_article), row.last_changed]
            ends = [row.first_seen, *(end for _, end in of_article)]
            # A version of the first schemas does not say when it was replaced.
            if any(end is not None and end != begin for end, begin in zip(ends, begins, strict=True)):
                yield f"articles {row.id} lacks a version: those in revisions do not follow on one another"


def _page_faults(connection: Connection, *, with_files: bool) -> Iterator[str]:
    for number, packed in _blobs(connection, RawBaseRow.id, RawBaseRow.body):
        try:
            base = PackingBase(unpack(packed))
        except Unpackable:
            yield str(damaged_row("raw_bases", number))
            continue
        pages = select(*RawPageRow.__table__.columns).where(RawPageRow.base_id == number)
        if not with_files:
            pages = pages.where(RawPageRow.store_id.is_(None))
        for row in connection.execute(pages.execution_options(yield_per=_BATCH)).mappings():
            try:
                page = page_of(row, read_body(connection, row, base))
            except StorageFailed as failure:
                yield str(failure)
                continue
            except TypeError:
                yield str(damaged_row("raw_pages", row["id"]))
                continue
            if len(page.body) != row["size"]:
                yield str(damaged_row("raw_pages", row["id"]))
            elif row["checksum"] is not None and row["checksum"] != page_checksum(page):
                yield f"raw_pages {row['id']} is not what was stored: its checksum differs"


def _misplaced_page_faults(connection: Connection) -> Iterator[str]:
    """Yield fetched pages that are another article's, or not in their place."""
    owner, other = ArticleRow.__table__.alias(), ArticleRow.__table__.alias()
    wanted = (
        select(RawPageRow.id)
        .join(owner, owner.c.id == RawPageRow.article_id)
        .join(other, and_(other.c.url == RawPageRow.url, other.c.id != owner.c.id))
        .where(RawPageRow.position == 0, owner.c.url != RawPageRow.url)
        .order_by(RawPageRow.id)
    )
    yield from _named(connection, wanted, "raw_pages {} is the page of another article")
    version = func.coalesce(RawPageRow.revision_id, 0)
    places = select(RawPageRow.article_id).group_by(RawPageRow.article_id, version)
    gaps = places.having((func.min(RawPageRow.position) != 0) | (func.max(RawPageRow.position) != func.count() - 1))
    yield from _named(connection, gaps.order_by(RawPageRow.article_id), "articles {} lacks a page, or has one twice")
    strange = select(RawPageRow.id).join(RevisionRow, RevisionRow.id == RawPageRow.revision_id)
    strange = strange.where(RevisionRow.article_id != RawPageRow.article_id)
    yield from _named(connection, strange, "raw_pages {} belongs to a version of another article")


def _refused_page_faults(connection: Connection) -> Iterator[str]:
    known = exists().where(RefusalRow.key == RefusedPageRow.key)
    wanted = select(RefusedPageRow.key).where(~known).order_by(RefusedPageRow.key)
    yield from _named(connection, wanted, "refused_pages {} is not among the refusals")
    pages = select(RefusedPageRow.key, RefusedPageRow.size, RefusedPageRow.headers, RefusedPageRow.body)
    for row in connection.execute(pages.order_by(RefusedPageRow.key), execution_options={"yield_per": _BATCH}):
        try:
            is_whole = len(unpack(row.body)) == row.size
        except Unpackable:
            is_whole = False
        if not is_whole:
            yield str(damaged_row("refused_pages", row.key))


def _row_faults(connection: Connection) -> Iterator[str]:
    """Compare rows that stay as they were first written with their checksums."""
    for table, key, columns in ((PageRow, PageRow.key, PAGE_COLUMNS), (RightsRow, RightsRow.id, RIGHTS_COLUMNS)):
        wanted = select(table.checksum, *(getattr(table, name) for name in {key.name, *columns})).order_by(key)
        for row in connection.execute(wanted, execution_options={"yield_per": _ROWS}).mappings():
            if row["checksum"] != row_checksum(row, columns):
                yield f"{table.__tablename__} {row[key.name]} is not what was stored: its checksum differs"


def _missing_checksums(connection: Connection) -> Iterator[str]:
    """Yield rows without a checksum, if all had one once: the rows of an older database get theirs by a repair."""
    if connection.execute(select(ChecksumsCompleteRow.since)).first() is None:
        return
    for table in (ArticleRow, RevisionRow, RawPageRow):
        without = select(table.id).where(table.checksum.is_(None)).order_by(table.id)
        yield from _named(connection, without, f"{table.__tablename__} {{}} has lost its checksum")


def _forgotten_faults(connection: Connection) -> Iterator[str]:
    """Compare what must not come back with the receipts of its removal."""
    hashes = sorted(connection.execute(select(ForgottenRow.hash)).scalars())
    removals = connection.execute(select(RemovalRow.articles, RemovalRow.hash)).all()
    if hashes and connection.execute(select(ForgetSaltRow.salt)).first() is None:
        yield "forget_salt is empty: what was forgotten is not known again"
    if len(hashes) < sum(one.articles for one in removals):
        yield "forgotten has fewer hashes than articles were removed"
    elif len(removals) == 1 and hashlib.sha256("".join(hashes).encode()).hexdigest() != removals[0].hash:
        yield "forgotten has other hashes than those of its removal"


def _ledger_faults(connection: Connection) -> Iterator[str]:
    """Compare what runs have written about the same pages in several tables."""
    known = exists().where(PageRow.key == FetchRow.key)
    yield from _named(connection, select(FetchRow.id).where(~known), "fetches {} names a page that is not known")
    for table in (ArticleRow, RefusalRow):
        known = exists().where(PageRow.key == table.key)
        wanted = select(table.key).where(table.run_id.is_not(None), ~known)
        yield from _named(connection, wanted, f"{table.__tablename__} {{}} is not among the known pages")
    # The line that a page ended with has its time; an address that leads to another page is its duplicate.
    same_moment = and_(FetchRow.key == PageRow.key, FetchRow.ended == PageRow.visited)
    leads = and_(PageRow.state == "duplicate", FetchRow.state.in_(GOOD))
    agrees = or_(and_(FetchRow.state == PageRow.state, FetchRow.reason == PageRow.reason), leads)
    wanted = select(PageRow.key).where(exists().where(same_moment), ~exists().where(same_moment, agrees))
    yield from _named(connection, wanted, "pages {} ended otherwise than its line in fetches says")
    yield from _missing_refusals(connection)
    stored = exists().where(ArticleRow.key == PageRow.key)
    wanted = select(PageRow.key).where(PageRow.state.in_(GOOD), ~stored)
    yield from _named(connection, wanted, "pages {} is known as an article, but none is stored")


def _missing_refusals(connection: Connection) -> Iterator[str]:
    """Yield refused pages without a refusal, unless they led to a page that was refused at that moment."""
    refused = exists().where(RefusalRow.key == PageRow.key)
    pages = select(PageRow.key, PageRow.visited).where(PageRow.state == "refused")
    without = connection.execute(pages.where(~refused).order_by(PageRow.key)).all()
    moments = set(connection.execute(select(PageRow.visited).where(refused)).scalars()) if without else set()
    yield from (
        f"pages {row.key} is refused, but not among the refusals" for row in without if row.visited not in moments
    )


def _run_faults(connection: Connection) -> Iterator[str]:
    """Compare the counts that a run has recorded with its lines in the ledger."""
    lines: dict[int, Counter[str]] = {}
    states = select(FetchRow.run_id, FetchRow.state, func.count()).group_by(FetchRow.run_id, FetchRow.state)
    for run_id, state, count in connection.execute(states):
        lines.setdefault(run_id, Counter())[state] = count
    without_time = select(RunRow.id).where(RunRow.finished.is_(None), RunRow.finish_reason.is_not(None))
    yield from _named(connection, without_time, "runs {} has ended, but not when")
    runs = select(RunRow.id, RunRow.counts).where(RunRow.finished.is_not(None)).order_by(RunRow.id)
    for run_id, counts in connection.execute(runs):
        if not counts or "scheduled" not in counts:
            continue
        found = lines.get(run_id, Counter())
        same = counts["scheduled"] == found.total()
        # What it had left open, the next run has ended.
        if not counts.get("open"):
            same = same and all(counts.get(state, 0) == count for state, count in found.items())
        if not same:
            yield f"runs {run_id} has recorded other counts than its lines in fetches add up to"


def _boilerplate_faults(connection: Connection) -> Iterator[str]:
    counted = select(func.max(ParagraphsRow.number)).where(ParagraphsRow.site == BoilerplateRow.site).scalar_subquery()
    impossible = select(BoilerplateRow.fingerprint).where(
        (BoilerplateRow.edge > BoilerplateRow.articles)
        | (BoilerplateRow.articles > counted)
        | (BoilerplateRow.last_number > counted)
        | BoilerplateRow.state.not_in(("candidate", "stripped", "kept"))
    )
    yield from _named(connection, impossible, "boilerplate {} has counts that cannot be")


def _named(connection: Connection, wanted: Select[Any], words: str) -> Iterator[str]:
    for value in connection.execute(wanted.limit(MAX_FAULTS)).scalars():
        yield words.format(value)


def _blobs(connection: Connection, number: Column[int], blob: Column[bytes]) -> Iterator[tuple[int, bytes]]:
    for row in connection.execute(select(number, blob).order_by(number), execution_options={"yield_per": _BATCH}):
        yield row[0], row[1]
