"""Before and after the work of a command a signal ends the process, unless who started it wants it ignored."""

import os
import signal

import pytest

from newscrawl.cli.early_signals import end_process_on_signals, ignore_signals


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM])
def number(request):
    former = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    yield request.param
    for one, handler in former.items():
        signal.signal(one, handler)


def test_a_signal_ends_the_process_as_a_shell_says_it(monkeypatch, number):
    ended = []
    monkeypatch.setattr(os, "_exit", ended.append)
    end_process_on_signals()
    signal.raise_signal(number)
    assert ended == [128 + number]


def test_an_ignored_signal_stays_ignored(number):
    signal.signal(number, signal.SIG_IGN)
    end_process_on_signals()
    assert signal.getsignal(number) is signal.SIG_IGN


def test_an_ignored_signal_does_nothing(number):
    ignore_signals()
    signal.raise_signal(number)
    assert signal.getsignal(number) is signal.SIG_IGN
