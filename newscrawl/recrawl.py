"""When a page is asked for again: what failed soon, what is new a few times, what never changes never more."""

import re
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, Self

State = Literal["open", "stored", "updated", "unchanged", "duplicate", "refused", "failed", "skipped"]

GOOD: tuple[State, ...] = ("stored", "updated", "unchanged")  # states of a page that is an article

MAX_TRIES = 5  # failures in a row until a page is given up
FIRST_REVISIT = timedelta(hours=12)  # most corrections come on the day of publication
MIN_REVISIT = timedelta(hours=3)  # of a page that changes all the time
_FIRST_RETRY = timedelta(hours=1)
_RETRY_FACTOR = 4  # 1 h, 4 h, 16 h, 64 h: an outage of a few days is outlived

# Reasons for which a page may be an article all the same: it failed, and is tried again.
_FAILURES = re.compile(
    "not fetched|host left alone|error|unreadable body|interrupted|damaged|not storable"
    "|http (?:408|425|429|5[0-9][0-9])"
)
# What a site may think over, with the time until it is asked again, as often as a failure is.
_SECOND_THOUGHTS = {
    "blocked page": timedelta(hours=6),
    "forbidden by robots.txt": timedelta(days=7),
    "crawl delay too long": timedelta(days=7),
    "noindex": timedelta(days=7),
    "reserved": timedelta(days=7),
}
_LAST_LOOK = timedelta(days=1)  # after any other refusal, once: pages are published half done


# A validator goes into a header of ours: it must be one line of visible characters, and not too long.
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{0,300}"')
_DATE = re.compile("[A-Za-z0-9 ,:+-]{10,60}")


class Validators(NamedTuple):
    """What a recrawl asks a site by whether a page has changed since: its ``ETag`` and ``Last-Modified``."""

    etag: str | None = None
    last_modified: str | None = None

    @classmethod
    def of(cls, etag: str | None, last_modified: str | None) -> Self:
        """Return the validators as a site has sent them, ``None`` for one that is not well formed."""
        return cls(
            etag if etag and _ETAG.fullmatch(etag) else None,
            last_modified if last_modified and _DATE.fullmatch(last_modified) else None,
        )


class Discovery(NamedTuple):
    """How a page was found: by a ``feed``, ``sitemap``, ``listing``, ``JSON list`` or ``WordPress``, and where.

    ``found_on`` is the address of the page of that list that named it. A page that a ``user`` named was found on the
    argument of the spider that held its address.
    """

    found_by: str
    found_on: str


class Plan(NamedTuple):
    """When a page is due again, ``None`` for never; its failures in a row, and the time between two looks at it."""

    due: datetime | None
    tries: int = 0
    revisit: timedelta | None = None


def is_failure(reason: str) -> bool:
    """Tell whether a page that was refused for ``reason`` failed, that is: may be an article all the same."""
    return _FAILURES.fullmatch(reason) is not None


def plan_visit(state: State, now: datetime, *, since: datetime, last: timedelta | None, revisit_days: float) -> Plan:
    """Return when an article is looked at again: twice as late if it has not changed, twice as soon if it has.

    ``since`` is when it was published or first seen, ``last`` the time between the last two looks; after
    ``revisit_days`` it is left alone.
    """
    if state == "stored" or last is None:
        between = FIRST_REVISIT
    elif state == "updated":
        between = max(MIN_REVISIT, last / 2)
    else:
        between = min(last * 2, timedelta(days=revisit_days))
    due = now + between
    return Plan(due if due - since <= timedelta(days=revisit_days) else None, 0, between)


def plan_retry(reason: str, now: datetime, tries: int) -> Plan:
    """Return when a page that failed or was refused for ``reason`` is tried again, ``tries`` failures before."""
    if is_failure(reason):
        wait, max_tries = _FIRST_RETRY * _RETRY_FACTOR ** min(tries, MAX_TRIES), MAX_TRIES
    elif reason in _SECOND_THOUGHTS:
        wait, max_tries = _SECOND_THOUGHTS[reason], MAX_TRIES
    else:
        wait, max_tries = _LAST_LOOK, 2
    tries += 1
    return Plan(now + wait if tries < max_tries else None, tries)
