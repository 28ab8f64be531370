"""What a monitor wants to know of a database: who is overdue, who hangs, and whether there is room."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from newscrawl.errors import StorageFailed
from newscrawl.storage.crawl.runs import Run, read_standings
from newscrawl.storage.database.check import schema_check
from newscrawl.storage.database.engine import file_of, read_url
from newscrawl.storage.database.lock import is_running

MIN_FREE_BYTES = 512 << 20  # on the disk of the database (chosen by hand: an upgrade makes a copy)
MAX_SILENCE = timedelta(minutes=5)  # of a run that is at work: ten heartbeats
GIVEN_UP_AFTER = timedelta(days=30)  # without any run: nobody crawls that site any more; chosen by hand
_MAX_INTERVALS = 2  # without a good run until a site is overdue; chosen by hand
_MAX_RUNS = 200  # of one site that are looked at for its last good one; chosen by hand


class SiteHealth(NamedTuple):
    """How one site stands: its last run and its last good one, and whether it is being crawled now."""

    name: str
    last: Run
    last_good: Run | None
    is_running: bool


class Health(NamedTuple):
    """All sites, free bytes (``None`` where the database is elsewhere), and a line for each thing that is wrong."""

    sites: tuple[SiteHealth, ...]
    free: int | None
    faults: tuple[str, ...]


def read_health(database_url: str, now: datetime, interval: timedelta) -> Health:
    """Look at an existing database; ``interval`` is how often each site is to be crawled."""
    faults = list(schema_check(database_url))
    sites: tuple[SiteHealth, ...] = ()
    try:
        sites = () if faults else tuple(_sites(database_url, now))
    except StorageFailed as failure:
        faults.append(str(failure))
    path = file_of(read_url(database_url))
    free = shutil.disk_usage(path.absolute().parent).free if path else None
    if free is not None and free < MIN_FREE_BYTES:
        faults.append(f"only {free >> 20} MiB are free on the disk of the database")
    if not sites and not faults:
        faults.append("no site was ever crawled, or none for a month")
    for site in sites:
        faults += _faults(site, now, interval)
    return Health(sites, free, tuple(faults))


def _sites(database_url: str, now: datetime) -> Iterator[SiteHealth]:
    for one in read_standings(database_url, max_runs=_MAX_RUNS):
        if one.is_expected and now - one.last.started < GIVEN_UP_AFTER:
            name = one.last.spider
            yield SiteHealth(name, one.last, one.last_good, is_running(database_url, name))


def _faults(site: SiteHealth, now: datetime, interval: timedelta) -> Iterator[str]:
    beat = site.last.beat or site.last.started
    if site.is_running and not site.last.finished and now - beat > MAX_SILENCE:
        yield f"{site.name}: its run has said nothing for {_minutes(now - beat)} minutes, but holds the lock"
    since = site.last_good.finished if site.last_good else None
    if since is None:
        yield f"{site.name}: has never had a good run"
    elif now - since > _MAX_INTERVALS * interval:
        yield f"{site.name}: overdue, the last good run ended {_minutes(now - since)} minutes ago"


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
