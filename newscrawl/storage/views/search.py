"""Find articles by what they say."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from newscrawl.errors import BadArgument
from newscrawl.storage.database.schema import ArticleRow, SearchEntryRow
from newscrawl.storage.database.search_index import MAX_INDEXED_CHARACTERS
from newscrawl.storage.database.upgrade import reading
from newscrawl.text.query import Excerpt, Phrase, excerpt, parse_query

MAX_RANKED_ARTICLES = (
    5_000  # of the articles that match, the newest so many are ranked: one in two matches a common word
)

_TITLE_WEIGHT = 5  # a word of the title counts as much as this many of the body
_TITLE_CHARACTERS = 300  # characters
_EXCERPT_CHARACTERS = 140  # characters of an excerpt

_INDEX = table("search_index", column("rowid"), column("entry_id"), column("vector"))


class _Dialect(NamedTuple):
    """How a database is asked: for an entry of the index, whether it matches ``:query``, and how badly."""

    entry: ColumnElement[int]
    matches: ColumnElement[bool]
    rank: ColumnElement[float]


_DIALECTS = {
    "sqlite": _Dialect(
        _INDEX.c.rowid,
        literal_column("search_index").op("MATCH")(bindparam("query")),
        func.bm25(literal_column("search_index"), _TITLE_WEIGHT, 1),
    ),
    "postgresql": _Dialect(
        _INDEX.c.entry_id,
        _INDEX.c.vector.op("@@")(cast(bindparam("query"), TSQUERY)),
        -func.ts_rank(_INDEX.c.vector, cast(bindparam("query"), TSQUERY), 1),
    ),
}


class Hit(NamedTuple):
    """An article that was found: title and text with the places where the query was found in them.

    ``dated`` is when it was published or, if nobody says, first stored.
    """

    article_id: int
    key: str
    url: str
    site: str
    dated: datetime
    title: Excerpt
    text: Excerpt


def search(
    database_url: str, query: str, *, site: str | None = None, since: datetime | None = None, limit: int = 10
) -> list[Hit]:
    """Return the articles that say all of ``query``, the best first.

    ``site`` and ``since`` (published at that time or later) narrow them down. Raises ``BadArgument`` for a query
    without any letter or digit.
    """
    phrases = _phrases(query)
    with reading(database_url) as engine, engine.connect() as connection:
        found = _ranked(connection, phrases, site, since, limit)
        columns = ("id", "key", "url", "site", "published", "first_seen", "title", "body_text")
        wanted = select(*(getattr(ArticleRow, name) for name in columns)).where(ArticleRow.id.in_(found))
        rows = {row.id: row for row in connection.execute(wanted)}
    return [
        Hit(
            row.id,
            row.key,
            row.url,
            row.site,
            row.published or row.first_seen,
            excerpt(row.title or "", phrases, _TITLE_CHARACTERS),
            excerpt(row.body_text[:MAX_INDEXED_CHARACTERS], phrases, _EXCERPT_CHARACTERS),
        )
        for row in (rows[number] for number in found if number in rows)
    ]


def matching(connection: Connection, query: str) -> set[int]:
    """Return the numbers of all articles that say all of ``query``; raises ``BadArgument`` as ``search`` does."""
    asked = _DIALECTS[connection.dialect.name]
    found = select(SearchEntryRow.article_id).join(_INDEX, asked.entry == SearchEntryRow.id).where(asked.matches)
    return set(connection.execute(found, {"query": _written(connection, _phrases(query))}).scalars())


def fts5_query(query: str) -> str:
    """Return ``query`` as SQLite's index takes it; one without words finds nothing."""
    return _as_fts5(parse_query(query)) or '""'


def _phrases(query: str) -> tuple[Phrase, ...]:
    phrases = parse_query(query)
    if not phrases:
        raise BadArgument("the query has no word to look for")
    return phrases


def _ranked(
    connection: Connection, phrases: Sequence[Phrase], site: str | None, since: datetime | None, limit: int
) -> list[int]:
    asked = _DIALECTS[connection.dialect.name]
    newest = (
        select(SearchEntryRow.article_id, asked.rank.label("rank"))
        .select_from(_INDEX)
        .join(SearchEntryRow, SearchEntryRow.id == asked.entry)
        .where(asked.matches)
        .order_by(asked.entry.desc())
        .limit(MAX_RANKED_ARTICLES)
    )
    if site is not None:
        newest = newest.where(SearchEntryRow.site == site)
    if since is not None:
        newest = newest.where(SearchEntryRow.dated >= since)
    found = newest.subquery()
    best = select(found.c.article_id).order_by(found.c.rank, found.c.article_id.desc()).limit(limit)
    return list(connection.execute(best, {"query": _written(connection, phrases)}).scalars())


def _written(connection: Connection, phrases: Sequence[Phrase]) -> str:
    return _as_fts5(phrases) if connection.dialect.name == "sqlite" else _as_tsquery(phrases)


def _as_fts5(phrases: Sequence[Phrase]) -> str:
    # Terms are letters and digits, so that nothing in them can be an operator once they stand in quotation marks.
    return " ".join(f'"{" ".join(phrase.terms)}"{" *" if phrase.is_prefix else ""}' for phrase in phrases)


def _as_tsquery(phrases: Sequence[Phrase]) -> str:
    return " & ".join(f"({' <-> '.join(phrase.terms)}{':*' if phrase.is_prefix else ''})" for phrase in phrases)
