"""Write articles, refusals and the ledger of the run to the database, and say so only when it is done."""

import asyncio
import logging
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, Self, get_args

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.settings import BaseSettings
from scrapy.statscollectors import StatsCollector

from newscrawl import __version__
from newscrawl.article import Article, Refusal, Skipped
from newscrawl.errors import BadArgument, Refused, StorageFailed
from newscrawl.extensions.coverage import Measures
from newscrawl.pipelines.items import article_of
from newscrawl.spiders import is_mirror, site_of
from newscrawl.spiders.base import NewsSpider, asked_for
from newscrawl.storage.crawl.ledger import Ending
from newscrawl.storage.crawl.raw import Retention
from newscrawl.storage.crawl.store import STORAGE_ERROR, Outcome, Store

logger = logging.getLogger(__name__)

STORAGE_ERRORS = "newscrawl/storage-errors"  # in the stats of such a crawl

_BEAT_SECONDS = 30.0  # how often a run says that it is alive
_MOST_REVISIT_DAYS = 365
# Counts of what a run did not take up, and of its lists, by their names in the stats.
_COUNTS = {
    "known": "newscrawl/known",
    "listed-known": "newscrawl/listed-known",
    "due": "newscrawl/due",
    "lists": "newscrawl/lists",
    "lists-unchanged": "newscrawl/lists-unchanged",
    "lists-failed": "newscrawl/failed-sources",
    "lists-empty": "newscrawl/empty-sources",
    "not-taken": "newscrawl/skipped/too-many",
    "hosts-left-alone": "newscrawl/hosts-left-alone",
    "errors": "spider_exceptions/count",
    "requests": "downloader/request_count",
}


