"""How far a long work is, is said now and then, and not at each step."""

import pytest

from newscrawl.storage.database import progress


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until a test moves it."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_progress_is_said_with_an_estimate_by_the_pace_so_far(clock, caplog):
    work = progress.Progress("giving pages checksums", 4000)
    for seconds in (4.0, 8.0, 12.0, 16.0):
        clock[0] = 100.0 + seconds
        work.add(1000)
    assert caplog.messages == ["giving pages checksums: 3000 of 4000, about 4 s are left"]


def test_more_than_was_counted_leaves_no_time(clock, caplog):
    work = progress.Progress("indexing", 10)
    clock[0] = 120.0
    work.add(11)
    assert caplog.messages == ["indexing: 11 of 10, about 0 s are left"]
