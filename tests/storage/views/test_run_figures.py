"""Figures of runs and sites, from the tables."""

from datetime import date

import pytest
from crawled_runs import save_runs

from newscrawl.storage.database.read_only import ReadOnlyDatabase
from newscrawl.storage.views.run_figures import (
    articles_per_day,
    charsets_of,
    find_run,
    find_runs,
    hosts_of,
    last_runs,
    read_stats,
    refusals_of,
)


@pytest.fixture
def crawled(tmp_path):
    url = f"sqlite:///{tmp_path}/articles.db"
    numbers = save_runs(url)
    with ReadOnlyDatabase(url).connect() as connection:
        yield connection, numbers


def test_runs_are_found_by_number_and_newest_first(crawled):
    connection, (first, second, third) = crawled
    assert [run.id for run in find_runs(connection)] == [third, second, first]
    assert [run.id for run in find_runs(connection, before=third, limit=1)] == [second]
    assert find_runs(connection, spider="other") == ()
    assert find_run(connection, None).id == third
    assert find_run(connection, second).exit_code == 3
    assert find_run(connection, third + 1) is None


def test_what_a_crashed_run_has_not_recorded_is_empty(crawled):
    connection, numbers = crawled
    assert read_stats(connection, numbers[2]) == {}
    assert hosts_of(connection, numbers[2]) == ()


def test_sites_days_charsets_and_refusals(crawled):
    connection, numbers = crawled
    [site] = last_runs(connection)
    assert (site.site, site.articles, site.run.id) == ("sample", 2, numbers[2])
    days = articles_per_day(connection, "sample", date(2026, 11, 21))
    assert list(days.values())[-3:] == [0, 1, 1]
    assert len(days) == 30
    assert charsets_of(connection, "sample") == {"gb18030": 2}
    [refused] = refusals_of(connection, site="sample")
    assert (refused.reason, refused.pages, refused.key) == ("soft 404", 2, "a/1")
    assert refusals_of(connection, run_id=numbers[0])[0].pages == 1
