"""A Scrapy extension that measures a crawl from inside: the longest callback, and the memory."""

import asyncio
from pathlib import Path
from time import thread_time

from scrapy import signals


class Watch:
    """Writes ``watch/stall``, ``watch/memory`` (MiB, the peak) and ``watch/growth`` into the stats.

    The stall is the longest time that the reactor was kept from its other tasks, in seconds of its CPU time.

    The growth is that of the memory, in MiB, from the 2,000th item to the end.
    """

    WARM = 2000

    def __init__(self, crawler):
        self.stats = crawler.stats
        self.longest = 0.0
        self.items, self.warm = 0, 0
        crawler.signals.connect(self.scraped, signals.item_scraped)
        crawler.signals.connect(self.opened, signals.spider_opened)
        crawler.signals.connect(self.closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler):
        return cls(crawler)

    def opened(self):
        self.task = asyncio.ensure_future(self.tick())

    def scraped(self):
        self.items += 1
        if self.items == self.WARM:
            self.warm = memory("VmRSS:")

    async def tick(self):
        before = thread_time()
        while True:
            await asyncio.sleep(0.02)
            now = thread_time()
            self.longest, before = max(self.longest, now - before), now

    def closed(self):
        self.task.cancel()
        self.stats.set_value("watch/stall", round(self.longest, 3))
        self.stats.set_value("watch/memory", memory("VmHWM:"))
        self.stats.set_value("watch/growth", memory("VmRSS:") - self.warm if self.warm else 0)


def memory(name):
    """A figure of this process, in MiB; getrusage would give the peak of the process that started this one."""
    return int(Path("/proc/self/status").read_text("ascii").partition(name)[2].split()[0]) // 1024
