"""Copy a database while it is in use, and check one."""

import fcntl
import glob
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, func, inspect, select, table, text

from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.storage.database.engine import file_of, open_engine, read_url
from newscrawl.storage.database.failures import failures
from newscrawl.storage.durable_files import put_in_place


class Backup(NamedTuple):
    """A verified copy and the rows of each of its tables; pages that are files of ``raw_stores`` are not in it."""

    path: Path
    rows: Mapping[str, int]
    raw_stores: tuple[str, ...]


class _Signature(NamedTuple):
    rows: dict[str, int]
    articles: str
    raw_stores: tuple[str, ...]


def back_up(database_url: str, target: Path) -> Backup:
    """Copy the SQLite database to ``target``, which must not exist; writers wait meanwhile.

    The copy is checked (``quick_check``, rows of every table, keys and hashes of all articles) and synced before it
    gets its name: a file called ``target`` is whole. Raises ``BadArgument`` if there is nothing to copy or ``target``
    exists, ``StorageFailed`` if the copy is not equal.
    """
    if file_of(read_url(database_url)) is None:
        raise BadArgument("only SQLite files can be backed up here; PostgreSQL has pg_dump")
    if target.exists():
        raise BadArgument(f"{target} exists already")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        try:
            with _held(unfinished):
                copied = _copy(database_url, unfinished)
            put_in_place(unfinished, target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise StorageFailed(f"cannot write the backup {target}: {error.strerror}") from error
    return Backup(target, copied.rows, copied.raw_stores)


def remove_unfinished(database_url: str) -> tuple[Path, ...]:
    """Remove copies beside the SQLite database that a killed process has left unfinished; return their paths.

    A copy that is still being written is locked by its process, and stays.
    """
    path = file_of(read_url(database_url))
    left = sorted(path.parent.glob(f"{glob.escape(path.name)}.*.unfinished")) if path else []
    removed = []
    for unfinished in left:
        with suppress(OSError), unfinished.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            unfinished.unlink()
            removed.append(unfinished)
    return tuple(removed)


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Lock a file while the context lasts; the system lets go of it when the process ends, however it ends."""
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _copy(database_url: str, copy: Path) -> _Signature:
    with failures():
        engine = open_engine(database_url)
        try:
            # The first connection keeps writers out, the second one copies what the first one has counted.
            with engine.begin() as counting, engine.connect() as copying:
                expected = _signature(counting)
                # By the driver itself, since SQLAlchemy would begin a transaction, and VACUUM must be in none.
                copying.connection.cursor().execute("VACUUM INTO ?", (str(copy),))
        finally:
            engine.dispose()
        copied = open_engine(f"sqlite:///{copy}", read_only=True)
        try:
            with copied.connect() as connection:
                verdict = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
                if verdict != ["ok"] or _signature(connection) != expected:
                    raise StorageFailed(f"the backup {copy} is not equal to its database: {verdict[0]}")
        finally:
            copied.dispose()
    return expected


def _signature(connection: Connection) -> _Signature:
    names = sorted(inspect(connection).get_table_names())
    rows = {name: connection.execute(select(func.count()).select_from(table(name))).scalar_one() for name in names}
    digest = hashlib.sha256()
    if "articles" in rows:
        for row in connection.execute(text("SELECT key, content_hash FROM articles ORDER BY id")):
            digest.update(f"{row.key}\x00{row.content_hash}\x00".encode())
    # Databases of older schemas are backed up, too.
    stores = (
        connection.execute(text("SELECT url FROM raw_stores ORDER BY id")).scalars() if "raw_stores" in rows else ()
    )
    return _Signature(rows, digest.hexdigest(), tuple(stores))
