"""Links of lists: which addresses are kept, and which times are believed."""

from datetime import UTC, datetime, timedelta

import pytest

from newscrawl.discovery.links import Link, newest_first, read_time

BASE = "https://www.example.com/news/index.html"
FETCHED = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-11-19T10:00:00+08:00", datetime(2026, 11, 19, 2, tzinfo=UTC)),
        (" 2026-11-19T10:00:00Z ", datetime(2026, 11, 19, 10, tzinfo=UTC)),
        ("Thu, 19 Nov 2026 10:00:00 GMT", datetime(2026, 11, 19, 10, tzinfo=UTC)),
        ("2026-11-19 10:00", datetime(2026, 11, 19, 2, tzinfo=UTC)),  # without a zone: by the clock of the site
        ("2026-11-21T11:00:00Z", datetime(2026, 11, 21, 11, tzinfo=UTC)),  # within a day of our clock
        ("2026-11-21T13:00:00Z", None),
        ("1969-12-31T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),  # has no time in UTC
        ("soon", None),
        ("", None),
    ],
)
def test_a_time_is_read_and_believed(written, expected):
    assert read_time(written, "Asia/Shanghai", FETCHED) == expected


def test_without_a_time_of_the_fetch_the_future_is_believed():
    assert read_time("2199-01-01T00:00:00Z", "UTC", None) == datetime(2199, 1, 1, tzinfo=UTC)


def test_the_newest_come_first_and_those_without_a_time_last_in_their_order():
    old, new = Link("old", FETCHED - timedelta(days=1)), Link("new", FETCHED)
    first, second = Link("first"), Link("second")
    assert newest_first([first, old, second, new]) == [new, old, first, second]
