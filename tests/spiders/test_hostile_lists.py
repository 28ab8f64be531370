"""Lists and pages that mean harm, or are only wrong: each is bounded, counted and named at the end, and costs no other."""

import pytest
from spider_runs import HOST, Run, saved

SPIDER = """
from newscrawl.site import Feed, Listing, Site, Sitemap, Template
from newscrawl.spiders.base import NewsSpider


class SampleSpider(NewsSpider):
    name = "sample"
    site = Site(
        name="sample", title="Sample", hosts=("www.sample.example",), language="en",
        article_urls=(r"/d/(?P<id>\\d+)\\.html",),
        sources=(
            Feed(url="https://www.sample.example/many-bad.xml"),
            Feed(url="https://www.sample.example/many-foreign.xml"),
            Feed(url="https://www.sample.example/lies.xml"),
            Listing(url="https://www.sample.example/round/", links="a.item", next_page="a.next"),
            Sitemap(url="https://www.sample.example/loop.xml"),
        ),
        templates=(Template(name="article", body="div.text", whole="a.whole::attr(href)", next_page="a.on::attr(href)"),),
    )
"""
TEXT = "<p>The regulator keeps its noise below one microvolt, its maker says in a note.</p>" * 3
XML = "text/xml"


def article(number, more="", content_type="text/html", **headers):
    title = f"Headline number {number}"
    body = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div class=text>{TEXT}</div>{more}</body></html>"
    return saved(f"/d/{number}.html", body, content_type, **headers)


def feed(*addresses):
    return "<rss><channel>" + "".join(f"<item><link>{one}</link></item>" for one in addresses) + "</channel></rss>"


def mixed(bad, good):
    """Return a thousand bad addresses before each good one."""
    return [one for number in good for one in (*bad(number), f"/d/{number}.html")]


PAGES = (
    saved("/many-bad.xml", feed(*mixed(lambda n: [f"http://[bad{n}-{i}" for i in range(1000)], range(1, 11))), XML),
    saved("/many-foreign.xml", feed(*mixed(lambda n: [f"https://ads.example/{n}/{i}" for i in range(1000)], [11])), XML),
    saved("/lies.xml", feed("/d/21.html", "/d/22.html", "/d/23.html", "/d/24.html", "/d/25.html"), "image/png"),
    saved("/round/", '<a class=item href="/d/31.html">a</a><a class=next href="/round/2">next</a>'),
    saved("/round/2", '<a class=item href="/d/32.html">b</a><a class=next href="/round/">next</a>'),
    saved("/loop.xml", f"<sitemapindex><sitemap><loc>{HOST}/loop.xml</loc></sitemap><sitemap><loc>{HOST}/map.xml</loc></sitemap></sitemapindex>", XML),
    saved("/map.xml", f'<urlset xmlns:x="http://www.w3.org/1999/xhtml"><url><loc>{HOST}/d/41.html</loc><x:link rel="alternate" hreflang="de" href="{HOST}/d/42.html"/></url></urlset>', XML),
    *(article(number) for number in (*range(1, 12), 31, 32)),
    article(21, content_type="application/pdf"),
    article(22, content_type="application/octet-stream; charset=utf-16"),
    saved("/d/23.html", "\x89PNG\r\n\x1a\n" + "\x00\x01\x02" * 400, "text/html"),
    article(24, **{"Set-Cookie": "a=b", "set-cookie": "; ".join(f"c{n}=x" for n in range(200))}),
    saved("/d/25.html", status=302, Location="https://new-name.example/d/25.html"),
    article(41, '<a class=whole href="/d/43.html">whole</a><a class=on href="/d/44.html">next</a>'),
    article(43, '<a class=whole href="/d/41.html">whole</a><link rel=alternate hreflang=en href="/d/41.html">'),
    article(44, '<a class=on href="/d/41.html">next</a>'),
)  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return Run(tmp_path_factory.mktemp("hostile"), "sample", spider=SPIDER, pages=PAGES)


def test_ten_good_links_among_ten_thousand_bad_ones_are_followed(run):
    assert {f"sample/{number}" for number in range(1, 12)} <= run.keys, run.log[-3000:]


def test_bad_addresses_are_counted_named_and_in_the_summary(run):
    assert run.stats["newscrawl/skipped/bad-address"] == 10_000
    assert f"10000 addresses of {HOST}/many-bad.xml cannot be read, such as 'http://[bad1-0'" in run.log
    assert "sample: 10000 addresses could not be read" in run.log


def test_a_list_is_read_whatever_type_it_says_and_a_page_of_another_type_or_bytes_is_refused_and_counted(run):
    assert "sample/24" in run.keys  # named by a feed that calls itself a picture
    assert run.keys.isdisjoint({"sample/21", "sample/22", "sample/23"})
    assert "sample: 3 answers were no pages, by their type or their bytes" in run.log


def test_cookies_that_nobody_asked_for_are_not_sent_back(run):
    assert "sample/24" in run.keys


def test_rounds_of_lists_and_alternates_come_to_an_end(run):
    assert {"sample/31", "sample/32", "sample/41"} <= run.keys
    assert run.stats["downloader/request_count"] < 45


def test_every_page_has_an_end(run):
    assert [end for end in run.ends if end[1] is None or end[1] == "open"] == []
    assert " ERROR" not in run.log
