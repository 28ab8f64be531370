"""芯智讯: Chinese news of chips and terminals, a WordPress."""

from newscrawl.site import Feed, Listing, Site
from newscrawl.spiders.base import NewsSpider


class IcsmartSpider(NewsSpider):
    """Articles of www.icsmart.cn."""

    name = "icsmart"
    site = Site(
        name="icsmart",
        title="芯智讯",
        hosts=("www.icsmart.cn", "icsmart.cn"),
        language="zh",
        timezone="Asia/Shanghai",
        evidence="two list scrapers of 2026-03 that agree, links of 2025 and 2026; no saved page",
        article_urls=(r"/(?P<id>\d+)/",),
        sources=(
            Feed(url="https://www.icsmart.cn/feed/"),
            Listing(url="https://www.icsmart.cn/", links="div.entries article h2.entry-title a", archive=True),
        ),
    )
