"""Pages that did not become articles: list them, try them again, or say that the refusal is right."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select, update

from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.schema import PageRow, RefusalRow
from newscrawl.storage.database.upgrade import open_database, reading


class Which(NamedTuple):
    """Refusals to look at: those with one of these keys or addresses, of a site, for a reason, as far as given."""

    names: tuple[str, ...] = ()
    site: str | None = None
    reason: str | None = None


class ListedRefusal(NamedTuple):
    """A refused page, how often it was tried in a row, and when it is due again."""

    key: str
    site: str
    url: str
    reason: str
    detail: str
    seen: datetime
    accepted: datetime | None
    tries: int | None
    due: datetime | None


def list_refusals(database_url: str, which: Which, *, accepted: bool = False) -> tuple[ListedRefusal, ...]:
    """Return refusals by site and reason, the newest first; accepted ones only if asked for."""
    columns = (
        *(getattr(RefusalRow, name) for name in ("key", "site", "url", "reason", "detail", "seen", "accepted")),
        PageRow.tries,
        PageRow.due,
    )
    wanted = select(*columns).join(PageRow, PageRow.key == RefusalRow.key, isouter=True).where(*conditions(which))
    if not accepted:
        wanted = wanted.where(RefusalRow.accepted.is_(None))
    wanted = wanted.order_by(RefusalRow.site, RefusalRow.reason, RefusalRow.seen.desc(), RefusalRow.id)
    with reading(database_url) as engine, engine.connect() as connection:
        return tuple(ListedRefusal(*row) for row in connection.execute(wanted))


def retry_refusals(database_url: str, which: Which) -> tuple[str, ...]:
    """Make refused pages due in the next run of their site, as if they were tried first; return their keys."""
    return _decide(database_url, which, None, {"due": datetime.now(UTC), "tries": 0})


def accept_refusals(database_url: str, which: Which) -> tuple[str, ...]:
    """Say that refusals are right: they are not listed any more, and the pages never tried again; return their keys."""
    return _decide(database_url, which, datetime.now(UTC), {"due": None})


def _decide(database_url: str, which: Which, accepted: datetime | None, page: dict[str, Any]) -> tuple[str, ...]:
    engine = open_database(database_url, create=False)
    try:
        with failures(), engine.begin() as connection:
            found = connection.execute(select(RefusalRow.key).where(*conditions(which)))
            keys: Sequence[str] = sorted(found.scalars())  # here: for an order, SQLite would read the whole table
            for key in keys:
                connection.execute(update(RefusalRow).where(RefusalRow.key == key).values(accepted=accepted))
                connection.execute(update(PageRow).where(PageRow.key == key).values(**page))
            return tuple(keys)
    finally:
        engine.dispose()


def conditions(which: Which) -> list[ColumnElement[bool]]:
    """Return what a row of ``refusals`` must meet."""
    found: list[ColumnElement[bool]] = []
    if which.names:
        found.append(or_(RefusalRow.key.in_(which.names), RefusalRow.url.in_(which.names)))
    if which.site:
        found.append(RefusalRow.site == which.site)
    if which.reason:
        found.append(RefusalRow.reason == which.reason)
    return found
