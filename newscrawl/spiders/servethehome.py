"""ServeTheHome: servers, storage and networks, taken apart and measured."""

from newscrawl.site import Feed, Site, WordPress
from newscrawl.spiders.base import NewsSpider


class ServethehomeSpider(NewsSpider):
    """Articles of www.servethehome.com."""

    name = "servethehome"
    site = Site(
        name="servethehome",
        title="ServeTheHome",
        hosts=("www.servethehome.com", "servethehome.com"),
        language="en",
        evidence="feed, JSON and addresses after public readers and links of 2026-02; no saved page",
        article_urls=(r"/(?P<id>[a-z0-9]+(?:-[a-z0-9]+)+)/(?:\d{1,2}/)?",),
        sources=(
            Feed(url="https://www.servethehome.com/feed/"),
            WordPress(url="https://www.servethehome.com/wp-json/wp/v2/posts", archive=True),
        ),
    )
