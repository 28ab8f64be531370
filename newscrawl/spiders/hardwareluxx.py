"""Hardwareluxx: German tests of PC hardware."""

from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class HardwareluxxSpider(NewsSpider):
    """Articles of www.hardwareluxx.de, tests over several pages."""

    name = "hardwareluxx"
    site = Site(
        name="hardwareluxx",
        title="Hardwareluxx",
        hosts=("www.hardwareluxx.de", "hardwareluxx.de"),
        language="de",
        timezone="Europe/Berlin",
        evidence="a reader's rules of 2025-12; feeds of public lists, and the time zone, are guesses",
        grade=Grade.READERS,
        article_urls=(
            r"/index\.php/(?:news|artikel)/(?:[a-z0-9-]+/)+(?P<id>\d+)-[a-z0-9-]+\.html(?:\?start=\d{1,3})?",
        ),
        sources=(
            Feed(url="https://www.hardwareluxx.de/index.php/rss/feed/3.html"),
            Feed(url="https://www.hardwareluxx.de/index.php/rss/all.xml", fallback=True),
        ),
        templates=(
            Template(
                name="article",
                body="div#maincontent",
                title=("h1 > p[itemprop~='headline']", "h1"),
                authors="meta[name='author']::attr(content)",
                published="time::attr(datetime)",
                next_page="a[rel='next']::attr(href)",
            ),
        ),
    )
