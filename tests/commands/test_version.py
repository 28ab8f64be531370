"""Each program says its own version first."""

import sys

import pytest
from scrapy.cmdline import execute

from newscrawl import __version__
from newscrawl.cli.main import main


def test_newscrawl_says_its_version_and_scrapys(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["newscrawl", "version"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert capsys.readouterr().out.splitlines()[0] == f"newscrawl {__version__}"


def test_scrapy_says_its_own(capsys):
    with pytest.raises(SystemExit):
        execute(["scrapy", "version"])
    assert capsys.readouterr().out.startswith("Scrapy ")
