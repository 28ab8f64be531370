"""The run of a crawl in the database: it begins, says that it is alive, ends, and leaves no page without an end."""

import asyncio
import gc
import logging
from collections.abc import Callable, Collection
from functools import cache
from typing import Any, Self, TypeVar, get_args

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.settings import BaseSettings
from scrapy.statscollectors import StatsCollector

from newscrawl import __version__
from newscrawl.article import Article, Refusal, Skipped
from newscrawl.errors import BadArgument, Refused, StorageFailed
from newscrawl.extensions.coverage import Measures
from newscrawl.extensions.host_traffic import HostTraffic
from newscrawl.extensions.number_settings import number_setting
from newscrawl.net.rights import RIGHTS_CHANGED, WITHHELD_ARTICLES
from newscrawl.spiders import site_of
from newscrawl.spiders.base import BLOCKED, MOVED, NewsSpider
from newscrawl.spiders.responses import asked_for
from newscrawl.storage.crawl.ledger import Ending
from newscrawl.storage.crawl.quarantine import read_bounds
from newscrawl.storage.crawl.raw import Retention
from newscrawl.storage.crawl.runs import HOST_TRAFFIC
from newscrawl.storage.crawl.store import STORAGE_ERROR, Store
from newscrawl.storage.database.raw_store import checked_store_url

logger = logging.getLogger(__name__)

STORAGE_ERRORS = "newscrawl/storage-errors"  # in the stats of a crawl whose database has failed

HEARTBEAT_SECONDS = 30.0  # a tenth of the silence after which `scrapy health` calls a run stuck
MAX_REVISIT_DAYS = 365  # chosen by hand: news that is older is not corrected any more
# What is counted of a run, beside the pages that it scheduled, by its names in the stats.
_COUNTS = {
    "known": "newscrawl/known",
    "listed-known": "newscrawl/listed-known",
    "due": "newscrawl/due",
    "lists": "newscrawl/lists",
    "lists-unchanged": "newscrawl/lists-unchanged",
    "lists-failed": "newscrawl/failed-sources",
    "lists-empty": "newscrawl/empty-sources",
    "not-scheduled": "newscrawl/skipped/too-many",
    "hosts-left-alone": "newscrawl/hosts-left-alone",
    "errors": "spider_exceptions/count",
    "requests": "downloader/request_count",
    "lists-replaced": "newscrawl/replaced-sources",
    "bad-addresses": "newscrawl/skipped/bad-address",
    "blocked": "newscrawl/blocked",
    WITHHELD_ARTICLES: f"newscrawl/{WITHHELD_ARTICLES}",
    "not-a-page": "newscrawl/refused/not a page",
}
# Beginnings of names in the stats of what is counted by site and kind; counts of a run leave out "newscrawl/".
_COUNTED_BY_KIND = (BLOCKED, MOVED, f"newscrawl/{RIGHTS_CHANGED}")

_SCRAPER_LOGGER = logging.getLogger("scrapy.core.scraper")

_Answer = TypeVar("_Answer")


def _is_no_storage_failure(record: logging.LogRecord) -> bool:
    """Tell that a record is not about the database: ``fail`` says that once, Scrapy for each page with a traceback."""
    return not (record.exc_info and isinstance(record.exc_info[1], StorageFailed))


