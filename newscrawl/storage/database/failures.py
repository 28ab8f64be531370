"""What an error of the database means: give up this item, or end the crawl."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, SQLAlchemyError, StatementError

from newscrawl.errors import Refused, StorageFailed

_TOO_BIG = sqlite3.SQLITE_TOOBIG


@contextmanager
def failures() -> Iterator[None]:
    """Turn errors of the database into ``Refused`` where one item's values are to blame, else ``StorageFailed``.

    Whatever is not known to be about values (full disk, I/O, read-only, corrupt, locked beyond the busy timeout, lost
    connection) ends the crawl: nothing that follows could be kept either.
    """
    try:
        yield
    except SQLAlchemyError as error:
        message = _message(error)
        if _is_about_values(error):
            raise Refused("not storable", message) from error
        raise StorageFailed(message) from error
    except sqlite3.Error as error:
        raise StorageFailed(str(error)) from error


@contextmanager
def transaction(engine: Engine, on_failure: Callable[[], None]) -> Iterator[Connection]:
    """Write in one transaction, with errors as in ``failures``.

    ``on_failure`` is called after whatever ended it, for what a writer remembers of rows may not be there.
    """
    try:
        with failures(), engine.begin() as connection:
            yield connection
    except BaseException:
        on_failure()
        raise


def _is_about_values(error: SQLAlchemyError) -> bool:
    if isinstance(error, DataError | IntegrityError):
        return True
    cause = error.orig if isinstance(error, StatementError) else None
    if getattr(cause, "sqlite_errorcode", None) == _TOO_BIG:
        return True
    if getattr(cause, "sqlstate", None) == _PROGRAM_LIMIT:
        return isinstance(error, OperationalError)
    return isinstance(cause, ValueError | OverflowError | TypeError)


_PROGRAM_LIMIT = "54000"  # PostgreSQL: program_limit_exceeded, such as a key too long for an index


def _message(error: SQLAlchemyError) -> str:
    """Return the database's own words; SQLAlchemy's would show statement and values."""
    cause = error.orig if isinstance(error, StatementError) and error.orig else error
    name = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return f"{name}: {cause}" if name else str(cause)
