"""Worker processes that take the heavy work on pages out of the reactor, by ``NEWSCRAWL_PAGE_WORKERS``.

While a page is decoded, read and rendered in one of them, the event loop goes on: heartbeat, signals, requests and
other sites. Where there are none, the same work is done in the reactor.
"""

import asyncio
import logging
import os
import pickle
from collections import Counter, OrderedDict
from collections.abc import Hashable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple, Self
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings

from newscrawl.article import Article
from newscrawl.errors import BadArgument, Refused
from newscrawl.extensions.page_budget import page_budget_of, page_seconds_of
from newscrawl.site import Site
from newscrawl.stages.chain import Count
from newscrawl.stages.extract import Extracted
from newscrawl.stages.page_work import Done, PageWork, Parcel, ReadPage, RunStages, make_page_work
from newscrawl.storage.crawl.prepared import PreparedArticle, prepare_if_storable
from newscrawl.workers.pool import MAX_ITEM_SECONDS, WorkerLost, WorkerPool
from newscrawl.workers.server import SERVER, WorkersUnavailable

logger = logging.getLogger(__name__)

MAX_WORKERS = 64  # chosen by hand: more only ever wait for the one process that stores what they read
_PRELOADED = ("newscrawl.stages.page_work:warm_up", "newscrawl.storage.crawl.prepared")
# That a worker has while it is at one: it need not wait for the reactor then, which stores meanwhile.
_MAX_PAGES_AHEAD = 1
_MAX_CALL_SECONDS = 2.0  # of CPU beyond its budget in which a page must come back from a library in C; chosen by hand
_MAX_PREPARED = 32  # articles on their way to the database; chosen by hand: those above are only prepared once more
_MAX_SITES = 64  # declarations that are kept as they are sent

_RUNNING: WeakKeyDictionary[Crawler, "PageWorkers"] = WeakKeyDictionary()


class PageWorkers:
    """Extension: gives work to the worker processes, which all crawls of this process share.

    Of one site, results of one kind come back in the order in which the work was given. What Scrapy has at work at
    once (``CONCURRENT_REQUESTS`` and the answers that wait to be stored) bounds what waits here.
    """

    def __init__(self, crawler: Crawler, pool: "WorkerPool[Parcel, Done]") -> None:
        self._budget = page_budget_of(crawler)
        self._pool = pool
        self._is_available = True
        self._sites: dict[int, tuple[Site | None, bytes]] = {}  # by id, which holds while the site is kept here, too
        self._last: dict[Hashable, asyncio.Future[None]] = {}  # that a result of this kind waits for, by site and kind

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the pool of the process until the spider is closed; raises ``BadArgument`` for a wrong setting."""
        size = page_workers_of(crawler.settings)
        if size == 0:
            raise NotConfigured
        seconds = page_seconds_of(crawler.settings)
        key = _PoolKey(size, seconds + _MAX_CALL_SECONDS if seconds else MAX_ITEM_SECONDS)
        workers = cls(crawler, _taken(key))
        _RUNNING[crawler] = workers

        def closed() -> None:
            if _RUNNING.pop(crawler, None):
                _give_back(key)

        crawler.signals.connect(closed, signals.spider_closed, weak=False)
        return workers

    async def do(self, work: PageWork) -> Done:
        """Return what comes of work on a page; raises whatever it raised that is no refusal."""
        turn = (work.site.name if work.site else work.url, type(work))
        before, done = self._last.get(turn), asyncio.get_running_loop().create_future()
        self._last[turn] = done
        try:
            return await self._do(work)
        finally:
            try:
                if before is not None:
                    await before
            finally:
                done.set_result(None)
                if self._last.get(turn) is done:
                    del self._last[turn]

    async def _do(self, work: PageWork) -> Done:
        parcel = self._packed(work)
        if parcel is None:
            return self._done_here(work)
        try:
            done = await asyncio.wrap_future(self._pool.submit(parcel))
        except WorkerLost as lost:
            return Done(None, ("too expensive" if lost.is_stuck else "error", str(lost)), Counter(), 0.0)
        except WorkersUnavailable as error:
            self._is_available = False
            logger.error("pages are worked on in the reactor from now on: %s", error)
            return self._done_here(work)
        self._budget.spend(work.url, done.seconds)
        return done

    def _packed(self, work: PageWork) -> Parcel | None:
        """Return the work as it is sent, ``None`` if it cannot be."""
        site = self._pickled(work.site)
        if site is None or not self._is_available:
            return None
        return Parcel.of(work, site, self._budget.seconds, self._budget.spent(work.url))

    def _pickled(self, site: Site | None) -> bytes | None:
        known = self._sites.get(id(site))
        if known is None:
            try:
                known = site, pickle.dumps(site, pickle.HIGHEST_PROTOCOL)
            except Exception as error:  # a class of somebody else may do anything
                logger.debug("the declaration of a site cannot be sent: %s", error)
                return None
            if len(self._sites) >= _MAX_SITES:
                self._sites.clear()
            self._sites[id(site)] = known
        return known[1]

    def _done_here(self, work: PageWork) -> Done:
        counts: Counter[str] = Counter()
        try:
            with self._budget.of_page(work.url):
                return Done(work.run(_adder(counts)), None, counts, 0.0)
        except Refused as refused:
            return Done(None, (refused.reason, refused.detail), counts, 0.0)


async def read_page(crawler: Crawler, page: ReadPage) -> Extracted:
    """Return the article of a page, read in a worker process if this extension has any for the crawl.

    Raises ``Refused``.
    """
    workers = _RUNNING.get(crawler)
    if workers is None:
        with page_budget_of(crawler).of_page(page.url):
            return page.run(_count_nothing)
    extracted = _value_of(await workers.do(page))
    if not isinstance(extracted, Extracted):
        raise TypeError(f"a page has become {type(extracted).__name__}")
    return extracted


async def run_stages_off_reactor(workers: PageWorkers, work: RunStages, count: Count) -> Article:
    """Return the article that comes out of stages in a worker process; raises ``Refused``."""
    raw = work.article.raw
    # Written here: a tree is not to be touched by two threads. The fetched bytes stay, for no stage needs them.
    html = work.article.body_html
    done = await workers.do(work._replace(article=work.article.evolve(raw=(), body_html=html, parsed=None)))
    for name, number in done.counts.items():
        count(name, number)
    article = _value_of(done)
    if not isinstance(article, Article):
        raise TypeError(f"an article has become {type(article).__name__}")
    article = replace(article, raw=raw)
    if done.addition is not None:
        _PREPARED.keep(article, done.addition)
    return article


def prepared_or_plain(article: Article) -> Article | PreparedArticle:
    """Return an article as a worker process has prepared it for the database, or as it is.

    That is forgotten once it is asked for; an article that was changed since is another one.
    """
    return _PREPARED.take(article) or article


class _PreparedArticles:
    """Keeps what worker processes have prepared until the articles are stored, of the newest ones."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[Article, PreparedArticle]] = OrderedDict()  # by id, which holds while kept

    def keep(self, article: Article, prepared: PreparedArticle) -> None:
        prepared = prepared._replace(article=prepared.article.evolve(raw=article.raw))
        self._kept[id(article)] = article, prepared
        if len(self._kept) > _MAX_PREPARED:
            self._kept.popitem(last=False)

    def take(self, article: Article) -> PreparedArticle | None:
        _, prepared = self._kept.pop(id(article), (None, None))
        return prepared


