"""`scrapy health`: a word for a monitor."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.cli.arguments import check_output
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.errors import BadArgument
from newscrawl.net.logs import safe

if TYPE_CHECKING:
    from newscrawl.storage.views.health import SiteHealth


class Command(BaseCommand):
    """Say whether the crawls go on as they should."""

    uses_database = True
    summary = "Check that sites are crawled when they should be"
    description = (
        "Prints the last run of each site and what is wrong: sites without a good run for two intervals"
        " (NEWSCRAWL_INTERVAL_HOURS), runs that hold their lock and say nothing, a disk that is nearly full, a"
        " database that is damaged. Exit code 1 if anything is, else 0. Asks no site."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument(
            "--prometheus", metavar="FILE", help="write the numbers for node_exporter's textfile folder"
        )

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the file for the numbers, too."""
        super().check(args, opts)
        if opts.prometheus is not None:
            check_output("--prometheus", opts.prometheus)

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Look, print, and end with what was found."""
        from newscrawl.cli.crawl_job import interval_of
        from newscrawl.reports.prometheus import write_metrics
        from newscrawl.storage.views.health import read_health

        settings = self.project_settings
        health = read_health(settings["NEWSCRAWL_DATABASE_URL"], datetime.now(UTC), interval_of(settings))
        for site in health.sites:
            print(_line(site))
        for fault in health.faults:
            print(f"! {safe(fault)}")
        if opts.prometheus:
            try:
                write_metrics(health, Path(opts.prometheus))
            except OSError as error:
                raise BadArgument(f"--prometheus: cannot write {opts.prometheus}: {error.strerror}") from None
        self.exitcode = 1 if health.faults else 0


def _line(site: SiteHealth) -> str:
    from newscrawl.reports.summary import summary_of

    run = site.last
    ended = f"exit {run.exit_code}" if run.exit_code is not None else "running" if site.is_running else "killed"
    return f"{safe(site.name)}: {run.started:%Y-%m-%d %H:%M} {ended}, {summary_of(run)}"
