"""What runs have recorded: the newest first, and nothing invented where nothing was said."""

from datetime import UTC, datetime, timedelta

import pytest
from crawled_runs import WHY, save_runs
from samples import NOON, numbered

from newscrawl.storage.crawl.runs import (
    last_finished,
    newest_article,
    read_recent_runs,
    read_run,
    read_runs,
    read_spiders,
    read_standings,
    write_verdict,
)


@pytest.fixture
def filled(prepared, database):
    return prepared(save_runs, database)


def test_a_run_is_read_with_what_it_has_recorded(filled):
    run = read_run(filled, 2)
    assert (run.spider, run.exit_code, run.why, run.finish_reason) == ("sample", 3, (WHY,), "finished")
    assert run.counts["stored"] == 1
    assert run.measures == {"coverage/title": 0.0, "articles": 1}


def test_a_run_that_has_not_ended_has_empty_values(filled):
    run = read_run(filled, 3)
    assert (run.finished, run.exit_code, run.finish_reason, run.why) == (None, None, None, ())
    assert (run.counts, run.measures) == ({}, {})


@pytest.mark.parametrize(
    ("named", "numbers"),
    [({}, [3, 2, 1]), ({"before": 3}, [2, 1]), ({"before": 1}, []), ({"max_runs": 1}, [3]), ({"before": 3, "max_runs": 1}, [2])],
)  # fmt: skip
def test_runs_of_a_spider_are_read_the_newest_first(filled, named, numbers):
    assert [run.id for run in read_runs(filled, "sample", **named)] == numbers
    assert read_runs(filled, "other", **named) == ()


def test_runs_of_several_spiders_are_read_at_once(filled):
    save_runs(filled, spider="another")
    assert read_spiders(filled) == ("another", "sample")
    recent = read_recent_runs(filled, ["sample", "another", "nobody"], max_runs=2)
    assert {name: len(runs) for name, runs in recent.items()} == {"sample": 2, "another": 2, "nobody": 0}
    assert {run.spider for run in recent["another"]} == {"another"}


def test_a_spider_stands_by_its_newest_runs(filled):
    save_runs(filled, spider="another")
    another, sample = read_standings(filled, max_runs=200)
    assert (another.last.id, sample.last.id) == (6, 3)
    assert sample.last_good == read_run(filled, 2)
    assert sample.is_expected  # the last run has not ended
    assert [one.last_good for one in read_standings(filled, max_runs=1)] == [None, None]


def test_the_last_end_is_that_of_any_spider(filled):
    assert last_finished(filled) == NOON + timedelta(days=1)


def test_an_empty_database_has_no_runs(store, database):
    assert (last_finished(database), read_spiders(database), newest_article(database, "sample")) == (None, (), None)


def test_the_newest_article_is_not_one_of_the_future(store, database):
    store.save_all(
        [
            numbered(1, published=NOON - timedelta(days=2)),
            numbered(2, published=NOON - timedelta(days=900)),
            numbered(3, published=datetime.now(UTC) + timedelta(days=2)),
            numbered(4, published=None),
            numbered(5, published=NOON, site="other"),
        ]
    )
    assert newest_article(database, "sample") == NOON - timedelta(days=2)
    assert newest_article(database, "nobody") is None


def test_a_verdict_takes_the_place_of_the_former_one(filled):
    write_verdict(filled, 1, 4, ["none names an article"], {"lists": 2})
    run = read_run(filled, 1)
    assert (run.exit_code, run.why, run.measures) == (4, ("none names an article",), {"lists": 2})
    assert read_run(filled, 2).exit_code == 3
