"""One article with everything that a page about it shows."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, exists, or_, select

from newscrawl.article import Article
from newscrawl.storage.database.rows import read_articles
from newscrawl.storage.database.schema import ArticleRow, DuplicateRow, RawPageRow
from newscrawl.storage.views.revisions import Version, find_article, history_of
from newscrawl.storage.views.similar import Copy, similar_to


class ArticleDetails(NamedTuple):
    """An article, when it was stored, its versions oldest first, and those that are nearly the same, without itself.

    ``has_pages`` tells that the pages which it was read from are stored.
    """

    id: int
    article: Article
    first_seen: datetime
    last_changed: datetime
    versions: tuple[Version, ...]
    copies: tuple[Copy, ...]
    has_pages: bool


def read_details(connection: Connection, names: Collection[str]) -> ArticleDetails | None:
    """Return the first article whose number, key or address is one of ``names``."""
    number = find_article(connection, names)
    if number is None:
        return None
    times = connection.execute(
        select(
            ArticleRow.first_seen,
            ArticleRow.last_changed,
            exists().where(RawPageRow.article_id == ArticleRow.id, RawPageRow.revision_id.is_(None)).label("has_pages"),
        ).where(ArticleRow.id == number)
    ).one()
    pairs = or_(DuplicateRow.article_id == number, DuplicateRow.other_id == number)
    has_copies = connection.execute(select(exists().where(pairs))).scalar_one()
    copies = similar_to(connection, number).copies if has_copies else ()
    return ArticleDetails(
        number,
        read_articles(connection, [number])[number],
        times.first_seen,
        times.last_changed,
        history_of(connection, number).versions,
        tuple(copy for copy in copies if copy.article_id != number),
        times.has_pages,
    )
