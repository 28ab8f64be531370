"""Open a database so that what it acknowledges is kept."""

import json
import os
import sqlite3
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool
from sqlalchemy.util.queue import Empty

from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.storage.durable_files import is_disk_fault

BUSY_SECONDS = 30  # how long another writer is waited for
_to_json = json.JSONEncoder(ensure_ascii=False).encode  # names stay readable, and findable with LIKE

# SQLite before 3.51.3 can corrupt a WAL database with two writers (the "WAL-reset bug"): it keeps the rollback journal.
# EXTRA, not FULL, since only then a commit survives a power cut right after the journal was deleted.
_DURABLE = (
    ("journal_mode=WAL", "synchronous=FULL")
    if sqlite3.sqlite_version_info >= (3, 51, 3)
    else ("journal_mode=DELETE", "synchronous=EXTRA")
)
PRAGMAS = (
    f"busy_timeout={BUSY_SECONDS * 1000}",
    *_DURABLE,
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "mmap_size=0",  # an I/O error is an error, not a signal that kills the process
)
_POSTGRESQL = (
    f"statement_timeout={BUSY_SECONDS * 1000}",
    f"lock_timeout={BUSY_SECONDS * 1000}",
    f"idle_in_transaction_session_timeout={2 * BUSY_SECONDS * 1000}",
    "synchronous_commit=on",
)
_CONNECT_SECONDS = 10  # that PostgreSQL may take to answer (chosen by hand)
_MAX_ENGINES = 16  # of a process, the last used; each keeps up to 1 MB of compiled statements


def open_engine(database_url: str, *, create: bool = False, read_only: bool = False) -> Engine:
    """Return the engine for ``database_url``, one in a process, since it keeps the statements that it has compiled.

    Whoever is done with it disposes of it: that closes connections which nobody uses at the time.

    ``create`` makes a missing SQLite file, readable by its owner only. A ``read_only`` engine neither writes nor keeps
    others from beginning to. Raises ``BadArgument`` for a URL that SQLAlchemy cannot read, a database of another kind,
    or a file that is not there.
    """
    url = read_url(database_url)
    if url.get_backend_name() == "sqlite":
        _check_file(url, create)
    # In a process that was forked, the connections are the parent's.
    return _engine(url, read_only, os.getpid())


@lru_cache(_MAX_ENGINES)
def _engine(url: URL, read_only: bool, _process: int) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url,
            connect_args={"timeout": BUSY_SECONDS},
            json_serializer=_to_json,
            poolclass=_SharedPool if file_of(url) else None,
        )
        event.listen(engine, "connect", partial(_prepare, read_only=read_only))
        event.listen(engine, "begin", _begin("BEGIN" if read_only else "BEGIN IMMEDIATE"))
        return engine
    options = (*_POSTGRESQL, "default_transaction_read_only=on") if read_only else _POSTGRESQL
    return create_engine(
        url,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "options": " ".join(f"-c {one}" for one in options)},
        json_serializer=_to_json,
        poolclass=_SharedPool,
    )


class _SharedPool(QueuePool):
    """The connections of an engine that has several users, each of whom disposes of it when done.

    SQLAlchemy's own pool is replaced when it is disposed of, and connections in use at the time return to the old one,
    where nobody closes them. This one stays: they return to it, and their user's ``dispose`` closes them.
    """

    def dispose(self) -> None:
        """Close the connections that nobody uses."""
        while True:
            try:
                entry = self._pool.get(block=False)
            except Empty:
                return
            try:
                entry.close()
            finally:
                self._dec_overflow()

    def recreate(self) -> Self:
        """Return this pool, which an engine asks for after ``dispose``."""
        return self


def read_url(database_url: str) -> URL:
    """Return the URL in parts; raises ``BadArgument`` if it is not of SQLite, nor of PostgreSQL with psycopg."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError) as error:
        raise BadArgument(f"NEWSCRAWL_DATABASE_URL cannot be read: {error}") from None
    kind = url.get_backend_name()
    if kind == "sqlite":
        return url
    if kind != "postgresql":
        raise BadArgument(
            f"NEWSCRAWL_DATABASE_URL must be sqlite:///FILE or postgresql+psycopg://…, not {url.drivername}://…"
        )
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    try:
        url.get_dialect().import_dbapi()
    except ImportError:
        raise BadArgument("NEWSCRAWL_DATABASE_URL: PostgreSQL needs pip install 'newscrawl[postgres]'") from None
    return url


def postgresql_address(database_url: str) -> str:
    """Return the address of a PostgreSQL database as its own library takes it."""
    return read_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def file_of(url: URL) -> Path | None:
    """Return the file of an SQLite database; ``None`` where there is none (PostgreSQL, memory)."""
    name = url.database
    if url.get_backend_name() != "sqlite" or not name or name == ":memory:" or name.startswith("file:"):
        return None
    return Path(name)


def _check_file(url: URL, create: bool) -> None:
    path = file_of(url)
    if path is None or path.exists():
        return
    if not create:
        raise BadArgument(f"NEWSCRAWL_DATABASE_URL: there is no file {path}")
    try:
        path.touch(mode=0o600)
    except OSError as error:
        failed = StorageFailed if is_disk_fault(error) else BadArgument
        raise failed(f"NEWSCRAWL_DATABASE_URL: cannot write {path}: {error.strerror}") from None


def _prepare(connection: sqlite3.Connection, _record: Any, *, read_only: bool) -> None:
    # The driver's own transactions leave DDL outside and begin deferred, which fails at once when two writers meet.
    connection.isolation_level = None
    for pragma in (*PRAGMAS, "query_only=ON") if read_only else PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(statement: str) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return begin
