"""Write articles and refusals to the database, and say so only when it is done."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Self, get_args

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.settings import BaseSettings
from scrapy.statscollectors import StatsCollector

from newscrawl import __version__
from newscrawl.article import Article, Refusal
from newscrawl.errors import BadArgument, Refused, StorageFailed
from newscrawl.pipelines.edge import article_of
from newscrawl.spiders import is_mirror
from newscrawl.storage.raw import Retention
from newscrawl.storage.store import Outcome, Store

logger = logging.getLogger(__name__)

STORAGE_ERROR = "storage_error"  # the finish reason of a crawl that its database has ended
STORAGE_ERRORS = "newscrawl/storage-errors"  # in the stats of such a crawl


class StorePipeline:
    """The last pipeline: what arrives together is committed together and acknowledged then, or the crawl ends."""

    def __init__(self, stats: StatsCollector, store: Store, stop: Callable[[str], None]) -> None:
        self.stats = stats
        self.store = store
        self.stop = stop
        self._failure: StorageFailed | None = None
        self._waiting: list[tuple[Article, asyncio.Future[Outcome]]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the database of ``NEWSCRAWL_DATABASE_URL``; the run is recorded from the spider's start to its end."""
        tasks = set()

        def stop(reason: str) -> None:
            # The loop holds tasks weakly: without a reference this one could vanish before it ran.
            tasks.add(asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason)))

        store = Store(crawler.settings["NEWSCRAWL_DATABASE_URL"], raw=retention_of(crawler.settings))
        pipeline = cls(crawler.stats, store, stop)
        crawler.signals.connect(pipeline.spider_opened, signals.spider_opened)
        crawler.signals.connect(pipeline.spider_closed, signals.spider_closed)
        return pipeline

    def spider_opened(self, spider: Spider) -> None:
        """Begin the run."""
        self.store.begin_run(spider.name, __version__)

    def spider_closed(self, reason: str) -> None:
        """End the run, with the counts that a report needs."""
        try:
            self.store.end_run(reason, self.stats.get_stats())
        except StorageFailed as failure:  # too late to end the crawl with it, but its exit code will tell
            self.stats.inc_value(STORAGE_ERRORS)
            logger.critical("the end of the crawl could not be recorded: %s", failure)
        finally:
            self.store.close()

    async def process_item(self, item: Any) -> Any:
        """Store an article, or record a refusal and drop it; other items pass."""
        if isinstance(item, Refusal):
            return self._refuse(item)
        article = article_of(item)
        if article is None:
            return item
        await self._save(article.flagged("mirror") if is_mirror(article) else article)
        return replace(item, raw=()) if isinstance(item, Article) else item

    async def _save(self, article: Article) -> None:
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((article, outcome))
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_soon(self._commit)
        try:
            self._acknowledge(article, await outcome)
        except Refused as refused:
            self._refuse(Refusal.of(article, refused))

    def _commit(self) -> None:
        """Store what has come together since the loop went round last, and answer each article that waits."""
        group, self._waiting = self._waiting, []
        try:
            if self._failure:
                raise self._failure
            answers = self.store.save_all([article for article, _ in group])
        except Exception as error:
            if isinstance(error, StorageFailed):
                self._fail(error)
            answers = [error] * len(group)  # type: ignore[list-item]
        for (_, outcome), answer in zip(group, answers, strict=True):
            if outcome.done():  # the crawl was cancelled meanwhile
                continue
            if isinstance(answer, Exception):
                outcome.set_exception(answer)
            else:
                outcome.set_result(answer)

    def _acknowledge(self, article: Article, outcome: Outcome) -> None:
        self.stats.inc_value(f"newscrawl/{outcome}")
        logger.info("%s %s %s (%s)", outcome, article.key, article.url, article.status)

    def _refuse(self, refusal: Refusal) -> None:
        if self._failure:
            raise self._failure
        try:
            self.store.refuse(refusal)
        except StorageFailed as failure:
            self._fail(failure)
            raise
        except Refused as unstorable:
            logger.error("a refusal cannot be stored: %s", unstorable)
        self.stats.inc_value("newscrawl/refused")
        self.stats.inc_value(f"newscrawl/refused/{refusal.reason}")
        logger.warning(
            "refused %s: %s%s", refusal.url, refusal.reason, f" ({refusal.detail})" if refusal.detail else ""
        )
        raise DropItem(refusal.reason, log_level="DEBUG")

    def _fail(self, failure: StorageFailed) -> None:
        """End the crawl: nothing that follows could be kept."""
        if self._failure is None:
            self._failure = failure
            self.stats.inc_value(STORAGE_ERRORS)
            logger.critical("the database takes nothing more, the crawl ends: %s", failure)
            self.stop(STORAGE_ERROR)


def retention_of(settings: BaseSettings) -> Retention:
    """Return ``NEWSCRAWL_RAW``; raises ``BadArgument`` if it is none of the known values."""
    value: Retention = settings["NEWSCRAWL_RAW"]
    if value not in get_args(Retention):
        raise BadArgument(f"NEWSCRAWL_RAW must be one of {', '.join(get_args(Retention))}, not {value!r}")
    return value
