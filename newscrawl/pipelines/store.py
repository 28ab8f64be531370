"""Write articles and refusals to the database, and say so only when it is done."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector
from sqlalchemy.exc import SQLAlchemyError

from newscrawl import __version__
from newscrawl.article import Article, Refusal
from newscrawl.pipelines.edge import article_of
from newscrawl.spiders import is_mirror
from newscrawl.storage.store import Store

logger = logging.getLogger(__name__)


class StorePipeline:
    """The last pipeline: one committed transaction an item, or the end of the crawl."""

    def __init__(self, stats: StatsCollector, store: Store, stop: Callable[[str], None]) -> None:
        self.stats = stats
        self.store = store
        self.stop = stop

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the database of ``NEWSCRAWL_DATABASE_URL``; the run is recorded from the spider's start to its end."""
        tasks = set()

        def stop(reason: str) -> None:
            # The loop holds tasks weakly: without a reference this one could vanish before it ran.
            tasks.add(asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason)))

        pipeline = cls(crawler.stats, Store(crawler.settings["NEWSCRAWL_DATABASE_URL"]), stop)
        crawler.signals.connect(pipeline.spider_opened, signals.spider_opened)
        crawler.signals.connect(pipeline.spider_closed, signals.spider_closed)
        return pipeline

    def spider_opened(self, spider: Spider) -> None:
        """Begin the run."""
        self.store.begin_run(spider.name, __version__)

    def spider_closed(self, reason: str) -> None:
        """End the run, with the counts that a report needs."""
        self.store.end_run(reason, self.stats.get_stats())
        self.store.close()

    def process_item(self, item: Any) -> Any:
        """Store an article, or record a refusal and drop it; other items pass."""
        try:
            if isinstance(item, Refusal):
                return self._refuse(item)
            article = article_of(item)
            if article is not None:
                self._save(article)
        except SQLAlchemyError:
            self.stats.inc_value("newscrawl/storage-errors")
            logger.critical("the database does not take what is stored: the crawl ends")
            self.stop("storage_error")
            raise
        return item

    def _save(self, article: Article) -> None:
        outcome = self.store.save(article, mirror=is_mirror(article))
        self.stats.inc_value(f"newscrawl/{outcome}")
        logger.info("%s %s %s (%s)", outcome, article.key, article.url, article.status)

    def _refuse(self, refusal: Refusal) -> None:
        self.store.refuse(refusal)
        self.stats.inc_value("newscrawl/refused")
        self.stats.inc_value(f"newscrawl/refused/{refusal.reason}")
        logger.warning(
            "refused %s: %s%s", refusal.url, refusal.reason, f" ({refusal.detail})" if refusal.detail else ""
        )
        raise DropItem(refusal.reason, log_level="DEBUG")
