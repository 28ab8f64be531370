"""The figures of a run and of a site: one source for terminal, JSON and HTML."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from newscrawl.reports.verdict import Facts, judge
from newscrawl.storage.crawl.runs import HOST_TRAFFIC, Run
from newscrawl.storage.database.read_only import ReadOnlyDatabase
from newscrawl.storage.views.run_figures import (
    HostFigures,
    RefusalFigures,
    articles_per_day,
    charsets_of,
    find_run,
    find_runs,
    hosts_of,
    read_stats,
    refusals_of,
)

MAX_PAST_RUNS = 20  # that a sparkline shows
_MAX_RULES = 15  # of each kind that a report names (chosen by hand)
_COVERAGE = "coverage/"
# What became of pages, and the count of a run that says it.
PAGES = {
    "known": "known",
    "scheduled": "scheduled",
    "new": "stored",
    "changed": "updated",
    "not modified (304)": "unchanged",
    "duplicate": "duplicate",
    "refused": "refused",
    "failed": "failed",
    "skipped": "skipped",
    "open": "open",
}


@dataclass(frozen=True, kw_only=True)
class RunFigures:
    """What one run has come to; counts by name, ``coverage`` by field from the oldest run shown to this one.

    ``stripped`` and ``repaired`` count places by rule. ``robots`` counts answers of robots.txt and pages that it
    forbids. ``days`` are articles of the site a day, in UTC.
    """

    run: Run
    pages: Mapping[str, int]
    requests: int
    bytes: int
    hosts: tuple[HostFigures, ...]
    coverage: Mapping[str, tuple[float, ...]]
    days: Mapping[date, int]
    charsets: Mapping[str, int]
    repaired: Mapping[str, int]
    stripped: Mapping[str, int]
    refusals: tuple[RefusalFigures, ...]
    robots: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values for JSON."""
        run = self.run
        return {
            "run": run.id,
            "site": run.spider,
            "started": run.started.isoformat(),
            "finished": run.finished.isoformat() if run.finished else None,
            "verdict": verdict_of(run),
            "exit_code": run.exit_code,
            "why": list(run.why),
            "pages": dict(self.pages),
            "requests": self.requests,
            "bytes": self.bytes,
            "hosts": [host._asdict() for host in self.hosts],
            "coverage": {name: list(values) for name, values in self.coverage.items()},
            "articles_per_day": {day.isoformat(): count for day, count in self.days.items()},
            "charsets": dict(self.charsets),
            "repaired": dict(self.repaired),
            "stripped": dict(self.stripped),
            "refusals": [one._asdict() for one in self.refusals],
            "robots": dict(self.robots),
        }


def run_figures(database: ReadOnlyDatabase, run_id: int | None) -> RunFigures | None:
    """Return the figures of a run by its number, of the newest one for ``None``; all of one moment."""
    with database.connect() as connection:
        run = find_run(connection, run_id)
        if run is None:
            return None
        stats = read_stats(connection, run.id)
        past = find_runs(connection, spider=run.spider, before=run.id + 1, limit=MAX_PAST_RUNS)
        return RunFigures(
            run=judged(run, past[1:]),
            pages={name: run.counts.get(count, 0) for name, count in PAGES.items()},
            requests=_whole(stats.get("downloader/request_count")) or run.counts.get("requests", 0),
            bytes=_whole(stats.get("downloader/response_bytes")),
            hosts=_recorded_hosts(stats) or hosts_of(connection, run.id),
            coverage=coverage_of(past),
            days=articles_per_day(connection, run.spider, _day_of(run)),
            charsets=charsets_of(connection, run.spider),
            repaired=_by_rule(stats, "repair"),
            stripped=_by_rule(stats, "strip"),
            refusals=refusals_of(connection, run_id=run.id),
            robots={
                "answers of robots.txt": _whole(stats.get("robotstxt/request_count")),
                "pages that it forbids": _whole(stats.get("robotstxt/forbidden")),
            },
        )


def coverage_of(runs: Sequence[Run]) -> dict[str, tuple[float, ...]]:
    """Return the coverage of each field over ``runs``, which are the newest first, from the oldest on."""
    names = sorted({name for run in runs for name in run.measures if name.startswith(_COVERAGE)})
    return {
        name.removeprefix(_COVERAGE): tuple(run.measures[name] for run in reversed(runs) if name in run.measures)
        for name in names
    }


def judged(run: Run, earlier: Sequence[Run] = ()) -> Run:
    """Return a run with the verdict that was recorded or, if it ended without one, with today's on its counts.

    Only crawls of `crawl` and `crawlall` record one. ``earlier`` are runs of the site, the newest first, for drift.
    """
    if run.exit_code is not None or run.finished is None:
        return run
    measures = [run.measures, *(one.measures for one in earlier)]
    found = judge(Facts(run.finish_reason, run.counts, has_lists="lists" in run.counts), measures)
    return run._replace(exit_code=int(found.exit), why=found.why)


def verdict_of(run: Run) -> str:
    """Return how a run stands, in one word.

    >>> from datetime import UTC, datetime
    >>> then = datetime(2026, 11, 20, 12, tzinfo=UTC)
    >>> verdict_of(Run(1, "elecfans", then, None, None, None, None, {}, {}, ()))
    'crashed or running'
    """
    if run.finished is None:
        return "crashed or running"
    return "good" if run.exit_code == 0 else "needs a look"


def lines_of(figures: RunFigures) -> Iterator[str]:
    """Yield the figures as lines for a terminal."""
    run = figures.run
    ended = f"{run.finished:%Y-%m-%d %H:%M}" if run.finished else "not ended"
    yield f"{run.spider}, run {run.id}: {verdict_of(run)} ({run.started:%Y-%m-%d %H:%M} to {ended} UTC)"
    yield from (f"  {why}" for why in run.why)
    yield ""
    yield from _counts("pages", figures.pages)
    yield f"requests: {figures.requests}, bytes: {figures.bytes}"
    for host in figures.hosts:
        size = "" if host.bytes is None else f"{host.bytes} bytes, "
        yield f"  {host.host}: {host.requests} requests, {size}at most {host.max_per_minute} in a minute"
    if figures.coverage:
        yield "coverage: " + ", ".join(f"{name} {values[-1]:.0%}" for name, values in figures.coverage.items())
    yield from _counts("charsets", figures.charsets)
    yield from _counts("repaired", figures.repaired)
    yield from _counts("stripped", figures.stripped)
    yield from _counts("refused", {one.reason: one.pages for one in figures.refusals})
    yield from _counts("robots", figures.robots)


def _counts(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    if counts:
        yield f"{title}: " + ", ".join(f"{count} {name}" for name, count in counts.items())


def _by_rule(stats: Mapping[str, Any], stage: str) -> dict[str, int]:
    prefix = f"newscrawl/{stage}/"
    counts = {name.removeprefix(prefix): _whole(value) for name, value in stats.items() if name.startswith(prefix)}
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_MAX_RULES])


def _recorded_hosts(stats: Mapping[str, Any]) -> tuple[HostFigures, ...]:
    """Return the hosts as the run has counted them; none of a run that did not end, or of an earlier program."""
    recorded: Mapping[str, Mapping[str, Any]] = stats.get(HOST_TRAFFIC) or {}
    return tuple(
        HostFigures(host, *(_whole(found.get(name)) for name in ("requests", "bytes", "max_per_minute")))
        for host, found in recorded.items()
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _day_of(run: Run) -> date:
    moment: datetime = run.finished or run.started
    return moment.date()
