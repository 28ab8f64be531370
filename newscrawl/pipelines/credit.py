"""Read the names in the line of credits, once it is repaired."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from newscrawl.article import Refusal
from newscrawl.extensions.page_budget import page_budget_of
from newscrawl.pipelines.items import Item, through
from newscrawl.stages.budget import UNBOUNDED, PageBudget
from newscrawl.stages.credit import credit_article


class CreditPipeline:
    """Fill authors, source and uploader from the byline where the page has no field of its own for them."""

    def __init__(self, stats: StatsCollector, budget: PageBudget = UNBOUNDED) -> None:
        self.stats = stats
        self.budget = budget

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the crawler's stats."""
        return cls(crawler.stats, budget=page_budget_of(crawler))

    def process_item(self, item: Item) -> Item | Refusal:
        """Return ``item`` with its names filled in."""
        return through(item, credit_article, self.stats, self.budget)
