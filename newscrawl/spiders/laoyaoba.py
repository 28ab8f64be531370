"""集微网: Chinese news of the semiconductor business."""

from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class LaoyaobaSpider(NewsSpider):
    """Articles of www.laoyaoba.com."""

    name = "laoyaoba"
    site = Site(
        name="laoyaoba",
        title="集微网",
        hosts=("www.laoyaoba.com", "laoyaoba.com"),
        language="zh",
        timezone="Asia/Shanghai",
        evidence="a collector plan of 2026-05 measured on live pages, a feed answered on 2026-08; no saved page",
        grade=Grade.READERS,
        article_urls=(
            r"/n/(?P<id>\d+)",
            r"/html/share/news/(?P<id>\d+)(?:\?.*)?",
        ),
        sources=(Feed(url="https://www.laoyaoba.com/api/rss/hbb"),),
        templates=(
            Template(
                name="article",
                body="div.media-article-content",
                title="h1.media-title",
                authors="a.author-item",
                source="div.media-source > span",
                published="span.published-time",
                tags="span.media-tag-item",
            ),
        ),
    )
