"""Electronics Weekly: British news of components, research and business."""

from newscrawl.site import Feed, Site, WordPress
from newscrawl.spiders.base import NewsSpider


class ElectronicsweeklySpider(NewsSpider):
    """Articles of www.electronicsweekly.com."""

    name = "electronicsweekly"
    site = Site(
        name="electronicsweekly",
        title="Electronics Weekly",
        hosts=("www.electronicsweekly.com", "electronicsweekly.com"),
        language="en",
        evidence="feed, JSON and addresses after public readers and links of 2026-09; no saved page",
        article_urls=(r"/news/(?P<id>(?:[a-z0-9-]+/)*[a-z0-9-]+-\d{4}-\d{2})/",),
        sources=(
            Feed(url="https://www.electronicsweekly.com/feed/"),
            WordPress(url="https://www.electronicsweekly.com/wp-json/wp/v2/posts", archive=True),
        ),
    )
