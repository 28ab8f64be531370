"""What a run comes to: one exit code, and a line for each thing that is wrong."""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from newscrawl.recrawl import GOOD
from newscrawl.reports.drift import Measures, find_drift
from newscrawl.storage.crawl.store import FINISHED, STORAGE_ERROR


class Exit(IntEnum):
    """Exit codes of ``scrapy crawl`` and ``scrapy crawlall``."""

    WELL = 0
    CRASHED = 1
    CONFIGURATION = 2
    PARTIAL = 3
    NOTHING = 4
    STORAGE = 5
    UNBALANCED = 6
    BUSY = 75  # sysexits.h: temporary failure
    STOPPED = 143  # as the shell has it: 128 and SIGTERM


# The gravest first: what a run with several of them ends with.
GRAVITY = (
    Exit.STORAGE,
    Exit.UNBALANCED,
    Exit.CRASHED,
    Exit.STOPPED,
    Exit.NOTHING,
    Exit.PARTIAL,
    Exit.CONFIGURATION,
    Exit.BUSY,
    Exit.WELL,
)

_SHUTDOWN = "shutdown"  # Scrapy's, after a signal
_CRASHES = ("start_error", "cancelled")
_MAX_FAILED_SHARE = 0.2  # of the pages of a run; these four are chosen by hand
_MAX_REFUSED_SHARE = 0.5  # of the pages of a run
_MIN_PAGES = 5  # pages that a share of refused ones says something about
_MIN_FAILED_PAGES = 3  # fewer are an accident


class Facts(NamedTuple):
    """How a run ended, as it is recorded; ``has_lists`` tells that it looks for its articles in lists of the site."""

    finish_reason: str | None
    counts: dict[str, int]
    has_lists: bool = True
    storage_failed: bool = False


class Finding(NamedTuple):
    """One thing that is wrong, and what a run would end with if it were all."""

    exit: Exit
    why: str


class Verdict(NamedTuple):
    """The exit code of a run, and why."""

    exit: Exit
    why: tuple[str, ...]


def judge(facts: Facts, measures: Sequence[Measures]) -> Verdict:
    """Return the verdict on a run; ``measures`` are its own and those of earlier runs, the newest first."""
    findings = [*_ends(facts), *_nothing(facts), *_partial(facts)]
    findings += [Finding(Exit.PARTIAL, f"drift: {one.why}") for one in find_drift(measures)]
    return Verdict(gravest(one.exit for one in findings), tuple(one.why for one in findings))


def gravest(exits: Iterable[Exit]) -> Exit:
    """Return the gravest of several exit codes; ``WELL`` if there is none."""
    return min(exits, key=GRAVITY.index, default=Exit.WELL)


def _ends(facts: Facts) -> Iterator[Finding]:
    counts, reason = facts.counts, facts.finish_reason
    if facts.storage_failed or reason == STORAGE_ERROR:
        yield Finding(Exit.STORAGE, "the database took nothing more")
    elif reason is None:
        yield Finding(Exit.CRASHED, "the run has not ended in order")
    elif reason in _CRASHES:
        yield Finding(Exit.CRASHED, f"the spider crashed ({reason})")
    elif counts.get("unbalanced") or counts.get("open"):
        scheduled, left = counts.get("scheduled", 0), counts.get("open", 0)
        yield Finding(
            Exit.UNBALANCED, f"the ledger does not balance: {scheduled} pages scheduled, {left} without an end"
        )
    if reason == _SHUTDOWN:
        yield Finding(Exit.STOPPED, "stopped by a signal; what was left is due in the next run")
    elif reason not in (FINISHED, STORAGE_ERROR, None, *_CRASHES):
        yield Finding(Exit.PARTIAL, f"ended early: {reason}")


def _nothing(facts: Facts) -> Iterator[Finding]:
    counts = facts.counts
    scheduled, good = counts.get("scheduled", 0), _good(counts)
    read, unchanged, failed = (counts.get(name, 0) for name in ("lists", "lists-unchanged", "lists-failed"))
    if facts.finish_reason != FINISHED:
        return
    if facts.has_lists and not read and not unchanged:
        yield Finding(Exit.NOTHING, f"no list could be read ({failed} failed): is the site down, or are we shut out?")
    elif facts.has_lists and read and counts.get("lists-empty", 0) == read and not unchanged:
        yield Finding(Exit.NOTHING, f"{read} lists, and none names an article: has the layout changed?")
    elif (
        scheduled >= (_MIN_PAGES if counts.get("listed-known") else _MIN_FAILED_PAGES) and not good and facts.has_lists
    ):
        yield Finding(Exit.NOTHING, f"none of {scheduled} pages is an article: {_bad(counts)}")
    elif scheduled and not good and not counts.get("listed-known") and not unchanged and _bad(counts):
        yield Finding(Exit.PARTIAL, f"none of {scheduled} pages is an article: {_bad(counts)}")


def _partial(facts: Facts) -> Iterator[Finding]:
    counts = facts.counts
    scheduled, failed, refused = (counts.get(name, 0) for name in ("scheduled", "failed", "refused"))
    if (
        _good(counts)
        and failed > _MAX_FAILED_SHARE * scheduled
        and (failed >= _MIN_FAILED_PAGES or not counts.get("listed-known"))
    ):
        yield Finding(Exit.PARTIAL, f"{failed} of {scheduled} pages failed")
    if _good(counts) and scheduled >= _MIN_PAGES and refused > _MAX_REFUSED_SHARE * scheduled:
        yield Finding(Exit.PARTIAL, f"{refused} of {scheduled} pages were refused")
    if counts.get("errors"):
        yield Finding(Exit.PARTIAL, f"{counts['errors']} errors in the spider: see the log")
    lists_failed = counts.get("lists-failed", 0)
    if lists_failed and (counts.get("lists") or counts.get("lists-unchanged")):
        yield Finding(Exit.PARTIAL, f"{lists_failed} lists could not be read")
    if counts.get("lists-empty") and counts["lists-empty"] < counts.get("lists", 0):
        yield Finding(Exit.PARTIAL, f"{counts['lists-empty']} lists name no article")


def _good(counts: dict[str, int]) -> int:
    return sum(counts.get(state, 0) for state in (*GOOD, "duplicate", "skipped"))


def _bad(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[name]} {name}" for name in ("refused", "failed") if counts.get(name))
