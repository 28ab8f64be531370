import pytest

from newscrawl.cli import progress as module
from newscrawl.cli.progress import LINE_SECONDS, progress


class Clock:
    def __init__(self):
        self.now = 100.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def test_without_a_terminal_a_line_now_and_then_tells_rate_and_rest(clock, capsys):
    with progress("a.warc", 1000, "records") as show:
        for done in range(0, 1000, 100):
            show(done, done * 3)
            clock.now += LINE_SECONDS / 2
    assert capsys.readouterr().err.splitlines() == [
        "a.warc: 600 records, 20.0/s, 20 %, 02:00 left",
        "a.warc: 1200 records, 20.0/s, 40 %, 01:30 left",
        "a.warc: 1800 records, 20.0/s, 60 %, 01:00 left",
        "a.warc: 2400 records, 20.0/s, 80 %, 00:30 left",
    ]


def test_without_a_total_no_rest_is_told(clock, capsys):
    with progress("-", None, "records") as show:
        clock.now += LINE_SECONDS
        show(500, 60)
    assert capsys.readouterr().err == "-: 60 records, 2.0/s\n"
