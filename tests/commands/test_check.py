"""`scrapy check` asks the lists of declared sites, and stores nothing."""

import pytest
from practice_commands import practice_commands


@pytest.fixture(scope="module")
def scrapy(tmp_path_factory):
    with practice_commands(tmp_path_factory.mktemp("check")) as run:
        yield run


def test_the_lists_of_the_named_sites_are_asked(scrapy):
    finished = scrapy("check", "hackaday", "c114")
    assert finished.returncode == 0, finished.stderr[-2000:]
    assert "Ran 3 contracts" in finished.stderr  # hackaday has a feed, c114 a feed and a listing


def test_a_spider_without_lists_is_one_line(scrapy):
    finished = scrapy("check", "article")
    assert finished.returncode == 2
    assert finished.stderr.count("\n") == 1
    assert "'article' is no declared site" in finished.stderr
