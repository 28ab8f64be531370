"""The bytes of refused pages, kept for a while, so that better rules can read them without another request."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, select, update

from newscrawl.article import RawPage, Refusal
from newscrawl.errors import BadArgument
from newscrawl.storage.crawl.ledger import INSERTS
from newscrawl.storage.crawl.refusals import Which, conditions
from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.packing import pack, unpack
from newscrawl.storage.database.schema import PageRow, RefusalRow, RefusedPageRow
from newscrawl.storage.database.upgrade import open_database, reading
from newscrawl.storage.database.values import clean_text

MAX_DAYS = 365  # that may be asked for; chosen by hand
MAX_MEGABYTES = 100_000  # that may be asked for; chosen by hand

_WRITTEN = re.compile(r"(\d{1,6})d,(\d{1,9})MB", re.ASCII)
_ROOM_LEFT_SHARE = 0.9  # of the bound that is filled after the oldest pages were deleted, so that this is seldom done
_MEGABYTE = 1_000_000  # bytes


class Bounds(NamedTuple):
    """How long refused pages are kept, and how many bytes of them, compressed; 0 days: none."""

    days: int
    max_bytes: int


NOTHING = Bounds(0, 0)


class RefusedPage(NamedTuple):
    """A page that was refused, with the site and key of its refusal."""

    key: str
    site: str
    page: RawPage


def read_bounds(written: str) -> Bounds:
    """Return the bounds as ``NEWSCRAWL_KEEP_REFUSED`` has them; raises ``BadArgument`` for what are none.

    >>> read_bounds("14d,100MB"), read_bounds("off")
    (Bounds(days=14, max_bytes=100000000), Bounds(days=0, max_bytes=0))
    """
    if written == "off":
        return Bounds(0, 0)
    found = _WRITTEN.fullmatch(written)
    if not found or int(found[1]) > MAX_DAYS or int(found[2]) > MAX_MEGABYTES:
        raise BadArgument(
            f"NEWSCRAWL_KEEP_REFUSED must be off, or days (up to {MAX_DAYS}) and megabytes such as 14d,100MB,"
            f" not {written!r}"
        )
    return Bounds(int(found[1]), int(found[2]) * _MEGABYTE)


class Quarantine:
    """Keeps the bytes of refused pages within the transactions that record the refusals."""

    def __init__(self, bounds: Bounds, now: Callable[[], datetime]) -> None:
        self._bounds = bounds
        self._now = now
        self._bytes: int | None = None  # that are kept, as far as this process knows

    def forget(self) -> None:
        """Forget what a failed transaction may have taken with it."""
        self._bytes = None

    def keep(self, connection: Connection, refusal: Refusal) -> None:
        """Keep the page of a refusal, if it has one, in place of an earlier one; the oldest make room."""
        if not refusal.raw or not self._bounds.days:
            return
        page = refusal.raw[0]
        body = pack(page.body)
        if len(body) > self._bounds.max_bytes:
            return
        values = {
            "site": refusal.site,
            "url": clean_text(page.url),
            "http_status": page.status,
            "headers": [[clean_text(name), clean_text(value)] for name, value in page.headers],
            "fetched": page.fetched,
            "size": len(page.body),
            "body": body,
        }
        upsert = INSERTS[connection.dialect.name](RefusedPageRow)
        upsert = upsert.on_conflict_do_update(index_elements=["key"], set_=values)
        connection.execute(upsert, {"key": refusal.key, **values})
        self._bytes = None if self._bytes is None else self._bytes + len(body)
        self.prune(connection)

    def prune(self, connection: Connection) -> None:
        """Delete what is too old, once per process, and the oldest if there is too much."""
        if self._bytes is None:
            oldest = self._now() - timedelta(days=self._bounds.days)
            connection.execute(delete(RefusedPageRow).where(RefusedPageRow.fetched < oldest))
            total = select(func.coalesce(func.sum(func.length(RefusedPageRow.body)), 0))
            self._bytes = int(connection.execute(total).scalar_one())
        if self._bytes <= self._bounds.max_bytes:
            return
        sizes = select(RefusedPageRow.key, func.length(RefusedPageRow.body)).order_by(RefusedPageRow.fetched)
        for key, size in connection.execute(sizes).all():
            connection.execute(delete(RefusedPageRow).where(RefusedPageRow.key == key))
            self._bytes -= size
            if self._bytes <= self._bounds.max_bytes * _ROOM_LEFT_SHARE:
                break


def refused_pages(database_url: str, which: Which) -> Iterator[RefusedPage]:
    """Yield the refused pages whose bytes are kept, each read in a transaction of its own."""
    wanted = select(RefusedPageRow.key).join(RefusalRow, RefusalRow.key == RefusedPageRow.key)
    wanted = wanted.where(*conditions(which)).order_by(RefusedPageRow.key)
    with reading(database_url) as engine:
        with engine.connect() as connection:
            keys = connection.execute(wanted).scalars().all()
        for key in keys:
            with engine.connect() as connection:
                found = refused_page(connection, key)
            if found:
                yield found


def refused_page(connection: Connection, key: str) -> RefusedPage | None:
    """Return the refused page of that key, if its bytes are kept."""
    columns = RefusedPageRow.__table__.columns
    row = connection.execute(select(*columns).where(RefusedPageRow.key == key)).one_or_none()
    if row is None:
        return None
    headers = tuple((name, value) for name, value in row.headers)
    page = RawPage(url=row.url, status=row.http_status, headers=headers, body=unpack(row.body), fetched=row.fetched)
    return RefusedPage(row.key, row.site, page)


def settle_refused(database_url: str, key: str, reason: str | None, detail: str = "") -> None:
    """Write that a page is refused for this ``reason`` now, or with ``None`` that it has become an article."""
    engine = open_database(database_url, create=False)
    try:
        with failures(), engine.begin() as connection:
            if reason is None:
                stored = {"state": "stored", "reason": "", "tries": 0, "due": None}
                connection.execute(update(PageRow).where(PageRow.key == key).values(**stored))
                connection.execute(delete(RefusalRow).where(RefusalRow.key == key))
                connection.execute(delete(RefusedPageRow).where(RefusedPageRow.key == key))
            else:
                refused = update(RefusalRow).where(RefusalRow.key == key)
                connection.execute(refused.values(reason=clean_text(reason), detail=clean_text(detail)))
    finally:
        engine.dispose()
