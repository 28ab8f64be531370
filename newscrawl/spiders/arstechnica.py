"""Ars Technica: technology news and long reads."""

from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class ArstechnicaSpider(NewsSpider):
    """Articles of arstechnica.com."""

    name = "arstechnica"
    site = Site(
        name="arstechnica",
        title="Ars Technica",
        hosts=("arstechnica.com", "www.arstechnica.com"),
        language="en",
        evidence="as others saved pages of 2023-12 and 2025-02; rules of readers of 2024-10 and 2026-02",
        grade=Grade.PAGE,
        article_urls=(r"/(?P<id>[a-z-]+/\d{4}/\d{2}/[a-z0-9-]+)/(?:\d{1,2}/)?",),
        sources=(Feed(url="https://arstechnica.com/feed/", query_url="https://arstechnica.com/{query}/feed/"),),
        templates=(Template(name="article", body="div.post-content", title="h1", published="time::attr(datetime)"),),
    )
