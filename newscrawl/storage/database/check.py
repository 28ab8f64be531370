"""Look for damage in a database."""

from collections.abc import Callable, Iterator
from itertools import islice

from sqlalchemy import Connection, select
from sqlalchemy.orm import InstrumentedAttribute

from newscrawl.errors import StorageFailed
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.packing import PackingBase, Unpackable, unpack, unpack_content
from newscrawl.storage.database.schema import SCHEMA_VERSION, RawBaseRow, RawPageRow, RevisionRow
from newscrawl.storage.database.upgrade import schema_version

_MOST = 20  # faults that are named


def check(database_url: str) -> tuple[str, ...]:
    """Return what is wrong with an existing database, a line for each fault, 20 at most; nothing if it is sound.

    SQLite checks its pages, indexes and references; every version and page that is stored compressed is expanded. A
    database of another schema version is one fault, and is not read further.
    """
    return _found(database_url, _faults)


def quick_check(database_url: str) -> tuple[str, ...]:
    """Return what is wrong with an existing database as a look in passing tells: its schema, and SQLite's pages."""
    return _found(database_url, _bad_pages)


def _found(database_url: str, look: Callable[[Connection], Iterator[str]]) -> tuple[str, ...]:
    try:
        version = schema_version(database_url)
        if version != SCHEMA_VERSION:
            return (f"the schema is {version or 'missing'}, not {SCHEMA_VERSION}: scrapy db upgrade",)
        engine = open_engine(database_url, read_only=True)
        try:
            with failures(), engine.connect() as connection:
                return tuple(islice(look(connection), _MOST))
        finally:
            engine.dispose()
    except StorageFailed as failure:
        return (str(failure),)


def _bad_pages(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        lines = connection.exec_driver_sql("PRAGMA quick_check").scalars()
        yield from (line for line in lines if line != "ok")


def _faults(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
            if line != "ok":
                yield line
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"{row[0]} {row[1]} refers to a missing row of {row[2]}"
    for number, content in _blobs(connection, RevisionRow.id, RevisionRow.content):
        try:
            unpack_content(content)
        except Unpackable:
            yield f"revisions {number} cannot be expanded"
    yield from _page_faults(connection)


def _page_faults(connection: Connection) -> Iterator[str]:
    for number, packed in _blobs(connection, RawBaseRow.id, RawBaseRow.body):
        try:
            base = PackingBase(unpack(packed))
        except Unpackable:
            yield f"raw_bases {number} cannot be expanded"
            continue
        pages = select(RawPageRow.id, RawPageRow.size, RawPageRow.body).where(RawPageRow.base_id == number)
        for page in connection.execute(pages.execution_options(yield_per=50)):
            try:
                whole = len(base.unpack(page.body)) == page.size
            except Unpackable:
                whole = False
            if not whole:
                yield f"raw_pages {page.id} cannot be expanded"


def _blobs(
    connection: Connection, number: InstrumentedAttribute[int], blob: InstrumentedAttribute[bytes]
) -> Iterator[tuple[int, bytes]]:
    for row in connection.execute(select(number, blob).order_by(number), execution_options={"yield_per": 50}):
        yield row[0], row[1]
