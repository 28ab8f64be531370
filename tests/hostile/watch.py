"""A Scrapy extension that measures a crawl from inside: the longest time the reactor stood still, and the memory."""

import asyncio
from pathlib import Path
from time import monotonic

from scrapy import signals


class Watch:
    """Writes ``watch/stall`` (seconds) and ``watch/memory`` (MiB, the peak) into the stats."""

    def __init__(self, crawler):
        self.stats = crawler.stats
        self.longest = 0.0
        crawler.signals.connect(self.opened, signals.spider_opened)
        crawler.signals.connect(self.closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler):
        return cls(crawler)

    def opened(self):
        self.task = asyncio.ensure_future(self.tick())

    async def tick(self):
        before = monotonic()
        while True:
            await asyncio.sleep(0.02)
            now = monotonic()
            self.longest, before = max(self.longest, now - before - 0.02), now

    def closed(self):
        self.task.cancel()
        self.stats.set_value("watch/stall", round(self.longest, 3))
        # Not getrusage: its peak is that of the process that started this one.
        status = Path("/proc/self/status").read_text("ascii")
        self.stats.set_value("watch/memory", int(status.partition("VmHWM:")[2].split()[0]) // 1024)
