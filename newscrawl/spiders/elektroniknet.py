"""elektroniknet.de: the site of the German trade papers Markt&Technik, Elektronik and Elektronik automotive."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class ElektroniknetSpider(NewsSpider):
    """Articles of elektroniknet.de: all of ``main`` is the body but for what the rules take out."""

    name = "elektroniknet"
    site = Site(
        name="elektroniknet",
        title="elektroniknet.de",
        hosts=("www.elektroniknet.de", "elektroniknet.de"),
        language="de",
        timezone="Europe/Berlin",
        evidence="a reader's rules of 2024-04 and a checked feed; no saved page, the place of the title is a guess",
        grade=Grade.READERS,
        article_urls=(r"/(?:[a-z0-9-]+/)+[a-z0-9-]+[.-](?P<id>\d+)\.html",),
        sources=(Feed(url="https://www.elektroniknet.de/feed"),),
        templates=(
            Template(
                name="article",
                body="main",
                title=(".article__header h1", "h1"),
                next_page="a[title='Eine Seite vor']::attr(href)",
            ),
        ),
        widgets=(
            WidgetRule("navigation", "elektroniknet-header", ".article__header"),
            WidgetRule("related", "elektroniknet-boxes", "aside, .provider-multi-box, div.list.list--mb"),
            WidgetRule("related", "elektroniknet-tail", "h3.article__heading-related, h3.article__heading-related ~ *"),
            WidgetRule("pagination", "elektroniknet-tail", "nav.pagination, nav.pagination ~ *"),
            WidgetRule("pagination", "elektroniknet-more", "em:contains('Fortsetzung des Artikels')"),
        ),
    )
