"""Let the n-th operation of the database or the file system fail once, as SQLite's own tests do with I/O."""

import errno
import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

FILE_OPERATIONS = (
    (os, "fsync"), (os, "rename"), (os, "replace"), (os, "open"), (os, "unlink"), (os, "mkdir"), (Path, "touch"),
)  # fmt: skip


class Faults:
    """Counts operations from 1; the one numbered ``fail_at`` fails, all others work.

    Those on files outside of the folder ``within`` are not counted.
    """

    def __init__(self, fail_at: int, within: Path = Path("/")) -> None:
        self.fail_at = fail_at
        self.within = within
        self.count = 0
        self.failed: str | None = None  # the operation that failed

    def fails(self, operation: str) -> bool:
        """Count an operation, and tell whether it is the one that fails."""
        self.count += 1
        if self.count == self.fail_at:
            self.failed = operation
        return self.count == self.fail_at

    def check(self, operation: str, file: str | Path | int) -> None:
        """Count an operation on a file, given by its path or descriptor; raise ``OSError`` if it is the one."""
        path = os.readlink(f"/proc/self/fd/{file}") if isinstance(file, int) else file
        if Path(path).is_relative_to(self.within) and self.fails(operation):
            raise OSError(errno.EIO, os.strerror(errno.EIO))


@contextmanager
def fail_once(fail_at: int, within: Path = Path("/")) -> Iterator[Faults]:
    """Count the operations of this process while the context lasts; one of them fails."""
    faults = Faults(fail_at, within)
    with mock.patch.object(sqlite3.dbapi2, "connect", _connecting(faults)):
        patches = [mock.patch.object(owner, name, _failing(owner, name, faults)) for owner, name in FILE_OPERATIONS]
        patches.append(mock.patch.object(Path, "open", _opening(faults)))
        for patch in patches:
            patch.start()
        try:
            yield faults
        finally:
            faults.fail_at = 0  # connections that are still open work
            for patch in patches:
                patch.stop()


def _failing(owner: Any, name: str, faults: Faults) -> Callable[..., Any]:
    original = getattr(owner, name)

    def operation(*arguments: Any, **options: Any) -> Any:
        faults.check(f"{owner.__name__}.{name}", arguments[0])
        return original(*arguments, **options)

    return operation


def _opening(faults: Faults) -> Callable[..., Any]:
    """Return a ``Path.open`` that may fail, as may each write to a binary file that it opens, flushes included."""
    opened = Path.open

    class File(io.FileIO):
        def write(self, data: Any) -> int:
            faults.check("write", self.fileno())
            return super().write(data)

    def open_path(path: Path, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        faults.check("Path.open", path)
        return io.BufferedWriter(File(path, "w")) if mode == "wb" else opened(path, mode, *arguments, **options)

    return open_path


def _connecting(faults: Faults) -> Callable[..., sqlite3.Connection]:
    connect = sqlite3.dbapi2.connect

    def check(operation: str) -> None:
        if faults.fails(operation):
            raise sqlite3.OperationalError("disk I/O error")

    class Cursor(sqlite3.Cursor):
        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
            check(statement)
            return super().execute(statement, *values)

        def executemany(self, statement: str, *values: Any) -> sqlite3.Cursor:
            check(statement)
            return super().executemany(statement, *values)

        def fetchall(self) -> list[Any]:
            rows = super().fetchall()  # SQLite resets a statement that fails: it must not stay open
            check("fetchall")
            return rows

    class Connection(sqlite3.Connection):
        def cursor(self, *_arguments: Any) -> sqlite3.Cursor:
            return super().cursor(Cursor)

        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
            return self.cursor().execute(statement, *values)

        def commit(self) -> None:
            check("commit")
            super().commit()

    def connecting(*arguments: Any, **options: Any) -> sqlite3.Connection:
        check("connect")
        return connect(*arguments, factory=Connection, **options)

    return connecting
