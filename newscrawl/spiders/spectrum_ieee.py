"""IEEE Spectrum: the magazine of the engineers' institute."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class SpectrumIeeeSpider(NewsSpider):
    """Articles of spectrum.ieee.org; its sections have addresses like articles, so only feeds are asked."""

    name = "spectrum-ieee"
    site = Site(
        name="spectrum-ieee",
        title="IEEE Spectrum",
        hosts=("spectrum.ieee.org",),
        language="en",
        timezone="America/New_York",
        evidence="a reader's rules of 2023-09 and lists of feeds; the selectors of single fields are guesses",
        grade=Grade.READERS,
        article_urls=(r"/(?!(?:feeds|topic|tag|type|u|magazine)/)(?:[a-z-]+/){0,2}(?P<id>[a-z0-9-]+)",),
        sources=(
            Feed(url="https://spectrum.ieee.org/feeds/feed.rss"),
            Feed(url="https://spectrum.ieee.org/feeds/topic/semiconductors.rss"),
        ),
        templates=(
            Template(
                name="article",
                body="div.main",
                title=("h1.widget__headline", ".widget__headline", "h1"),
                authors=".social-author",
                published=("meta[property='article:published_time']::attr(content)", ".social-date"),
                tags=".tags__item",
            ),
        ),
        widgets=(
            WidgetRule("navigation", "spectrum-header", ".widget__headline, .widget__subheadline, .social-author"),
            WidgetRule("navigation", "spectrum-header", ".social-date, .time-to-read"),
            WidgetRule("navigation", "spectrum-menu", ".main-menu-wrapper, .menu-overlay, .topbar, .huge-menu"),
            WidgetRule("hidden", "spectrum-phone", ".hide-tablet-and-desktop, .hidden"),
            WidgetRule("login", "spectrum-gate", ".gated-popup, .lightbox-popup, .cta-membership"),
            WidgetRule("related", "spectrum-box", ".all-related-sections, .read_also_posts, div.popular_widget"),
            WidgetRule("comments", "spectrum-list", ".article__comments"),
            WidgetRule("image-credit", "spectrum-line", "small.media-photo-credit, small.media-caption"),
        ),
    )
