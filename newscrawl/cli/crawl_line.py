"""One line on a terminal that says how far a crawl is."""

import asyncio
import logging
import time
from shutil import get_terminal_size
from typing import TextIO
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response

_REFRESH_SECONDS = 0.5  # between two drawings of the line (chosen by hand)
_START, _CLEAR = "\r", "\x1b[K"


class ProgressLine:
    """Draws pages fetched, stored and refused, pages a second and the current site, until the crawl ends."""

    def __init__(self, terminal: TextIO, crawler: Crawler) -> None:
        self._terminal = terminal
        self._crawler = crawler
        self._started = time.monotonic()
        self._host = ""
        self._drawing: asyncio.Task[None] | None = None
        crawler.signals.connect(self._open, signals.engine_started)
        crawler.signals.connect(self._received, signals.response_received)
        crawler.signals.connect(self._close, signals.engine_stopped)

    def text(self) -> str:
        """Return the line."""
        value = self._crawler.stats.get_value
        fetched = value("response_received_count", 0)
        stored = value("newscrawl/stored", 0) + value("newscrawl/updated", 0)
        rate = fetched / max(time.monotonic() - self._started, 1)
        return (
            f"{fetched} fetched, {stored} stored, {value('newscrawl/refused', 0)} refused, {rate:.1f} pages/s"
            f"  {self._host}"
        )

    def _open(self) -> None:
        self._started = time.monotonic()
        for handler in logging.root.handlers:
            handler.addFilter(self._clear)  # what is logged begins at the left, and the line is drawn below it
        self._drawing = asyncio.ensure_future(self._draw())

    def _received(self, response: Response) -> None:
        self._host = urlsplit(response.url).hostname or ""

    async def _draw(self) -> None:
        while True:
            self._terminal.write(f"{_START}{self.text()[: get_terminal_size().columns - 1]}{_CLEAR}")
            self._terminal.flush()
            await asyncio.sleep(_REFRESH_SECONDS)

    def _clear(self, _record: object) -> bool:
        self._terminal.write(f"{_START}{_CLEAR}")
        return True

    def _close(self) -> None:
        if self._drawing:
            self._drawing.cancel()
        for handler in logging.root.handlers:
            handler.removeFilter(self._clear)
        self._terminal.write(f"{_START}{_CLEAR}")
        self._terminal.flush()
