"""Fetched pages outside the database: files named by the hash of what they hold, in a directory or a bucket.

A row of ``raw_pages`` names its store and the hash of the page; the file holds the page compressed by itself, so that
``zstd -d`` reads it. A page is written before the transaction of its row commits, and deleted after no row names it any
more: until then it is noted in ``released_raw_files``. A kill before the commit can leave a file that no row names.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, exists, func, insert, select, tuple_

from newscrawl.errors import BadArgument, PageLost, StorageFailed
from newscrawl.storage.crawl.ledger import INSERTS
from newscrawl.storage.database.packing import PackingBase, Unpackable, pack, unpack
from newscrawl.storage.database.schema import RawBaseRow, RawPageRow, RawStoreRow, ReleasedRawFileRow
from newscrawl.storage.durable_files import put_in_place

_HASH = re.compile(r"[0-9a-f]{64}")  # SHA-256 as text: nothing else becomes part of a path
_BUCKET = re.compile(r"[A-Za-z0-9.-]+(?>(?:/[A-Za-z0-9._=-]+)*)")
BUCKET_SCHEMES = frozenset({"s3"})
_BATCH_FILES = 50  # deleted in one transaction, which keeps writers of SQLite waiting; chosen by hand


class RawStore(Protocol):
    """Where files are: each is written as a whole or not at all. All raise ``StorageFailed``."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file, over one of the same name."""

    def read(self, name: str) -> bytes:
        """Return what a file holds."""

    def delete(self, name: str) -> None:
        """Delete a file, if there is one."""


def checked_store_url(url: str) -> str:
    """Return ``url`` without a slash at its end; raises ``BadArgument`` if no store can be there."""
    _store_at(url)
    return url.rstrip("/")


@cache
def _store_at(url: str) -> RawStore:
    scheme, separator, place = url.partition("://")
    place = place.rstrip("/")
    if separator and scheme == "file" and place.startswith("/") and ".." not in Path(place).parts:
        return _Directory(Path(place))
    if separator and scheme in BUCKET_SCHEMES and _BUCKET.fullmatch(place) and ".." not in place.split("/"):
        return _Bucket(scheme, place)
    raise BadArgument(f"NEWSCRAWL_RAW_STORE must be file:///FOLDER or s3://BUCKET/PREFIX, not {url!r}")


