"""Crawl several sites in one process, a few at a time, and report what came of each."""

import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeGuard, cast

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from newscrawl.cli.arguments import guess
from newscrawl.cli.crawl_job import conclude, interval_of, tell
from newscrawl.cli.table import LiveTable
from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.reports.obstacles import obstacles_of
from newscrawl.reports.summary import line_of, record_of, rights_changes, summary_of
from newscrawl.reports.verdict import Exit, gravest
from newscrawl.spiders.base import NewsSpider
from newscrawl.storage.crawl.runs import CLEAN_EXITS, Run, read_recent_runs
from newscrawl.storage.database.lock import lock_run

logger = logging.getLogger(__name__)

_REFRESH_SECONDS = 1.0  # between two drawings of the table; chosen by hand
_MAX_EARLY_SHARE = 0.1  # of the interval: a timer that is a little early must not skip a turn; chosen by hand


@dataclass
class Visit:
    """One site of this job, from waiting to its verdict."""

    name: str
    spider: type[Spider]
    crawler: Crawler | None = None
    exit: Exit | None = None
    run: Run | None = None
    lock: ExitStack = field(default_factory=ExitStack)

    def cells(self) -> tuple[str, ...]:
        """Return the row of a table."""
        stats = self.crawler.stats if self.crawler and self.crawler._stats else None

        def count(*names: str) -> str:
            return str(sum(stats.get_value(f"newscrawl/{name}", 0) for name in names)) if stats else ""

        state = "waits" if self.crawler is None and self.exit is None else "crawls"
        if self.exit is not None:
            state = "well" if self.exit is Exit.WELL else self.exit.name.lower()
        pages = str(stats.get_value("response_received_count", 0)) if stats else ""
        return (self.name, state, pages, count("known"), count("stored"), count("updated"), count("refused"))


_HEAD = ("site", "state", "answers", "known", "new", "changed", "refused/failed")


class CrawlOfSites:
    """Keeps ``parallel`` crawls going until every site has had its own."""

    def __init__(
        self,
        process: AsyncCrawlerProcess,
        settings: Settings,
        visits: list[Visit],
        parallel: int,
        *,
        shows_table: bool,
    ) -> None:
        self.process = process
        self.settings = settings
        self.visits = visits
        self.waiting = list(reversed(visits))
        self.parallel = parallel
        self.table = LiveTable(sys.stdout, _HEAD) if shows_table else None
        self.running = 0
        self.drawing: asyncio.Task[None] | None = None

    def run(self) -> None:
        """Run all crawls to their end, or those that are at work when a signal comes."""
        for _ in range(self.parallel):
            self._next()
        if not self.running:
            return
        if self.table:
            self.drawing = asyncio.get_event_loop().create_task(self._draw())
        self.process.start()
        for visit in self.visits:
            if visit.crawler and visit.exit is None:  # a second signal stopped the event loop first
                visit.exit, visit.run = conclude(visit.crawler)
                visit.lock.close()
        if self.table:
            self.table.draw([visit.cells() for visit in self.visits])

    def _next(self) -> None:
        """Begin the next crawl of those that wait and are nobody else's."""
        while self.waiting:
            visit = self.waiting.pop()
            try:
                alone = visit.lock.enter_context(lock_run(self.settings["NEWSCRAWL_DATABASE_URL"], visit.name))
            except StorageFailed as failure:
                logger.critical("%s: the database cannot be used: %s", visit.name, failure)
                visit.exit = Exit.STORAGE
                continue
            if not alone:
                visit.lock.close()
                visit.exit = Exit.BUSY
                continue
            visit.crawler = self.process.create_crawler(visit.spider)
            self.running += 1
            self.process.crawl(visit.crawler).add_done_callback(partial(self._ended, visit))
            return

    def _ended(self, visit: Visit, task: "asyncio.Task[None]") -> None:
        crashed = not task.cancelled() and task.exception() is not None
        visit.exit, visit.run = conclude(cast("Crawler", visit.crawler))
        if crashed:
            logger.error("%s crashed", visit.name, exc_info=task.exception())
            visit.exit = gravest((Exit.CRASHED, visit.exit))
        visit.lock.close()
        self.running -= 1
        if visit.exit is Exit.STOPPED:
            self.waiting.clear()
        self._next()
        if not self.running and self.drawing:
            self.drawing.cancel()

    async def _draw(self) -> None:
        while self.table:
            self.table.draw([visit.cells() for visit in self.visits])
            await asyncio.sleep(_REFRESH_SECONDS)


