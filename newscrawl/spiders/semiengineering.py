"""Semiconductor Engineering: how chips are designed, made and tested."""

from newscrawl.site import Feed, Site, WordPress
from newscrawl.spiders.base import NewsSpider


class SemiengineeringSpider(NewsSpider):
    """Articles of semiengineering.com."""

    name = "semiengineering"
    site = Site(
        name="semiengineering",
        title="Semiconductor Engineering",
        hosts=("semiengineering.com", "www.semiengineering.com"),
        language="en",
        evidence="feed, JSON and addresses after public readers and links of 2026-02; no saved page",
        article_urls=(r"/(?P<id>[a-z0-9]+(?:-[a-z0-9]+)+)/",),
        sources=(
            Feed(url="https://semiengineering.com/feed/"),
            WordPress(url="https://semiengineering.com/wp-json/wp/v2/posts", archive=True),
        ),
    )
