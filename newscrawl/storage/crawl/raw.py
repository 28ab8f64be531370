"""Fetched pages: written with their articles, read for another extraction or an archive."""

import logging
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, insert, select, update

from newscrawl.article import RawPage
from newscrawl.errors import PageLost
from newscrawl.storage.database.batches import batched
from newscrawl.storage.database.checksums import page_checksum
from newscrawl.storage.database.packing import PackingBase, Unpackable, pack, unpack
from newscrawl.storage.database.raw_store import RawFileWriter, damaged_row, read_body, release
from newscrawl.storage.database.rows import page_of
from newscrawl.storage.database.schema import RawBaseRow, RawPageRow
from newscrawl.storage.database.values import clean_text
from newscrawl.urls import host_of

logger = logging.getLogger(__name__)

Retention = Literal["latest", "keep", "off"]

_MAX_BASES_BYTES = 48 << 20  # of the bases kept in memory, of all hosts; chosen by hand
_COMPRESSOR_BYTES = 360_000  # of tables that a base takes beside two copies of its page, measured on pages of 60 kB
_MAX_BASES = 3  # the newest of a host, which are tried: desktop, mobile and one more layout
_GOOD_SHARE = 0.15  # of a page is left of it: its layout was surely known
_MAX_SHARE_OF_BASE = 0.6  # of what the page takes by itself: a base that saves less does not know its layout


class _Numbered(NamedTuple):
    number: int
    base: PackingBase


class RawWriter:
    """Keeps pages as ``retention`` says.

    In the database, they are compressed against earlier pages of their host; in the store at ``store_url``, each by
    itself.
    """

    def __init__(self, retention: Retention, *, store_url: str | None = None) -> None:
        self._retention = retention
        self._files = RawFileWriter(store_url) if store_url else None
        self._bases: OrderedDict[str, list[_Numbered]] = OrderedDict()

    def forget(self) -> None:
        """Forget bases that a failed transaction may have taken with it."""
        self._bases.clear()
        if self._files:
            self._files.forget()

    @property
    def keeps_all(self) -> bool:
        """Tell whether pages of versions that are not, or no longer, the article's are kept."""
        return self._retention == "keep"

    def retire(self, connection: Connection, article_id: int, revision_id: int) -> None:
        """Hand the pages of a replaced version to its revision, or let go of them."""
        pages = (RawPageRow.article_id == article_id, RawPageRow.revision_id.is_(None))
        if self.keeps_all:
            connection.execute(update(RawPageRow).where(*pages).values(revision_id=revision_id))
        else:
            self.delete(connection, and_(*pages))

    def delete(self, connection: Connection, pages: ColumnElement[bool]) -> None:
        """Delete rows, and note the files that they name."""
        release(connection, pages)
        connection.execute(delete(RawPageRow).where(pages))

    def prepare(self, connection: Connection, pages: Iterable[RawPage]) -> None:
        """Read what the rows of ``pages`` need, for all at once; without it, they read it one by one."""
        if self._retention == "off" or self._files:
            return
        for hosts in batched({host_of(page.url) for page in pages} - self._bases.keys()):
            self._read_bases(connection, hosts)

    def rows(
        self, connection: Connection, article_id: int, pages: Sequence[RawPage], revision_id: int | None = None
    ) -> Iterator[dict[str, Any]]:
        """Return the rows of the pages of one article, if any are kept; bases that they need are written."""
        for position, page in enumerate(map(_storable, pages) if self._retention != "off" else ()):
            yield {
                "article_id": article_id,
                "revision_id": revision_id,
                "position": position,
                "url": page.url,
                "http_status": page.status,
                "headers": [list(header) for header in page.headers],
                "fetched": page.fetched,
                "charset": page.charset,
                "charset_evidence": list(page.charset_evidence),
                "size": len(page.body),
                "checksum": page_checksum(page),
                **self._place(connection, page),
            }

    def _place(self, connection: Connection, page: RawPage) -> dict[str, Any]:
        """Return the columns that hold the bytes of a page, or say where they are."""
        if self._files:
            return self._files.write(connection, page.body)
        base_id, body = self._pack(connection, page)
        return {"base_id": base_id, "body": body, "store_id": None, "file_hash": None}

    def _pack(self, connection: Connection, page: RawPage) -> tuple[int, bytes]:
        host = host_of(page.url)
        packed = []
        for one in self._known(connection, host):
            packed.append((one.number, one.base.pack(page.body)))
            if len(packed[-1][1]) <= _GOOD_SHARE * len(page.body):
                return packed[-1]
        if packed:
            best = min(packed, key=lambda one: len(one[1]))
            if len(best[1]) <= _MAX_SHARE_OF_BASE * len(pack(page.body)):
                return best
        added = self._add(connection, host, page.body)
        return added.number, added.base.pack(page.body)

    def _known(self, connection: Connection, host: str) -> list[_Numbered]:
        if host not in self._bases:
            self._read_bases(connection, [host])
        self._bases.move_to_end(host)
        return self._bases[host]

    def _read_bases(self, connection: Connection, hosts: Sequence[str]) -> None:
        """Read the newest bases of hosts into memory, and let go of those that were not used for the longest time."""
        self._bases |= {host: [] for host in hosts}
        for row in connection.execute(_NEWEST_BASES, {"hosts": hosts}):
            self._bases[row.host].append(_Numbered(row.id, PackingBase(unpack(row.body))))
        size = sum(map(_size, self._bases.values()))
        while size > _MAX_BASES_BYTES and len(self._bases) > len(hosts):
            _, forgotten = self._bases.popitem(last=False)
            size -= _size(forgotten)

    def _add(self, connection: Connection, host: str, body: bytes) -> _Numbered:
        base = PackingBase(body)
        statement = insert(RawBaseRow).returning(RawBaseRow.id)
        number = connection.execute(statement, {"host": host, "body": pack(base.body)}).scalar_one()
        self._bases[host] = [_Numbered(number, base), *self._bases[host]][:_MAX_BASES]
        return self._bases[host][0]


