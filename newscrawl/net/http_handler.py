"""Scrapy's handler of http and https, which ends without an error when the machine is busy."""

import asyncio

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.utils.defer import maybe_deferred_to_future

_CLOSE_SECONDS = 1.0  # as Scrapy has it: connections of a server that hangs are left behind then


class HttpHandler(HTTP11DownloadHandler):
    """Closes kept connections at the end of a crawl, and waits no longer than a second for them.

    Scrapy 2.19 fires the Deferred of the closing itself after that second. Where the event loop is late, the closing
    is done by then, but nobody has taken back the timed call: Twisted prints an ``AlreadyCalledError``.
    """

    lazy = True

    async def close(self) -> None:
        """Close what is kept open."""
        closed = self._pool.closeCachedConnections()  # type: ignore[no-untyped-call]
        closing = asyncio.ensure_future(maybe_deferred_to_future(closed))
        await asyncio.wait({closing}, timeout=_CLOSE_SECONDS)
        closing.cancel()
