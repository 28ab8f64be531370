"""TrendForce: market news of memory, displays and foundries."""

from newscrawl.dom.widgets.rules import WidgetRule
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
        article_urls=(
            r"/news/(?P<id>\d{4}/\d{2}/\d{2}/(?:news|insights)-[a-z0-9-]+)/",
            r"/(?P<id>presscenter/news/\d{8}-\d+)\.html",
        ),
        sources=(
            Feed(url="https://www.trendforce.com/news/feed/"),
            WordPress(url="https://www.trendforce.com/wp-json/wp/v2/posts", archive=True),
        ),
        widgets=(WidgetRule("related", "trendforce-highlight", "div.article_highlight-area-BG_wrap"),),
    )
