"""eeNews Europe: electronics news for engineers in Europe."""

from newscrawl.site import Feed, Site, WordPress
from newscrawl.spiders.base import NewsSpider


class EenewseuropeSpider(NewsSpider):
    """Articles of www.eenewseurope.com."""

    name = "eenewseurope"
    site = Site(
        name="eenewseurope",
        title="eeNews Europe",
        hosts=("www.eenewseurope.com", "eenewseurope.com"),
        language="en",
        evidence="feed, JSON and addresses after public readers and links of 2026; no saved page",
        article_urls=(r"/en/(?P<id>[a-z0-9-]+)/",),
        sources=(
            Feed(url="https://www.eenewseurope.com/en/feed"),
            WordPress(url="https://www.eenewseurope.com/en/wp-json/wp/v2/posts", archive=True),
        ),
    )
