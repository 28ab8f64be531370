"""Waits are what the server asks for, within bounds; hosts that do not answer are left alone."""

from datetime import UTC, datetime

import pytest
from hostile.crawl import crawl
from hostile.faults import reset
from hostile.web import Fault, article, serving
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Response

from newscrawl.net.retry import MAX_FAILURES, retry_after

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
ASKED = [
    ("120", 120),
    (" 5 ", 5),
    ("0", 0),
    ("-5", 0),
    ("soon", 0),
    ("", 0),
    ("99999999", 99_999_999),
    ("9" * 5000, float("inf")),
    ("Fri, 20 Nov 2026 08:01:00 GMT", 60),
    ("Fri, 20 Nov 2026 07:01:00 GMT", 0),
    ("Fri, 99 Nov 2026 08:01:00 GMT", 0),
    ("1e9", 0),
    ("٣", 0),
]


def response(written):
    return Response("http://e.example/", headers={"Retry-After": written})


@pytest.mark.parametrize(("written", "seconds"), ASKED)
def test_a_wait_is_read_as_number_or_date(written, seconds):
    assert retry_after(response(written), NOW) == seconds


def test_without_a_header_there_is_no_wait():
    assert retry_after(Response("http://e.example/"), NOW) == 0


@given(st.text(max_size=80))
def test_any_header_has_an_answer(written):
    assert retry_after(response(written.encode("utf-8", "replace")), NOW) >= 0


def test_tries_are_apart_and_a_short_wait_is_kept(tmp_path):
    from time import monotonic

    times = []

    def later(visit):
        times.append(monotonic())
        visit.reply("later", "503 Later", {"Retry-After": "2"}) if len(times) == 1 else visit.reply(article())

    fault = Fault("patient", later)
    with serving([fault]) as (proxy, seen):
        crawled = crawl(tmp_path, proxy, seen, "-a", f"url={fault.url}", NEWSCRAWL_RETRY_WAITS="1")
    assert crawled.statuses(fault.host) == ["ok"]
    assert times[1] - times[0] >= 2


def test_a_host_that_never_answers_is_left_alone(tmp_path):
    faults = [Fault("dead", reset)]
    urls = tmp_path / "urls.txt"
    urls.write_text("\n".join(f"http://dead.test/news/{number}.html" for number in range(30)), "utf-8")
    with serving(faults) as (proxy, seen):
        crawled = crawl(tmp_path, proxy, seen, "-a", f"urls_file={urls}", CONCURRENT_REQUESTS="1")
    assert seen.requests["dead.test"] <= MAX_FAILURES + 3
    assert crawled.reasons("dead.test").count("host left alone") > 20
