"""`scrapy report` as a person types it: a run in words, as JSON, or not there."""

import json

import pytest
from crawled_runs import WHY, save_runs

from newscrawl.storage.crawl.store import Store


@pytest.fixture
def reported(scrapy_on, database, prepared):
    filled = prepared(save_runs, database)
    return lambda *arguments: scrapy_on(filled, "report", *arguments)


def test_the_newest_run_is_reported_unless_one_is_named(reported):
    assert reported().stdout == reported("latest").stdout == reported("3").stdout
    assert WHY in reported("2").stdout
    assert WHY not in reported("1").stdout


def test_the_same_figures_are_written_as_json(reported):
    [line] = reported("2", "--json").stdout.splitlines()
    assert WHY in json.dumps(json.loads(line), ensure_ascii=False)


def test_a_run_that_is_not_there_is_exit_code_1(reported):
    assert reported("99") == (1, "", "scrapy report: there is no run 99\n")


def test_a_database_without_runs_has_none_to_report(scrapy_on, database):
    Store(database).close()
    assert scrapy_on(database, "report") == (1, "", "scrapy report: there is no run\n")


@pytest.mark.parametrize("name", ["newest", "-1", "1.5", "²", "9" * 18])
def test_a_run_that_is_no_number_is_a_wrong_argument(reported, name):
    finished = reported(name)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert name in finished.stderr
