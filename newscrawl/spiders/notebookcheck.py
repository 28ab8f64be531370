"""Notebookcheck: laptops and phones, measured."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class NotebookcheckSpider(NewsSpider):
    """Articles of www.notebookcheck.net."""

    name = "notebookcheck"
    site = Site(
        name="notebookcheck",
        title="Notebookcheck",
        hosts=("www.notebookcheck.net", "notebookcheck.net"),
        language="en",
        timezone="Europe/Vienna",
        evidence="a page of 2025-07 as others saved it, rules of 2025-08, feed in lists of 2026; time zone is a guess",
        grade=Grade.PAGE,
        article_urls=(r"/[^/]+\.(?P<id>\d+)\.0\.html",),
        sources=(Feed(url="https://www.notebookcheck.net/News.152.100.html"),),
        templates=(
            Template(
                name="article",
                body="#content",
                title="header h1",
                authors=".intro-author a",
                published=".intro-date time::attr(datetime)",
                tags=".intro-tags a",
            ),
        ),
        widgets=(
            WidgetRule("navigation", "notebookcheck-header", "header h1, .intro-author, .intro-date"),
            WidgetRule("tag-card", "notebookcheck-tags", ".intro-tags"),
            WidgetRule("share", "notebookcheck-bar", ".socialarea"),
            WidgetRule("related", "notebookcheck-lists", "[class$='-relatedarticles'], aside"),
            WidgetRule("author-box", "notebookcheck-author", ".j_author"),
        ),
    )