class StorePipeline:
    """The last pipeline: what arrives together is committed together and acknowledged then, or the crawl ends."""

    def __init__(self, stats: StatsCollector, store: Store, stop: Callable[[str], None]) -> None:
        self.stats = stats
        self.store = store
        self.stop = stop
        self.counts: dict[str, int] = {}  # of the ledger, once the run has ended
        self._measures = Measures()
        self._beating: asyncio.Task[None] | None = None
        self._failure: StorageFailed | None = None
        self._waiting: list[tuple[Article, asyncio.Future[Outcome]]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the database of ``NEWSCRAWL_DATABASE_URL``; the run is recorded from the spider's start to its end."""
        tasks = set()

        def stop(reason: str) -> None:
            # The loop holds tasks weakly: without a reference this one could vanish before it ran.
            tasks.add(asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason)))

        store = Store(
            crawler.settings["NEWSCRAWL_DATABASE_URL"],
            raw=retention_of(crawler.settings),
            revisit_days=revisit_days_of(crawler.settings),
        )
        pipeline = cls(crawler.stats, store, stop)
        for name in ("spider_opened", "spider_closed", "spider_error", "request_dropped", "item_dropped", "item_error"):
            crawler.signals.connect(getattr(pipeline, name), getattr(signals, name))
        return pipeline

    def spider_opened(self, spider: Spider) -> None:
        """Begin the run, and lend the store to the spider."""
        try:
            interrupted = self.store.begin_run(getattr(spider, "run_name", spider.name), __version__)
        except StorageFailed as failure:
            self._fail(failure)
            return
        if interrupted:
            logger.warning("an earlier run was killed: %d pages that it left open are tried again", interrupted)
        if isinstance(spider, NewsSpider):
            spider.store = self.store
        self._beating = asyncio.ensure_future(self._beat())

    def spider_closed(self, reason: str) -> None:
        """End the run, with the counts that a report needs."""
        if self._beating:
            self._beating.cancel()
        try:
            self._end_run(reason)
        except StorageFailed as failure:  # too late to end the crawl with it, but its exit code will tell
            self.stats.inc_value(STORAGE_ERRORS)
            logger.critical("the end of the crawl could not be recorded: %s", failure)
        finally:
            self.store.close()

    def spider_error(self, failure: Any, response: Any) -> None:
        """End a page whose callback has failed."""
        refused = Refused("error", type(failure.value).__name__)
        self._end_open(asked_for(getattr(response, "request", None)), refused)

    def request_dropped(self, request: Request) -> None:
        """End a page that leads to one that the run asks for anyway."""
        asked = asked_for(request)
        if request.url == asked:
            self._end_open(asked, Refused("not fetched", "it leads to itself"))
        elif self.store.is_open(asked):
            site = site_of(asked)
            page = Skipped(asked=asked, key=site.key(asked), site=site.name, state="duplicate", reason=request.url)
            self._skip(page)

    def item_dropped(self, item: Any, exception: DropItem) -> None:
        """End a page that a pipeline of somebody else has dropped."""
        asked = _asked(item)
        if asked and self.store.is_open(asked):
            reason = f"dropped: {exception}"
            self._skip(Skipped(asked=asked, key=item.key, site=item.site, state="skipped", reason=reason))

    def item_error(self, item: Any, failure: Any) -> None:
        """End a page at which a pipeline has failed."""
        self._end_open(_asked(item), Refused("error", type(failure.value).__name__))

    def stripped(self, site: str) -> Collection[int]:
        """Return the fingerprints of what ``site`` is known to repeat; nothing from a database that fails."""
        if self._failure:
            return ()
        try:
            return self.store.stripped(site)
        except StorageFailed as failure:
            self._fail(failure)
            return ()

    async def process_item(self, item: Any) -> Any:
        """Store an article, or record a refusal or a skipped page and drop it; other items pass."""
        if isinstance(item, Refusal):
            return self._refuse(item)
        if isinstance(item, Skipped):
            self._skip(item)
            raise DropItem(item.reason, log_level="DEBUG")
        article = article_of(item)
        if article is None:
            return item
        await self._save(article.flagged("mirror") if is_mirror(article) else article)
        return replace(item, raw=(), paragraphs=()) if isinstance(item, Article) else item

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
        if outcome in ("stored", "updated"):
            self._measures.add(article)
        self.stats.inc_value(f"newscrawl/{outcome}")
        logger.info("%s %s %s (%s)", outcome, article.key, article.url, article.status)

    def _refuse(self, refusal: Refusal) -> None:
        self._record(refusal)
        raise DropItem(refusal.reason, log_level="DEBUG")

    def _record(self, refusal: Refusal) -> None:
        if self._failure:
            raise self._failure
        try:
            try:
                self.store.refuse(refusal)
            except Refused as unstorable:
                logger.error("a refusal cannot be stored: %s", unstorable)
                self.store.end([Ending.of_refusal(refusal)])
        except StorageFailed as failure:
            self._fail(failure)
            raise
        self.stats.inc_value("newscrawl/refused")
        self.stats.inc_value(f"newscrawl/refused/{refusal.reason}")
        logger.warning(
            "refused %s: %s%s", refusal.url, refusal.reason, f" ({refusal.detail})" if refusal.detail else ""
        )

    def _skip(self, page: Skipped) -> None:
        if self._failure:
            raise self._failure
        try:
            self.store.skip(page)
        except StorageFailed as failure:
            self._fail(failure)
            raise
        self.stats.inc_value(f"newscrawl/{page.state}")
        logger.info("%s %s (%s)", page.state, page.asked, page.reason)

    def _end_open(self, asked: str | None, refused: Refused) -> None:
        """Refuse a page that is still open; what had an end keeps it."""
        if asked and self._failure is None and self.store.is_open(asked):
            site = site_of(asked)
            self._record(
                Refusal(url=asked, key=site.key(asked), site=site.name, reason=refused.reason, detail=refused.detail)
            )

    def _end_run(self, reason: str) -> None:
        stats = self.stats.get_stats()
        counts = {name: int(stats.get(stat, 0)) for name, stat in _COUNTS.items()}
        self.counts = counts | self.store.end_run(
            reason, stats, counts, lambda ledger: self._measures.values(stats, ledger)
        )

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(_BEAT_SECONDS)
            try:
                self.store.beat()
            except StorageFailed as failure:
                self._fail(failure)
                return

    def _fail(self, failure: StorageFailed) -> None:
        """End the crawl: nothing that follows could be kept."""
        if self._failure is None:
            self._failure = failure
            self.stats.inc_value(STORAGE_ERRORS)
            logger.critical("the database takes nothing more, the crawl ends: %s", failure)
            self.stop(STORAGE_ERROR)


def revisit_days_of(settings: BaseSettings) -> float:
    """Return ``NEWSCRAWL_REVISIT_DAYS``; raises ``BadArgument`` if it is no number of days."""
    value = settings["NEWSCRAWL_REVISIT_DAYS"]
    try:
        days = float(value)
    except (TypeError, ValueError):
        days = -1.0
    if not 0 <= days <= _MOST_REVISIT_DAYS:
        raise BadArgument(
            f"NEWSCRAWL_REVISIT_DAYS must be a number of days from 0 to {_MOST_REVISIT_DAYS}, not {value!r}"
        )
    return days


def _asked(item: Any) -> str | None:
    return item.asked or item.url if isinstance(item, Article | Refusal) else getattr(item, "asked", None)


def retention_of(settings: BaseSettings) -> Retention:
    """Return ``NEWSCRAWL_RAW``; raises ``BadArgument`` if it is none of the known values."""
    value: Retention = settings["NEWSCRAWL_RAW"]
    if value not in get_args(Retention):
        raise BadArgument(f"NEWSCRAWL_RAW must be one of {', '.join(get_args(Retention))}, not {value!r}")
    return value
