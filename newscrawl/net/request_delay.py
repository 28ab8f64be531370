"""Pauses between the requests to one host that a site asks for, by its robots.txt or its declaration."""

from scrapy import Request
from scrapy.crawler import Crawler


def keep_delay(crawler: Crawler, request: Request, seconds: float) -> None:
    """Let at least so many seconds pass between requests to the host of ``request``, whatever AutoThrottle would do."""
    request.meta["autothrottle_dont_adjust_delay"] = True
    downloader = crawler.engine.downloader
    key = downloader.get_slot_key(request)
    slot = downloader.slots.get(key)
    if slot is not None and slot.delay < seconds:
        slot.delay, slot.jitter = seconds, 0.0
    settings = downloader.per_slot_settings.get(key, {})  # for when the slot is made anew
    if settings.get("delay", 0.0) < seconds:
        downloader.per_slot_settings[key] = {**settings, "delay": seconds, "jitter": 0.0}
