"""TechPowerUp: graphics card news and long reviews."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class TechpowerupSpider(NewsSpider):
    """Articles of techpowerup.com; a review is read whole from its single page."""

    name = "techpowerup"
    site = Site(
        name="techpowerup",
        title="TechPowerUp",
        hosts=("www.techpowerup.com", "techpowerup.com"),
        language="en",
        evidence="a saved page of a review of 2025-05; cookie and news after a feed generator of 2026-09",
        grade=Grade.PAGE,
        # Without a check cookie of this form, which a script of the page sets to any hash, a page may be a challenge.
        cookies=(("botcheck", "0d4c8b1f6d0e4e6c9e1f1d3c5b7a9f20"),),
        article_urls=(
            r"/(?P<id>\d+)/[a-z0-9-]+",
            r"/review/(?P<id>[a-z0-9-]+)/(?:(?:\d+|single-page)\.html)?",
        ),
        sources=(
            Feed(url="https://www.techpowerup.com/rss/news"),
            Feed(url="https://www.techpowerup.com/rss/reviews"),
        ),
        templates=(
            Template(
                name="news",
                body=".newspost .text",
                title=(".newspost h1 a", ".newspost h1"),
                byline=".newspost .byline address",
                published=".newspost .byline time::attr(datetime)",
                tags=".newspost .tags li a",
            ),
            Template(
                name="review",
                body=".contnt > .text",
                byline=".contnt .byline address",
                published=".contnt .byline time::attr(datetime)",
                whole=("a[href$='single-page.html']::attr(href)", "#pagesel option[value*='single-page']::attr(value)"),
                next_page=(".nextpage-bottom::attr(href)", "link[rel='next']::attr(href)"),
            ),
        ),
        widgets=(WidgetRule("navigation", "techpowerup-frame", ".contnt > header, .contnt > footer, .s--item"),),
    )
