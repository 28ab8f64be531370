"""End soon when told to: what is on its way is finished, what waits for its turn is left to the next run."""

import asyncio
import logging
import os
import threading
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from newscrawl.net.ssrf_guard import NotSent

logger = logging.getLogger(__name__)

# After these seconds the process ends however things stand: everything acknowledged is committed. Chosen by hand:
# below the minute that supervisors are told to wait (deploy/systemd).
DRAIN_SECONDS = 50.0
_STOPPED_EXIT = 143  # 128 + SIGTERM, as shells have it
_LOOK_SECONDS = 0.5  # between two looks at whether the engine runs; chosen by hand


class Drain:
    """Extension: after a signal, requests that wait for their turn in the downloader are given up at once.

    Scrapy would send them, each after the pause of its site: eight requests and a Crawl-delay of a minute take longer
    than any supervisor waits.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._looking: asyncio.Task[None] | None = None
        self._deadline: threading.Timer | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Look on from the start of the engine to the end of the spider."""
        drain = cls(crawler)
        crawler.signals.connect(drain.engine_started, signals.engine_started)
        crawler.signals.connect(drain.spider_closed, signals.spider_closed)
        return drain

    def engine_started(self) -> None:
        """Begin to look whether the crawl is to end."""
        self._looking = asyncio.ensure_future(self._look())

    def spider_closed(self) -> None:
        """Everything is drained."""
        if self._looking:
            self._looking.cancel()
        if self._deadline:
            self._deadline.cancel()

    async def _look(self) -> None:
        await asyncio.sleep(_LOOK_SECONDS)
        while True:
            if not self.crawler.engine.running:
                self._drain()
            await asyncio.sleep(_LOOK_SECONDS)

    def _drain(self) -> None:
        if self._deadline is None:
            self._deadline = threading.Timer(DRAIN_SECONDS, _leave)
            self._deadline.daemon = True
            self._deadline.start()
        for slot in self.crawler.engine.downloader.slots.values():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(NotSent("not fetched", "the run was ended before its turn"))


def _leave() -> None:
    logger.critical("not drained after %.0f s: leaving all the same", DRAIN_SECONDS)
    os._exit(_STOPPED_EXIT)
