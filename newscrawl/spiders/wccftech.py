"""Wccftech: rumours and news about graphics cards, processors and games."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template, WordPress
from newscrawl.spiders.base import NewsSpider


class WccftechSpider(NewsSpider):
    """Articles of wccftech.com; names, times and tags come from the page's own metadata."""

    name = "wccftech"
    site = Site(
        name="wccftech",
        title="Wccftech",
        hosts=("wccftech.com", "www.wccftech.com"),
        language="en",
        evidence="a saved page of 2019-11 and one of 2025-01 without its scripts; JSON after a reader of 2026-02",
        grade=Grade.PAGE,
        article_urls=(
            r"/(?:review|how-to|roundup)/(?P<id>[a-z0-9-]+)/",
            r"/(?!(?:feed|videos|jobs|contact|about|advertise|privacy-policy|review|how-to|roundup)/)(?P<id>[a-z0-9-]+)/",
        ),
        sources=(
            Feed(url="https://wccftech.com/feed/"),
            WordPress(url="https://wccftech.com/wp-json/wp/v2/posts", archive=True),
        ),
        templates=(
            Template(name="article", body=("section.content > div.body", ".content div.post"), title="main h1"),
        ),
        widgets=(WidgetRule("share", "wccftech-bar", ".story-share"),),
    )
