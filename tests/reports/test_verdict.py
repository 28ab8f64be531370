"""One exit code for a run, the gravest, and a line for each thing that is wrong."""

import pytest

from newscrawl.reports.verdict import GRAVITY, Exit, Facts, gravest, judge

WELL = {"scheduled": 20, "stored": 18, "refused": 2, "lists": 2, "listed-known": 40}
CASES = [
    ("well", Facts("finished", WELL), Exit.WELL),
    ("nothing new", Facts("finished", {"scheduled": 0, "lists-unchanged": 2, "known": 40}), Exit.WELL),
    ("nothing new on a list", Facts("finished", {"scheduled": 0, "lists": 1, "listed-known": 30}), Exit.WELL),
    ("only revisits", Facts("finished", {"scheduled": 9, "unchanged": 9, "lists": 1}), Exit.WELL),
    ("an old failure is tried again", Facts("finished", {"scheduled": 1, "failed": 1, "lists": 1, "listed-known": 30}), Exit.WELL),
    ("an old failure while lists do not change", Facts("finished", {"scheduled": 1, "failed": 1, "lists-unchanged": 1}), Exit.WELL),
    ("one page, asked for by name, fails", Facts("finished", {"scheduled": 1, "failed": 1}, has_lists=False), Exit.PARTIAL),
    ("one page, asked for by name, is refused", Facts("finished", {"scheduled": 1, "refused": 1}, has_lists=False), Exit.PARTIAL),
    ("a third fails", Facts("finished", {"scheduled": 9, "stored": 6, "failed": 3, "lists": 1}), Exit.PARTIAL),
    ("most are refused", Facts("finished", {"scheduled": 9, "stored": 3, "refused": 6, "lists": 1}), Exit.PARTIAL),
    ("a list fails", Facts("finished", {**WELL, "lists-failed": 1}), Exit.PARTIAL),
    ("a list is empty", Facts("finished", {**WELL, "lists-empty": 1}), Exit.PARTIAL),
    ("time is up", Facts("closespider_timeout", WELL), Exit.PARTIAL),
    ("memory is full", Facts("memusage_exceeded", WELL), Exit.PARTIAL),
    ("errors", Facts("finished", {**WELL, "errors": 1}), Exit.PARTIAL),
    ("no list can be read", Facts("finished", {"lists-failed": 2}), Exit.NOTHING),
    ("no list names anything", Facts("finished", {"lists": 2, "lists-empty": 2}), Exit.NOTHING),
    ("all pages are gone", Facts("finished", {"scheduled": 12, "refused": 12, "lists": 1}), Exit.NOTHING),
    ("all new pages are refused", Facts("finished", {"scheduled": 12, "refused": 12, "lists": 1, "listed-known": 30}), Exit.NOTHING),
    ("a page is open", Facts("finished", {**WELL, "open": 1}), Exit.UNBALANCED),
    ("numbers differ", Facts("finished", {**WELL, "unbalanced": 2}), Exit.UNBALANCED),
    ("the database failed", Facts("storage_error", WELL), Exit.STORAGE),
    ("the database failed at the end", Facts("finished", WELL, storage_failed=True), Exit.STORAGE),
    ("stopped", Facts("shutdown", WELL), Exit.STOPPED),
    ("no end", Facts(None, {}), Exit.CRASHED),
    ("the start crashed", Facts("start_error", {}), Exit.CRASHED),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_run_ends_with(facts, expected):
    verdict = judge(facts, [])
    assert verdict.exit == expected
    assert bool(verdict.why) == (expected != Exit.WELL)


def test_drift_is_partial():
    past = [{"articles": 10, "coverage/title": 1.0}] * 8
    verdict = judge(Facts("finished", WELL), [{"articles": 10, "coverage/title": 0.0}, *past])
    assert verdict == (Exit.PARTIAL, ("drift: 0% of articles have title, usually 100%",))


def test_every_exit_has_its_place_and_the_gravest_wins():
    assert set(GRAVITY) == set(Exit)
    assert gravest([Exit.WELL, Exit.PARTIAL, Exit.STORAGE, Exit.NOTHING]) is Exit.STORAGE
    assert gravest([]) is Exit.WELL
