"""Articles as rows of the tables, and back."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, RowMapping, bindparam, select

from newscrawl.article import Article, Change, RawPage
from newscrawl.dom.render.images import Image
from newscrawl.storage.database.schema import ArticleRow, Base, ChangeRow, ImageRow, TagRow

_LISTS = ("authors", "charset_evidence", "flags")
# What the table has beside the fields of an article.
_OWN = frozenset({"id", "content_hash", "checksum", "first_seen", "last_changed", "run_id"})
_COLUMNS = tuple(column.name for column in ArticleRow.__table__.columns if column.name not in _OWN)
# Built once: SQLAlchemy takes as long to build a statement as SQLite to run it.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ARTICLES = select(*ArticleRow.__table__.columns).where(ArticleRow.id.in_(_IDS)).order_by(ArticleRow.id)
_PARTS = {
    part: select(*part.__table__.columns).where(part.article_id.in_(_IDS)).order_by(part.article_id, part.position)
    for part in (ImageRow, TagRow, ChangeRow)
}


def columns_of(article: Article) -> dict[str, Any]:
    """Return the values of an article's own columns."""
    return {name: getattr(article, name) for name in _COLUMNS}


def parts_of(article_id: int, article: Article) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    """Return the rows of an article's parts, each with its table."""
    parts: dict[type[Base], Sequence[dict[str, Any]]] = {
        ImageRow: [image._asdict() for image in article.images],
        TagRow: [{"tag": tag} for tag in dict.fromkeys(article.tags)],
        ChangeRow: [change._asdict() for change in article.changes],
    }
    for table, rows in parts.items():
        for position, row in enumerate(rows):
            yield table, {"article_id": article_id, "position": position, **row}


def read_articles(connection: Connection, ids: Sequence[int]) -> dict[int, Article]:
    """Return the stored articles of those numbers, without their raw pages."""
    images = _parts(connection, ImageRow, ids)
    tags = _parts(connection, TagRow, ids)
    changes = _parts(connection, ChangeRow, ids)
    rows = connection.execute(_ARTICLES, {"ids": ids})
    return {
        row["id"]: Article(
            **_own_values(row),
            images=tuple(Image(one["url"], one["alt"], one["caption"]) for one in images[row["id"]]),
            tags=tuple(one["tag"] for one in tags[row["id"]]),
            changes=tuple(Change(*(one[name] for name in Change._fields)) for one in changes[row["id"]]),
        )
        for row in rows.mappings()
    }


def page_of(row: Mapping[Any, Any], body: bytes) -> RawPage:
    """Return a fetched page by its row and the bytes that ``read_body`` returns for it."""
    return RawPage(
        url=row["url"],
        status=row["http_status"],
        headers=tuple((name, value) for name, value in row["headers"]),
        body=body,
        fetched=row["fetched"],
        charset=row["charset"],
        charset_evidence=tuple(row["charset_evidence"]),
    )


def _own_values(row: RowMapping) -> dict[str, Any]:
    return {name: tuple(row[name]) if name in _LISTS else row[name] for name in _COLUMNS}


def _parts(
    connection: Connection, table: type[ImageRow | TagRow | ChangeRow], ids: Sequence[int]
) -> Mapping[int, list[Any]]:
    found = defaultdict(list)
    for row in connection.execute(_PARTS[table], {"ids": ids}).mappings():
        found[row["article_id"]].append(row)
    return found
