"""CNX Software: news about single-board computers and embedded systems."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Listing, Site, Template, WordPress
from newscrawl.spiders.base import NewsSpider


class CnxSoftwareSpider(NewsSpider):
    """Articles of cnx-software.com, a WordPress whose author box and share bar stand inside the text."""

    name = "cnx-software"
    site = Site(
        name="cnx-software",
        title="CNX Software",
        hosts=("www.cnx-software.com", "cnx-software.com"),
        language="en",
        evidence="a saved page of 2025-12, which links the JSON; pages of the archive are a guess from WordPress",
        grade=Grade.PAGE,
        article_urls=(r"/(?P<id>\d{4}/\d{2}/\d{2}/[^/]+)/(?:\?amp=1)?",),
        sources=(
            Feed(url="https://www.cnx-software.com/feed/"),
            WordPress(url="https://www.cnx-software.com/wp-json/wp/v2/posts", archive=True),
            Listing(
                url="https://www.cnx-software.com/page/2/",
                links=".entry-title a",
                next_page="a.next, .nav-previous a",
                archive=True,
                fallback=True,
            ),
        ),
        templates=(
            Template(
                name="article",
                body="div.entry-content",
                title="h1.entry-title",
                byline=".author.vcard",
                published="time.entry-date::attr(datetime)",
                tags=".tags-links a",
            ),
        ),
        widgets=(
            WidgetRule("ads", "cnx-software-block", ".gbalday"),
            WidgetRule("donation", "cnx-software-appeal", "p:contains('Support CNX Software!')"),
        ),
    )
