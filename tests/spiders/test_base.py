"""What stands in the way of pages is named; a dead source is replaced; one bad link costs no other."""

import json

import pytest
from spider_runs import HOST, Run, saved

SPIDER = """
from newscrawl.site import Feed, Listing, Site, Template, WordPress
from newscrawl.spiders.base import NewsSpider


class SampleSpider(NewsSpider):
    name = "sample"
    site = Site(
        name="sample", title="Sample", hosts=("www.sample.example",), language="en",
        article_urls=(r"/d/(?P<id>\\d+)\\.html",),
        cookies=(("consent", "yes|1"),),
        sources=(
            Feed(url="https://www.sample.example/gone.xml"),
            Feed(url="https://www.sample.example/moved.xml", fallback=True),
            Listing(url="https://www.sample.example/list/", links="a.item", fallback=True),
            Listing(url="https://www.sample.example/never/", links="a.item", fallback=True),
            Feed(url="https://www.sample.example/feed.xml"),
            WordPress(url="https://www.sample.example/wp-json/wp/v2/posts", archive=True),
        ),
        templates=(Template(name="article", body="div.text"),),
    )
"""


def article(number):
    text = "<p>The regulator keeps its noise below one microvolt, its maker says in a note.</p>" * 3
    return saved(
        f"/d/{number}.html",
        f"<title>Headline number {number}</title><h1>Headline number {number}</h1><div class=text>{text}</div>",
    )


def feed(*addresses):
    items = "".join(f"<item><link>{address}</link></item>" for address in addresses)
    return f"<rss><channel>{items}</channel></rss>"


def posts(*numbers):
    return json.dumps([{"link": f"{HOST}/d/{number}.html", "date_gmt": "2026-11-20T12:00:00"} for number in numbers])


API = "/wp-json/wp/v2/posts?per_page=100&page={}&_fields=link,date_gmt"
BAD = ("http://[", "https://www.sample.example:99999/d/1.html", "http://[::1/d/2.html", "https://www.sample.example:x/")
PAGES = (
    saved("/moved.xml", "<html><p>We have moved</p></html>"),
    saved("/list/", "<a class=item href=/d/1.html>One</a><a class=item href=/d/2.html>Two</a>"),
    saved("/never/", "<a class=item href=/d/9.html>Nine</a>"),
    saved("/feed.xml", feed(*BAD, "/d/3.html", *BAD, "/d/4.html", "/d/5.html", "/d/6.html"), "text/xml"),
    *(article(number) for number in (1, 2, 3, 7, 8, 9)),
    saved("/d/4.html", status=302, Location="/sonstiges/zustimmung/auswahl.html?from=4"),
    saved("/sonstiges/zustimmung/auswahl.html?from=4", "<title>Your choice</title><p>We and our partners</p>"),
    saved("/d/5.html", "<title>Just a moment...</title>", status=403),
    saved("/d/6.html", '<script src="https://geo.captcha-delivery.com/c.js"></script>', status=202),
    saved(API.format(1), posts(7, 8), "application/json"),
    saved(API.format(2), '{"code":"rest_post_invalid_page_number"}', "application/json", status=400),
)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return Run(tmp_path_factory.mktemp("run"), "sample", "-a", "backfill=1", spider=SPIDER, pages=PAGES)


def test_a_source_that_is_dead_is_named_and_the_first_good_one_takes_its_place(run):
    assert {"sample/1", "sample/2"} <= run.keys, run.log[-3000:]
    assert "sample/9" not in run.keys
    assert run.stats["newscrawl/replaced-sources"] == 2
    assert f"{HOST}/gone.xml is of no use, {HOST}/moved.xml takes its place" in run.log
    assert f"{HOST}/moved.xml is of no use, {HOST}/list/ takes its place" in run.log


def test_one_bad_link_costs_no_other_and_is_counted_and_named(run):
    assert "sample/3" in run.keys
    assert run.stats["newscrawl/skipped/bad-address"] == 2 * len(BAD)
    assert f"8 addresses of {HOST}/feed.xml cannot be read, such as 'http://['" in run.log


def test_posts_are_read_to_the_page_that_wordpress_does_not_have(run):
    assert {"sample/7", "sample/8"} <= run.keys
    assert run.stats["newscrawl/failed-sources"] == 1  # gone.xml, not the page after the last


def test_what_stood_in_the_way_is_named_and_counted_at_the_end(run):
    assert run.stats["newscrawl/refused/blocked page"] == 3
    assert "sample: 1 pages led to a consent page" in run.log
    assert "sample: 1 pages were answered by a challenge of Cloudflare" in run.log
    assert "sample: 1 pages were answered by a challenge of DataDome" in run.log


def test_the_log_of_a_run_in_order_holds_no_error(run):
    assert "ERROR" not in run.log
    assert "Traceback" not in run.log


def test_a_dead_source_and_bad_addresses_are_in_the_summary(run):
    assert "sample: 2 lists were of no use, the next in order took their place" in run.log
    assert "sample: 8 addresses could not be read" in run.log
