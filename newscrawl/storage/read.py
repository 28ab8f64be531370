"""Read what is stored, as plain values."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from newscrawl.storage.schema import ArticleRow, ChangeRow, RefusalRow
from newscrawl.storage.upgrade import open_reader


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
    with open_reader(database_url).connect() as connection:
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
    with open_reader(database_url).connect() as connection:
        row = connection.execute(select(*columns).where(ArticleRow.key == key)).one_or_none()
    return StoredArticle(*row) if row else None