def report(visits: list[Visit], database_url: str) -> Exit:
    """Print what became of each site, tell whom it concerns, and return the exit code of all."""
    if not visits:
        print("no site is due", file=sys.stderr)
        return Exit.WELL
    for visit in visits:
        run = visit.run
        if run and not sys.stdout.isatty():
            print(line_of(record_of(run)), flush=True)
        said = summary_of(run) if run else "not crawled"
        lines = [
            f"{visit.name}: {said}",
            *(
                f"  {why}"
                for why in ((*run.why, *obstacles_of(run.counts), *rights_changes(run.counts)) if run else ())
            ),
        ]
        print("\n".join(lines), file=sys.stderr)
        if run:
            tell(run, database_url, os.environ)
    exits = [Exit.STOPPED if visit.exit is None else visit.exit for visit in visits]
    counts = {one.name.lower(): exits.count(one) for one in Exit if one in exits}
    print(f"{len(visits)} sites: {', '.join(f'{count} {name}' for name, count in counts.items())}", file=sys.stderr)
    return gravest(exits)


def due_spiders(settings: Settings, only: str | None = None, exclude: str | None = None) -> list[type[NewsSpider]]:
    """Return the spiders of declared sites that are due; ``only`` names sites that are crawled in any case."""
    wanted, excluded = chosen_names(settings, only), chosen_names(settings, exclude)
    interval, now = interval_of(settings), datetime.now(UTC)
    spiders = {name: spider for name, spider in site_spiders(settings).items() if name not in excluded}
    if wanted:
        return [spider for name, spider in spiders.items() if name in wanted]
    runs = read_recent_runs(settings["NEWSCRAWL_DATABASE_URL"], spiders, max_runs=1)
    return [spider for name, spider in spiders.items() if is_due(runs[name], interval, now)]


def chosen_names(settings: Settings, written: str | None) -> frozenset[str]:
    """Return the names of sites in a list with commas; raises ``BadArgument`` for one that is no site's."""
    names = frozenset(name.strip() for name in (written or "").split(",") if name.strip())
    sites = site_spiders(settings)
    unknown = sorted(names - sites.keys())
    if unknown:
        raise BadArgument(f"no site is called {unknown[0]!r}; {guess(unknown[0], sites)}")
    return names


def site_spiders(settings: Settings) -> dict[str, type[NewsSpider]]:
    """Return the spiders of declared sites by their names."""
    loader = get_spider_loader(settings)
    spiders = [loader.load(name) for name in sorted(loader.list())]
    return {spider.name: spider for spider in spiders if _is_of_site(spider)}


def _is_of_site(spider: type[Spider]) -> TypeGuard[type[NewsSpider]]:
    """Tell whether a spider is that of a site with lists, which commands can crawl when it is due."""
    site = getattr(spider, "site", None)
    return issubclass(spider, NewsSpider) and site is not None and bool(site.sources)


def is_due(runs: Sequence[Run], interval: timedelta, now: datetime) -> bool:
    """Tell by the runs of a site, the newest first, whether it is due: the last good one began an interval ago."""
    if not runs or runs[0].exit_code not in CLEAN_EXITS:
        return True
    since = now - runs[0].started
    return since >= interval * (1 - _MAX_EARLY_SHARE) or since < timedelta(0)
