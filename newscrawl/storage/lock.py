"""A lock that a process on any machine holds while it works on one PostgreSQL database."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from newscrawl.storage.engine import open_engine
from newscrawl.storage.failures import failures


@contextmanager
def try_lock(database_url: str, name: str) -> Iterator[bool]:
    """Hold the lock ``name`` of a PostgreSQL database while the context lasts; gives ``False`` if another holds it.

    The server frees it when the connection ends, so a killed process leaves nothing behind.
    """
    engine = open_engine(database_url)
    try:
        with failures(), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection.execute(
                text("SELECT pg_try_advisory_lock(:number)"), {"number": _number(name)}
            ).scalar_one()
    finally:
        engine.dispose()


@contextmanager
def wait_for_lock(engine: Engine, name: str) -> Iterator[None]:
    """Hold the lock ``name`` of a PostgreSQL database while the context lasts, once others have let go of it."""
    # In no transaction, since the server ends connections that idle in one.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        values = {"number": _number(name)}
        connection.execute(text("SELECT pg_advisory_lock(:number)"), values)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), values)


def _number(name: str) -> int:
    """Return the number that stands for a name among PostgreSQL's advisory locks: 64 bits with a sign."""
    return int.from_bytes(hashlib.sha256(f"newscrawl/{name}".encode()).digest()[:8], "big", signed=True)
