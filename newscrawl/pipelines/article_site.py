"""Find the declaration of an article's site in a crawl."""

from collections.abc import Callable
from typing import cast

from scrapy.crawler import Crawler

from newscrawl.article import Article
from newscrawl.site import Site
from newscrawl.spiders import rules_of, site_named

SiteOfArticle = Callable[[Article], Site | None]


def site_of_article(crawler: Crawler) -> SiteOfArticle:
    """Return the function that finds an article's site: its spider's own, a declared one, or one of the rules folder.

    Raises ``BadArgument`` if there is no folder of the name in ``NEWSCRAWL_SITE_RULES``.
    """
    own = getattr(crawler.spider, "site", None)
    rules = rules_of(crawler.settings["NEWSCRAWL_SITE_RULES"])

    def site_of(article: Article) -> Site | None:
        if own and own.name == article.site:
            return cast("Site", own)
        return site_named(article.site) or (rules.site_of(article.url) if rules else None)

    return site_of
