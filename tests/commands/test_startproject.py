"""A project of somebody's own is made by the same program, from any folder."""

import sys

import pytest

from newscrawl.cli.main import main


def test_a_project_is_made(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["newscrawl", "startproject", "my_news"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert (tmp_path / "my_news" / "scrapy.cfg").exists()
