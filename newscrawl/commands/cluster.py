"""`newscrawl cluster`: look at the queue that workers take sites from, or make it."""

import asyncio
from argparse import Namespace

from newscrawl.cli.arguments import database_of
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.net.logs import safe


class Command(BaseCommand):
    """Look after the queue of a cluster."""

    takes = "status, install or enqueue"
    argument_counts = range(1, 1000)
    arguments = "status | install | enqueue [SITE …]"
    summary = "Show the queue of a cluster, or put sites into it"
    description = (
        "status: jobs by state, the sites that are being run, and the workers. install: make the tables of database"
        " and queue, or bring them up to date, which a worker does by itself. enqueue: put sites into the queue, or all"
        " that are due; a site that is in it or being run is passed over."
    )

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check that there can be a queue, too."""
        from newscrawl.cluster import require_cluster

        super().check(args, opts)
        if args[0] not in ("status", "install", "enqueue") or (args[0] != "enqueue" and len(args) > 1):
            raise self.wrong_arguments()
        require_cluster(database_of(self))

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Do what the first argument names."""
        from newscrawl.cli.crawl_sites import chosen_names
        from newscrawl.cluster import queue
        from newscrawl.cluster.plan import plan_runs
        from newscrawl.storage.database.upgrade import open_database

        url = database_of(self)
        match args:
            case ["status"]:
                status = asyncio.run(queue.read_status(url))
                print(", ".join(f"{count} {state}" for state, count in sorted(status.jobs.items())) or "nothing queued")
                for site in status.running:
                    print(f"  runs: {safe(site)}")
                for worker, jobs in sorted(status.workers.items()):
                    print(f"  worker {worker}: {jobs} sites")
            case ["install"]:
                open_database(url).dispose()
                asyncio.run(queue.install(url))
                print("database and queue are up to date")
            case ["enqueue", *sites]:
                only = chosen_names(self.project_settings, ",".join(sites))
                runs = [queue.PlannedRun(site) for site in sorted(only)] or plan_runs(self.project_settings)
                print(f"{asyncio.run(queue.enqueue(url, runs))} of {len(runs)} sites enqueued")
