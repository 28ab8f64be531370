"""`python -m newscrawl` is the console script."""

import atexit
import os
import runpy
import signal
import sys

import pytest

from newscrawl import __version__


@pytest.fixture(autouse=True)
def signals_given_back(monkeypatch):
    monkeypatch.setattr(atexit, "register", lambda _: None)  # this process may be interrupted to its end
    monkeypatch.delitem(sys.modules, "newscrawl.__main__", raising=False)  # another test may have imported it
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


def test_the_module_runs_the_console_script(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["newscrawl", "--version"])
    runpy.run_module("newscrawl", run_name="__main__")
    assert capsys.readouterr().out == f"newscrawl {__version__}\n"


def test_nothing_runs_when_it_is_only_imported():
    assert "main" in runpy.run_module("newscrawl.__main__", run_name="newscrawl.__main__")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_after_the_command_is_done_ends_the_process_without_a_word(monkeypatch, capsys, number):
    ended = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr("sys.argv", ["newscrawl", "--version"])
    runpy.run_module("newscrawl", run_name="__main__")
    signal.raise_signal(number)
    assert ended == [128 + number]
    assert capsys.readouterr().err == ""
