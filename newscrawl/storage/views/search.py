"""Find articles by what they say."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    not_,
    or_,
    select,
    table,
)
from sqlalchemy.types import UserDefinedType

from newscrawl.errors import BadArgument
from newscrawl.storage.database.schema import ArticleRow, SearchEntryRow
from newscrawl.storage.database.search_index import MAX_INDEXED_CHARACTERS
from newscrawl.storage.database.upgrade import reading
from newscrawl.storage.views.query import Query, Term, parse_query
from newscrawl.text.query import Excerpt, excerpt, quick_excerpt

MAX_RANKED_ARTICLES = (
    5_000  # of the articles that match, the newest so many are ranked: one in two matches a common word
)

_TITLE_WEIGHT = 5  # a word of the title counts as much as this many of the body
_TITLE_CHARACTERS = 300  # characters
_EXCERPT_CHARACTERS = 140  # characters of an excerpt

_INDEX = table("search_index", column("rowid"), column("entry_id"), column("vector"))


class _TsQuery(UserDefinedType[str]):
    """PostgreSQL's type of a query; SQLAlchemy's own would load the whole dialect for users of SQLite, too."""

    cache_ok = True

    def get_col_spec(self, **_options: Any) -> str:
        """Return the name of the type in SQL."""
        return "TSQUERY"


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
        _INDEX.c.vector.op("@@")(cast(bindparam("query"), _TsQuery)),
        -func.ts_rank(_INDEX.c.vector, cast(bindparam("query"), _TsQuery), 1),
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
    language: str | None
    dated: datetime
    title: Excerpt
    text: Excerpt


def search(
    database_url: str,
    query: str,
    *,
    site: str | None = None,
    language: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 10,
) -> list[Hit]:
    """Return the articles that ``query`` asks for (see ``parse_query``), the best first; without words, the newest.

    ``site``, ``language``, ``since`` (published then or later) and ``until`` (published before) narrow
    them down. Raises ``BadArgument`` for a query that asks for nothing.
    """
    asked = _asked(query)
    with reading(database_url) as engine, engine.connect() as connection:
        found = _ranked(connection, asked, _narrowed(site, language, since, until), limit)
        if not found:
            return []
        columns = ("id", "key", "url", "site", "language", "published", "first_seen", "title", "body_text")
        wanted = select(*(getattr(ArticleRow, name) for name in columns)).where(ArticleRow.id.in_(found))
        rows = {row.id: row for row in connection.execute(wanted)}
    return [
        Hit(
            row.id,
            row.key,
            row.url,
            row.site,
            row.language,
            row.published or row.first_seen,
            excerpt(row.title or "", (*asked.phrases, *asked.title_phrases), _TITLE_CHARACTERS),
            quick_excerpt(row.body_text[:MAX_INDEXED_CHARACTERS], asked.phrases, _EXCERPT_CHARACTERS),
        )
        for row in (rows[number] for number in found if number in rows)
    ]


def matching(connection: Connection, query: str) -> set[int]:
    """Return the numbers of all articles that ``query`` asks for; raises ``BadArgument`` as ``search`` does."""
    return set(connection.execute(matching_entries(connection, query)).scalars())


def matching_entries(connection: Connection, query: str) -> Select[Any]:
    """Return the statement that finds what ``matching`` does, those stored last first, to be narrowed down.

    It selects ``article_id`` of the search entries. Raises ``BadArgument`` as ``search`` does.
    """
    asked = _asked(query)
    found = _matching(connection, asked).with_only_columns(SearchEntryRow.article_id)
    entry = _DIALECTS[connection.dialect.name].entry if asked.wanted else SearchEntryRow.id
    return found.order_by(entry.desc()).params(**_written(connection, asked))


def fts5_query(query: str) -> str:
    """Return the words of ``query`` as SQLite's index takes them; a query without words finds nothing."""
    return _as_fts5(parse_query(query)) or '""'


def _asked(query: str) -> Query:
    asked = parse_query(query)
    if not any(asked):
        raise BadArgument("the query has no word to look for")
    return asked


def _narrowed(
    site: str | None, language: str | None, since: datetime | None, until: datetime | None
) -> list[ColumnElement[bool]]:
    conditions = []
    if site is not None:
        conditions.append(SearchEntryRow.site == site)
    if language is not None:
        conditions.append(_is_in(language.lower()))
    if since is not None:
        conditions.append(SearchEntryRow.dated >= since)
    if until is not None:
        conditions.append(SearchEntryRow.dated < until)
    return conditions


