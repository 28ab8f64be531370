"""`scrapy crawl`, with its arguments checked before anything is sent or written."""

import logging
from argparse import Namespace
from typing import cast

from scrapy import Spider
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newscrawl.commands.outcome import STORAGE_EXIT
from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.net.addon import practice_web
from newscrawl.net.guard import allowed_private
from newscrawl.net.retry import retry_waits
from newscrawl.pipelines.repair import simplify_of
from newscrawl.pipelines.store import STORAGE_ERRORS, retention_of
from newscrawl.storage.upgrade import open_database

logger = logging.getLogger(__name__)


class Command(ScrapyCrawl):
    """Scrapy's own command; a wrong name or argument is one line and exit code 2, a failing database exit code 5."""

    _crawler_made: Crawler | None = None

    def run(self, args: list[str], opts: Namespace) -> None:
        """Run the spider of that name."""
        if len(args) == 1 and self.crawler_process:
            try:
                self._check(args[0], opts.spargs)
            except StorageFailed as failure:
                logger.critical("the database cannot be used: %s", failure)
                self.exitcode = STORAGE_EXIT
                return
        super().run(args, opts)
        stats = self._crawler_made.stats if self._crawler_made else None
        if stats and stats.get_value(STORAGE_ERRORS):
            self.exitcode = STORAGE_EXIT

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        self._crawler_made = super()._create_crawler(spidercls)
        return self._crawler_made

    def _check(self, name: str, arguments: dict[str, str]) -> None:
        loader = cast("AsyncCrawlerProcess", self.crawler_process).spider_loader
        settings = cast("Settings", self.settings)
        if name not in loader.list():
            raise UsageError(
                f"no spider is called {name!r}; there are {', '.join(sorted(loader.list()))}",
                print_help=False,
            )
        try:
            loader.load(name)(**arguments)
            practice_web(settings)
            allowed_private(settings)
            retry_waits(settings)
            simplify_of(settings)
            retention_of(settings)
            open_database(settings["NEWSCRAWL_DATABASE_URL"]).dispose()
        except BadArgument as error:
            raise UsageError(str(error), print_help=False) from None
