"""Open a database so that what it acknowledges is kept."""

import json
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from newscrawl.errors import BadArgument

_BUSY_SECONDS = 30
_to_json = partial(json.dumps, ensure_ascii=False)  # names stay readable, and findable with LIKE


def open_engine(database_url: str) -> Engine:
    """Return an engine for ``database_url``; a new SQLite file is readable by its owner only.

    Raises ``BadArgument`` for a URL that SQLAlchemy cannot read or that is not SQLite's.
    """
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise BadArgument(f"NEWSCRAWL_DATABASE_URL cannot be read: {error}") from None
    if url.get_backend_name() != "sqlite":
        raise BadArgument(f"NEWSCRAWL_DATABASE_URL must be sqlite:///FILE, not {url.get_backend_name()}://…")
    _create_file(url)
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS}, json_serializer=_to_json)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _create_file(url: URL) -> None:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        return
    try:
        Path(url.database).touch(mode=0o600)
    except OSError as error:
        raise BadArgument(f"NEWSCRAWL_DATABASE_URL: cannot write {url.database}: {error.strerror}") from None


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own transactions leave DDL outside and begin deferred, which fails at once when two writers meet.
    connection.isolation_level = None
    for pragma in (
        # Not WAL: SQLite before 3.51.3 can corrupt a WAL database with two writers.
        "journal_mode=DELETE",
        "synchronous=EXTRA",  # a commit survives a power cut right after it
        f"busy_timeout={_BUSY_SECONDS * 1000}",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
