"""Write articles, refusals and skipped pages to the database, and say so only when it is done."""

import asyncio
import logging
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from newscrawl.article import Article, Refusal, Skipped
from newscrawl.errors import Refused
from newscrawl.extensions.crawl_run import CrawlRun, open_store
from newscrawl.extensions.page_workers import prepared_or_plain
from newscrawl.pipelines.items import article_of, with_rendered
from newscrawl.spiders import is_mirror
from newscrawl.storage.crawl.article_writer import Outcome
from newscrawl.storage.crawl.prepared import PreparedArticle

logger = logging.getLogger(__name__)


class StorePipeline:
    """The last pipeline: what arrives together is committed together and acknowledged then, or the crawl ends."""

    def __init__(self, stats: StatsCollector, run: CrawlRun) -> None:
        self.stats = stats
        self.run = run
        self._waiting: list[tuple[Article | PreparedArticle, asyncio.Future[Outcome]]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the database of ``NEWSCRAWL_DATABASE_URL`` for the run of ``crawler``."""
        run = CrawlRun.of(crawler)
        run.open(open_store(crawler.settings))
        return cls(crawler.stats, run)

    async def process_item(self, item: Any) -> Any:
        """Store an article, or record a refusal or a skipped page and drop it; other items pass."""
        if isinstance(item, Refusal):
            return self._refuse(item)
        if isinstance(item, Skipped):
            self.run.skip(item)
            raise DropItem(item.reason, log_level="DEBUG")
        article = article_of(item)
        if article is None:
            return item
        if not isinstance(item, Article):
            article = with_rendered(article)
        await self._save(article.flagged("mirror") if is_mirror(article) else article)
        return item.evolve(raw=(), paragraphs=()) if isinstance(item, Article) else item

    async def _save(self, article: Article) -> None:
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((prepared_or_plain(article), outcome))
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
            answers = self.run.write(lambda: self.run.store.save_all([article for article, _ in group]))
        except Exception as error:
            answers = [error] * len(group)  # type: ignore[list-item]
        for (_, outcome), answer in zip(group, answers, strict=True):
            if outcome.done():  # the crawl was cancelled meanwhile
                continue
            if isinstance(answer, Exception):
                outcome.set_exception(answer)
            else:
                outcome.set_result(answer)

    def _acknowledge(self, article: Article, outcome: Outcome) -> None:
        if outcome in ("stored", "updated"):
            self.run.measures.add(article)
        self.stats.inc_value(f"newscrawl/{outcome}")
        logger.info("%s %s %s (%s)", outcome, article.key, article.url, article.status)

    def _refuse(self, refusal: Refusal) -> None:
        self.run.refuse(refusal)
        raise DropItem(refusal.reason, log_level="DEBUG")