_PLACED = select(
    RawBaseRow.id, func.row_number().over(partition_by=RawBaseRow.host, order_by=RawBaseRow.id.desc()).label("place")
).where(RawBaseRow.host.in_(bindparam("hosts", expanding=True)))
_NUMBERED = _PLACED.subquery()
_NEWEST_BASES = (
    select(RawBaseRow.id, RawBaseRow.host, RawBaseRow.body)
    .where(RawBaseRow.id.in_(select(_NUMBERED.c.id).where(_NUMBERED.c.place <= _MAX_BASES)))
    .order_by(RawBaseRow.id.desc())
)


def _size(bases: Sequence[_Numbered]) -> int:
    return sum(2 * len(one.base.body) + _COMPRESSOR_BYTES for one in bases)


def _storable(page: RawPage) -> RawPage:
    return replace(
        page,
        url=clean_text(page.url),
        headers=tuple((clean_text(name), clean_text(value)) for name, value in page.headers),
        charset_evidence=tuple(map(clean_text, page.charset_evidence)),
    )


def read_raw(
    connection: Connection, article_ids: Sequence[int], *, former: bool = False
) -> dict[int, tuple[RawPage, ...]]:
    """Return the pages of the current version of each article that has any, in their order.

    With those of ``former`` versions, the oldest version stands first. A version of which one page is lost has none:
    the rest of an article's pages is not the article. The log names the lost one.
    """
    pages: dict[int, tuple[RawPage, ...]] = {}
    wanted = RawPageRow.article_id.in_(article_ids)
    rows = (
        connection.execute(
            select(*RawPageRow.__table__.columns)
            .where(wanted if former else and_(wanted, RawPageRow.revision_id.is_(None)))
            .order_by(RawPageRow.article_id, *((RawPageRow.fetched,) if former else ()), RawPageRow.position)
        )
        .mappings()
        .all()
    )
    bases = _expand_bases(connection, {row["base_id"] for row in rows})
    for (article_id, _), version in groupby(rows, key=itemgetter("article_id", "revision_id")):
        try:
            read = tuple(page_of(row, _body(connection, row, bases)) for row in version)
        except PageLost as lost:
            logger.warning("article %d is read without its pages: %s", article_id, lost)
            continue
        pages[article_id] = (*pages.get(article_id, ()), *read)
    return pages


def _body(connection: Connection, row: Mapping[Any, Any], bases: Mapping[int, PackingBase]) -> bytes:
    if row["base_id"] not in bases:
        raise damaged_row("raw_bases", row["base_id"])
    return read_body(connection, row, bases[row["base_id"]])


def _expand_bases(connection: Connection, numbers: set[int]) -> dict[int, PackingBase]:
    """Return the bases of these numbers that are what was packed."""
    bases = {}
    for row in connection.execute(select(RawBaseRow.id, RawBaseRow.body).where(RawBaseRow.id.in_(numbers))):
        with suppress(*Unpackable):
            bases[row.id] = PackingBase(unpack(row.body))
    return bases
