"""`make cluster-demo`: a cluster on this machine, one worker of which is killed; nothing is lost.

It starts a PostgreSQL server in a folder of its own (or takes NEWSCRAWL_DATABASE_URL), serves the practice web, starts
workers, kills one with its runs at work (kill -9), and prints what the queue and the database hold.
"""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from newscrawl.cluster.queue import PlannedRun, enqueue, install, read_status
from newscrawl.demo.postgres import temporary_server
from newscrawl.demo.web import load_pages, serving
from newscrawl.storage.crawl.runs import read_recent_runs
from newscrawl.storage.database.upgrade import open_database
from newscrawl.storage.views.read import read_summary

SITES = ("golem", "heise", "hackaday", "phoronix")  # have enough in the practice web for a good run
LOOPBACK = {"DOWNLOAD_DELAY": "0.3", "AUTOTHROTTLE_ENABLED": "0", "LOG_LEVEL": "WARNING"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sites", default=",".join(SITES))
    parser.add_argument("--seconds", type=float, default=300, help="how long to wait for the end")
    options = parser.parse_args()
    sites = options.sites.split(",")
    with _database() as url, serving(load_pages()) as web:
        print(f"database: {url}\npractice web: {web}", flush=True)
        open_database(url).dispose()
        asyncio.run(install(url))
        print(f"{asyncio.run(enqueue(url, [PlannedRun(site) for site in sites]))} sites enqueued", flush=True)
        workers = [_worker(url, web) for _ in range(options.workers)]
        print(f"{len(workers)} workers: {', '.join(str(one.pid) for one in workers)}", flush=True)
        try:
            _wait(url, lambda status: len(status.running) >= 2, 60)
            victim = workers.pop(0)
            print(f"kill -9 {victim.pid}, with {', '.join(asyncio.run(read_status(url)).running)} at work", flush=True)
            os.kill(victim.pid, signal.SIGKILL)
            victim.wait()
            workers.append(_worker(url, web))
            start = time.monotonic()
            _wait(url, lambda status: not status.jobs, options.seconds)
            print(f"the queue is empty after {time.monotonic() - start:.0f} s", flush=True)
        finally:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.wait()
        for site, runs in read_recent_runs(url, sites, max_runs=3).items():
            print(f"  {site}: {', '.join(f'run {run.id} ended with {run.exit_code}' for run in runs) or 'no run'}")
        print("articles:", ", ".join(f"{count} {status}" for status, count in read_summary(url).articles.items()))


@contextmanager
def _database() -> Iterator[str]:
    given = os.environ.get("NEWSCRAWL_DATABASE_URL", "")
    if given.startswith("postgresql"):
        yield given
    else:
        with temporary_server() as server:
            yield server.create("newscrawl")


def _worker(url: str, web: str) -> "subprocess.Popen[bytes]":
    settings = LOOPBACK | {"NEWSCRAWL_PRACTICE_WEB": web, "NEWSCRAWL_DATABASE_URL": url}
    pairs = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "newscrawl", "worker", "--tasks", "2", "--only", "golem", *pairs]
    return subprocess.Popen(command, start_new_session=True)


def _wait(url: str, until, seconds: float) -> None:  # type: ignore[no-untyped-def]
    end = time.monotonic() + seconds
    while not until(status := asyncio.run(read_status(url))):
        if time.monotonic() > end:
            raise SystemExit(f"still at work after {seconds:g} s: {status}")
        time.sleep(0.5)


if __name__ == "__main__":
    main()
