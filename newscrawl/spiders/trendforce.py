"""TrendForce: market news of memory, displays and foundries."""

from newscrawl.site import Feed, Site, WordPress
from newscrawl.spiders.base import NewsSpider


class TrendforceSpider(NewsSpider):
    """Articles of www.trendforce.com."""

    name = "trendforce"
    site = Site(
        name="trendforce",
        title="TrendForce",
        hosts=("www.trendforce.com", "trendforce.com"),
        language="en",
        evidence="feed, JSON and addresses after public readers and links of 2026-09; no saved page",
        article_urls=(r"/news/(?P<id>\d{4}/\d{2}/\d{2}/(?:news|insights)-[a-z0-9-]+)/",),
        sources=(
            Feed(url="https://www.trendforce.com/news/feed/"),
            WordPress(url="https://www.trendforce.com/wp-json/wp/v2/posts", archive=True),
        ),
    )
