"""Insert rows by statements that are built once: SQLAlchemy takes as long to build one as SQLite to run it."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, insert

from newscrawl.storage.database.schema import Base


def insert_rows(connection: Connection, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert ``rows``, all of the same columns, into ``table``; nothing is asked of the database if there are none."""
    if rows:
        connection.execute(_insert_into(table), rows)


@cache
def _insert_into(table: type[Base]) -> Insert:
    return insert(table)
