"""Read the names in the line of credits, once it is repaired."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from newscrawl.pipelines.items import Item, through
from newscrawl.stages.credit import credit_article


class CreditPipeline:
    """Fill authors, source and uploader from the byline where the page has no field of its own for them."""

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the crawler's stats."""
        return cls(crawler.stats)

    def process_item(self, item: Item) -> Item:
        """Return ``item`` with its names filled in."""
        return through(item, credit_article, self.stats)
