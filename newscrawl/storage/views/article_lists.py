"""Articles in the order of their dates, page by page, with the counts by which a list is narrowed down."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any, NamedTuple, Self

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from newscrawl.errors import BadArgument
from newscrawl.storage.database.schema import DATED, ArticleRow, RemovalRow, SearchEntryRow, TagRow
from newscrawl.storage.views.search import matching_entries

NO_LANGUAGE = "unknown"  # stands for the language of articles that have none

# Articles with a tag or with the words of a query that are listed, those stored last: a common one has half of all.
MAX_CANDIDATES = 2_000

_TITLE_CHARACTERS = 300  # of a title that are shown in a list (chosen by hand)
_START_CHARACTERS = 400  # of the text that are shown in a list
_SEARCHED_CHARACTERS = 20_000  # of a text in which an excerpt is looked for (chosen by hand)
_MAX_DAYS = 14  # that are counted: those up to the newest of the list
_MAX_TAGS = 24  # that are counted and offered (chosen by hand)
_MAX_TAGGED_ARTICLES = 500  # the newest of a list, whose tags are counted


class ArticleFilter(NamedTuple):
    """What a list is narrowed down to; ``day`` is in UTC, ``query`` as ``search`` reads it."""

    site: str | None = None
    language: str | None = None
    tag: str | None = None
    status: str | None = None
    day: date | None = None
    query: str | None = None


class Cursor(NamedTuple):
    """A place in a list: the article that it lies beside."""

    dated: datetime
    article_id: int

    @classmethod
    def parse(cls, written: str) -> Self:
        """Return the place that ``str`` wrote; raises ``BadArgument`` for anything else."""
        moment, _, number = written.partition("~")
        try:
            dated, article_id = datetime.fromisoformat(moment), int(number)
        except ValueError:
            dated, article_id = datetime.min, -1
        if dated.tzinfo is None or not 0 <= article_id < 1 << 63:
            raise BadArgument(f"a place in a list is like 2026-11-20T12:00:00+00:00~17, not {written[:80]!r}")
        return cls(dated, article_id)

    def __str__(self) -> str:
        return f"{self.dated.isoformat()}~{self.article_id}"


class ListedArticle(NamedTuple):
    """An article as a list shows it.

    ``dated`` is ``published`` or, if nobody says, when it was first stored; ``text`` is the beginning of its body.
    """

    id: int
    key: str
    url: str
    site: str
    status: str
    language: str | None
    title: str
    authors: list[str]
    source: str | None
    summary: str | None
    published: datetime | None
    first_seen: datetime
    last_changed: datetime
    dated: datetime
    text: str
    published_day: date | None = None
    published_precision: str | None = None


class Counts(NamedTuple):
    """How many articles a list has: in all, and by what else it can be narrowed down to.

    Each count leaves out the filter of its own kind. ``days`` are the last of the list, ``tags`` those of its newest
    articles.
    """

    total: int
    sites: Mapping[str, int]
    languages: Mapping[str, int]
    statuses: Mapping[str, int]
    days: Mapping[date, int]
    tags: Mapping[str, int]


class ArticlePage(NamedTuple):
    """A page of a list, the newest first, and the places where the pages before and behind it begin, if any."""

    articles: tuple[ListedArticle, ...]
    newer: Cursor | None
    older: Cursor | None
    counts: Counts | None


class _Group(NamedTuple):
    site: str
    language: str | None
    status: str
    articles: int


class KindCounts:
    """How many articles each site has in each language and status, kept from one page of a reader to the next.

    They are counted anew when an article has come, changed or been forgotten.
    """

    def __init__(self) -> None:
        self._counted: tuple[tuple[Any, ...], Sequence[_Group]] | None = None

    def read(self, connection: Connection) -> Sequence[_Group]:
        """Return the counts as the transaction of ``connection`` sees the articles."""
        last = (func.max(ArticleRow.id), func.max(ArticleRow.last_changed), func.max(RemovalRow.id))
        state = tuple(connection.execute(select(one)).scalar() for one in last)
        if self._counted is None or self._counted[0] != state:
            self._counted = state, _count_kinds(connection, [])
        return self._counted[1]


def list_articles(
    connection: Connection,
    wanted: ArticleFilter,
    *,
    before: Cursor | None = None,
    after: Cursor | None = None,
    limit: int = 30,
    counted: KindCounts | None = None,
) -> ArticlePage:
    """Return the newest ``limit`` articles of a list, or those next to a place: older ones or newer ones.

    The page has counts if ``counted`` is given.

    Of a search or a tag, the ``MAX_CANDIDATES`` articles that were stored last are listed and counted. Raises
    ``BadArgument`` for a query without a word.
    """
    candidates = _candidates(connection, wanted) if wanted.tag or wanted.query else None
    if candidates is None:
        found = _place_ids(connection, wanted, before, after, limit + 1)
        counts = _counts(connection, wanted, counted) if counted else None
    else:
        found = _places(candidates, wanted, before, after, limit + 1)
        counts = _counts_of(connection, candidates, wanted) if counted else None
    is_more = len(found) > limit
    articles = _listed(connection, found[:limit], _SEARCHED_CHARACTERS if wanted.query else _START_CHARACTERS)
    if not articles:
        return ArticlePage((), None, None, counts)
    first, last = (Cursor(one.dated, one.id) for one in (articles[0], articles[-1]))
    has_newer = is_more if after else before is not None
    has_older = after is not None or is_more
    return ArticlePage(articles, first if has_newer else None, last if has_older else None, counts)


def read_bodies(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """Return the markup of articles by their numbers."""
    found = select(ArticleRow.id, ArticleRow.body_html).where(ArticleRow.id.in_(ids))
    return {row.id: row.body_html for row in connection.execute(found)}


def _counts(connection: Connection, wanted: ArticleFilter, counted: KindCounts) -> Counts:
    groups = counted.read(connection) if wanted.day is None else _count_kinds(connection, _day(wanted.day, DATED))
    days = _count_days(connection, wanted)
    tagged = _place_ids(connection, wanted, None, None, _MAX_TAGGED_ARTICLES)
    return _narrowed(groups, wanted, days, _count_tags(connection, tagged))


def _count_kinds(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> list[_Group]:
    columns = (ArticleRow.site, ArticleRow.language, ArticleRow.status)
    rows = connection.execute(select(*columns, func.count()).where(*conditions).group_by(*columns))
    return [_Group(*row) for row in rows]


def _counts_of(connection: Connection, candidates: Sequence["_Candidate"], wanted: ArticleFilter) -> Counts:
    kinds = Counter((one.site, one.language, one.status) for one in candidates)
    groups = [_Group(*kind, articles) for kind, articles in kinds.items()]
    listed = sorted((one for one in candidates if _is_in(one, wanted)), key=_place, reverse=True)
    days = Counter(one.dated.date() for one in listed)
    last_days = dict(islice(days.items(), _MAX_DAYS))  # in the order of the list
    tags = _count_tags(connection, [one.id for one in listed[:_MAX_TAGGED_ARTICLES]])
    return _narrowed(groups, wanted, last_days, tags)


def _narrowed(
    groups: Sequence[_Group], wanted: ArticleFilter, days: Mapping[date, int], tags: Mapping[str, int]
) -> Counts:
    total = 0
    sites, languages, statuses = Counter[str](), Counter[str](), Counter[str]()
    for site, language, status, articles in groups:
        name = language or NO_LANGUAGE
        is_site = wanted.site in (None, site)
        is_language = wanted.language in (None, name)
        is_status = wanted.status in (None, status)
        if is_language and is_status:
            sites[site] += articles
        if is_site and is_status:
            languages[name] += articles
        if is_site and is_language:
            statuses[status] += articles
            total += articles if is_status else 0
    # Those of equal counts by name: databases give groups in orders of their own.
    found = [dict(sorted(one.items(), key=lambda kind: (-kind[1], kind[0]))) for one in (sites, languages, statuses)]
    return Counts(total, found[0], found[1], found[2], days, tags)


class _Candidate(NamedTuple):
    site: str
    language: str | None
    status: str
    id: int
    dated: datetime


def _candidates(connection: Connection, wanted: ArticleFilter) -> list[_Candidate]:
    """Return what the tag and the query find, whatever site, language and status."""
    tagged = select(TagRow.article_id).where(TagRow.tag == wanted.tag)
    if wanted.query is None:
        ids: Select[Any] = tagged.order_by(TagRow.article_id.desc())
    else:
        ids = matching_entries(connection, wanted.query)
        if wanted.tag is not None:
            ids = ids.where(tagged.where(TagRow.article_id == SearchEntryRow.article_id).exists())
        if wanted.site is not None:
            ids = ids.where(SearchEntryRow.site == wanted.site)
        ids = ids.where(*_day(wanted.day, SearchEntryRow.dated))
    columns: list[ColumnElement[Any]] = [
        *(ArticleRow.site, ArticleRow.language, ArticleRow.status, ArticleRow.id, DATED)
    ]
    found = select(*columns).where(ArticleRow.id.in_(ids.limit(MAX_CANDIDATES)), *_day(wanted.day, DATED))
    return [_Candidate(*row) for row in connection.execute(found)]


def _places(
    candidates: Iterable[_Candidate], wanted: ArticleFilter, before: Cursor | None, after: Cursor | None, limit: int
) -> list[int]:
    listed = sorted((one for one in candidates if _is_in(one, wanted)), key=_place, reverse=after is None)
    if after:
        listed = [one for one in listed if _place(one) > after]
    elif before:
        listed = [one for one in listed if _place(one) < before]
    return [one.id for one in listed[:limit]]


def _place(one: _Candidate) -> tuple[datetime, int]:
    return one.dated, one.id


def _place_ids(
    connection: Connection, wanted: ArticleFilter, before: Cursor | None, after: Cursor | None, limit: int
) -> list[int]:
    ids = select(ArticleRow.id).where(*_conditions(wanted)).limit(limit)
    if after:
        ids = ids.where(_beyond(after, newer=True)).order_by(DATED, ArticleRow.id)
    else:
        ids = ids.order_by(DATED.desc(), ArticleRow.id.desc())
        if before:
            ids = ids.where(_beyond(before, newer=False))
    return list(connection.execute(ids).scalars())


def _conditions(wanted: ArticleFilter) -> list[ColumnElement[bool]]:
    conditions = _day(wanted.day, DATED)
    if wanted.site is not None:
        conditions.append(ArticleRow.site == wanted.site)
    if wanted.language is not None:
        conditions.append(ArticleRow.language == (None if wanted.language == NO_LANGUAGE else wanted.language))
    if wanted.status is not None:
        conditions.append(ArticleRow.status == wanted.status)
    return conditions


def _day(day: date | None, dated: Any) -> list[ColumnElement[bool]]:
    if day is None:
        return []
    start = datetime.combine(day, time.min, UTC)
    return [dated >= start, dated < _until(start, timedelta(days=1))]


def _until(start: datetime, span: timedelta) -> datetime:
    return start + span if start <= datetime.max.replace(tzinfo=UTC) - span else datetime.max.replace(tzinfo=UTC)


def _beyond(place: Cursor, *, newer: bool) -> ColumnElement[bool]:
    if newer:
        return and_(place.dated <= DATED, or_(place.dated < DATED, ArticleRow.id > place.article_id))
    return and_(place.dated >= DATED, or_(place.dated > DATED, ArticleRow.id < place.article_id))


def _listed(connection: Connection, ids: Iterable[int], text_characters: int) -> tuple[ListedArticle, ...]:
    plain = (
        "id key url site status language authors source summary published published_day published_precision"
        " first_seen last_changed"
    ).split()
    columns = [getattr(ArticleRow, name) for name in plain]
    shown = select(
        *columns,
        func.substr(func.coalesce(ArticleRow.title, ""), 1, _TITLE_CHARACTERS).label("title"),
        DATED.label("dated"),
        func.substr(ArticleRow.body_text, 1, text_characters).label("text"),
    ).where(ArticleRow.id.in_(list(ids)))
    found = [ListedArticle(**row) for row in connection.execute(shown).mappings()]
    return tuple(sorted(found, key=lambda one: (one.dated, one.id), reverse=True))


def _is_in(row: _Candidate, wanted: ArticleFilter) -> bool:
    return (
        wanted.site in (None, row.site)
        and wanted.language in (None, row.language or NO_LANGUAGE)
        and wanted.status in (None, row.status)
    )


def _count_days(connection: Connection, wanted: ArticleFilter) -> dict[date, int]:
    conditions = _conditions(wanted._replace(day=None))
    newest = connection.execute(select(DATED).where(*conditions).order_by(DATED.desc()).limit(1)).scalar()
    if newest is None:
        return {}
    first = datetime.combine(newest.date(), time.min, UTC)
    first -= min(timedelta(days=_MAX_DAYS - 1), first - datetime.min.replace(tzinfo=UTC))
    day = func.date(DATED).label("day")
    rows = connection.execute(
        select(day, func.count().label("articles"))
        .where(*conditions, first <= DATED)
        .group_by(day)
        .order_by(day.desc())
    )
    return {date.fromisoformat(str(row.day)): row.articles for row in rows}


def _count_tags(connection: Connection, ids: Sequence[int]) -> dict[str, int]:
    count = func.count().label("articles")
    tags = (
        select(TagRow.tag, count)
        .where(TagRow.article_id.in_(ids))
        .group_by(TagRow.tag)
        .order_by(count.desc(), TagRow.tag)
        .limit(_MAX_TAGS)
    )
    return {row.tag: row.articles for row in connection.execute(tags)}
