"""The line on a terminal tells how far a crawl is, and is gone at its end."""

import asyncio
import io
import math
from types import SimpleNamespace

from scrapy.signalmanager import SignalManager

from newscrawl.cli.crawl_line import ProgressLine


def test_the_line_is_drawn_over_itself_and_cleared():
    counts = {"response_received_count": 12, "newscrawl/stored": 3, "newscrawl/updated": 1, "newscrawl/refused": 2}
    crawler = SimpleNamespace(signals=SignalManager(), stats=SimpleNamespace(get_value=counts.get))
    terminal = io.StringIO()
    line = ProgressLine(terminal, crawler)

    async def crawl():
        line._open()
        line._started = math.inf  # however long a busy machine takes, this is the first second
        line._received(SimpleNamespace(url="https://www.golem.de/news/1.html"))
        await asyncio.sleep(0)
        line._close()

    asyncio.run(crawl())
    written = terminal.getvalue()
    assert "\r12 fetched, 4 stored, 2 refused, 12.0 pages/s  www.golem.de" in written
    assert written.endswith("\r\x1b[K")
    assert "\n" not in written
