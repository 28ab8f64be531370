"""Take widgets and injected blocks out of article bodies, and count them."""

from functools import partial
from typing import Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from newscrawl.article import Article, Refusal
from newscrawl.extensions.page_budget import page_budget_of
from newscrawl.pipelines.article_site import SiteOfArticle, site_of_article
from newscrawl.pipelines.items import Item, count, through
from newscrawl.stages.budget import UNBOUNDED, PageBudget
from newscrawl.stages.chain import STAGES, StageOptions


class StripPipeline:
    """Strip what is not the article, by the common rules and those of the article's site; render the text."""

    def __init__(self, stats: StatsCollector, site_of: SiteOfArticle, budget: PageBudget = UNBOUNDED) -> None:
        self.stats = stats
        self.budget = budget
        self.site_of = site_of

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the crawler's stats, and its spider's site before the declared ones."""
        return cls(crawler.stats, site_of_article(crawler), budget=page_budget_of(crawler))

    def process_item(self, item: Item) -> Item | Refusal:
        """Return ``item`` with a clean body, and its text and Markdown."""
        return through(item, self._strip, self.stats, self.budget)

    def _strip(self, article: Article) -> Article:
        return STAGES["strip"](article, StageOptions(self.site_of(article)), partial(count, self.stats))
