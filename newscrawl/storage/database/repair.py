"""Rebuild what can be made anew from the articles: indexes, near-duplicates, checksums that are missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from newscrawl.errors import NewscrawlError, StorageFailed
from newscrawl.storage.database.checksums import article_checksum, page_checksum
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.packing import PackingBase, unpack
from newscrawl.storage.database.raw_store import read_body
from newscrawl.storage.database.row_checksums import revision_checksum
from newscrawl.storage.database.rows import page_of, read_articles
from newscrawl.storage.database.schema import (
    ArticleRow,
    Base,
    ChecksumsCompleteRow,
    IndexVersionRow,
    RawBaseRow,
    RawPageRow,
    RevisionRow,
    index_names,
)
from newscrawl.storage.database.search_index import bring_up_to_date
from newscrawl.storage.database.upgrade import open_database


def rebuild(database_url: str) -> None:
    """Make missing tables and indexes, the search index and the near-duplicates anew, and checksums that are missing.

    A checksum that differs is left alone: what was stored then is not known here (``changed_articles``). Raises
    ``StorageFailed`` for a value that cannot be read, such as JSON that is none.
    """
    with failures(), _unreadable_values():
        engine = open_engine(database_url)
        try:
            with engine.begin() as connection:
                _make_missing(connection)
        finally:
            engine.dispose()
        engine = open_database(database_url, create=False)
        try:
            with engine.begin() as connection:
                connection.execute(delete(IndexVersionRow))
            bring_up_to_date(engine)
            with engine.begin() as connection:
                _fill_checksums(connection)
                _mark_complete(connection)
        finally:
            engine.dispose()


def changed_articles(database_url: str) -> tuple[str, ...]:
    """Return the keys of articles that are not what was stored, by their checksums."""
    columns = select(*(getattr(ArticleRow, name) for name in _CHECKED)).where(ArticleRow.checksum.is_not(None))
    found = []
    with failures(), _unreadable_values():
        engine = open_engine(database_url, read_only=True)
        try:
            with engine.connect() as connection:
                for row in connection.execute(columns.order_by(ArticleRow.id)).all():
                    article = read_articles(connection, [row.id])[row.id]
                    if row.checksum != article_checksum(article, row.content_hash, row.first_seen, row.last_changed):
                        found.append(article.key)
        finally:
            engine.dispose()
    return tuple(found)


@contextmanager
def _unreadable_values() -> Iterator[None]:
    try:
        yield
    except NewscrawlError:
        raise
    except (TypeError, ValueError) as error:
        raise StorageFailed(f"a stored value cannot be read, nothing is rebuilt: {error}") from error


_CHECKED = ("id", "checksum", "content_hash", "first_seen", "last_changed")


def _make_missing(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    there = index_names(connection)
    for table in Base.metadata.tables.values():
        for index in table.indexes:
            if index.name not in there:
                index.create(connection)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("REINDEX")


def _mark_complete(connection: Connection) -> None:
    if connection.execute(select(ChecksumsCompleteRow.since)).first() is None:
        connection.execute(insert(ChecksumsCompleteRow), {"since": datetime.now(UTC)})


def _fill_checksums(connection: Connection) -> None:
    columns = select(*(getattr(ArticleRow, name) for name in _CHECKED)).where(ArticleRow.checksum.is_(None))
    for row in connection.execute(columns).all():
        article = read_articles(connection, [row.id])[row.id]
        checksum = article_checksum(article, row.content_hash, row.first_seen, row.last_changed)
        connection.execute(update(ArticleRow).where(ArticleRow.id == row.id).values(checksum=checksum))
    revisions = select(*RevisionRow.__table__.columns).where(RevisionRow.checksum.is_(None))
    for revision in connection.execute(revisions).mappings().all():
        values = {"checksum": revision_checksum(revision)}
        connection.execute(update(RevisionRow).where(RevisionRow.id == revision["id"]).values(values))
    unchecked = select(RawPageRow.id).where(RawPageRow.checksum.is_(None))
    for number in connection.execute(unchecked).scalars().all():
        page = connection.execute(select(*RawPageRow.__table__.columns).where(RawPageRow.id == number)).mappings().one()
        packed = connection.execute(select(RawBaseRow.body).where(RawBaseRow.id == page["base_id"])).scalar_one()
        checksum = page_checksum(page_of(page, read_body(connection, page, PackingBase(unpack(packed)))))
        connection.execute(update(RawPageRow).where(RawPageRow.id == number).values(checksum=checksum))
