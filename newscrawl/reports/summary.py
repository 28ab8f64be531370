"""One run in words, and in one line of JSON."""

import json
from collections.abc import Mapping
from typing import Any

from newscrawl.net.rights import RIGHTS_CHANGED, WITHHELD_ARTICLES
from newscrawl.reports.obstacles import obstacles_of
from newscrawl.storage.crawl.runs import Run

# What a summary names besides the three numbers that it always has.
_OTHERS = ("unchanged", "duplicate", "refused", "failed", "skipped", "open", WITHHELD_ARTICLES)


def summary_of(run: Run) -> str:
    """Return what became of a run in one line: ``118 known, 0 new, 0 changed``, and what else there was.

    >>> from datetime import UTC, datetime
    >>> then = datetime(2026, 11, 20, 12, tzinfo=UTC)
    >>> counts = {"known": 118, "scheduled": 3, "stored": 2, "failed": 1}
    >>> summary_of(Run(1, "elecfans", then, then, None, "finished", 0, counts, {}, ()))
    '118 known, 2 new, 0 changed, 1 failed'
    """
    counts = run.counts
    numbers = {
        "known": counts.get("known", 0),
        "new": counts.get("stored", 0),
        "changed": counts.get("updated", 0),
        **{name: counts[name] for name in _OTHERS if counts.get(name)},
    }
    return ", ".join(f"{count} {name}" for name, count in numbers.items())


def rights_changes(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return a line for each statement about rights that a host makes since this run, or makes no more.

    >>> rights_changes({"rights-changed/www.example.com now says ai-train no (robots.txt)": 1})
    ('www.example.com now says ai-train no (robots.txt)',)
    """
    return tuple(name.removeprefix(RIGHTS_CHANGED) for name in sorted(counts) if name.startswith(RIGHTS_CHANGED))


def record_of(run: Run) -> dict[str, Any]:
    """Return a run as plain values for a machine; the same numbers as in the database."""
    return {
        "spider": run.spider,
        "run": run.id,
        "started": run.started.isoformat(),
        "finished": run.finished.isoformat() if run.finished else None,
        "seconds": round((run.finished - run.started).total_seconds(), 1) if run.finished else None,
        "finish_reason": run.finish_reason,
        "exit_code": run.exit_code,
        "why": list(run.why),
        "obstacles": list(obstacles_of(run.counts)),
        "rights_changes": list(rights_changes(run.counts)),
        "counts": run.counts,
        "measures": run.measures,
    }


def line_of(record: dict[str, Any]) -> str:
    """Return a record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
