"""End a run that a page holds up in a call that nothing can interrupt, and keep the next run from the same fate.

A page is bounded by ``newscrawl.stages.budget`` wherever Python is at work. In a library in C there may be a case that
takes minutes, and while it lasts, the event loop stands still: no heartbeat, no answer to a signal. A thread of
``faulthandler``, which needs nothing of Python, then writes down where the process is and ends it.
"""

import asyncio
import faulthandler
import logging
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from newscrawl.article import Refusal
from newscrawl.extensions.crawl_run import CrawlRun
from newscrawl.extensions.page_budget import page_budget_of
from newscrawl.spiders import site_of
from newscrawl.storage.database.engine import file_of, read_url
from newscrawl.workers.child import place_of

logger = logging.getLogger(__name__)

STUCK_SECONDS = 120.0  # four times as long as a database is waited for, which holds up the loop, too
_LOOK_SECONDS = 5.0  # between two signs of life
_HEADER_BYTES = 8192  # of a file: the name of the run and the address of the page; what faulthandler says comes after


class Stuck(NamedTuple):
    """The page that an earlier run was at when it was ended, and where in the code."""

    url: str
    place: str


class Watchdog:
    """Extension: ends a process whose event loop has stood still for ``STUCK_SECONDS``, with exit code 1.

    Beside an SQLite database lies a file that names the page at work; the next run of the same spider refuses it as
    too expensive.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._looking: asyncio.Task[None] | None = None
        self._file: int | None = None
        self._path: Path | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Watch from the start of the spider to its end."""
        watchdog = cls(crawler)
        crawler.signals.connect(watchdog.spider_opened, signals.spider_opened)
        crawler.signals.connect(watchdog.spider_closed, signals.spider_closed)
        return watchdog

    def spider_opened(self, spider: Spider) -> None:
        """Refuse the page that ended the last run, if one did, and begin to watch."""
        database = file_of(read_url(self.crawler.settings["NEWSCRAWL_DATABASE_URL"]))
        name = str(getattr(spider, "run_name", spider.name))
        if database is not None:
            for stuck in take_stuck(database, name):
                self._refuse(stuck)
            self._open(database, name)
        self._looking = asyncio.ensure_future(self._look())

    def spider_closed(self) -> None:
        """Stop watching."""
        if self._looking:
            self._looking.cancel()
        faulthandler.cancel_dump_traceback_later()
        page_budget_of(self.crawler).on_page = None
        if self._file is not None and self._path is not None:
            os.close(self._file)
            self._path.unlink(missing_ok=True)

    def _open(self, database: Path, name: str) -> None:
        self._path = database.with_name(f"{database.name}.at-work-{os.getpid()}-{_file_part(name)}")
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        except OSError as error:
            logger.warning("no file can be written beside the database: %s", error)
            return
        os.lseek(self._file, _HEADER_BYTES, os.SEEK_SET)
        page_budget_of(self.crawler).on_page = self._note

    def _note(self, url: str) -> None:
        """Write down which page is at work."""
        if self._file is not None:
            os.pwrite(self._file, url.encode("utf-8", "replace")[: _HEADER_BYTES - 1].ljust(_HEADER_BYTES, b"\n"), 0)

    def _refuse(self, stuck: Stuck) -> None:
        site = site_of(stuck.url)
        detail = f"it held up an earlier run for {STUCK_SECONDS:g} s, at {stuck.place}"
        run = CrawlRun.of(self.crawler)
        refusal = Refusal(url=stuck.url, key=site.key(stuck.url), site=site.name, reason="too expensive", detail=detail)
        with suppress(RuntimeError):  # no store: nothing is recorded
            run.refuse(refusal)

    async def _look(self) -> None:
        while True:
            target = self._file if self._file is not None else 2  # standard error
            faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True, file=target)
            await asyncio.sleep(_LOOK_SECONDS)


def take_stuck(database: Path, name: str) -> Iterator[Stuck]:
    """Yield what ended earlier runs of the spider ``name``; the files that tell are removed."""
    for path in sorted(database.parent.glob(f"{database.name}.at-work-*-{_file_part(name)}")):
        try:
            written = path.read_bytes()
            path.unlink()
        except OSError:  # another process has taken it
            continue
        url = written[:_HEADER_BYTES].decode("utf-8", "replace").strip()
        said = written[_HEADER_BYTES:].decode("utf-8", "replace")
        if url and said:
            yield Stuck(url, place_of(said))


def _file_part(name: str) -> str:
    """Return the name of a spider as a part of the name of the watch's file."""
    return re.sub("[^A-Za-z0-9_-]", "_", name)[:100]
