"""Runs and sites: what needs a look, and why."""

import pytest
from crawled_runs import WHY, save_runs
from reader_requests import ask

from newscrawl.browse.app import reader_app


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('runs')}/articles.db"
    return reader_app(url, 8001), save_runs(url)


def test_runs_are_listed_with_their_verdict(crawled):
    page = ask(crawled[0], "/runs").text
    assert WHY in page
    assert "crashed or running" in page
    assert page.index("crashed or running") < page.index("needs a look") < page.index(">good<")


def test_a_run_shows_its_figures(crawled):
    app, (_, number, crashed) = crawled
    page = ask(app, f"/runs/{number}").text
    assert WHY in page
    assert "34,567 bytes" in page
    assert "<svg" in page
    assert "it crashed, or is still running" in ask(app, "/runs/latest").text
    assert ask(app, f"/runs/{crashed}").status == 200


@pytest.mark.parametrize("name", ["0", "99", "x", "9" * 30, "-1"])
def test_a_run_that_is_none_is_not_there(crawled, name):
    assert ask(crawled[0], f"/runs/{name}").status == 404
