"""A wrong argument is an error that names it, before anything is sent."""

from datetime import UTC, datetime

import pytest

from newscrawl.errors import BadArgument
from newscrawl.spiders import site_named, site_of
from newscrawl.spiders.article import ArticleSpider
from newscrawl.spiders.elecfans import ElecfansSpider
from newscrawl.spiders.site import SiteSpider

WRONG = [
    (ElecfansSpider, {"max_pages": "0"}, "max_pages"),
    (ElecfansSpider, {"max_pages": "many"}, "max_pages"),
    (ElecfansSpider, {"max_pages": "-1"}, "max_pages"),
    (ElecfansSpider, {"since": "yesterday"}, "since"),
    (ElecfansSpider, {"since": "2026-13-01"}, "since"),
    (ElecfansSpider, {"sice": "2026-11-01"}, "sice"),
    (ElecfansSpider, {"since": "0001-01-01"}, "since"),
    (ElecfansSpider, {"until": "tomorrow"}, "until"),
    (ElecfansSpider, {"until": "9999-12-31"}, "until"),
    (ElecfansSpider, {"since": "2026-11-02", "until": "2026-11-01"}, "until"),
    (ElecfansSpider, {"max_articles": "0"}, "max_articles"),
    (ElecfansSpider, {"max_articles": "all"}, "max_articles"),
    (ElecfansSpider, {"backfill": "yes"}, "backfill"),
    (ElecfansSpider, {"url": "https://www.elecfans.com/"}, "url"),
    (SiteSpider, {}, "url"),
    (SiteSpider, {"url": "sample.example"}, "url"),
    (SiteSpider, {"url": "https://sample.example/", "max_pages": "0"}, "max_pages"),
    (ArticleSpider, {}, "url"),
    (ArticleSpider, {"url": "  "}, "url"),
    (ArticleSpider, {"url": "elecfans.com/d/1.html"}, "url"),
    (ArticleSpider, {"url": "file:///etc/passwd"}, "url"),
    (ArticleSpider, {"urls_file": "/no/such/file"}, "urls_file"),
    (ArticleSpider, {"max_pages": "2"}, "max_pages"),
]


@pytest.mark.parametrize(("spider", "arguments", "named"), WRONG)
def test_a_wrong_argument_is_named(spider, arguments, named):
    with pytest.raises(BadArgument, match=named):
        spider(**arguments)


def test_since_is_midnight_where_the_site_is():
    assert ElecfansSpider(since="2026-11-01").since == datetime(2026, 10, 31, 16, tzinfo=UTC)


def test_until_is_the_end_of_that_day_where_the_site_is():
    assert ElecfansSpider(since="2026-11-01", until="2026-11-01").until == datetime(2026, 11, 1, 16, tzinfo=UTC)


def test_addresses_come_from_the_argument_and_the_file(tmp_path):
    file = tmp_path / "urls.txt"
    file.write_text("# mine\n\nhttps://e.example/3\n https://e.example/4 \n", "utf-8")
    spider = ArticleSpider(url="https://e.example/1,2, https://e.example/2", urls_file=str(file))
    assert spider.urls == [
        "https://e.example/1,2",
        "https://e.example/2",
        "https://e.example/3",
        "https://e.example/4",
    ]


def test_a_known_site_is_found_by_any_of_its_hosts():
    assert site_of("https://m.elecfans.com/article/1.html") is site_named("elecfans")
    assert site_of("http://www.ttokpm.com/d/1.html") is site_named("elecfans")
    assert site_of("https://elsewhere.example/").hosts == ("elsewhere.example",)


@pytest.mark.parametrize(
    ("spider", "arguments"),
    [(ElecfansSpider, {}), (ArticleSpider, {"url": "https://sample.example/1"}), (SiteSpider, {"url": "https://sample.example/"})],
)  # fmt: skip
def test_the_number_that_scrapyd_gives_to_a_crawl_is_no_wrong_argument(spider, arguments):
    assert spider(_job="5a1c", **arguments).name == spider.name