def _ranked(connection: Connection, asked: Query, narrowed: Sequence[ColumnElement[bool]], limit: int) -> list[int]:
    dialect = _DIALECTS[connection.dialect.name]
    found = _matching(connection, asked).where(*narrowed)
    if not asked.wanted:
        newest = found.with_only_columns(SearchEntryRow.article_id).order_by(
            SearchEntryRow.dated.desc(), SearchEntryRow.article_id.desc()
        )
        return list(connection.execute(newest.limit(limit), _written(connection, asked)).scalars())
    # One match needs no rank, for which SQLite would look all matches of each phrase up once more. Nor does a beginning
    # that very many share: SQLite gathers all their matches each time, which takes longest, and ranks say little.
    looks_at = MAX_RANKED_ARTICLES if _has_beginning(asked) else 2
    if looks_at > 2 or not narrowed:
        newest = found.with_only_columns(SearchEntryRow.article_id).order_by(dialect.entry.desc()).limit(looks_at)
        matches = list(connection.execute(newest, _written(connection, asked)).scalars())
        if len(matches) < 2 or len(matches) == MAX_RANKED_ARTICLES:
            return matches[:limit]
    ranked = (
        found.with_only_columns(SearchEntryRow.article_id, dialect.rank.label("rank"))
        .order_by(dialect.entry.desc())
        .limit(MAX_RANKED_ARTICLES)
        .subquery()
    )
    best = select(ranked.c.article_id).order_by(ranked.c.rank, ranked.c.article_id.desc()).limit(limit)
    return list(connection.execute(best, _written(connection, asked)).scalars())


def _has_beginning(asked: Query) -> bool:
    """Tell whether words are asked for by their beginning, as those with a single ideograph are."""
    terms = (term.phrase for group in asked.wanted for term in group)
    return any(phrase.is_prefix and len(phrase.terms) == 1 for phrase in terms)


def _matching(connection: Connection, asked: Query) -> Select[Any]:
    """Return the selection of the entries that ``asked`` asks for; its parameters are those of ``_written``."""
    dialect = _DIALECTS[connection.dialect.name]
    found = select(SearchEntryRow)
    if asked.wanted:
        found = (
            found.select_from(_INDEX).join(SearchEntryRow, SearchEntryRow.id == dialect.entry).where(dialect.matches)
        )
    elif asked.unwanted:
        found = found.where(SearchEntryRow.id.not_in(select(dialect.entry).where(dialect.matches)))
    if asked.sites:
        found = found.where(or_(*map(_is_of, asked.sites)))
    found = found.where(*(not_(_is_of(site)) for site in asked.other_sites))
    if asked.languages:
        found = found.where(or_(*map(_is_in, asked.languages)))
    return found.where(*(not_(_is_in(language)) for language in asked.other_languages))


def _is_of(site: str) -> ColumnElement[bool]:
    """Ask whether an article is of a site, which is called by its name or a host."""
    named = func.lower(SearchEntryRow.site) == site
    if "." not in site:
        return named
    hosts = [
        ArticleRow.url.istartswith(f"{scheme}://{before}{site}/", autoescape=True)
        for scheme in ("https", "http")
        for before in ("", "www.")
    ]
    return or_(named, SearchEntryRow.article_id.in_(select(ArticleRow.id).where(or_(*hosts))))


def _is_in(language: str) -> ColumnElement[bool]:
    """Ask whether an article is in a language; ``zh`` is also ``zh-TW``."""
    written = func.lower(ArticleRow.language)
    is_language = or_(written == language, written.startswith(f"{language}-", autoescape=True))
    return SearchEntryRow.article_id.in_(select(ArticleRow.id).where(is_language))


def _written(connection: Connection, asked: Query) -> dict[str, str]:
    write = _as_fts5 if connection.dialect.name == "sqlite" else _as_tsquery
    # Without a word that is wanted, those that are found are the ones that are left out.
    return {"query": write(asked if asked.wanted else Query((asked.unwanted,) if asked.unwanted else ()))}


def _as_fts5(asked: Query) -> str:
    # Terms are letters and digits, so that nothing in them can be an operator once they stand in quotation marks.
    def write(term: Term) -> str:
        column = "title : " if term.in_title else ""
        return f'{column}"{" ".join(term.phrase.terms)}"{" *" if term.phrase.is_prefix else ""}'

    wanted = " AND ".join(f"({' OR '.join(map(write, group))})" for group in asked.wanted)
    return f"({wanted}) NOT ({' OR '.join(map(write, asked.unwanted))})" if wanted and asked.unwanted else wanted


def _as_tsquery(asked: Query) -> str:
    def write(term: Term) -> str:
        # Terms of a title have the weight A.
        marks = f"{'*' if term.phrase.is_prefix else ''}{'A' if term.in_title else ''}"
        before = ":A" if term.in_title else ""
        *first, last = term.phrase.terms
        return f"({' <-> '.join([*(f'{one}{before}' for one in first), f'{last}:{marks}' if marks else last])})"

    wanted = [f"({' | '.join(map(write, group))})" for group in asked.wanted]
    return " & ".join([*wanted, *(f"!{write(term)}" for term in asked.unwanted)])