_PREPARED = _PreparedArticles()


def running_workers(crawler: Crawler) -> PageWorkers | None:
    """Return the worker processes of a crawl, if it has any."""
    return _RUNNING.get(crawler)


def prepare_page_workers(settings: BaseSettings) -> None:
    """Let worker processes begin without imports of their own; to be called before a database or event loop is open."""
    if page_workers_of(settings) > 0:
        SERVER.fork_early(_PRELOADED)


def page_workers_of(settings: BaseSettings) -> int:
    """Return how many worker processes ``NEWSCRAWL_PAGE_WORKERS`` asks for, one a core at most, 0 for none.

    Raises ``BadArgument`` if it is neither ``auto`` nor a number.
    """
    value = settings["NEWSCRAWL_PAGE_WORKERS"]
    if value == "auto":
        return _default_workers()
    text = str(value)
    if not text.isdecimal() or not text.isascii() or int(text) > MAX_WORKERS:
        raise BadArgument(f"NEWSCRAWL_PAGE_WORKERS must be auto or a number from 0 to {MAX_WORKERS}, not {value!r}")
    return min(int(text), _cores()) if hasattr(os, "fork") else 0


def _default_workers() -> int:
    """Return how many worker processes a crawl has by itself: one, if there is a core beside that of the reactor."""
    return 1 if _cores() > 1 and hasattr(os, "fork") else 0


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _PoolKey(NamedTuple):
    size: int
    max_cpu_seconds: float


_POOLS: dict[_PoolKey, tuple["WorkerPool[Parcel, Done]", int]] = {}  # and how many crawls use it


def _taken(key: _PoolKey) -> "WorkerPool[Parcel, Done]":
    """Return the worker processes that crawls with the same settings share, and count one more user."""
    pool, users = _POOLS.get(key) or (
        WorkerPool(
            partial(make_page_work, prepare_if_storable),
            key.size,
            preloaded=_PRELOADED,
            max_cpu_seconds=key.max_cpu_seconds,
            max_ahead=_MAX_PAGES_AHEAD,
        ),
        0,
    )
    _POOLS[key] = (pool, users + 1)
    return pool


def _give_back(key: _PoolKey) -> None:
    """Count one user less of shared worker processes; the last one ends them."""
    pool, users = _POOLS.pop(key)
    if users > 1:
        _POOLS[key] = (pool, users - 1)
    else:
        pool.close()


def _value_of(done: Done) -> Any:
    """Return what a worker process has made of a page; raises ``Refused`` if it refused it."""
    if done.refused:
        raise Refused(*done.refused)
    return done.value


def _adder(counts: Counter[str]) -> Count:
    def count(name: str, number: int) -> None:
        counts[name] += number

    return count


def _count_nothing(_name: str, _number: int) -> None:
    """Count nothing: reading a page counts no rules."""