class CrawlRun:
    """Extension: the run that ``StorePipeline`` writes to; without that pipeline nothing is recorded.

    A database that fails ends the crawl, and is not asked again.
    """

    def __init__(self, stats: StatsCollector, stop: Callable[[str], None], store: Store | None = None) -> None:
        self.stats = stats
        self.counts: dict[str, int] = {}  # of the ledger, once the run has ended
        self.measures = Measures()
        self.traffic = HostTraffic()
        self.failure: StorageFailed | None = None
        self._stop = stop
        self._store = store
        self._heartbeat: asyncio.Task[None] | None = None
        self._ended = False
        self._has_lists = True

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to the crawler; nothing is opened before ``open``."""
        tasks = set()

        def stop(reason: str) -> None:
            # The loop holds tasks weakly: without a reference this one could vanish before it ran.
            tasks.add(asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason)))

        run = cls(crawler.stats, stop)
        for name in ("spider_opened", "spider_closed", "spider_error", "request_dropped", "item_dropped", "item_error"):
            crawler.signals.connect(getattr(run, name), getattr(signals, name))
        for name in ("request_reached_downloader", "response_downloaded"):
            crawler.signals.connect(getattr(run.traffic, name), getattr(signals, name))
        return run

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """Return the run of ``crawler``; a project of somebody else may have the pipeline only in its settings."""
        return crawler.get_extension(cls) or cls.from_crawler(crawler)

    @property
    def store(self) -> Store:
        """The open database."""
        if self._store is None:
            raise RuntimeError("the run has no store: call open first")
        return self._store

    def open(self, store: Store) -> None:
        """Record the run in ``store``, which is closed with the spider."""
        self._store = store
        _SCRAPER_LOGGER.addFilter(_is_no_storage_failure)

    def spider_opened(self, spider: Spider) -> None:
        """Begin the run, and lend the store to the spider."""
        if self._store is None:
            return
        try:
            interrupted = self.store.begin_run(getattr(spider, "run_name", spider.name), __version__)
        except StorageFailed as failure:
            self.fail(failure)
            return
        if interrupted:
            logger.warning("an earlier run was killed: %d pages that it left open are tried again", interrupted)
        if isinstance(spider, NewsSpider):
            spider.store = self.store
            self._has_lists = spider.has_lists
        self._heartbeat = asyncio.ensure_future(self._beat())
        _keep_from_collector()

    def spider_closed(self, reason: str) -> None:
        """End the run, with the counts that a report needs."""
        if self._heartbeat:
            self._heartbeat.cancel()
        if self._store is None:
            return
        self._ended = True
        try:
            self._end(reason)
        except StorageFailed as failure:  # too late to end the crawl with it, but its exit code will tell
            self.stats.inc_value(STORAGE_ERRORS)
            logger.critical("the end of the crawl could not be recorded: %s", failure)
        finally:
            self.store.close()

    def end_unfinished(self, reason: str) -> None:
        """End a run whose spider could not be closed any more; does nothing to one that has ended."""
        if not self._ended:
            self.spider_closed(reason)

    def spider_error(self, failure: Any, response: Any) -> None:
        """End a page whose callback has failed."""
        refused = Refused("error", type(failure.value).__name__)
        self._end_open(asked_for(getattr(response, "request", None)), refused)

    def request_dropped(self, request: Request) -> None:
        """End a page that leads to one that the run asks for anyway."""
        asked = asked_for(request)
        if request.url == asked:
            self._end_open(asked, Refused("not fetched", "it leads to itself"))
        elif self._is_open(asked):
            site = site_of(asked)
            self.skip(Skipped(asked=asked, key=site.key(asked), site=site.name, state="duplicate", reason=request.url))

    def item_dropped(self, item: Any, exception: DropItem) -> None:
        """End a page that a pipeline of somebody else has dropped."""
        asked = _asked(item)
        if asked and self._is_open(asked):
            reason = f"dropped: {exception}"
            self.skip(Skipped(asked=asked, key=item.key, site=item.site, state="skipped", reason=reason))

    def item_error(self, item: Any, failure: Any) -> None:
        """End a page at which a pipeline has failed."""
        self._end_open(_asked(item), Refused("error", type(failure.value).__name__))

    def write(self, operation: Callable[[], _Answer]) -> _Answer:
        """Return what ``operation`` on the store returns; raises ``StorageFailed``, which ends the crawl."""
        if self.failure:
            raise self.failure
        try:
            return operation()
        except StorageFailed as failure:
            self.fail(failure)
            raise

    def refuse(self, refusal: Refusal) -> None:
        """Record a page that did not become an article."""
        self.write(lambda: self._write_refusal(refusal))
        self.stats.inc_value("newscrawl/refused")
        self.stats.inc_value(f"newscrawl/refused/{refusal.reason}")
        logger.warning(
            "refused %s: %s%s", refusal.url, refusal.reason, f" ({refusal.detail})" if refusal.detail else ""
        )

    def skip(self, page: Skipped) -> None:
        """Record a page of which nothing is to be stored."""
        self.write(lambda: self.store.skip(page))
        self.stats.inc_value(f"newscrawl/{page.state}")
        logger.info("%s %s (%s)", page.state, page.asked, page.reason)

    def stripped(self, site: str) -> Collection[int]:
        """Return the fingerprints of what ``site`` is known to repeat; nothing from a database that fails."""
        if self.failure or self._store is None:
            return ()
        try:
            return self.write(lambda: self.store.stripped(site))
        except StorageFailed:
            return ()

    def fail(self, failure: StorageFailed) -> None:
        """End the crawl: nothing that follows could be kept."""
        if self.failure is None:
            self.failure = failure
            self.stats.inc_value(STORAGE_ERRORS)
            logger.critical("the database takes nothing more, the crawl ends: %s", failure)
            self._stop(STORAGE_ERROR)

    def _write_refusal(self, refusal: Refusal) -> None:
        try:
            withheld = self.store.refuse(refusal)
            self.stats.inc_value(f"newscrawl/{WITHHELD_ARTICLES}", int(withheld))
        except Refused as unstorable:
            logger.error("a refusal cannot be stored: %s", unstorable)
            self.store.end([Ending.of_refusal(refusal)])

    def _is_open(self, asked: str) -> bool:
        return self._store is not None and self.store.is_open(asked)

    def _end_open(self, asked: str | None, refused: Refused) -> None:
        """Refuse a page that is still open; what had an end keeps it."""
        if asked and self.failure is None and self._is_open(asked):
            site = site_of(asked)
            self.refuse(
                Refusal(url=asked, key=site.key(asked), site=site.name, reason=refused.reason, detail=refused.detail)
            )

    def _end(self, reason: str) -> None:
        stats = self.stats.get_stats() | {HOST_TRAFFIC: self.traffic.figures()}
        # The verdict of a run that reads no lists must not miss any: it has no counts of lists.
        counts = {
            name: int(stats.get(stat, 0))
            for name, stat in _COUNTS.items()
            if self._has_lists or not name.startswith("lists")
        }
        counts |= {
            name.removeprefix("newscrawl/"): int(count)
            for name, count in stats.items()
            if name.startswith(_COUNTED_BY_KIND)
        }
        self.counts = counts | self.store.end_run(
            reason, stats, counts, lambda ledger: self.measures.values(stats, ledger)
        )

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            try:
                self.store.beat()
            except StorageFailed as failure:
                self.fail(failure)
                return


@cache
def _keep_from_collector() -> None:
    """Freeze what is in memory, once: code and tables stay to the end.

    The garbage collector takes 0.16 s to look at their 125,000 objects, and reads no page in that time. It is not asked
    how many objects are frozen already: it would count them one by one.
    """
    gc.freeze()


def open_store(settings: BaseSettings) -> Store:
    """Open the database of ``NEWSCRAWL_DATABASE_URL`` for a crawl; raises ``BadArgument`` and ``StorageFailed``."""
    return Store(
        settings["NEWSCRAWL_DATABASE_URL"],
        raw=retention_of(settings),
        raw_store=raw_store_of(settings),
        keep_refused=read_bounds(str(settings["NEWSCRAWL_KEEP_REFUSED"])),
        revisit_days=revisit_days_of(settings),
    )


def revisit_days_of(settings: BaseSettings) -> float:
    """Return ``NEWSCRAWL_REVISIT_DAYS`` as this extension reads it when a crawl begins; raises ``BadArgument``."""
    return number_setting(settings, "NEWSCRAWL_REVISIT_DAYS", "days", MAX_REVISIT_DAYS)


def retention_of(settings: BaseSettings) -> Retention:
    """Return ``NEWSCRAWL_RAW``; raises ``BadArgument`` if it is none of the known values."""
    value: Retention = settings["NEWSCRAWL_RAW"]
    if value not in get_args(Retention):
        raise BadArgument(f"NEWSCRAWL_RAW must be one of {', '.join(get_args(Retention))}, not {value!r}")
    return value


def raw_store_of(settings: BaseSettings) -> str | None:
    """Return ``NEWSCRAWL_RAW_STORE``, ``None`` for the database itself; raises ``BadArgument`` if it is no place."""
    value = settings["NEWSCRAWL_RAW_STORE"]
    return checked_store_url(str(value)) if value else None


def _asked(item: Any) -> str | None:
    """Return the address that an item of the spider was asked for under, if it tells."""
    return item.asked or item.url if isinstance(item, Article | Refusal) else getattr(item, "asked", None)
