"""`newscrawl worker`: run sites from the queue of a cluster."""

from __future__ import annotations

import asyncio
import logging
import signal
from argparse import ArgumentParser, Namespace
from functools import partial
from typing import ClassVar

from newscrawl.cli.arguments import database_of
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.errors import BadArgument

_MAX_TASKS = 100  # sites at a time, as for crawlall


class Command(BaseCommand):
    """Work for a cluster."""

    default_settings: ClassVar = {}  # with a log
    summary = "Run sites that are due, together with other workers"
    description = (
        "Takes sites from a queue in the database and runs each in a process of its own, as `newscrawl crawl` does."
        " Start as many workers as you like, on as many machines: each site is run by one of them at a time, and by"
        " another one if the first is lost. What is due is found every minute from the history of runs, the most"
        " productive sites first. SIGTERM ends a worker within a minute; its sites go back into the queue. Needs"
        " PostgreSQL and pip install 'newscrawl[cluster]'."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--tasks", metavar="N", default="4", help="sites at a time (default: %(default)s)")
        parser.add_argument("--only", metavar="SITES", help="enqueue only these sites, with commas")
        parser.add_argument("--drain", action="store_true", help="end once nothing is in the queue")

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check settings and options, too."""
        from newscrawl.cli.crawl_job import check_settings
        from newscrawl.cli.crawl_sites import chosen_names
        from newscrawl.cluster import require_cluster

        super().check(args, opts)
        check_settings(self.project_settings)
        chosen_names(self.project_settings, opts.only)
        _tasks(opts.tasks)
        require_cluster(database_of(self))

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Work until a signal comes, or nothing is left to do."""
        from newscrawl.cli.crawl_job import check_database

        logging.getLogger("pgqueuer").setLevel(logging.WARNING)
        check_database(self.project_settings)
        asyncio.run(self._work(opts))

    async def _work(self, opts: Namespace) -> None:
        from newscrawl.cli.crawl_sites import chosen_names
        from newscrawl.cluster.plan import plan_runs
        from newscrawl.cluster.queue import install, work
        from newscrawl.cluster.site_run import SiteRuns

        settings, stop = self.project_settings, asyncio.Event()
        only = chosen_names(settings, opts.only)
        runs = SiteRuns([word for pair in opts.set for word in ("-s", pair)])

        def end() -> None:
            stop.set()
            runs.stop()

        for one in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(one, end)
        await install(database_of(self))
        try:
            await work(
                database_of(self),
                runs.run,
                partial(asyncio.to_thread, plan_runs, settings, only),
                tasks=_tasks(opts.tasks),
                stop=stop,
                drain=opts.drain,
                **({"jitter": 0.0} if opts.drain else {}),
            )
        finally:
            await runs.close()


def _tasks(written: str) -> int:
    if not written.isascii() or not written.isdecimal() or not 1 < int(written[:4]) <= _MAX_TASKS:
        raise BadArgument(f"--tasks takes a number from 2 to {_MAX_TASKS}, not {written!r}")
    return int(written)
