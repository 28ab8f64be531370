"""Electronic Design: circuits and components for engineers."""

from newscrawl.site import Feed, Site
from newscrawl.spiders.base import NewsSpider


class ElectronicdesignSpider(NewsSpider):
    """Articles of www.electronicdesign.com."""

    name = "electronicdesign"
    site = Site(
        name="electronicdesign",
        title="Electronic Design",
        hosts=("www.electronicdesign.com", "electronicdesign.com"),
        language="en",
        evidence="feed of a reader of 2026-02 and a collector of 2026, links; page markup is unproven",
        article_urls=(r"/(?:[a-z0-9-]+/)+article/(?P<id>\d+)(?:/[a-z0-9-]+)?",),
        sources=(
            Feed(
                url="https://www.electronicdesign.com/__rss/website-scheduled-content.xml"
                "?input=%7B%22sectionAlias%22%3A%22home%22%7D",
                query_url="https://www.electronicdesign.com/__rss/website-scheduled-content.xml"
                "?input=%7B%22sectionAlias%22%3A%22{query}%22%7D",
            ),
        ),
    )
