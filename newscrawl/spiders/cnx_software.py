"""CNX Software: news about single-board computers and embedded systems."""

from newscrawl.dom.widgets import WidgetRule
from newscrawl.site import Feed, Site, Template
from newscrawl.spiders.base import NewsSpider


class CnxSoftwareSpider(NewsSpider):
    """Articles of cnx-software.com, a WordPress whose author box and share bar stand inside the text."""

    name = "cnx-software"
    site = Site(
        name="cnx-software",
        title="CNX Software",
        hosts=("www.cnx-software.com", "cnx-software.com"),
        language="en",
        evidence="a saved page of 2025-12",
        article_urls=(r"/(?P<id>\d{4}/\d{2}/\d{2}/[^/]+)/(?:\?amp=1)?",),
        sources=(Feed(url="https://www.cnx-software.com/feed/"),),
        templates=(
            Template(
                name="article",
                body="div.entry-content",
                title="h1.entry-title",
                published="time.entry-date::attr(datetime)",
                tags=".tags-links a",
            ),
        ),
        widgets=(WidgetRule("ads", "cnx-software-block", ".gbalday"),),
    )
