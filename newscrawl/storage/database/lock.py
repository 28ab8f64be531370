"""Locks: one run of a spider on a database at a time, one upgrade of it at a time.

The system or the server frees a lock when the process or its connection ends: a killed process leaves nothing behind.
"""

import fcntl
import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine, text

from newscrawl.errors import StorageFailed
from newscrawl.storage.database.engine import file_of, open_engine, read_url
from newscrawl.storage.database.failures import failures

_LOOKS, _LOOK = 4, 0.1  # seconds apart; whoever only looks whether there is a run (`is_running`) is gone by then


@contextmanager
def lock_run(database_url: str, name: str) -> Iterator[bool]:
    """Hold the right to run ``name`` on this database while the context lasts; gives ``False`` if another holds it.

    For an SQLite file this is a lock on an empty file beside it, for PostgreSQL the server's. A database in memory is
    nobody else's.
    """
    url = read_url(database_url)
    if url.get_backend_name() != "sqlite":
        with try_lock(database_url, f"run/{name}") as held:
            yield held
        return
    path = file_of(url)
    if path is None:
        yield True
        return
    beside = lock_file(path, name)
    descriptor = _try(beside)
    if descriptor is None:
        yield False
        return
    try:
        yield True
    finally:
        with suppress(OSError):  # a file that stays is held by nobody
            beside.unlink()  # before it is let go of: whoever takes it then, sees that it is gone
        os.close(descriptor)


def is_running(database_url: str, name: str) -> bool:
    """Tell whether a process runs ``name`` on this database."""
    path = file_of(read_url(database_url))
    if path is not None and not lock_file(path, name).exists():
        return False
    with lock_run(database_url, name) as held:
        return not held


def lock_file(path: Path, name: str) -> Path:
    """Return the file whose lock a run of ``name`` on the SQLite file ``path`` holds."""
    return path.with_name(f"{path.name}.{re.sub('[^a-zA-Z0-9._-]', '_', name)[:80]}.lock")


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise StorageFailed(f"cannot write {path}: {error.strerror}") from None


def _try(path: Path) -> int | None:
    """Return the descriptor of the locked file, ``None`` if another process holds it."""
    for _ in range(_LOOKS):
        descriptor = _open(path)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is(descriptor, path):
                return descriptor
        except OSError:
            time.sleep(_LOOK)
        os.close(descriptor)
    return None


def _is(descriptor: int, path: Path) -> bool:
    """Tell whether an open file is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


@contextmanager
def try_lock(database_url: str, name: str) -> Iterator[bool]:
    """Hold the lock ``name`` of a PostgreSQL database while the context lasts; gives ``False`` if another holds it.

    The server frees it when the connection ends, so a killed process leaves nothing behind.
    """
    engine = open_engine(database_url)
    try:
        with failures(), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.detach()  # so that it is closed here, not kept with its lock for others in this process
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
