"""The arguments of ``scrapy crawl NAME -a name=value``: text in, checked values out."""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from newscrawl.errors import BadArgument

_FROM_SCRAPYD = "_job"  # the id that scrapyd gives to a crawl, as an argument of its spider


def refuse_unknown(spider: str, given: Collection[str], known: Collection[str]) -> None:
    """Raise ``BadArgument`` for a name that ``spider`` does not take."""
    for name in given:
        if name not in known and name != _FROM_SCRAPYD:
            raise BadArgument(f"{spider} takes no argument {name!r}; it takes {', '.join(known)}")


def read_number(name: str, written: str) -> int:
    """Return an argument of a spider (``-a``) that is a number from 1 on; raises ``BadArgument``."""
    if not re.fullmatch(r"[0-9]{1,6}", written) or not int(written):
        raise BadArgument(f"{name} must be a number from 1 on, not {written!r}")
    return int(written)


def read_switch(name: str, written: str) -> bool:
    """Return whether an argument of a spider (``-a``) switches something on; raises ``BadArgument``."""
    if written not in ("0", "1"):
        raise BadArgument(f"{name} must be 0 or 1, not {written!r}")
    return written == "1"


def read_day(name: str, written: str | None, timezone: str, days_later: int = 0) -> datetime | None:
    """Return the first moment in ``timezone`` of a day, or of so many days later; raises ``BadArgument``.

    >>> read_day("since", "2026-11-01", "Asia/Shanghai")
    datetime.datetime(2026, 10, 31, 16, 0, tzinfo=datetime.timezone.utc)
    """
    if written is None:
        return None
    try:
        day = date.fromisoformat(written) + timedelta(days=days_later)
        return datetime.combine(day, time.min, ZoneInfo(timezone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadArgument(f"{name} must be a day such as 2026-11-01, not {written!r}") from None
