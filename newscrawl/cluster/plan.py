"""Which sites are due, from the history of their runs: the most productive ones first, then those that take longest."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from scrapy.settings import Settings

from newscrawl.cli.crawl_job import interval_of
from newscrawl.cli.crawl_sites import is_due, site_spiders
from newscrawl.cluster.queue import PlannedRun
from newscrawl.storage.crawl.runs import CLEAN_EXITS, Run, read_recent_runs

# How long a site waits whose last run went wrong, at most: its job was repeated, and soon again would be no better.
FAILED_WAIT = timedelta(minutes=30)
_RUNS = 5  # of a site whose new articles are counted; chosen by hand
MAX_PRIORITY = 1000  # articles; more make no difference


def plan_runs(settings: Settings, only: Collection[str] = ()) -> list[PlannedRun]:
    """Return the sites that are due, of all or of those in ``only``, as `crawlall` decides it.

    The most productive ones come first; of those that are equal, the one whose runs take longest, so that at the end no
    worker waits for it alone.

    After a run that went wrong a site waits, for ``FAILED_WAIT`` or the interval: `crawlall` has its timer for that.
    """
    interval, now = interval_of(settings), datetime.now(UTC)
    names = [name for name in site_spiders(settings) if not only or name in only]
    runs = read_recent_runs(settings["NEWSCRAWL_DATABASE_URL"], names, max_runs=_RUNS)
    wait = min(interval, FAILED_WAIT)
    due = [
        PlannedRun(name, productivity(runs[name]))
        for name in names
        if is_due(runs[name], interval, now) and not _has_just_failed(runs[name], wait, now)
    ]
    return sorted(due, key=lambda one: (-one.priority, -seconds_of(runs[one.site]), one.site))


def _has_just_failed(runs: Sequence[Run], wait: timedelta, now: datetime) -> bool:
    return bool(runs) and runs[0].exit_code not in CLEAN_EXITS and timedelta(0) <= now - runs[0].started < wait


def productivity(runs: Sequence[Run]) -> int:
    """Return how many articles a site gave in a run, on average; one without runs goes before all."""
    if not runs:
        return MAX_PRIORITY
    return min(MAX_PRIORITY, sum(run.counts.get("stored", 0) for run in runs) // len(runs))


def seconds_of(runs: Sequence[Run]) -> float:
    """Return how long a run of a site took, on average of those that have ended."""
    took = [(run.finished - run.started).total_seconds() for run in runs if run.finished is not None]
    return sum(took) / len(took) if took else 0.0
