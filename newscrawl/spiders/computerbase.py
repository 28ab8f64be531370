"""ComputerBase: German tests and news of PC hardware."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class ComputerbaseSpider(NewsSpider):
    """Articles of www.computerbase.de."""

    name = "computerbase"
    site = Site(
        name="computerbase",
        title="ComputerBase",
        hosts=("www.computerbase.de", "computerbase.de"),
        language="de",
        timezone="Europe/Berlin",
        evidence="a page of about 2020 as others saved it; feed lists of 2026",
        grade=Grade.PAGE,
        article_urls=(
            r"/(?:(?:news|artikel)/(?:[a-z-]+/)?)?(?P<id>\d{4}-\d{2}/[a-z0-9-]+)/",
            r"/(?:news|artikel)/(?:[a-z-]+/)?[a-z0-9-]+\.(?P<id>\d{4,})/",  # a guess: newer ones end in a number
        ),
        sources=(Feed(url="https://www.computerbase.de/rss/news.xml"),),
        templates=(
            Template(
                name="article",
                body=".article-view__content",
                title="h1.article-view__h1",
                published="time.article-view__date::attr(datetime)",
                section="ol.article-view__breadcrumbs li:last-child",
            ),
        ),
        widgets=(
            WidgetRule("ads", "computerbase-zone", ".article-view__rectangle, .adbox-rectangle, .adbox-wrapper__label"),
            WidgetRule("share", "computerbase-bar", ".article-view__share-links-top"),
        ),
    )
