"""Read what is stored, as plain values."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select

from newscrawl.article import Article, RawPage
from newscrawl.storage.crawl.raw import read_raw
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.rows import read_articles
from newscrawl.storage.database.schema import ArticleRow, ChangeRow, RefusalRow
from newscrawl.storage.database.upgrade import reading

_BATCH = 50  # articles with their pages in memory at a time; chosen by hand


class RuleCount(NamedTuple):
    """How often a rule was used, and on how many articles."""

    stage: str
    rule: str
    places: int
    articles: int


class StoredRefusal(NamedTuple):
    """A refused page."""

    url: str
    reason: str
    detail: str


class StoredArticle(NamedTuple):
    """The part of an article that a summary shows."""

    key: str
    url: str
    status: str
    title: str | None
    authors: list[str]
    uploader: str | None
    source: str | None
    published: datetime | None
    body_text: str


class Summary(NamedTuple):
    """What a database holds: articles by status, rules by use, refusals."""

    articles: dict[str, int]
    rules: tuple[RuleCount, ...]
    refusals: tuple[StoredRefusal, ...]


def read_summary(database_url: str) -> Summary:
    """Return the counts of the database."""
    with reading(database_url) as engine, engine.connect() as connection:
        statuses = connection.execute(
            select(ArticleRow.status, func.count().label("n")).group_by(ArticleRow.status).order_by(ArticleRow.status)
        )
        places = func.sum(ChangeRow.count)
        rules = connection.execute(
            select(ChangeRow.stage, ChangeRow.rule, places, func.count(ChangeRow.article_id.distinct()))
            .group_by(ChangeRow.stage, ChangeRow.rule)
            .order_by(ChangeRow.stage, places.desc(), ChangeRow.rule)
        )
        refusals = connection.execute(
            select(RefusalRow.url, RefusalRow.reason, RefusalRow.detail).order_by(RefusalRow.reason, RefusalRow.url)
        )
        return Summary(
            {row.status: row.n for row in statuses},
            tuple(RuleCount(*row) for row in rules),
            tuple(StoredRefusal(*row) for row in refusals),
        )


def read_article(database_url: str, key: str) -> StoredArticle | None:
    """Return the article of that key."""
    columns = [getattr(ArticleRow, name) for name in StoredArticle._fields]
    with reading(database_url) as engine, engine.connect() as connection:
        row = connection.execute(select(*columns).where(ArticleRow.key == key)).one_or_none()
    return StoredArticle(*row) if row else None


class StoredPages(NamedTuple):
    """A stored article and the pages that it was read from; none if they were not kept."""

    article: Article
    pages: tuple[RawPage, ...]


def read_pages(
    database_url: str, *, site: str | None = None, since: datetime | None = None, keys: Collection[str] = ()
) -> Iterator[StoredPages]:
    """Return stored articles with their pages, in the order of their numbers; each batch in a short transaction.

    ``site`` and ``since`` (first stored or changed at that time or later) narrow them down, ``keys`` names them.
    """
    wanted = _numbers(site, since).limit(_BATCH)
    if keys:
        wanted = wanted.where(ArticleRow.key.in_(keys))
    last = 0
    with reading(database_url) as engine:
        while True:
            with engine.connect() as connection:
                ids = connection.execute(wanted.where(ArticleRow.id > last)).scalars().all()
                articles, pages = read_articles(connection, ids), read_raw(connection, ids)
            for number, article in articles.items():
                yield StoredPages(article, pages.get(number, ()))
            if not ids:
                break
            last = ids[-1]


def read_article_ids(database_url: str, *, site: str | None = None, since: datetime | None = None) -> tuple[int, ...]:
    """Return the numbers of articles, in order; ``site`` and ``since`` are as in ``read_pages``."""
    wanted = _numbers(site, since)
    with reading(database_url) as engine, engine.connect() as connection:
        return tuple(connection.execute(wanted).scalars())


def _numbers(site: str | None, since: datetime | None) -> Select[int]:
    wanted = select(ArticleRow.id).order_by(ArticleRow.id)
    if site is not None:
        wanted = wanted.where(ArticleRow.site == site)
    if since is not None:
        wanted = wanted.where(ArticleRow.last_changed >= since)
    return wanted


class PagesReader:
    """Reads stored articles with their pages by number, for as long as a process works."""

    def __init__(self, database_url: str) -> None:
        self._engine = open_engine(database_url, read_only=True)

    def read(self, ids: Sequence[int]) -> list[StoredPages]:
        """Return the articles of these numbers that are still stored, in order."""
        with failures(), self._engine.connect() as connection:
            articles, pages = read_articles(connection, ids), read_raw(connection, ids)
        return [StoredPages(article, pages.get(number, ())) for number, article in articles.items()]


def read_newest_pages(database_url: str, site: str, max_articles: int) -> Iterator[StoredPages]:
    """Return the articles of ``site`` that were stored or changed last, with their pages, the newest first."""
    newest = (
        select(ArticleRow.id).where(ArticleRow.site == site).order_by(ArticleRow.last_changed.desc(), ArticleRow.id)
    )
    with reading(database_url) as engine, engine.connect() as connection:
        ids = connection.execute(newest.limit(max_articles)).scalars().all()
        articles, pages = read_articles(connection, ids), read_raw(connection, ids)
    for number in ids:
        yield StoredPages(articles[number], pages.get(number, ()))
