"""Sites a minute with 1, 2 and 4 workers of a cluster, over the practice web, each site bound by its pauses.

    python benchmarks/scale.py [--workers 1 2 4] [--sites golem,heise,…] [--delay 3]
    python benchmarks/scale.py --sleep 15

Each number of workers gets a database of its own on a PostgreSQL server that ends with the benchmark. Workers take two
sites at a time. The rate grows with the workers as long as the sites wait for their pauses and not for the processor:
the last column tells how much of one core all processes took.

With --sleep nothing is crawled: 16 jobs of so many seconds show what the queue itself loses.
"""

import argparse
import asyncio
import resource
import subprocess
import sys
import time

from newscrawl.cluster.queue import PlannedRun, enqueue, install, work
from newscrawl.demo.postgres import temporary_server
from newscrawl.demo.web import load_pages, serving
from newscrawl.storage.crawl.runs import read_recent_runs
from newscrawl.storage.database.upgrade import open_database
from newscrawl.storage.views.read import read_summary

TASKS = 2  # of one worker at a time
JOBS = 16


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--sites", default="golem,heise,hackaday,phoronix", help="names, with commas")
    parser.add_argument("--delay", type=float, default=3.0, help="seconds between two requests of a site")
    parser.add_argument("--sleep", type=float, metavar="SECONDS", help="measure the queue alone, with jobs that sleep")
    options = parser.parse_args()
    if options.sleep:
        measure_queue(options.workers, options.sleep)
        return
    pages = load_pages()
    sites = options.sites.split(",")
    print(f"{len(sites)} sites, {options.delay:g} s between two requests\n\nworkers  sites/min  articles  cores")
    with temporary_server() as server, serving(pages) as web:
        for count in options.workers:
            url = server.create(f"workers{count}")
            seconds, cpu = crawled(url, web, sites, count, options.delay)
            articles = sum(read_summary(url).articles.values())
            print(f"{count:>7}{60 * len(sites) / seconds:>11.2f}{articles:>10}{cpu / seconds:>7.2f}", flush=True)


def measure_queue(workers: list[int], seconds: float) -> None:
    print("workers  seconds  without a queue")
    with temporary_server() as server:
        for count in workers:
            url = server.create(f"workers{count}")
            open_database(url).dispose()
            took = asyncio.run(slept(url, count, seconds))
            print(f"{count:>7}{took:>9.1f}{JOBS * seconds / (TASKS * count):>17.1f}", flush=True)


async def slept(url: str, workers: int, seconds: float) -> float:
    """Return the seconds from the first worker to the last of ``JOBS`` jobs, each of which sleeps."""
    await install(url)
    await enqueue(url, [PlannedRun(f"site{number}") for number in range(JOBS)])
    done, stop, start = [], asyncio.Event(), time.perf_counter()

    async def sleep(site: str, _tries: int) -> None:
        await asyncio.sleep(seconds)
        done.append(site)
        if len(done) == JOBS:
            stop.set()

    async def plan_nothing() -> list[PlannedRun]:
        return []

    running = [asyncio.create_task(work(url, sleep, plan_nothing, tasks=TASKS, stop=stop)) for _ in range(workers)]
    await stop.wait()
    took = time.perf_counter() - start
    await asyncio.gather(*running)
    return took


def crawled(url: str, web: str, sites: list[str], workers: int, delay: float) -> tuple[float, float]:
    """Return the seconds from the first worker to the last site, and the CPU seconds of all processes."""
    open_database(url).dispose()
    asyncio.run(install(url))
    asyncio.run(enqueue(url, [PlannedRun(site) for site in sites]))
    settings = {
        "NEWSCRAWL_PRACTICE_WEB": web, "NEWSCRAWL_DATABASE_URL": url, "DOWNLOAD_DELAY": delay,
        "AUTOTHROTTLE_ENABLED": 0, "LOG_LEVEL": "ERROR",
    }  # fmt: skip
    pairs = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "newscrawl", "worker", "--tasks", str(TASKS), "--only", sites[0], *pairs]
    before, start = used(), time.perf_counter()
    running = [subprocess.Popen(command) for _ in range(workers)]
    try:
        # Once each: a site that the practice web has too little of is tried again.
        while not all(runs and runs[-1].finished for runs in read_recent_runs(url, sites, max_runs=9).values()):
            time.sleep(0.5)
        seconds = time.perf_counter() - start
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait()
    return seconds, used() - before


def used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
