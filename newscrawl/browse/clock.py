"""Times as the reader shows them: on the clock of the site that an article is from."""

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from newscrawl.spiders import site_named

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # strftime's depend on the locale


class ShownTime(NamedTuple):
    """A time for a person, and for a machine."""

    words: str
    iso: str


def shown_time(moment: datetime, site: str | None = None) -> ShownTime:
    """Return ``moment`` on the clock of ``site``, in UTC if it declares none.

    >>> from datetime import UTC, datetime
    >>> shown_time(datetime(2026, 11, 20, 17, 8, tzinfo=UTC), "elecfans").words
    '21 Nov 2026, 01:08 +08:00'
    """
    try:
        local = moment.astimezone(_zone(site))
    except OverflowError:
        local = moment
    zone = _offset(local) if local.utcoffset() else "UTC"
    return ShownTime(f"{shown_day(local.date())}, {local:%H:%M} {zone}", moment.isoformat())


def shown_day(day: date) -> str:
    """Return a day for a person.

    >>> shown_day(date(2026, 11, 2))
    '2 Nov 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _offset(local: datetime) -> str:
    written = f"{local:%z}"
    return f"{written[:3]}:{written[3:5]}"


@lru_cache(maxsize=512)
def _zone(site: str | None) -> tzinfo:
    declared = site_named(site) if site else None
    return ZoneInfo(declared.timezone) if declared and declared.timezone else UTC
