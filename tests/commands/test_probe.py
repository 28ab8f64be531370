"""`scrapy probe` as a person types it."""

import os
import sys
from argparse import Namespace
from html import escape

import pytest
import scrapy_command
from scrapy.settings import Settings

from newscrawl.commands.probe import Command
from newscrawl.demo.web import SAVED_PAGES, load_pages, serving
from newscrawl.errors import BadArgument

GAZETTE = "https://www.lab-gazette.example"


def test_a_page_that_cannot_be_had_is_one_line_and_exit_code_1():
    with serving(()) as address:
        finished = scrapy_command.run(
            "probe", "--name", "sample", "http://127.0.0.1/", "-s", f"NEWSCRAWL_PRACTICE_WEB={address}"
        )
    assert finished.returncode == 1
    assert "http://127.0.0.1/ cannot be fetched" in finished.stderr


def test_a_proposed_declaration_is_shown_by_how_it_reads_the_first_article_before_anything_is_written(tmp_path):
    pytest.importorskip("jinja2", reason="--open is NOT tested: pip install 'newscrawl[browse]'")
    before = set(SAVED_PAGES.rglob("*"))
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}\n')
    browser.chmod(0o755)
    environment = {**os.environ, "BROWSER": str(browser), "TMPDIR": str(tmp_path)}
    with serving(load_pages()) as address:
        practice = f"NEWSCRAWL_PRACTICE_WEB={address}"
        options = ("--open", "-s", practice, "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")
        finished = scrapy_command.run("probe", f"{GAZETTE}/", *options, environment=environment)
    assert finished.returncode == 0, finished.stderr[-2000:]
    [shown] = tmp_path.glob("newscrawl-probe-*.html")
    assert opened.read_text() == shown.as_uri()
    page = shown.read_text("utf-8")
    assert escape(finished.stdout.strip().splitlines()[-1], quote=False) in page
    assert 'class="served"' in page
    assert "Fields, and where they were found" in page
    assert set(SAVED_PAGES.rglob("*")) == before


def test_what_open_needs_is_missed_before_anything_is_fetched(monkeypatch):
    monkeypatch.setitem(sys.modules, "newscrawl.browse.inspection_page", None)
    command = Command()
    command.settings = Settings({"NEWSCRAWL_PRACTICE_WEB": None})
    with pytest.raises(BadArgument, match=r"--open needs pip install 'newscrawl\[browse\]'"):
        command.check([f"{GAZETTE}/"], Namespace(name="sample", open=True))
