"""What the database knows of one page: how it was asked for, and what became of it."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from newscrawl.article import RawPage
from newscrawl.storage.crawl.quarantine import refused_page
from newscrawl.storage.crawl.raw import read_raw
from newscrawl.storage.database.schema import FetchRow, PageRow, RefusalRow
from newscrawl.storage.views.article_pages import ArticleDetails, read_details

_MAX_FETCHES = 20  # of one page that are named, the newest


class Fetch(NamedTuple):
    """One time that a run asked for the page, or decided not to."""

    run_id: int
    state: str
    reason: str
    http_status: int | None
    scheduled: datetime
    ended: datetime | None


class Plan(NamedTuple):
    """What is planned for a page, and how it was found (``Discovery``)."""

    state: str
    reason: str
    tries: int
    due: datetime | None
    etag: str | None
    last_modified: str | None
    found_by: str | None
    found_on: str | None


class StoredRefusal(NamedTuple):
    """Why a page did not become an article."""

    key: str
    site: str
    url: str
    reason: str
    detail: str
    http_status: int | None
    seen: datetime
    accepted: datetime | None


class Trail(NamedTuple):
    """A page by its key: its article, its refusal, or both, with the pages that were read, as far as they are kept."""

    key: str
    url: str
    site: str
    article: ArticleDetails | None
    pages: tuple[RawPage, ...]
    refusal: StoredRefusal | None
    fetches: tuple[Fetch, ...]
    plan: Plan | None


def read_trail(connection: Connection, names: Collection[str]) -> Trail | None:
    """Return what is known of the first page whose number (of an article), key or address is one of ``names``."""
    details = read_details(connection, names)
    keys = {*names, details.article.key} if details else set(names)
    columns = [getattr(RefusalRow, name) for name in StoredRefusal._fields]
    named = or_(RefusalRow.key.in_(keys), RefusalRow.url.in_(names))
    found = connection.execute(select(*columns).where(named).order_by(RefusalRow.id).limit(1)).one_or_none()
    refusal = StoredRefusal(*found) if found else None
    if details:
        key, url, site = details.article.key, details.article.url, details.article.site
    elif refusal:
        key, url, site = refusal.key, refusal.url, refusal.site
    else:
        return None
    return Trail(
        key,
        url,
        site,
        details,
        _pages(connection, details, key),
        refusal,
        _fetches(connection, key),
        _plan(connection, key),
    )


def _pages(connection: Connection, details: ArticleDetails | None, key: str) -> tuple[RawPage, ...]:
    if details:
        return read_raw(connection, [details.id]).get(details.id, ())
    refused = refused_page(connection, key)
    return (refused.page,) if refused else ()


def _fetches(connection: Connection, key: str) -> tuple[Fetch, ...]:
    columns = [getattr(FetchRow, name) for name in Fetch._fields]
    wanted = select(*columns).where(FetchRow.key == key).order_by(FetchRow.id.desc()).limit(_MAX_FETCHES)
    return tuple(Fetch(*row) for row in connection.execute(wanted))


def _plan(connection: Connection, key: str) -> Plan | None:
    columns = [getattr(PageRow, name) for name in Plan._fields]
    row = connection.execute(select(*columns).where(PageRow.key == key)).one_or_none()
    return Plan(*row) if row else None
