"""`scrapy crawl`, as a job: checked before, one at a time, judged after."""

import os
import sys
from argparse import ArgumentParser, Namespace

from scrapy import Spider
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler
from scrapy.spiderloader import get_spider_loader

from newscrawl.cli.arguments import add_quiet, add_revisit, check_spider, set_revisit
from newscrawl.cli.command import CrawlingCommand
from newscrawl.cli.crawl_line import ProgressLine
from newscrawl.net.logs import safe


class Command(CrawlingCommand, ScrapyCrawl):
    """Scrapy's own command with an honest exit code; docs/operate.md says what each means."""

    uses_database = True
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
    _shows_line = False

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        add_revisit(parser)
        add_quiet(parser)

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Let the log give way to a line on a terminal; `-s`, -L and --logfile come after and win."""
        if opts.quiet or sys.stderr.isatty():
            self.override(LOG_LEVEL="WARNING")
        super().process_options(args, opts)
        settings = self.project_settings
        is_silent = not settings.getbool("LOG_ENABLED") or settings["LOG_LEVEL"] == "WARNING"
        self._shows_line = not opts.quiet and sys.stderr.isatty() and (is_silent or bool(settings["LOG_FILE"]))

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the spider, its arguments and all settings, too."""
        from newscrawl.cli.crawl_job import check_settings, require_usable_database
        from newscrawl.extensions.page_workers import prepare_page_workers

        super().check(args, opts)
        set_revisit(self.project_settings, opts)
        check_settings(self.project_settings)
        check_spider(self.project_settings, args[0])
        spider = get_spider_loader(self.project_settings).load(args[0])(**opts.spargs)
        self._run_name = str(getattr(spider, "run_name", args[0]))
        prepare_page_workers(self.project_settings)
        require_usable_database(self.project_settings)

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
                self._say(f"{self._run_name}: busy: another run is at work on this database")
                self.exitcode = Exit.BUSY

    def _crawl(self, args: list[str], opts: Namespace) -> int:
        from newscrawl.cli.crawl_job import conclude, tell
        from newscrawl.reports.summary import summary_of
        from newscrawl.reports.verdict import Exit, gravest

        ScrapyCrawl.run(self, args, opts)
        crashed = Exit(self.exitcode)
        if self._spider_crawler is None:
            return crashed
        verdict, run = conclude(self._spider_crawler)
        if run:
            tell(run, self._spider_crawler.settings["NEWSCRAWL_DATABASE_URL"], os.environ)
        ended = gravest((crashed, verdict))
        self._say(f"{self._run_name}: {ended.name.lower()}: {summary_of(run) if run else 'nothing was recorded'}")
        return ended

    def _say(self, verdict: str) -> None:
        """Print the last line, which stands alone."""
        print(safe(verdict), file=sys.stderr)

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        self._spider_crawler = super()._create_crawler(spidercls)
        if self._shows_line:
            ProgressLine(sys.stderr, self._spider_crawler)
        return self._spider_crawler
