"""Phoronix: Linux hardware news and benchmarks."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class PhoronixSpider(NewsSpider):
    """Articles of phoronix.com: paragraphs are pairs of ``br``, and one line holds author, category and time."""

    name = "phoronix"
    site = Site(
        name="phoronix",
        title="Phoronix",
        hosts=("www.phoronix.com", "phoronix.com"),
        language="en",
        timezone="America/New_York",
        evidence="saved pages of 2019 and 2024-12, a feed generator of 2026-09; graphs are scripts and left out",
        grade=Grade.PAGE,
        article_urls=(
            r"/(?:news|review)/(?P<id>[^/?]+)(?:/\d+)?",
            r"/scan\.php\?page=(?:news_item|article)&(?:item|px)=(?P<id>[^&]+)(?:&num=\d+)?",
        ),
        sources=(Feed(url="https://www.phoronix.com/rss.php"),),
        templates=(
            Template(
                name="article",
                body="article div.content",
                title="article h1",
                authors="article div.author a:nth-last-of-type(n + 3)",  # all but section and comments
                published="article div.author",
                section="article div.author a:nth-last-of-type(2)",
                next_page="a[title='Go To Next Page']::attr(href)",
            ),
        ),
        widgets=(
            WidgetRule("related", "phoronix-boxes", ".article-box, .after-article, #sidebar"),
            WidgetRule("pagination", "phoronix-foot", ".foot"),
            WidgetRule("navigation", "phoronix-icon", "img[src*='/assets/categories/']"),
        ),
    )
