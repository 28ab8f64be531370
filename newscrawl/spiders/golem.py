"""Golem.de: German IT news for professionals, redesigned in August 2025."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Sitemap, Template
from newscrawl.spiders.base import NewsSpider


class GolemSpider(NewsSpider):
    """Articles of golem.de in both layouts. Without its consent cookie the site answers with its consent page."""

    name = "golem"
    site = Site(
        name="golem",
        title="Golem.de",
        hosts=("www.golem.de", "golem.de"),
        language="de",
        timezone="Europe/Berlin",
        evidence="saved pages of 2024-04 and 2025-09; cookie and next pages from readers' rules of 2026",
        grade=Grade.PAGE,
        article_urls=(r"/news/[a-z0-9-]+-(?P<id>\d{4}-\d{4,})(?:-\d{1,2}|-rss)?\.html",),
        cookies=(("golem_consent20", "simple|250101"),),  # without it, every page leads to the consent page
        sources=(
            Feed(url="https://rss.golem.de/rss.php?feed=RSS1.0"),
            Feed(url="https://www.golem.de/rss", fallback=True),
            Sitemap(url="https://www.golem.de/gsiteindex.xml", archive=True),
        ),
        templates=(
            Template(
                name="2025",
                body="article.go-article",
                title=".go-article-header__title",
                byline=".go-article-header__author",
                published="article time::attr(datetime)",
                summary=".go-article-header__intro",
                tags=".go-tag-list__tags a",
                next_page="li.go-pagination__item--next a::attr(href)",
            ),
            Template(
                name="2024",
                body="article div.formatted",
                title="article header.cluster-header h1",
                byline=".authors__name",
                published=("time.authors__pubdate::attr(datetime)", "time.authors__pubdate"),
                summary="header.cluster-header hgroup p",
                next_page="#jtoc_next::attr(href), #atoc_next::attr(href)",
            ),
        ),
        refused_titles=(r"^Golem\.de Consent", "^Zustimmung"),  # a guess: the consent page was not saved
        widgets=(
            WidgetRule("navigation", "golem-header", ".go-article-header h1, .go-article-header__intro"),
            WidgetRule("navigation", "golem-header", ".go-article-header__meta, .go-article-header__author"),
            WidgetRule("related", "golem-teaser", ".go-teaser-block, article.go-teaser, h2[class*='teaser']"),
            WidgetRule("related", "golem-box", ".go-info-box__content"),
            WidgetRule("related", "golem-tail", "hr.go-hr ~ div.go-grid"),
            WidgetRule("related", "golem-aside", "aside.supplementary, .list-jtoc, .table-jtoc"),
            WidgetRule("tag-card", "golem-tags", ".go-tag-list__tags"),
            WidgetRule("player", "golem-video", "figure[id*='gvideo']"),
        ),
    )
