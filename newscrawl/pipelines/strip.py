"""Take widgets and injected blocks out of article bodies, and count them."""

from collections.abc import Callable
from typing import Self, cast

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from newscrawl.article import Article, Refusal
from newscrawl.dom.tree import text_length
from newscrawl.extensions.page_budget import page_budget_of
from newscrawl.pipelines.items import Item, through
from newscrawl.site import Site
from newscrawl.spiders import rules_of, site_named
from newscrawl.stages.budget import UNBOUNDED, PageBudget
from newscrawl.stages.strip import strip_article


class StripPipeline:
    """Strip what is not the article, by the common rules and those of the article's site; render the text."""

    def __init__(
        self, stats: StatsCollector, site_of: Callable[[Article], Site | None], budget: PageBudget = UNBOUNDED
    ) -> None:
        self.stats = stats
        self.budget = budget
        self.site_of = site_of

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the crawler's stats, and its spider's site before the declared ones."""
        own = getattr(crawler.spider, "site", None)
        rules = rules_of(crawler.settings["NEWSCRAWL_SITE_RULES"])

        def site_of(article: Article) -> Site | None:
            if own and own.name == article.site:
                return cast("Site", own)
            return site_named(article.site) or (rules.site_of(article.url) if rules else None)

        return cls(crawler.stats, site_of, budget=page_budget_of(crawler))

    def process_item(self, item: Item) -> Item | Refusal:
        """Return ``item`` with a clean body, and its text and Markdown."""
        return through(item, self._strip, self.stats, self.budget)

    def _strip(self, article: Article) -> Article:
        self.stats.inc_value("newscrawl/characters-before-strip", text_length(article.body.tree))
        stripped = strip_article(article, self.site_of(article))
        self.stats.inc_value("newscrawl/characters-after-strip", len(stripped.body_text))
        return stripped
