"""科技新報 TechNews: Taiwan's technology daily, and its finance edition on a host of its own."""

from newscrawl.site import Feed, Grade, Listing, Site, Template
from newscrawl.spiders.base import NewsSpider


class TechnewsTwSpider(NewsSpider):
    """Articles of technews.tw, a WordPress in traditional characters."""

    name = "technews-tw"
    site = Site(
        name="technews-tw",
        title="科技新報 TechNews",
        hosts=("technews.tw", "finance.technews.tw", "www.technews.tw"),
        language="zh-Hant",
        timezone="Asia/Taipei",  # a guess, as is the link to the next page
        evidence="a public scraper of 2026 and lists of feeds; no saved page",
        grade=Grade.READERS,
        article_urls=(r"/(?P<id>\d{4}/\d{2}/\d{2}/[^/]+)/",),
        sources=(
            Feed(url="https://technews.tw/feed/"),
            Listing(
                url="https://technews.tw/category/semiconductor/",
                links="section.site-content article header.entry-header a[title]",
                next_page="a.next, .nav-previous a",
            ),
        ),
        templates=(
            Template(
                name="article",
                body="div.indent",
                title=("h1.entry-title", "h1"),
                authors="(//span[contains(concat(' ', @class, ' '), ' body ')])[1]",
                published="span.body",
            ),
        ),
    )
