"""What a crawl checks before, and whom it tells after."""

import json
import logging
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from crawled_runs import save_runs
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from newscrawl import settings as defaults
from newscrawl.cli import crawl_job
from newscrawl.cli.crawl_job import check_database, check_settings, conclude, interval_of, require_usable_database, tell
from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.reports.verdict import Exit
from newscrawl.storage.crawl.runs import read_run
from newscrawl.storage.crawl.store import Store


def settings(**values):
    found = Settings()
    found.setmodule(defaults)
    found.setdict(values)
    return found


@pytest.mark.parametrize(
    ("value", "hours"), [(2, 2), ("0.5", 0.5), (8760, 8760)],
)  # fmt: skip
def test_an_interval_is_a_number_of_hours(value, hours):
    assert interval_of(settings(NEWSCRAWL_INTERVAL_HOURS=value)) == timedelta(hours=hours)


@pytest.mark.parametrize("value", [0, -1, "", None, "hourly", "nan", "inf", 8761])
def test_any_other_interval_is_a_bad_argument(value):
    with pytest.raises(BadArgument, match="NEWSCRAWL_INTERVAL_HOURS"):
        interval_of(settings(NEWSCRAWL_INTERVAL_HOURS=value))


def test_the_settings_as_they_stand_are_right():
    assert check_settings(settings()) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSCRAWL_PRACTICE_WEB", "http://10.0.0.1:80"),
        ("NEWSCRAWL_ALLOW_PRIVATE", "127.0.0.1"),
        ("NEWSCRAWL_RETRY_WAITS", "soon"),
        ("NEWSCRAWL_SIMPLIFY", "sometimes"),
        ("NEWSCRAWL_RAW", "some"),
        ("NEWSCRAWL_RAW_STORE", "ftp://a.example/"),
        ("NEWSCRAWL_PAGE_SECONDS", "-1"),
        ("NEWSCRAWL_PAGE_WORKERS", "many"),
        ("NEWSCRAWL_PURPOSE", "fun"),
        ("NEWSCRAWL_RIGHTS", "ignore"),
        ("NEWSCRAWL_KEEP_REFUSED", "for ever"),
        ("NEWSCRAWL_SITE_RULES", "/nonexistent"),
    ],
)
def test_a_wrong_setting_is_a_bad_argument_that_names_it(name, value):
    with pytest.raises(BadArgument, match=name):
        check_settings(settings(**{name: value}))


def test_a_database_that_is_not_there_needs_a_folder_for_it(tmp_path):
    require_usable_database({"NEWSCRAWL_DATABASE_URL": f"sqlite:///{tmp_path}/articles.db"})
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(BadArgument, match="cannot write"):
        require_usable_database({"NEWSCRAWL_DATABASE_URL": f"sqlite:///{tmp_path}/missing/articles.db"})


def test_a_file_that_is_no_database_cannot_be_used(tmp_path):
    (tmp_path / "articles.db").write_bytes(b"no database" * 1000)
    with pytest.raises(StorageFailed):
        require_usable_database({"NEWSCRAWL_DATABASE_URL": f"sqlite:///{tmp_path}/articles.db"})


@pytest.mark.parametrize(
    ("ahead", "trusted", "is_refused"),
    [
        (timedelta(hours=1), False, True),
        (timedelta(hours=1), True, False),
        (timedelta(minutes=1), False, False),
        (timedelta(hours=-1), False, False),
    ],
)
def test_a_clock_that_was_set_back_is_a_bad_argument(tmp_path, prepared, ahead, trusted, is_refused):
    url = prepared(save_runs, f"sqlite:///{tmp_path}/articles.db")
    with Store(url, now=lambda: datetime.now(UTC) + ahead) as store:
        store.begin_run("sample", "0.2.0")
        store.end_run("finished", {}, {})
    values = settings(NEWSCRAWL_DATABASE_URL=url, NEWSCRAWL_TRUST_CLOCK=trusted)
    if is_refused:
        with pytest.raises(BadArgument, match="set the clock"):
            check_database(values)
    else:
        check_database(values)


def test_a_crawler_that_never_began_has_crashed_and_one_without_a_store_is_well():
    assert conclude(get_crawler()) == (Exit.CRASHED, None)
    without_store = SimpleNamespace(_engine=object(), get_item_pipeline=lambda _kind: None)
    assert conclude(without_store) == (Exit.WELL, None)


@pytest.fixture
def told(monkeypatch):
    calls = []
    monkeypatch.setattr(crawl_job, "notify", lambda subject, record, _environment: calls.append((subject, record)))
    return calls


@pytest.fixture
def runs(tmp_path, prepared):
    url = prepared(save_runs, f"sqlite:///{tmp_path}/articles.db")
    return url, [read_run(url, number) for number in (1, 2, 3)]


def test_somebody_is_told_of_a_run_that_went_wrong(told, runs):
    url, (good, wrong, unfinished) = runs
    tell(good, url, {})
    tell(unfinished, url, {})
    assert told == []
    tell(wrong, url, {})
    [(subject, record)] = told
    assert subject.startswith("newscrawl: sample ended with 3: drift: ")
    assert json.loads(json.dumps(record))["run"] == wrong.id


@pytest.mark.parametrize(
    ("code", "why", "count"),
    [
        (3, ("drift: 10% of articles have title, usually 98%",), 0),  # the same, whatever the numbers
        (3, ("drift: 0% of articles have authors, usually 100%",), 1),
        (4, ("drift: 0% of articles have title, usually 100%",), 1),
        (75, (), 0),
        (143, (), 0),
    ],
)
def test_nobody_is_told_the_same_twice(told, runs, code, why, count):
    url, (_, wrong, unfinished) = runs
    assert unfinished.id == wrong.id + 1
    tell(unfinished._replace(exit_code=code, why=why), url, {})
    assert len(told) == count


def test_a_crawl_that_could_not_begin_is_said_to_have_crashed(caplog):
    caplog.set_level(logging.INFO)
    pipeline = SimpleNamespace(run=SimpleNamespace(store=SimpleNamespace(run_id=None)))
    stats = get_crawler().stats
    crawler = SimpleNamespace(_engine=object(), get_item_pipeline=lambda _kind: pipeline, stats=stats)
    assert conclude(crawler) == (Exit.CRASHED, None)
    stats.set_value(crawl_job.STORAGE_ERRORS, 1)
    assert conclude(crawler) == (Exit.STORAGE, None)
