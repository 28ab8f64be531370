"""After a signal, what waits for its turn is given up at once; what is on its way is not touched."""

import asyncio
from collections import deque
from types import SimpleNamespace

import pytest

from newscrawl.net import drain as drain_module
from newscrawl.net.drain import Drain
from newscrawl.net.ssrf_guard import NotSent


class Waiting:
    """Stands in for the Deferred of a request that waits."""

    def __init__(self):
        self.error = None

    def errback(self, error):
        self.error = error


@pytest.fixture
def engine():
    slots = {
        "a.example": SimpleNamespace(queue=deque(), active={"on its way"}),
        "b.example": SimpleNamespace(queue=deque()),
    }
    return SimpleNamespace(running=True, downloader=SimpleNamespace(slots=slots))


def looked(engine, monkeypatch):
    """Let a drain look several times, and return it when its spider is closed."""
    monkeypatch.setattr(drain_module, "_LOOK_SECONDS", 0)

    async def run():
        drain = Drain(SimpleNamespace(engine=engine))
        drain.engine_started()
        for _ in range(4):
            await asyncio.sleep(0)
        drain.spider_closed()
        return drain

    return asyncio.run(run())


def test_nothing_is_given_up_while_the_engine_runs(engine, monkeypatch):
    waiting = Waiting()
    engine.downloader.slots["a.example"].queue.append(("request", waiting))
    looked(engine, monkeypatch)
    assert waiting.error is None
    assert len(engine.downloader.slots["a.example"].queue) == 1


def test_what_waits_is_given_up_when_the_engine_stops(engine, monkeypatch):
    waiting = [Waiting() for _ in range(3)]
    engine.running = False
    for host, one in zip(("a.example", "a.example", "b.example"), waiting, strict=True):
        engine.downloader.slots[host].queue.append(("request", one))
    drain = looked(engine, monkeypatch)
    assert all(isinstance(one.error, NotSent) for one in waiting)
    assert {one.error.reason for one in waiting} == {"not fetched"}
    assert engine.downloader.slots["a.example"].active == {"on its way"}
    assert drain._deadline.finished.is_set()  # cancelled with the spider: the process is not ended


def test_a_process_that_does_not_drain_is_ended(monkeypatch, caplog):
    exits = []
    monkeypatch.setattr("os._exit", exits.append)
    drain_module._leave()
    assert exits == [143]  # 128 + SIGTERM
    assert "not drained after 50 s" in caplog.text
