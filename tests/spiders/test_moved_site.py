"""A site that has moved to another domain, or turns its declared cookie away, is said at the end; nothing goes round."""

from spider_runs import HOST, Run, saved

SPIDER = """
from newscrawl.site import Feed, Site, Template
from newscrawl.spiders.base import NewsSpider


class SampleSpider(NewsSpider):
    name = "sample"
    site = Site(
        name="sample", title="Sample", hosts=("www.sample.example",), language="en",
        article_urls=(r"/d/(?P<id>\\d+)\\.html",), cookies=(("consent", "yes"),),
        sources=(Feed(url="https://www.sample.example/feed.xml", query_url="https://www.sample.example/{query}.xml"),),
        templates=(Template(name="article", body="div.text"),),
    )
"""


def feed(*numbers):
    items = "".join(f"<item><link>/d/{number}.html</link></item>" for number in numbers)
    return f"<rss><channel>{items}</channel></rss>"


def test_pages_that_lead_elsewhere_or_to_themselves_are_refused_and_counted(tmp_path):
    text = "<p>The regulator keeps its noise below one microvolt, its maker says in a note.</p>" * 3
    pages = (
        saved("/feed.xml", feed(*range(1, 8)), "text/xml"),
        *(saved(f"/d/{n}.html", status=301, Location=f"https://new-name.example/d/{n}.html") for n in range(1, 5)),
        saved("/d/5.html", status=302, Location=f"{HOST}/d/5.html"),  # without the cookie it would be a page
        saved("/d/6.html", status=302, Location=f"{HOST}/d/7.html?back"),
        saved("/d/7.html?back", status=302, Location=f"{HOST}/d/6.html"),
        saved("/d/7.html", f"<title>Headline seven</title><h1>Headline seven</h1><div class=text>{text}</div>"),
        *(saved(f"/d/{n}.html", "moved")._replace(url=f"https://new-name.example/d/{n}.html") for n in range(1, 5)),
    )
    run = Run(tmp_path, "sample", spider=SPIDER, pages=pages)
    assert run.keys == {"sample/7"}, run.log[-3000:]
    assert "sample: 4 pages led to new-name.example: has the site moved?" in run.log
    assert run.stats["newscrawl/moved"] == 4
    assert run.stats["downloader/request_count"] < 40
    assert " ERROR" not in run.log


def test_a_declared_cookie_that_the_site_turns_away_is_named_and_every_page_asked_for_once(tmp_path):
    consent = "/sonstiges/zustimmung/auswahl.html?from={}"
    pages = (
        saved("/feed.xml", feed(*range(1, 6)), "text/xml"),
        *(saved(f"/d/{n}.html", status=302, Location=consent.format(n)) for n in range(1, 6)),
        *(saved(consent.format(n), "<title>Your choice</title>") for n in range(1, 5)),
        saved(consent.format(5), status=302, Location="/d/5.html"),  # and round again
    )
    run = Run(tmp_path, "sample", spider=SPIDER, pages=pages)
    assert not run.keys
    assert "sample: 4 pages led to a consent page, although the declared cookie was sent" in run.log
    assert run.stats["newscrawl/refused/blocked page"] == 4
    assert run.stats["downloader/request_count"] < 16
    assert len(run.ends) == 5
    assert " ERROR" not in run.log


def test_a_query_asks_the_feed_of_its_topic_only(tmp_path):
    text = "<p>The regulator keeps its noise below one microvolt, its maker says in a note.</p>" * 3
    pages = (
        saved("/feed.xml", feed(1), "text/xml"),
        saved("/tag%2Fhpc:x.xml", feed(2), "text/xml"),
        *(
            saved(f"/d/{n}.html", f"<title>Head {n}</title><h1>Head {n}</h1><div class=text>{text}</div>")
            for n in (1, 2)
        ),
    )
    run = Run(tmp_path, "sample", "-a", "query=tag/hpc:x", spider=SPIDER, pages=pages)
    assert run.keys == {"sample/2"}, run.log[-3000:]
