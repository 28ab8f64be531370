"""Ars Technica: technology news and long reads."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class ArstechnicaSpider(NewsSpider):
    """Articles of arstechnica.com."""

    name = "arstechnica"
    site = Site(
        name="arstechnica",
        title="Ars Technica",
        hosts=("arstechnica.com", "www.arstechnica.com"),
        language="en",
        evidence="as others saved pages of 2023-12 and 2025-02; rules of readers of 2024-10 and 2026-02",
        grade=Grade.PAGE,
        article_urls=(r"/(?P<id>[a-z-]+/\d{4}/\d{2}/[a-z0-9-]+)/(?:\d{1,2}/)?",),
        sources=(Feed(url="https://arstechnica.com/feed/", query_url="https://arstechnica.com/{query}/feed/"),),
        templates=(
            Template(
                name="article",
                body="div.post-content",
                title="h1",
                authors="(//a[contains(@href, '/author/')][normalize-space(.)])[1]",
                published="time::attr(datetime)",
            ),
            Template(
                name="2023",
                body="div[itemprop='articleBody'].article-content",
                title="h1[itemprop='headline']",
                authors="a[rel='author'] [itemprop='name']",
                published="time.date::attr(datetime)",
                next_page="//nav[contains(@class, 'page-numbers')]//a[last()][contains(., 'Next')]/@href",
            ),
        ),
        widgets=(
            WidgetRule("author-box", "arstechnica-author", ".author-mini-bio"),
            WidgetRule("share", "arstechnica-tools", ".story-tools, aside#social-left, .text-settings-dropdown-story"),
            WidgetRule("comments", "arstechnica-comments", ".view-comments"),
            WidgetRule("related", "arstechnica-stories", ".related-stories"),
            WidgetRule("player", "arstechnica-gallery", ".pswp-caption-content"),
            WidgetRule(
                "ads", "arstechnica-zone", "aside.ad_wrapper, .ad_notice, figure:has(> iframe[src*='/count.gif'])"
            ),
        ),
    )
