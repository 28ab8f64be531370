"""What hosts reserve, since when, and how many stored articles say something of their own."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from newscrawl.rights.signals import Signal
from newscrawl.storage.database.schema import ArticleRow, RightsRow
from newscrawl.storage.database.upgrade import reading


class HostStatement(NamedTuple):
    """A statement of a host, when it was read first, and when it was no longer made, if it is not."""

    host: str
    signal: Signal
    seen: datetime
    ended: datetime | None


class PageStatement(NamedTuple):
    """A fact that pages of a site state themselves, how many articles it holds for, and since when."""

    site: str
    name: str
    value: str | int | bool
    articles: int
    seen: datetime


def host_statements(database_url: str, site: str | None = None) -> tuple[HostStatement, ...]:
    """Return what hosts say beside their pages, by host and place; of one site, what its articles' hosts say."""
    wanted = select(*RightsRow.__table__.columns).where(RightsRow.article_id.is_(None))
    if site is not None:
        hosts = select(RightsRow.host).join(ArticleRow, ArticleRow.id == RightsRow.article_id)
        wanted = wanted.where(RightsRow.host.in_(hosts.where(ArticleRow.site == site)))
    wanted = wanted.order_by(RightsRow.host, RightsRow.place, RightsRow.ended.is_not(None), RightsRow.id)
    with reading(database_url) as engine, engine.connect() as connection:
        return tuple(
            HostStatement(row.host, Signal(row.place, row.name, row.value, row.source), row.seen, row.ended)
            for row in connection.execute(wanted)
        )


def page_statements(database_url: str, site: str | None = None) -> tuple[PageStatement, ...]:
    """Return what responses and pages of articles say, by site, what most articles have first."""
    count, first = func.count(RightsRow.article_id.distinct()), func.min(RightsRow.seen)
    wanted = (
        select(ArticleRow.site, RightsRow.name, RightsRow.value, count.label("articles"), first.label("seen"))
        .join(ArticleRow, ArticleRow.id == RightsRow.article_id)
        .where(RightsRow.place.in_(("header", "page")))
        .group_by(ArticleRow.site, RightsRow.name, RightsRow.value)
        .order_by(ArticleRow.site, count.desc(), RightsRow.name)
    )
    if site is not None:
        wanted = wanted.where(ArticleRow.site == site)
    with reading(database_url) as engine, engine.connect() as connection:
        return tuple(PageStatement(*row) for row in connection.execute(wanted))
