"""Values of settings are read as Scrapy would, before it does."""

import pytest
from scrapy.settings import Settings

from newscrawl import settings as own
from newscrawl.cli.setting_values import check_database_url, check_values, check_writable
from newscrawl.errors import BadArgument


def project(**typed):
    settings = Settings()
    settings.setmodule(own)
    settings.setdict(typed, priority="cmdline")
    return settings


def test_the_settings_of_newscrawl_and_of_scrapy_can_be_read():
    check_values(project())
    check_values(Settings())


@pytest.mark.parametrize(
    "typed",
    [
        {"DOWNLOAD_DELAY": "0.25"},
        {"DOWNLOAD_DELAY": 0},
        {"DEPTH_PRIORITY": "-1"},
        {"LOG_LEVEL": "10"},
        {"LOG_LEVEL": "DEBUG"},
        {"ROBOTSTXT_OBEY": "False"},
        {"TELNETCONSOLE_ENABLED": "1"},
        {"CLOSESPIDER_TIMEOUT": "1.5"},
        {"FEEDS": {"/tmp/items.jsonl": {"format": "jsonlines"}}},
        {"ITEM_PIPELINES": {"newscrawl.pipelines.repair.RepairPipeline": 100, "gone.Pipeline": None}},
    ],
)
def test_what_scrapy_reads_is_right(typed):
    check_values(project(**typed))


def test_a_number_with_a_fraction_is_no_whole_one():
    with pytest.raises(BadArgument, match="DEPTH_LIMIT must be a whole number"):
        check_values(project(DEPTH_LIMIT="1.5"))


@pytest.mark.parametrize(
    "url", ["sqlite:///a.db", "sqlite:////srv/a b.db", "postgresql://h/d", "postgresql+psycopg://u:p@h:5432/d"]
)
def test_databases_that_can_be_used(url):
    check_database_url(url)


@pytest.mark.parametrize(
    "url", [None, "", "sqlite://", "sqlite:///:memory:", "a.db", "mysql://h/d", "postgresql://h:x/d"]
)
def test_databases_that_cannot(url):
    with pytest.raises(BadArgument, match="NEWSCRAWL_DATABASE_URL"):
        check_database_url(url)


def test_a_log_that_cannot_be_written_is_named(tmp_path):
    check_writable("LOG_FILE", tmp_path / "a.log")
    with pytest.raises(BadArgument, match="LOG_FILE: cannot write"):
        check_writable("LOG_FILE", tmp_path)


@pytest.mark.parametrize(
    "typed",
    [
        {"FEEDS": '{"items.jsonl": 1}'},
        {"EXTENSIONS": '{"scrapy.extensions.corestats.CoreStats": "x"}'},
        {"NEWSCRAWL_MAX_ARTICLES": "99999999999999999999"},
    ],
)
def test_what_would_fail_in_the_midst_of_a_crawl_is_said_before(typed):
    with pytest.raises(BadArgument, match=next(iter(typed))):
        check_values(project(**typed))
