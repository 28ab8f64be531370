"""The Register: British news for people who run computers, chips and data centres among it."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Listing, Site, Template, XPathRule
from newscrawl.spiders.base import NewsSpider


class TheregisterSpider(NewsSpider):
    """Articles of theregister.com, once theregister.co.uk; its feeds name them by a host that counts and redirects."""

    name = "theregister"
    site = Site(
        name="theregister",
        title="The Register",
        hosts=(
            *("www.theregister.com", "www.theregister.co.uk", "theregister.com", "theregister.co.uk"),
            *("m.theregister.co.uk", "m.theregister.com", "go.theregister.com"),
        ),
        language="en",
        timezone="UTC",
        evidence="addresses, feed and lists since 2026-05 as others fetched them; the body since then was not seen",
        article_urls=(
            r"/(?:a|[a-z0-9_-]+/\d{4}/\d{2}/\d{2}/[a-z0-9_-]+)/(?P<id>\d{5,})/?",
            r"/[a-z0-9_-]+/(?P<id>\d{4}/\d{2}/\d{2}/[a-z0-9_-]+)/?",
            r"(?:/feed/www\.theregister\.com)?(?:/AMP)?/(?P<id>\d{4}/\d{2}/\d{2}/[a-z0-9_]+)/(?:\?page=\d{1,2})?",
        ),
        sources=(
            Feed(
                url="https://api.theregister.com/api/v1/article?orderBy=published&site_id=2&remapper=rss",
                query_url="https://api.theregister.com/api/v1/article?orderBy=published&site_id=2&remapper=rss&query={query}",
            ),
            Listing(
                url="https://www.theregister.com/",
                links="section#main article a[itemprop=url]",
                fallback=True,
            ),
            Feed(url="https://www.theregister.com/headlines.atom", fallback=True),
        ),
        strip_xpaths=(
            XPathRule("ads", "theregister-label", "//p[normalize-space(.)='REG AD']"),
            XPathRule("related", "theregister-context", "//aside[starts-with(normalize-space(.), 'MORE CONTEXT')]"),
        ),
        templates=(
            Template(
                name="article",
                body="#body",
                title=(".article_head h1", "h1"),
                byline=".byline",
                published=".dateline",
                summary=".article_head h2",
                next_page=("#nextpage::attr(href)", "#nextpage a::attr(href)"),
            ),
        ),
        widgets=(
            WidgetRule("ads", "theregister-line", ".wptl, .adu"),
            WidgetRule("related", "theregister-list", ".articleList, #article_body_btm"),
        ),
    )
