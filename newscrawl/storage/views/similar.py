"""Articles that are nearly the same, and which of them was first."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from newscrawl.storage.database.schema import ArticleRow, DuplicateRow
from newscrawl.storage.database.search_index import fold_body
from newscrawl.storage.database.upgrade import reading
from newscrawl.storage.views.revisions import find_article
from newscrawl.text.minhash import resemblance

MAX_GROUP_ARTICLES = 100  # that are shown (chosen by hand)


class Copy(NamedTuple):
    """One article of a group.

    ``similarity`` is the share of text that it has in common with the article that was asked for, from 0 to 1.
    ``source`` is where its site says it took it from. ``dated`` is when it was published or, if nobody says, first
    stored.
    """

    article_id: int
    key: str
    url: str
    site: str
    dated: datetime
    title: str | None
    source: str | None
    byline: str | None
    similarity: float


class Group(NamedTuple):
    """An article and those that are nearly the same, the earliest first."""

    asked: int
    copies: tuple[Copy, ...]


def read_similar(database_url: str, names: Collection[str]) -> Group | None:
    """Return the group of the first article whose number, key or address is one of ``names``.

    Two articles belong to one group if they are nearly the same, or if others between them are; of a large group the
    first hundred are found.
    """
    with reading(database_url) as engine, engine.connect() as connection:
        asked = find_article(connection, names)
        return None if asked is None else similar_to(connection, asked)


def similar_to(connection: Connection, asked: int) -> Group:
    """Return the group of an article by its number, as ``read_similar`` does."""
    columns = (
        "id", "key", "url", "site", "published", "first_seen", "title", "source", "byline", "body_text",
    )  # fmt: skip
    wanted = select(*(getattr(ArticleRow, name) for name in columns))
    rows = connection.execute(wanted.where(ArticleRow.id.in_(_connected(connection, asked)))).all()
    folded = {row.id: fold_body(row.body_text) for row in rows}
    copies = [
        Copy(
            row.id,
            row.key,
            row.url,
            row.site,
            row.published or row.first_seen,
            row.title,
            row.source,
            row.byline,
            1.0 if row.id == asked else resemblance(folded[asked], folded[row.id]),
        )
        for row in rows
    ]
    return Group(asked, tuple(sorted(copies, key=lambda copy: (copy.dated, copy.article_id))))


def _connected(connection: Connection, asked: int) -> set[int]:
    """Return the article and whatever is connected with it, the nearest first until there are enough."""
    group, new = {asked}, [asked]
    while new and len(group) < MAX_GROUP_ARTICLES:
        pairs = select(DuplicateRow.article_id, DuplicateRow.other_id)
        linked = pairs.where(or_(DuplicateRow.article_id.in_(new), DuplicateRow.other_id.in_(new)))
        found = {number for row in connection.execute(linked.limit(MAX_GROUP_ARTICLES * 8)) for number in row} - group
        new = sorted(found)[: MAX_GROUP_ARTICLES - len(group)]
        group.update(new)
    return group
