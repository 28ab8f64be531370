"""Links of lists: addresses made absolute one by one, times that can be believed, the newest first."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from newscrawl.text.dates import EARLIEST_YEAR, parse_date

MAX_LINKS = 20_000  # of one listing page or feed; chosen by hand: foreign links must not crowd out the good ones
MAX_ENTRIES = 50_000  # of one feed or list that are looked at for as many good links: as sitemaps.org allows in a file

_MAX_CLOCK_SKEW = timedelta(days=1)  # a list may be this far ahead of our clock: its zone may be missing or wrong
_UNDATED = datetime.min.replace(tzinfo=UTC)


class Link(NamedTuple):
    """The address of an article, and when it was published if the list says so."""

    url: str
    published: datetime | None = None


def read_time(written: str, timezone: str, fetched: datetime | None) -> datetime | None:
    """Return the time that a list gives, ``None`` if it cannot be read or believed.

    ``timezone`` is the clock of times written without a zone; more than a day after ``fetched`` is not believed.
    """
    moment = _iso_moment(written.strip())
    if moment is None:
        return parse_date(written, timezone=timezone, now=fetched)
    is_future = fetched is not None and moment > fetched + _MAX_CLOCK_SKEW
    return None if is_future or moment.year < EARLIEST_YEAR else moment


def newest_first(links: Iterable[Link]) -> list[Link]:
    """Return the links by their times, those without one last and in their order."""
    return sorted(links, key=lambda link: link.published or _UNDATED, reverse=True)


def _iso_moment(written: str) -> datetime | None:
    """Return a time in ISO 8601 with its zone, as most lists write it: to look for any date takes far longer."""
    try:
        moment = datetime.fromisoformat(written)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
