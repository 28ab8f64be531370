"""heise online: the largest German IT news site, with background articles over several pages."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Sitemap, Template
from newscrawl.spiders.base import NewsSpider


class HeiseSpider(NewsSpider):
    """Articles of heise.de; long ones are read as a whole where the page links to ``?seite=all``."""

    name = "heise"
    site = Site(
        name="heise",
        title="heise online",
        hosts=("www.heise.de", "heise.de", "m.heise.de"),
        language="de",
        timezone="Europe/Berlin",
        evidence="saved pages of 2019, 2024-04 and 2025-02; best lists after a reader of 2026; pages are guessed",
        grade=Grade.PAGE,
        article_urls=(
            r"/(?:news|hintergrund|meinung|tests|ratgeber|tipps-tricks|developer/artikel|newsticker/meldung)"
            r"/[^/?]+-(?P<id>\d+)\.html(?:\?seite=(?:all|\d+))?",
            r"/(?P<id>bestenlisten/(?:[^/?]+/){0,3}[a-z0-9]{7})/?",
            r"/-(?P<id>\d+)",
        ),
        sources=(
            Feed(url="https://www.heise.de/rss/heise.rdf"),
            Sitemap(url="https://www.heise.de/sitemapindex.xml", archive=True),
        ),
        templates=(
            Template(
                name="article",
                body=".article-layout__content",
                title="h1.a-article-header__title",
                published="time.a-publish-info__datetime::attr(datetime)",
                summary=".a-article-header__lead",
                whole="a[href*='seite=all']::attr(href)",
                next_page=("a[rel='next']::attr(href)", "a.next::attr(href)", "a[title='vor']::attr(href)"),
            ),
        ),
        widgets=(
            WidgetRule("related", "heise-box", ".a-box, .article-sidebar, aside.article-layout__header-wrbng"),
            WidgetRule("ads", "heise-zone", ".ad-microsites, .ad-mobile-group-1"),
            WidgetRule("ads", "heise-mark", "p:contains('=== Anzeige / Sponsorenhinweis')"),
            WidgetRule("share", "heise-channel", "p:contains('Tipp: Wir sind bei WhatsApp!')"),
            WidgetRule("read-more", "heise-arrow", "p:contains('► '):has(a)"),
            WidgetRule("login", "heise-plus", "p:has(a:contains('heise+ abonnieren'))"),
            WidgetRule("author-box", "heise-initials", "p:has(a[href^='mailto:']):not(:contains(' '))"),  # (dmk)
            WidgetRule("share", "heise-footer", "footer.article-layout__footer, .a-article-header__service"),
            WidgetRule("navigation", "heise-branding", "figure.branding, a-toc"),
        ),
    )
