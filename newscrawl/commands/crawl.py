"""`scrapy crawl`, as a job: checked before, one at a time, judged after."""

import logging
import os
from argparse import ArgumentParser, Namespace
from typing import cast

from scrapy import Spider
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newscrawl.cli.job import check_settings, conclude, tell
from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.reports.verdict import Exit, gravest
from newscrawl.storage.database.lock import lock_run

logger = logging.getLogger(__name__)


class Command(ScrapyCrawl):
    """Scrapy's own command with an honest exit code; docs/operate.md says what each means."""

    _crawler_made: Crawler | None = None

    def long_desc(self) -> str:
        """Return what --help says."""
        return (
            "Runs a spider and says in its exit code what came of it: 0 well, 1 crashed, 2 wrong argument or setting,"
            " 3 partial, 4 nothing found, 5 the database fails, 6 the ledger does not balance, 75 another run of the"
            " same spider on the same database, 143 stopped by a signal. Known articles are asked for again only when"
            " they are due."
        )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        add_revisit(parser)

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Set what the options say."""
        super().process_options(args, opts)
        set_revisit(cast("Settings", self.settings), opts)

    def run(self, args: list[str], opts: Namespace) -> None:
        """Run the spider of that name."""
        if len(args) != 1 or not self.crawler_process:
            super().run(args, opts)
            return
        url: str = cast("Settings", self.settings)["NEWSCRAWL_DATABASE_URL"]
        try:
            name = self._check(args[0], opts.spargs)
            with lock_run(url, name) as alone:
                if alone:
                    check_settings(cast("Settings", self.settings))
                    self.exitcode = self._crawl(args, opts)
                else:
                    logger.error("%s: another run is at work on this database", name)
                    self.exitcode = Exit.BUSY
        except BadArgument as error:
            raise UsageError(str(error), print_help=False) from None
        except StorageFailed as failure:
            logger.critical("the database cannot be used: %s", failure)
            self.exitcode = Exit.STORAGE

    def _crawl(self, args: list[str], opts: Namespace) -> Exit:
        super().run(args, opts)
        crashed = Exit(self.exitcode)
        if self._crawler_made is None:
            return crashed
        verdict, run = conclude(self._crawler_made)
        if run:
            tell(run, self._crawler_made.settings["NEWSCRAWL_DATABASE_URL"], os.environ)
        return gravest((crashed, verdict))

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        self._crawler_made = super()._create_crawler(spidercls)
        return self._crawler_made

    def _check(self, name: str, arguments: dict[str, str]) -> str:
        """Return the name of the run; raises ``BadArgument`` for a spider that is none or takes no such arguments."""
        loader = cast("AsyncCrawlerProcess", self.crawler_process).spider_loader
        if name not in loader.list():
            raise BadArgument(f"no spider is called {name!r}; there are {', '.join(sorted(loader.list()))}")
        spider = loader.load(name)(**arguments)
        return str(getattr(spider, "run_name", name))


def add_revisit(parser: ArgumentParser) -> None:
    """Add ``--revisit`` to the options of a command."""
    parser.add_argument(
        "--revisit",
        metavar="DAYS",
        help="look at articles again for so many days after their publication, now and then; 0: never",
    )


def set_revisit(settings: Settings, opts: Namespace) -> None:
    """Set what ``--revisit`` says."""
    if opts.revisit is not None:
        settings.set("NEWSCRAWL_REVISIT_DAYS", opts.revisit, priority="cmdline")
