"""TechRadar: consumer technology, on the engine of Tom's Hardware."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Sitemap, Template
from newscrawl.spiders.base import NewsSpider


class TechradarSpider(NewsSpider):
    """Articles of www.techradar.com."""

    name = "techradar"
    site = Site(
        name="techradar",
        title="TechRadar",
        hosts=("www.techradar.com", "techradar.com"),
        language="en",
        timezone="Europe/London",
        evidence="pages of 2023-12 and 2026-05 as others saved them",
        grade=Grade.PAGE,
        article_urls=(
            r"/(?!(?:author|tag|archive|page|feeds|newsletter|forum|video|videos)/|[a-z-]+/archive\b)(?P<id>(?:[a-z0-9-]+/){1,3}[a-z0-9-]+)",
        ),
        sources=(
            Feed(url="https://www.techradar.com/feeds.xml", query_url="https://www.techradar.com/feeds/tag/{query}"),
            Sitemap(url="https://www.techradar.com/sitemap.xml", archive=True),
        ),
        # The class stands on paragraphs of the text, which a script of the page shows.
        replacements=(
            ('class="paywall"', ""),
            ('"isAccessibleForFree"', '"accessible"'),  # "False" on every page, although its whole text is there
        ),
        templates=(
            Template(
                name="article",
                body="#article-body",
                title="article.news-article h1",
                published="time.relative-date::attr(datetime)",
                summary="p.strapline",
            ),
        ),
        widgets=(
            WidgetRule("share", "techradar-bar", "#utility-bar"),
            WidgetRule("ads", "techradar-zone", ".ad-unit"),
            WidgetRule("related", "techradar-river", "aside"),
            WidgetRule("newsletter", "techradar-form", ".slice-container-newsletterForm"),
            WidgetRule("share", "techradar-follow", "p:contains('Follow TechRadar on Google News')"),
        ),
    )
