"""`scrapy crawl`, as a job: checked before, one at a time, judged after."""

import logging
import os
from argparse import ArgumentParser, Namespace

from scrapy import Spider
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler
from scrapy.spiderloader import get_spider_loader

from newscrawl.cli.arguments import add_revisit, set_revisit
from newscrawl.cli.command import CrawlingCommand
from newscrawl.errors import BadArgument

logger = logging.getLogger(__name__)


class Command(CrawlingCommand, ScrapyCrawl):
    """Scrapy's own command with an honest exit code; docs/operate.md says what each means."""

    arguments = "[options] SPIDER"
    takes = "the name of one spider"
    argument_counts = range(1, 2)
    summary = "Run a spider: crawl one site"
    description = (
        "Runs a spider and says in its exit code what came of it: 0 well, 1 crashed, 2 wrong argument or setting,"
        " 3 partial, 4 nothing found, 5 the database fails, 6 the ledger does not balance, 75 another run of the"
        " same spider on the same database, 143 stopped by a signal. Known articles are asked for again only when"
        " they are due."
    )

    _spider_crawler: Crawler | None = None
    _run_name = ""

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        add_revisit(parser)

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Set what the options say."""
        super().process_options(args, opts)
        set_revisit(self.project_settings, opts)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the spider, its arguments and all settings, too."""
        from newscrawl.cli.crawl_job import check_settings

        super().check(args, opts)
        check_settings(self.project_settings)
        loader = get_spider_loader(self.project_settings)
        if args[0] not in loader.list():
            raise BadArgument(f"no spider is called {args[0]!r}; there are {', '.join(sorted(loader.list()))}")
        spider = loader.load(args[0])(**opts.spargs)
        self._run_name = str(getattr(spider, "run_name", args[0]))

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Run the spider of that name, unless another process does."""
        from newscrawl.cli.crawl_job import check_database
        from newscrawl.reports.verdict import Exit
        from newscrawl.storage.database.lock import lock_run

        with lock_run(self.project_settings["NEWSCRAWL_DATABASE_URL"], self._run_name) as alone:
            if alone:
                check_database(self.project_settings)
                self.exitcode = self._crawl(args, opts)
            else:
                logger.error("%s: another run is at work on this database", self._run_name)
                self.exitcode = Exit.BUSY

    def _crawl(self, args: list[str], opts: Namespace) -> int:
        from newscrawl.cli.crawl_job import conclude, tell
        from newscrawl.reports.verdict import Exit, gravest

        ScrapyCrawl.run(self, args, opts)
        crashed = Exit(self.exitcode)
        if self._spider_crawler is None:
            return crashed
        verdict, run = conclude(self._spider_crawler)
        if run:
            tell(run, self._spider_crawler.settings["NEWSCRAWL_DATABASE_URL"], os.environ)
        return gravest((crashed, verdict))

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        self._spider_crawler = super()._create_crawler(spidercls)
        return self._spider_crawler
