"""Dates as sites write them; every case is a line of data/dates.json."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from cpu_time import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text import dates
from newscrawl.text.dates import find_date, find_dates, parse_date, read_date

CASES = json.loads((Path(__file__).parent / "data" / "dates.json").read_text(encoding="utf-8"))
NOW = datetime(2024, 4, 5, 12, tzinfo=UTC)


def marked(case: dict[str, Any]) -> Any:
    known_failure = [pytest.mark.xfail(strict=True)] if case.get("expect") == "fail" else []
    return pytest.param(case, id=case["label"], marks=known_failure)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_reads_the_date_or_leaves_it(case: dict[str, Any]) -> None:
    now = datetime.fromisoformat(case["now"]) if "now" in case else None
    moment = parse_date(case["written"], timezone=case.get("timezone", "UTC"), now=now)
    assert (moment and moment.isoformat()) == case["moment"]


def test_finds_the_date_in_a_byline_as_it_is_written() -> None:
    found = find_date("王小明 • 来源：示例网 • ２０２４年４月３日 14：05 • 12次阅读")
    assert found is not None
    assert found.written == "２０２４年４月３日 14：05"


@pytest.mark.parametrize(
    ("written", "zone", "day", "precision"),
    [
        ("2024-04-03", "Europe/Berlin", date(2024, 4, 3), "day"),
        ("3. April 2024", "Asia/Shanghai", date(2024, 4, 3), "day"),
        ("2024-04-03T23:15:00-05:00", "America/New_York", date(2024, 4, 3), "time"),
        ("2024-04-02T22:30:00Z", "Europe/Berlin", date(2024, 4, 3), "time"),
        ("2024-04-03T00:00:00Z", "America/New_York", date(2024, 4, 3), "time"),
        ("2024年4月3日 00:30", "Asia/Shanghai", date(2024, 4, 3), "time"),
        ("1712100600", "Asia/Shanghai", date(2024, 4, 3), "time"),
        ("2 days ago", "UTC", date(2024, 4, 3), "day"),
        ("2 days, 3 hours ago", "UTC", date(2024, 4, 3), "time"),
        ("2 weeks ago", "UTC", date(2024, 3, 22), "about"),
    ],
)
def test_tells_the_day_on_the_clock_of_the_site(written: str, zone: str, day: date, precision: str) -> None:
    found = read_date(written, timezone=zone, now=NOW)
    assert found is not None
    assert (found.day, found.precision) == (day, precision)


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("Updated: May 1, 2024 / Published: April 3, 2024", ["May 1, 2024", "April 3, 2024"]),
        ("更新日：2024年5月1日 公開日：2024年4月3日", ["2024年5月1日", "2024年4月3日"]),
        ("2024-04-03 14:05", ["2024-04-03 14:05"]),
        ("no date", []),
    ],
)
def test_finds_all_dates_of_a_line(line: str, written: list[str]) -> None:
    assert [found.written for found in find_dates(line)] == written


def test_takes_the_first_believable_date() -> None:
    found = find_date("Founded 1970-01-01, published 2024-04-03, updated 2024-04-04")
    assert found is not None
    assert found.written == "2024-04-03"


def test_does_not_look_at_the_clock() -> None:
    assert parse_date("2098-01-01") == datetime(2098, 1, 1, tzinfo=UTC)


def test_takes_now_without_a_zone_as_utc() -> None:
    assert parse_date("3小时前", now=datetime(2024, 4, 5, 12)) == NOW - timedelta(hours=3)


@given(st.datetimes(min_value=datetime(1995, 1, 2), max_value=datetime(2099, 12, 30)), st.integers(-14 * 60, 14 * 60))
def test_reads_back_what_iso_8601_writes(local: datetime, minutes: int) -> None:
    moment = local.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    if 1995 <= moment.astimezone(UTC).year <= 2099:
        assert parse_date(moment.isoformat()) == moment


@given(st.text())
def test_answers_to_any_text(text: str) -> None:
    moment = parse_date(text, now=NOW)
    assert moment is None or (moment.tzinfo is UTC and moment.year >= dates.EARLIEST_YEAR)


@given(
    st.lists(
        st.sampled_from(
            [*"0123456789年月日:/.- ", "2024", "Apr", "vor", "Tage", "ago", "下午", "Uhr", "\ud800", "\0", "９"]
        )
    )
)
def test_answers_to_anything_that_looks_like_a_date(parts: list[str]) -> None:
    text = "".join(parts)
    found = find_date(text, now=NOW)
    assert found is None or found.written in text


TOKENS = ["1", " ", "2024-", "2024年", "Jan 1 ", "3. ", "12:05 ", "上午", "1 min", "vor ", "20240403", "星期三", "，"]


@pytest.mark.parametrize("token", TOKENS)
def test_reads_a_flood_of_one_token_at_once(token: str) -> None:
    assert_linear(
        lambda flood: parse_date(flood, now=NOW),
        lambda size: token * (size // len(token)),
        10_000_000,
        max_seconds=2,
    )