class _Directory:
    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, name: str, data: bytes) -> None:
        path = self._root / name
        with _named(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, beside = tempfile.mkstemp(prefix=".unfinished-", dir=path.parent)  # readable by its owner only
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(data)
                put_in_place(Path(beside), path)
            except BaseException:
                Path(beside).unlink(missing_ok=True)
                raise

    def read(self, name: str) -> bytes:
        path = self._root / name
        if not self._root.is_dir():
            raise StorageFailed(f"there is no raw store {self._root}")
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise PageLost(f"the raw store has no {path}") from None
        except OSError as error:  # a folder, bytes that the disk does not give back
            raise PageLost(f"the raw store fails with {path}: {error}") from error

    def delete(self, name: str) -> None:
        path = self._root / name
        with _named(path):
            path.unlink(missing_ok=True)


class _Bucket:
    """A bucket by fsspec, which asks the environment for credentials; an object is there once all of it was sent."""

    def __init__(self, scheme: str, place: str) -> None:
        self._scheme = scheme
        self._place = place
        try:
            self._files()
        except ImportError:
            raise BadArgument("NEWSCRAWL_RAW_STORE: a bucket needs pip install 'newscrawl[s3]'") from None

    def _files(self) -> Any:
        """Return fsspec's own instance for this process: one that was made before a fork refuses to work."""
        import fsspec  # noqa: PLC0415 - an extra

        return fsspec.filesystem(self._scheme)

    def write(self, name: str, data: bytes) -> None:
        with _named(f"{self._place}/{name}"):
            self._files().pipe_file(f"{self._place}/{name}", data)

    def read(self, name: str) -> bytes:
        with _named(f"{self._place}/{name}"):
            data: bytes = self._files().cat_file(f"{self._place}/{name}")
            return data

    def delete(self, name: str) -> None:
        with _named(f"{self._place}/{name}"), suppress(FileNotFoundError):
            self._files().rm_file(f"{self._place}/{name}")


@contextmanager
def _named(path: Path | str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise PageLost(f"the raw store has no {path}") from None
    except Exception as error:  # each kind of bucket has its own
        raise StorageFailed(f"the raw store fails with {path}: {error}") from error


def file_name(page_hash: str) -> str:
    """Return the path of a page's file in its store; raises ``PageLost`` for what is no hash."""
    if not _HASH.fullmatch(page_hash):
        raise PageLost(f"raw_pages names the file {page_hash!r}, which is no SHA-256")
    return f"{page_hash[:2]}/{page_hash[2:4]}/{page_hash}.zst"


class RawFileWriter:
    """Writes pages of one database to the store at ``url``."""

    def __init__(self, url: str) -> None:
        self._url = checked_store_url(url)
        self._numbers: tuple[int, int] | None = None

    def forget(self) -> None:
        """Forget rows that a failed transaction may have taken with it."""
        self._numbers = None

    def write(self, connection: Connection, body: bytes) -> dict[str, Any]:
        """Write a page, and return the columns of ``raw_pages`` that name its file."""
        if self._numbers is None:
            self._numbers = (_store_number(connection, self._url), _empty_base(connection))
        store_id, base_id = self._numbers
        page_hash = hashlib.sha256(body).hexdigest()
        _lock_shared(connection, page_hash)
        _store_at(self._url).write(file_name(page_hash), pack(body))
        return {"base_id": base_id, "body": b"", "store_id": store_id, "file_hash": page_hash}


def _store_number(connection: Connection, url: str) -> int:
    known = select(RawStoreRow.id).where(RawStoreRow.url == url).order_by(RawStoreRow.id).limit(1)
    number = connection.execute(known).scalar()
    return number or connection.execute(insert(RawStoreRow).returning(RawStoreRow.id), {"url": url}).scalar_one()


def _empty_base(connection: Connection) -> int:
    """Return the number of the base that says nothing: a page that is compressed against it stands by itself."""
    empty = {"host": "", "body": pack(b"")}
    known = select(RawBaseRow.id).where(RawBaseRow.host == "", RawBaseRow.body == empty["body"])
    number = connection.execute(known.order_by(RawBaseRow.id).limit(1)).scalar()
    return number or connection.execute(insert(RawBaseRow).returning(RawBaseRow.id), empty).scalar_one()


def damaged_row(table: str, number: object) -> PageLost:
    """Return the error that names a row whose packed bytes are damaged."""
    return PageLost(f"{table} {number} cannot be expanded")


def read_body(connection: Connection, row: Mapping[Any, Any], base: PackingBase) -> bytes:
    """Return the page of a row of ``raw_pages``, from wherever it is.

    Raises ``PageLost`` for a file that is missing or holds something else, and for bytes in the database that are not
    what was packed; ``StorageFailed`` if the store does not answer.
    """
    if row["store_id"] is None:
        try:
            return base.unpack(row["body"])
        except Unpackable:
            raise damaged_row("raw_pages", row["id"]) from None
    url = connection.execute(select(RawStoreRow.url).where(RawStoreRow.id == row["store_id"])).scalar()
    if url is None:
        raise PageLost(f"raw_pages {row['id']} is in a store that raw_stores does not name")
    name = file_name(row["file_hash"] or "")
    packed = _store_at(url).read(name)
    try:
        body = unpack(packed)
    except Unpackable as error:
        raise PageLost(f"the raw store {url} has a damaged {name}: {error}") from None
    if hashlib.sha256(body).hexdigest() != row["file_hash"]:
        raise PageLost(f"the raw store {url} has a damaged {name}: its hash differs")
    return body


def release(connection: Connection, pages: ColumnElement[bool]) -> None:
    """Note the files of rows of ``raw_pages`` that the same transaction deletes."""
    named = select(RawPageRow.store_id, RawPageRow.file_hash).where(pages, RawPageRow.store_id.is_not(None)).distinct()
    note = INSERTS[connection.dialect.name](ReleasedRawFileRow).from_select(["store_id", "file_hash"], named)
    connection.execute(note.on_conflict_do_nothing())


def delete_released(engine: Engine) -> int:
    """Delete files that no row names any more; return how many are left, since another process writes them anew."""
    left = 0
    last = (0, "")
    while True:
        with engine.begin() as connection:
            key = tuple_(ReleasedRawFileRow.store_id, ReleasedRawFileRow.file_hash)
            some = select(ReleasedRawFileRow.store_id, ReleasedRawFileRow.file_hash).where(key > last)
            rows = connection.execute(some.order_by(*key.clauses).limit(_BATCH_FILES)).all()
            if not rows:
                return left
            last = (rows[-1].store_id, rows[-1].file_hash)
            for store_id, page_hash in rows:
                left += not _delete(connection, store_id, page_hash)


def _delete(connection: Connection, store_id: int, page_hash: str) -> bool:
    if not _try_lock(connection, page_hash):
        return False
    this = and_(RawPageRow.store_id == store_id, RawPageRow.file_hash == page_hash)
    if not connection.execute(select(exists().where(this))).scalar():
        url = connection.execute(select(RawStoreRow.url).where(RawStoreRow.id == store_id)).scalar_one()
        _store_at(url).delete(file_name(page_hash))
    released = (ReleasedRawFileRow.store_id == store_id, ReleasedRawFileRow.file_hash == page_hash)
    connection.execute(delete(ReleasedRawFileRow).where(*released))
    return True


def _lock_shared(connection: Connection, page_hash: str) -> None:
    """Keep the file from being deleted until the transaction ends; SQLite has one writer at a time anyhow."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock_shared(_lock_number(page_hash))))


def _try_lock(connection: Connection, page_hash: str) -> bool:
    """Lock the file of a page in the database, if nobody else has; SQLite has one writer anyway."""
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.execute(select(func.pg_try_advisory_xact_lock(_lock_number(page_hash)))).scalar())


def _lock_number(page_hash: str) -> int:
    return int.from_bytes(bytes.fromhex(page_hash[:16]), "big", signed=True)
