"""Scrapy's own `parse`, `check` and `shell` work with the spiders of this project, and say what they cannot do."""

import pytest
import scrapy_command

from newscrawl.demo.web import load_pages, serving

ARTICLE = "https://hackaday.com/2026/11/19/a-spectrum-analyzer-in-a-mint-tin/"


@pytest.fixture(scope="module")
def scrapy(tmp_path_factory):
    database = tmp_path_factory.mktemp("own") / "articles.db"
    with serving(load_pages()) as address:

        def run(*arguments):
            return scrapy_command.run(
                *arguments, "-s", f"NEWSCRAWL_PRACTICE_WEB={address}", "-s", f"NEWSCRAWL_DATABASE_URL=sqlite:///{database}",
                "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0",
            )  # fmt: skip

        yield run
    assert not database.exists()  # none of them stores anything


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (ARTICLE, "'title': 'A Spectrum Analyzer in a Mint Tin'"),
        ("https://hackaday.com/blog/feed/", f"<GET {ARTICLE}>"),
        ("https://www.lab-gazette.example/2026/11/solid-state-relay-that-runs-cool/", "'site': 'lab-gazette.example'"),
    ],
)
def test_parse_finds_the_spider_and_reads_lists_and_articles(scrapy, url, shown):
    finished = scrapy("parse", url)
    assert shown in finished.stdout, finished.stderr[-2000:]
    assert finished.returncode == 0


def test_check_asks_the_lists_of_the_named_sites(scrapy):
    finished = scrapy("check", "hackaday", "c114")
    assert finished.returncode == 0, finished.stderr[-2000:]
    assert "Ran 3 contracts" in finished.stderr  # hackaday has a feed, c114 a feed and a listing


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("parse", "nonsense"), "needs an http or https address, not 'nonsense'"),
        (("check", "article"), "'article' is no declared site"),
    ],
)
def test_a_wrong_argument_is_one_line(scrapy, arguments, said):
    finished = scrapy(*arguments)
    assert finished.returncode == 2
    assert said in finished.stderr
    assert len(finished.stderr.splitlines()) == 1


def test_shell_fetches_as_a_crawl_does(scrapy):
    finished = scrapy("shell", ARTICLE, "--nolog", "-c", "(response.status, spider.name, site.name, article.title)")
    assert "(200, 'hackaday', 'hackaday', 'A Spectrum Analyzer in a Mint Tin')" in finished.stdout, finished.stderr[
        -2000:
    ]
