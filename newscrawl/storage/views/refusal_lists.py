"""Refused pages, the newest first, with counts by site and reason."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from newscrawl.storage.crawl.refusals import ListedRefusal
from newscrawl.storage.database.schema import PageRow, RefusalRow


class RefusalPage(NamedTuple):
    """Refused pages, the number behind which the next page begins, and counts; each leaves out its own filter."""

    refusals: tuple[ListedRefusal, ...]
    older: int | None
    total: int
    sites: Mapping[str, int]
    reasons: Mapping[str, int]


def page_refusals(
    connection: Connection,
    *,
    site: str | None = None,
    reason: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> RefusalPage:
    """Return refusals that nobody has accepted."""
    count = func.count().label("pages")
    groups = connection.execute(
        select(RefusalRow.site, RefusalRow.reason, count)
        .where(RefusalRow.accepted.is_(None))
        .group_by(RefusalRow.site, RefusalRow.reason)
        .order_by(count.desc(), RefusalRow.site, RefusalRow.reason)
    ).all()
    columns = [getattr(PageRow if name in ("tries", "due") else RefusalRow, name) for name in ListedRefusal._fields]
    wanted = (
        select(RefusalRow.id, *columns)
        .join(PageRow, PageRow.key == RefusalRow.key, isouter=True)
        .where(RefusalRow.accepted.is_(None))
        .order_by(RefusalRow.id.desc())
        .limit(limit + 1)
    )
    if site is not None:
        wanted = wanted.where(RefusalRow.site == site)
    if reason is not None:
        wanted = wanted.where(RefusalRow.reason == reason)
    if before is not None:
        wanted = wanted.where(RefusalRow.id < before)
    rows = connection.execute(wanted).all()
    sites: dict[str, int] = {}
    reasons: dict[str, int] = {}
    for row in groups:
        if reason in (None, row.reason):
            sites[row.site] = sites.get(row.site, 0) + row.pages
        if site in (None, row.site):
            reasons[row.reason] = reasons.get(row.reason, 0) + row.pages
    return RefusalPage(
        tuple(ListedRefusal(*row[1:]) for row in rows[:limit]),
        rows[limit - 1].id if len(rows) > limit else None,
        sum(row.pages for row in groups if site in (None, row.site) and reason in (None, row.reason)),
        sites,
        reasons,
    )
