"""`scrapy crawlall`: all sites that are due, in one process, a few at a time."""

import asyncio
import logging
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast

from scrapy import Spider
from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newscrawl.cli.job import check_settings, conclude, interval_of, tell
from newscrawl.cli.table import LiveTable
from newscrawl.commands.crawl import add_revisit, set_revisit
from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.reports.summary import line_of, record_of, summary_of
from newscrawl.reports.verdict import Exit, gravest
from newscrawl.spiders.base import NewsSpider
from newscrawl.storage.crawl.runs import CLEAN_EXITS, Run, read_runs
from newscrawl.storage.database.lock import lock_run

logger = logging.getLogger(__name__)

_DEFAULT_PARALLEL = 8
_MOST_PARALLEL = 100
_EARLY = 0.1  # of the interval: a timer that is a little early must not skip a turn
_REFRESH_SECONDS = 1.0


@dataclass
class _Visit:
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


class Command(ScrapyCommand):
    """Crawl every declared site that is due."""

    requires_project = True

    def syntax(self) -> str:
        """Return the usage line."""
        return "[options]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Crawl all sites that are due"

    def long_desc(self) -> str:
        """Return what --help says."""
        return (
            "Crawls every declared site whose last good run is NEWSCRAWL_INTERVAL_HOURS ago, in one process, some at a"
            " time, each as politely as by itself. On a terminal it shows a table, else it prints a line of JSON for"
            " each run. Sites that another process crawls are left to it. The exit code is the gravest of all runs."
        )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--only", metavar="SITES", help="these sites, with commas, whether they are due or not")
        parser.add_argument("--exclude", metavar="SITES", help="all but these sites, with commas")
        parser.add_argument(
            "--parallel", metavar="N", default=str(_DEFAULT_PARALLEL), help="sites at a time (default: %(default)s)"
        )
        add_revisit(parser)

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Set what the options say; on a terminal the log gives way to the table."""
        settings = cast("Settings", self.settings)
        if sys.stdout.isatty() and not opts.logfile:
            settings.set("LOG_LEVEL", "CRITICAL", priority="cmdline")
        super().process_options(args, opts)
        set_revisit(settings, opts)

    def run(self, args: list[str], opts: Namespace) -> None:
        """Crawl what is due, and say what came of it."""
        settings = cast("Settings", self.settings)
        try:
            if args:
                raise BadArgument(f"scrapy crawlall takes no argument {args[0]!r}")
            check_settings(settings)
            parallel = _number(opts.parallel)
            visits = [_Visit(name, spider) for name, spider in self._chosen(opts)]
        except BadArgument as error:
            raise UsageError(str(error), print_help=False) from None
        except StorageFailed as failure:
            logger.critical("the database cannot be used: %s", failure)
            self.exitcode = Exit.STORAGE
            return
        if visits:
            _Job(cast("AsyncCrawlerProcess", self.crawler_process), settings, visits, parallel).run()
        self.exitcode = _report(visits, settings["NEWSCRAWL_DATABASE_URL"])

    def _chosen(self, opts: Namespace) -> Iterator[tuple[str, type[Spider]]]:
        settings = cast("Settings", self.settings)
        loader = cast("AsyncCrawlerProcess", self.crawler_process).spider_loader
        spiders = {name: loader.load(name) for name in sorted(loader.list())}
        sites = {name: spider for name, spider in spiders.items() if _is_of_site(spider)}
        only, excluded = _names(opts.only, sites), _names(opts.exclude, sites)
        interval = interval_of(settings)
        for name, spider in sites.items():
            if name not in excluded and (name in only if only else _is_due(settings, name, interval)):
                yield name, spider


class _Job:
    """Keeps ``parallel`` crawls going until every site has had its own."""

    def __init__(self, process: AsyncCrawlerProcess, settings: Settings, visits: list[_Visit], parallel: int) -> None:
        self.process = process
        self.settings = settings
        self.visits = visits
        self.waiting = list(reversed(visits))
        self.parallel = parallel
        self.table = LiveTable(sys.stdout, _HEAD) if sys.stdout.isatty() else None
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

    def _ended(self, visit: _Visit, task: "asyncio.Task[None]") -> None:
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


def _report(visits: list[_Visit], database_url: str) -> Exit:
    """Print what became of each site, tell whom it concerns, and return the exit code of all."""
    if not visits:
        print("no site is due", file=sys.stderr)
        return Exit.WELL
    for visit in visits:
        run = visit.run
        if run and not sys.stdout.isatty():
            print(line_of(record_of(run)), flush=True)
        said = summary_of(run) if run else "not crawled"
        lines = [f"{visit.name}: {said}", *(f"  {why}" for why in (run.why if run else ()))]
        print("\n".join(lines), file=sys.stderr)
        if run:
            tell(run, database_url, os.environ)
    exits = [Exit.STOPPED if visit.exit is None else visit.exit for visit in visits]
    counts = {one.name.lower(): exits.count(one) for one in Exit if one in exits}
    print(f"{len(visits)} sites: {', '.join(f'{count} {name}' for name, count in counts.items())}", file=sys.stderr)
    return gravest(exits)


def _is_of_site(spider: type[Spider]) -> bool:
    site = getattr(spider, "site", None)
    return issubclass(spider, NewsSpider) and site is not None and bool(site.sources)


def _is_due(settings: Settings, name: str, interval: timedelta) -> bool:
    latest = read_runs(settings["NEWSCRAWL_DATABASE_URL"], name, most=1)
    if not latest or latest[0].exit_code not in CLEAN_EXITS:
        return True
    since = datetime.now(UTC) - latest[0].started
    return since >= interval * (1 - _EARLY) or since < timedelta(0)


def _names(written: str | None, sites: dict[str, Any]) -> frozenset[str]:
    names = frozenset(name.strip() for name in (written or "").split(",") if name.strip())
    unknown = sorted(names - sites.keys())
    if unknown:
        raise BadArgument(f"no site is called {unknown[0]!r}; there are {', '.join(sites)}")
    return names


def _number(written: str) -> int:
    if not written.isascii() or not written.isdecimal() or not 0 < int(written[:4]) <= _MOST_PARALLEL:
        raise BadArgument(f"--parallel takes a number from 1 to {_MOST_PARALLEL}, not {written!r}")
    return int(written)
