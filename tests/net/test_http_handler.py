"""The end of a crawl is quiet, however late the event loop is."""

import asyncio
import time

from newscrawl.net.http_handler import HttpHandler


class Pool:
    """A pool whose connections are closed at once, or never."""

    def __init__(self, closed):
        self.closed = closed

    def closeCachedConnections(self):
        return self.closed


def close(monkeypatch, closed, seconds_late=0.0):
    monkeypatch.setattr("newscrawl.net.http_handler.maybe_deferred_to_future", lambda found: found)
    monkeypatch.setattr("newscrawl.net.http_handler._CLOSE_SECONDS", 0.05)

    async def run():
        handler = HttpHandler.__new__(HttpHandler)
        handler._pool = Pool(closed())
        closing = asyncio.ensure_future(handler.close())
        await asyncio.sleep(0)
        time.sleep(seconds_late)
        await closing
        return handler._pool.closed

    return asyncio.run(run())


def test_a_late_loop_finds_the_connections_closed(monkeypatch):
    async def at_once():
        return None

    def closed():
        return asyncio.ensure_future(at_once())

    future = close(monkeypatch, closed, seconds_late=0.2)
    assert future.done()
    assert not future.cancelled()


def test_connections_that_hang_are_left_behind(monkeypatch):
    future = close(monkeypatch, lambda: asyncio.get_running_loop().create_future())
    assert future.cancelled()
