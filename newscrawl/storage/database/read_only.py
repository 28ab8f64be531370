"""An existing database for a program that stays: read only, never upgraded, with its connections kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from newscrawl.errors import StorageFailed
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.schema import SCHEMA_VERSION
from newscrawl.storage.database.upgrade import version_of

_BUSY_SECONDS = 5  # that somebody who looks at a page waits for a writer (chosen by hand)
_CACHE_KIBIBYTES = 32 * 1024  # of pages of the database, for each connection (chosen by hand)


class ReadOnlyDatabase:
    """A database that is opened when it is first asked."""

    def __init__(self, database_url: str) -> None:
        self.url = database_url
        self._engine: Engine | None = None

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Give a connection in one transaction: all that is read in it is of one moment.

        Raises ``BadArgument`` for a database that is not there, not newscrawl's or newer than this program,
        ``StorageFailed`` for one that is older, empty, away, or being written for too long.
        """
        with failures():
            if self._engine is None:
                self._engine = open_engine(self.url, read_only=True)
            with self._engine.connect() as connection:
                if connection.dialect.name == "sqlite":
                    connection.exec_driver_sql(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")
                    connection.exec_driver_sql(f"PRAGMA cache_size=-{_CACHE_KIBIBYTES}")
                version = version_of(connection)
                if version is None:
                    raise StorageFailed("the database is empty: nothing was ever crawled into it")
                if version != SCHEMA_VERSION:
                    raise StorageFailed(
                        f"the database has schema {version}, this newscrawl needs {SCHEMA_VERSION}: run `newscrawl db"
                        " upgrade`"
                    )
                yield connection

    def close(self) -> None:
        """Close what is open; the next question opens it again."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
