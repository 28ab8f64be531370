"""Take out of articles what their site is known to repeat, and hand on what is to be counted."""

from collections.abc import Callable, Collection
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.statscollectors import StatsCollector

from newscrawl.article import Article
from newscrawl.extensions.page_budget import page_budget_of
from newscrawl.pipelines.items import through
from newscrawl.pipelines.store import StorePipeline
from newscrawl.stages.boilerplate import strip_boilerplate
from newscrawl.stages.budget import UNBOUNDED, PageBudget


class BoilerplatePipeline:
    """Strip what the database has learned; ``NEWSCRAWL_LEARNED_BOILERPLATE`` says whether anything is learned at all.

    Items of other kinds pass as they are: they cannot carry what is to be counted.
    """

    def __init__(
        self, stats: StatsCollector, stripped: Callable[[str], Collection[int]], budget: PageBudget = UNBOUNDED
    ) -> None:
        self.stats = stats
        self.budget = budget
        self.stripped = stripped

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Ask the crawl's own ``StorePipeline`` what is known; without one, nothing is."""
        if not crawler.settings.getbool("NEWSCRAWL_LEARNED_BOILERPLATE"):
            raise NotConfigured

        def stripped(site: str) -> Collection[int]:
            pipeline = crawler.get_item_pipeline(StorePipeline)
            return pipeline.run.stripped(site) if pipeline else ()

        return cls(crawler.stats, stripped, budget=page_budget_of(crawler))

    def process_item(self, item: Any) -> Any:
        """Return ``item`` without what its site repeats."""
        return through(item, self._strip, self.stats, self.budget) if isinstance(item, Article) else item

    def _strip(self, article: Article) -> Article:
        return strip_boilerplate(article, self.stripped(article.site))
