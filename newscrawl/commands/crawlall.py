"""`scrapy crawlall`: all sites that are due, in one process, a few at a time."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from newscrawl.cli.arguments import add_quiet, add_revisit, set_revisit
from newscrawl.cli.command import CrawlingCommand
from newscrawl.errors import BadArgument

_DEFAULT_PARALLEL = 8  # sites at a time; chosen by hand
_MAX_PARALLEL = 100  # sites at a time; chosen by hand


class Command(CrawlingCommand):
    """Crawl every declared site that is due."""

    uses_database = True
    summary = "Crawl all sites that are due"
    description = (
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
        add_quiet(parser)

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Set what the options say; on a terminal the log gives way to the table."""
        if sys.stdout.isatty() and not opts.logfile and not opts.quiet:
            self.override(LOG_LEVEL="CRITICAL")
        elif opts.quiet:
            self.override(LOG_LEVEL="WARNING")
        super().process_options(args, opts)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the names of sites and all settings, too."""
        from newscrawl.cli.crawl_job import check_settings, require_usable_database
        from newscrawl.cli.crawl_sites import chosen_names
        from newscrawl.extensions.page_workers import prepare_page_workers

        super().check(args, opts)
        set_revisit(self.project_settings, opts)
        check_settings(self.project_settings)
        _number(opts.parallel)
        if opts.only is not None and not chosen_names(self.project_settings, opts.only):
            raise BadArgument("--only takes names of sites")
        chosen_names(self.project_settings, opts.exclude)
        prepare_page_workers(self.project_settings)
        require_usable_database(self.project_settings)

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Crawl what is due, and say what came of it."""
        from newscrawl.cli.crawl_job import check_database
        from newscrawl.cli.crawl_sites import CrawlOfSites, Visit, due_spiders, report

        settings = self.project_settings
        check_database(settings)
        visits = [Visit(spider.name, spider) for spider in due_spiders(settings, opts.only, opts.exclude)]
        if visits:
            shows_table = sys.stdout.isatty() and not opts.quiet
            CrawlOfSites(self.process, settings, visits, _number(opts.parallel), shows_table=shows_table).run()
        self.exitcode = report(visits, settings["NEWSCRAWL_DATABASE_URL"])


def _number(written: str) -> int:
    if not written.isascii() or not written.isdecimal() or not 0 < int(written[:4]) <= _MAX_PARALLEL:
        raise BadArgument(f"--parallel takes a number from 1 to {_MAX_PARALLEL}, not {written!r}")
    return int(written)
