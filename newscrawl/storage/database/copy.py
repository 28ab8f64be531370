"""Copy a whole database into another one, of the same kind or not, and compare the two."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Integer, RowMapping, Table, delete, func, select, text, tuple_

from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.storage.crawl.ledger import INSERTS
from newscrawl.storage.database.engine import open_engine, read_url
from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.schema import (
    BandRow,
    Base,
    ChecksumsCompleteRow,
    DuplicateRow,
    IndexVersionRow,
    SearchEntryRow,
    SignatureRow,
    VersionRow,
)
from newscrawl.storage.database.search_index import bring_up_to_date
from newscrawl.storage.database.upgrade import open_database

_CHUNK_ROWS = 500  # of one transaction; with stored pages some 10 MB
# Are written by the schema itself, or made anew from the articles.
_NOT_COPIED = frozenset(
    table.__tablename__ for table in (VersionRow, IndexVersionRow, SearchEntryRow, SignatureRow, BandRow, DuplicateRow)
)

Watch = Callable[[str, int], object]  # is told the name of a table and how many rows of it are done


class Copied(NamedTuple):
    """A table that was copied: how many rows it has in both databases."""

    table: str
    rows: int


def copy_database(source_url: str, target_url: str, watch: Watch = lambda _table, _rows: None) -> tuple[Copied, ...]:
    """Copy every table, make the search index anew, and compare counts and hashes of both databases.

    A copy that was stopped goes on where it was: rows that are there already are not sent again. Nobody may write to
    either database meanwhile. Raises ``BadArgument`` for a target that is the source or holds something else, and
    ``StorageFailed`` where the two differ in the end.
    """
    if read_url(source_url) == read_url(target_url):
        raise BadArgument("source and target are the same database")
    open_database(source_url, create=False).dispose()
    target = open_database(target_url)
    source = open_engine(source_url, read_only=True)
    try:
        with failures():
            tables = [table for table in Base.metadata.sorted_tables if table.name not in _NOT_COPIED]
            with target.begin() as connection:
                connection.execute(delete(ChecksumsCompleteRow))  # a new database has one; the source may have none
            for table in tables:
                _copy_table(source, target, table, watch)
            copied = tuple(_compared(source, target, table) for table in tables)
            with target.begin() as connection:
                connection.execute(delete(IndexVersionRow))
            bring_up_to_date(target)
    finally:
        source.dispose()
        target.dispose()
    return copied


def _copy_table(source: Engine, target: Engine, table: Table, watch: Watch) -> None:
    key = list(table.primary_key.columns)
    has_numbers = all(isinstance(column.type, Integer) for column in key)
    last: tuple[Any, ...] | None = None
    done = 0
    if has_numbers:  # are in the same order everywhere, unlike texts: what is there is the beginning
        with target.begin() as connection:
            last = _last_key(connection, table)
            done = connection.execute(select(func.count()).select_from(table)).scalar_one()
    while True:
        with source.connect() as reading:
            rows = reading.execute(_following(table, last)).mappings().all()
        if not rows:
            break
        with target.begin() as connection:
            _write(connection, table, rows, may_be_there=not has_numbers)
        last = tuple(rows[-1][column] for column in key)
        done += len(rows)
        watch(table.name, done)
    if has_numbers and len(key) == 1:
        with target.begin() as connection:
            _set_sequence(connection, table)


def _following(table: Table, last: tuple[Any, ...] | None) -> Any:
    key = list(table.primary_key.columns)
    wanted = select(table).order_by(*key).limit(_CHUNK_ROWS)
    return wanted if last is None else wanted.where(tuple_(*key) > tuple_(*last))


def _last_key(connection: Connection, table: Table) -> tuple[Any, ...] | None:
    key = list(table.primary_key.columns)
    row = connection.execute(select(*key).order_by(*(column.desc() for column in key)).limit(1)).one_or_none()
    return tuple(row) if row else None


def _write(connection: Connection, table: Table, rows: Sequence[RowMapping], *, may_be_there: bool) -> None:
    """Insert rows into a table of the other database, in the way that its kind is fast."""
    values = [dict(row) for row in rows]
    if may_be_there:
        connection.execute(INSERTS[connection.dialect.name](table).on_conflict_do_nothing(), values)
    elif connection.dialect.name == "postgresql":
        _write_stream(connection, table, values)
    else:
        connection.execute(table.insert(), values)


def _write_stream(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Send rows by COPY, several times faster than INSERT."""
    columns = list(table.columns)
    processors = [column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for column in columns]
    names = ", ".join(f'"{column.name}"' for column in columns)
    with connection.connection.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as stream:  # type: ignore[attr-defined]
        for row in rows:
            stream.write_row(
                [
                    processor(row[column.name]) if processor else row[column.name]
                    for column, processor in zip(columns, processors, strict=True)
                ]
            )


def _set_sequence(connection: Connection, table: Table) -> None:
    """Let new rows be numbered from behind the copied ones."""
    if connection.dialect.name != "postgresql":
        return
    [column] = table.primary_key.columns
    values = {"table": table.name, "column": column.name}
    sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), values).scalar_one()
    last = connection.execute(select(func.max(column))).scalar_one()
    if sequence and last:
        connection.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})


def _compared(source: Engine, target: Engine, table: Table) -> Copied:
    """Return how many rows both have; raises ``StorageFailed`` if they are not the same."""
    first, second = _digest(source, table), _digest(target, table)
    if first != second:
        raise StorageFailed(
            f"table {table.name} is not the same in both databases ({first[0]} and {second[0]} rows): was one of them"
            " written to, or did the target hold something else?"
        )
    return Copied(table.name, first[0])


def _digest(engine: Engine, table: Table) -> tuple[int, int]:
    """Return the number of rows, and a sum of their hashes that no order changes."""
    count = total = 0
    for row in _all_rows(engine, table):
        written = json.dumps([_plain(value) for value in row.values()], sort_keys=True).encode()
        total = (total + int.from_bytes(hashlib.sha256(written).digest()[:16], "big")) % (1 << 128)
        count += 1
    return count, total


def _all_rows(engine: Engine, table: Table) -> Iterator[RowMapping]:
    last: tuple[Any, ...] | None = None
    while True:
        with engine.begin() as connection:
            rows = connection.execute(_following(table, last)).mappings().all()
        yield from rows
        if not rows:
            return
        last = tuple(rows[-1][column] for column in table.primary_key.columns)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    return value if value is None or isinstance(value, str | int | float | list | dict) else str(value)
