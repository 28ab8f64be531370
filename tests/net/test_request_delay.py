"""A pause that a site asks for holds for its host, now and when its slot is made anew, and is never shortened."""

from types import SimpleNamespace

import pytest
from scrapy import Request

from newscrawl.net.request_delay import keep_delay

HOST = "www.sample.example"


def kept(seconds, *, slot=None, settings=None):
    downloader = SimpleNamespace(
        slots={HOST: slot} if slot else {},
        per_slot_settings={HOST: settings} if settings else {},
        get_slot_key=lambda request: request.url.split("/")[2],
    )
    request = Request(f"https://{HOST}/")
    keep_delay(SimpleNamespace(engine=SimpleNamespace(downloader=downloader)), request, seconds)
    assert request.meta["autothrottle_dont_adjust_delay"]
    return downloader


@pytest.mark.parametrize(
    ("delay", "asked", "expected"), [(1.0, 5.0, (5.0, 0.0)), (9.0, 5.0, (9.0, 0.5)), (5.0, 5.0, (5.0, 0.5))]
)
def test_a_slot_waits_at_least_so_long(delay, asked, expected):
    slot = SimpleNamespace(delay=delay, jitter=0.5)
    kept(asked, slot=slot)
    assert (slot.delay, slot.jitter) == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (None, {"delay": 5.0, "jitter": 0.0}),
        ({"concurrency": 1}, {"concurrency": 1, "delay": 5.0, "jitter": 0.0}),
        ({"delay": 9.0}, {"delay": 9.0}),
    ],
)
def test_a_slot_that_is_made_anew_waits_at_least_so_long(settings, expected):
    assert kept(5.0, settings=settings).per_slot_settings == {HOST: expected}
