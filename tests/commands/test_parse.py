"""`scrapy parse` finds the spider of an address, reads lists and articles, and stores nothing."""

import pytest
from practice_commands import practice_commands
from scrapy.commands.parse import Command as ScrapyParse

ARTICLE = "https://hackaday.com/2026/11/19/a-spectrum-analyzer-in-a-mint-tin/"


@pytest.fixture(scope="module")
def scrapy(tmp_path_factory):
    with practice_commands(tmp_path_factory.mktemp("parse")) as run:
        yield run


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (ARTICLE, "'title': 'A Spectrum Analyzer in a Mint Tin'"),
        ("https://hackaday.com/blog/feed/", f"<GET {ARTICLE}>"),
        ("https://www.lab-gazette.example/2026/11/solid-state-relay-that-runs-cool/", "'site': 'lab-gazette.example'"),
    ],
)
def test_the_spider_is_found_and_reads_lists_and_articles(scrapy, url, shown):
    finished = scrapy("parse", url)
    assert shown in finished.stdout, finished.stderr[-2000:]
    assert finished.returncode == 0


def test_a_page_that_does_not_come_is_a_failure(scrapy_on, database, monkeypatch):
    monkeypatch.setattr(ScrapyParse, "run", lambda command, _args, opts: command.print_results(opts))
    assert scrapy_on(database, "parse", ARTICLE)[:2] == (1, "")


def test_what_is_no_address_is_one_line(scrapy):
    finished = scrapy("parse", "nonsense")
    assert finished.returncode == 2
    assert finished.stderr.splitlines() == ["scrapy parse: needs an http or https address, not 'nonsense'"]
