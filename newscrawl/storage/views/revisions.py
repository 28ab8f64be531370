"""All versions of an article that are known."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from newscrawl.article import Article
from newscrawl.storage.crawl.article_writer import version_of
from newscrawl.storage.database.packing import unpack_content
from newscrawl.storage.database.rows import read_articles
from newscrawl.storage.database.schema import ArticleRow, RevisionRow
from newscrawl.storage.database.upgrade import reading

_MAX_ID = (1 << 63) - 1  # the largest integer of SQLite and PostgreSQL


class Version(NamedTuple):
    """One version of an article: when it was stored, what became of it, and what it says.

    ``reason`` is ``current``, ``replaced`` (the page has changed), ``reextracted`` (the rules have) or ``skipped``
    (the stored version was better). ``content`` holds the fields as plain values, times as text.
    """

    reason: str
    status: str
    seen: datetime
    content: dict[str, Any]


class History(NamedTuple):
    """An article and its versions, oldest first; skipped copies stand where they came in."""

    id: int
    key: str
    url: str
    versions: tuple[Version, ...]


def read_history(database_url: str, names: Collection[str]) -> History | None:
    """Return the history of the first article whose number, key or address is one of ``names``."""
    with reading(database_url) as engine, engine.connect() as connection:
        number = find_article(connection, names)
        return None if number is None else history_of(connection, number)


def history_of(connection: Connection, article_id: int) -> History:
    """Return the history of an article by its number."""
    columns = (ArticleRow.id, ArticleRow.key, ArticleRow.url, ArticleRow.status, ArticleRow.last_changed)
    found = connection.execute(select(*columns).where(ArticleRow.id == article_id)).one()
    rows = connection.execute(
        select(RevisionRow.reason, RevisionRow.status, RevisionRow.seen, RevisionRow.content)
        .where(RevisionRow.article_id == found.id)
        .order_by(RevisionRow.seen, RevisionRow.id)
    )
    versions = [Version(row.reason, row.status, row.seen, unpack_content(row.content)) for row in rows]
    plain = plain_version(read_articles(connection, [found.id])[found.id])
    versions.append(Version("current", found.status, found.last_changed, plain))
    # At one time, a copy was skipped for a version that was there already.
    versions.sort(key=lambda version: (version.seen, version.reason == "skipped"))
    return History(found.id, found.key, found.url, tuple(versions))


def plain_version(article: Article) -> dict[str, Any]:
    """Return what a version says of an article as plain values, times as text: as revisions are stored."""
    plain: dict[str, Any] = json.loads(json.dumps(version_of(article), default=str))
    return plain


def find_article(connection: Connection, names: Collection[str]) -> int | None:
    """Return the number of the first article whose number or key is one of ``names``, else whose address is."""
    # A look-up for each index; joined by OR, and in the order of numbers, the whole table would be read.
    numbers = [int(name) for name in names if name.isascii() and name.isdecimal() and int(name) <= _MAX_ID]
    named = (_lowest(connection, ArticleRow.id.in_(numbers)), _lowest(connection, ArticleRow.key.in_(names)))
    found = min((number for number in named if number is not None), default=None)
    return _lowest(connection, ArticleRow.url.in_(names)) if found is None else found


def _lowest(connection: Connection, condition: ColumnElement[bool]) -> int | None:
    return connection.execute(select(func.min(ArticleRow.id)).where(condition)).scalar()
