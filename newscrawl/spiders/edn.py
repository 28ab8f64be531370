"""EDN: design ideas and analysis for electronics engineers."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class EdnSpider(NewsSpider):
    """Articles of edn.com; names, times and tags come from the page's own metadata."""

    name = "edn"
    site = Site(
        name="edn",
        title="EDN",
        hosts=("www.edn.com", "edn.com"),
        language="en",
        timezone="America/New_York",
        evidence="a reader's rules of 2023-07, one address; its metadata and the form of addresses are guesses",
        grade=Grade.READERS,
        article_urls=(r"/(?!feed/)(?P<id>[a-z0-9-]+)/(?:\d{1,2}/)?",),
        sources=(Feed(url="https://www.edn.com/feed/"),),
        templates=(Template(name="article", body="article", title="h1"),),
        widgets=(
            WidgetRule("navigation", "edn-frame", "header, h1, footer, nav"),
            WidgetRule("related", "edn-box", ".sp-block"),
            WidgetRule("notice", "edn-pdf", "p:has(img[alt='pdf']), a:has(> img[alt='pdf'])"),
        ),
    )
