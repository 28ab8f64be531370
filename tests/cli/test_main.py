"""The console script can be ended at any moment, also while Scrapy is being imported."""

import gc
import os
import signal
import sys

import newscrawl.cli
from newscrawl.cli.main import main


def test_ctrl_c_while_scrapy_is_imported_ends_the_process_without_a_word(monkeypatch):
    ended = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.delitem(sys.modules, "newscrawl.cli.command_line", raising=False)
    monkeypatch.delattr(newscrawl.cli, "command_line", raising=False)
    monkeypatch.setattr("sys.argv", ["newscrawl", "--version"])

    class Interrupting:
        def find_spec(self, name, *_):
            if name == "newscrawl.cli.command_line":
                os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr("sys.meta_path", [Interrupting(), *sys.meta_path])
    main()
    assert ended == [130]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_stays_ignored_where_it_is_ignored(monkeypatch):
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        monkeypatch.setattr("sys.argv", ["newscrawl", "--version"])
        main()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, former)


def test_garbage_is_looked_for_as_usual_when_the_command_is_done(monkeypatch):
    usual = gc.get_threshold(), len(gc.callbacks)
    monkeypatch.setattr("sys.argv", ["newscrawl", "--version"])
    main()
    assert (gc.get_threshold(), len(gc.callbacks)) == usual


def test_garbage_is_looked_for_as_usual_after_the_first_time(monkeypatch):
    usual, seen = gc.get_threshold(), []

    def run(_):
        seen.append(gc.get_threshold())
        gc.collect()
        seen.append(gc.get_threshold())

    monkeypatch.setattr("newscrawl.cli.command_line.run", run)
    try:
        main()
    finally:
        gc.unfreeze()
    assert seen[0][0] > usual[0]
    assert seen[1] == usual
