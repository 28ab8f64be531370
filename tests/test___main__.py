"""`python -m newscrawl` is the console script."""

import runpy

from newscrawl import __version__


def test_the_module_runs_the_console_script(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["newscrawl", "--version"])
    runpy.run_module("newscrawl", run_name="__main__")
    assert capsys.readouterr().out == f"newscrawl {__version__}\n"


def test_nothing_runs_when_it_is_only_imported():
    assert "main" in runpy.run_module("newscrawl.__main__", run_name="newscrawl.__main__")
