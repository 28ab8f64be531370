"""Tom's Hardware: PC hardware news and reviews, on the layout that Future gives all its sites."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class TomshardwareSpider(NewsSpider):
    """Articles of tomshardware.com; the British edition's addresses lead to the same articles."""

    name = "tomshardware"
    site = Site(
        name="tomshardware",
        title="Tom's Hardware",
        hosts=("www.tomshardware.com", "tomshardware.com"),
        language="en",
        timezone="America/New_York",
        evidence="pages saved in 2020, 2023 and (sister site) 2026-05; a feed of 2026-06; readers' rules of 2023",
        grade=Grade.PAGE,
        article_urls=(
            r"/(?:uk/)?(?!(?:author|tag|archive|page|forum|newsletter|feeds|video|videos)/|[a-z-]+/archive\b)"
            r"(?P<id>(?:[a-z0-9-]+/){1,3}[a-z0-9-]+(?:,\d+\.html)?)",
        ),
        sources=(Feed(url="https://www.tomshardware.com/feeds.xml"),),
        # The class stands on paragraphs of the text, which a script of the page shows.
        replacements=(
            ('class="paywall"', ""),
            ('"isAccessibleForFree"', '"accessible"'),  # "False" on every page, although its whole text is there
        ),
        templates=(
            Template(
                name="article",
                body="#article-body",
                title=("article.news-article h1", "h1"),
                byline=".author-byline__authors",
                summary="p.strapline",
                next_page="a.next::attr(href)",
            ),
        ),
        widgets=(
            WidgetRule("ads", "tomshardware-aside", "aside"),  # price widgets, which a script fills
            WidgetRule("share", "tomshardware-follow", "p:has(a[href*='news.google.com'])"),
            WidgetRule("hidden", "tomshardware-table", ".table__instruction"),
        ),
    )
