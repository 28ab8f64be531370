"""The state of all sites as a text file for Prometheus' node exporter."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from newscrawl.storage.views.health import Health, SiteHealth


class _Metric(NamedTuple):
    name: str
    help: str


_LAST_GOOD = _Metric("newscrawl_last_good_run_timestamp_seconds", "When the last good run ended.")
_EXIT = _Metric("newscrawl_last_run_exit_code", "Exit code of the last run that ended.")
_RUNNING = _Metric("newscrawl_running", "Whether the site is being crawled.")
_PAGES = _Metric("newscrawl_last_run_pages", "Pages of the last run by what became of them.")
_FREE = _Metric("newscrawl_disk_free_bytes", "Free bytes on the disk of the database.")
_FAULTS = _Metric("newscrawl_faults", "Things that are wrong.")
_STATES = ("stored", "updated", "unchanged", "duplicate", "refused", "failed", "skipped")


def write_metrics(health: Health, path: Path) -> None:
    """Write the file in one step: whoever reads it finds the old one or the new one, whole."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_text(metrics_of(health), "utf-8")
    unfinished.chmod(0o644)  # the exporter is another user, and nothing in it is secret
    unfinished.replace(path)


def metrics_of(health: Health) -> str:
    """Return the state in Prometheus' text format, version 0.0.4."""
    return "".join(f"{line}\n" for line in _lines(health))


def _lines(health: Health) -> Iterator[str]:
    yield from _metric(_LAST_GOOD, (_of(site, _good(site)) for site in health.sites if site.last_good))
    yield from _metric(
        _EXIT, (_of(site, site.last.exit_code) for site in health.sites if site.last.exit_code is not None)
    )
    yield from _metric(_RUNNING, (_of(site, int(site.is_running)) for site in health.sites))
    yield from _metric(
        _PAGES,
        (_of(site, site.last.counts.get(state, 0), f',state="{state}"') for site in health.sites for state in _STATES),
    )
    if health.free is not None:
        yield from _metric(_FREE, [f" {health.free}"])
    yield from _metric(_FAULTS, [f" {len(health.faults)}"])


def _metric(metric: _Metric, samples: "Iterator[str] | list[str]") -> Iterator[str]:
    yield f"# HELP {metric.name} {metric.help}"
    yield f"# TYPE {metric.name} gauge"
    for sample in samples:
        yield f"{metric.name}{sample}"


def _of(site: SiteHealth, value: float | None, more: str = "") -> str:
    name = site.name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'{{site="{name}"{more}}} {value}'


def _good(site: SiteHealth) -> float:
    finished = site.last_good.finished if site.last_good else None
    return finished.timestamp() if finished else 0.0
