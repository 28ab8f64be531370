"""Measure the CPU time of a page in a crawl beside bare Scrapy over the same pages, both at the same time.

    python benchmarks/throughput.py [--seconds 20] [--rounds 3] [--kinds clean|mix] [--alone] [-s NAME=VALUE ...]

A third process answers with made pages (``made_pages.py``) from memory. Bare Scrapy has its default settings and a
callback that does nothing; newscrawl is its ``article`` spider with an empty database and without pauses. Two processes
that run at once meet the same load, so their ratio (bare to newscrawl, higher is better) can be compared with another
day, which their milliseconds cannot. ``-s`` sets something for newscrawl; its worker processes are measured with it.
``--alone`` leaves bare Scrapy out, to see how many pages a second the machine has to give:

    for n in 0 1 2; do python benchmarks/throughput.py --alone -s NEWSCRAWL_PAGE_WORKERS=$n; done
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any, ClassVar

from child_processes import cpu_seconds_of, descendants
from made_pages import CLEAN, MIX, made_pages

ROOT = Path(__file__).resolve().parents[1]
PAGES = 200
CONCURRENCY = 16
_LOOK_SECONDS = 0.02  # between two looks at how late the event loop is


def serve(kinds: tuple[str, ...], ready: Connection) -> None:
    """Answer every request with one of the made pages, by the number at the end of its path."""
    answers = [_answer(page.body) for page in made_pages(PAGES, kinds)]

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1]
                found = path.rpartition(b"/")[2]
                writer.write(answers[int(found) % PAGES] if found.isdigit() else _answer(b"", b"404 Not Found"))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def _answer(body: bytes, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 %b\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body)


class Meter:
    """Extension: CPU time, memory and lateness of the event loop between the start and the end of the spider."""

    measured: ClassVar[dict[str, float]] = {}

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.late: list[float] = []

    @classmethod
    def from_crawler(cls, crawler: Any) -> "Meter":
        from scrapy import signals

        meter = cls(crawler)
        crawler.signals.connect(meter.opened, signals.spider_opened)
        crawler.signals.connect(meter.closed, signals.spider_closed)
        return meter

    def opened(self) -> None:
        self.cpu, self.wall = _cpu_seconds(), time.perf_counter()
        self.looking = asyncio.ensure_future(self._look())

    def closed(self) -> None:
        self.looking.cancel()
        pages = self.crawler.stats.get_value("response_received_count", 0)
        late = sorted(self.late) or [0.0]
        Meter.measured = {
            "pages": pages,
            "stored": self.crawler.stats.get_value("newscrawl/stored", 0),
            "cpu_ms": 1000 * (_cpu_seconds() - self.cpu) / max(pages, 1),
            "pages_per_second": pages / (time.perf_counter() - self.wall),
            "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "workers_mib": sum(map(_own_mib, descendants(os.getpid()))),
            "late_p99_ms": 1000 * late[int(len(late) * 0.99)],
        }

    async def _look(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_LOOK_SECONDS)
            self.late.append(time.perf_counter() - before - _LOOK_SECONDS)


def _cpu_seconds() -> float:
    """Return the CPU time of this process and of its worker processes that are running, without the start of these."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime + sum(map(cpu_seconds_of, descendants(os.getpid())))


def _own_mib(pid: int) -> float:
    """Return the share of memory that is a process's own, where others share pages with it."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def crawl(kind: str, port: int, seconds: int, settings: list[str]) -> None:
    """Crawl in this process, and print what was measured as a line of JSON."""
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings
    from scrapy.utils.project import get_project_settings

    urls = [f"http://127.0.0.1:{port}/a/{number}" for number in range(100 * PAGES)]

    class Bare(Spider):
        name = "bare"

        async def start(self) -> Any:
            for url in urls:
                yield Request(url)

        def parse(self, response: Any) -> None:
            pass

    common = {"CLOSESPIDER_TIMEOUT": seconds, "CONCURRENT_REQUESTS": CONCURRENCY, "LOG_LEVEL": "ERROR"}
    if kind == "bare":
        process = AsyncCrawlerProcess(Settings(common | {"EXTENSIONS": {Meter: 999}}))
        process.crawl(Bare)
        process.start()
    else:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "urls.txt").write_text("\n".join(urls[: 20 * PAGES]))
            own = get_project_settings()
            own.setdict(
                common
                | {
                    "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENCY,
                    "DOWNLOAD_DELAY": 0,
                    "AUTOTHROTTLE_ENABLED": False,
                    "NEWSCRAWL_ALLOW_PRIVATE": [f"127.0.0.1:{port}"],
                    "NEWSCRAWL_MAX_ARTICLES": len(urls),
                    "NEWSCRAWL_DATABASE_URL": f"sqlite:///{folder}/articles.db",
                    "EXTENSIONS": own.getdict("EXTENSIONS") | {Meter: -1},
                },
                priority="cmdline",
            )
            for one in settings:
                name, _, value = one.partition("=")
                own.set(name, value, priority="cmdline")
            process = AsyncCrawlerProcess(own)
            process.crawl("article", urls_file=f"{folder}/urls.txt")
            process.start()
    print(json.dumps(Meter.measured))


def run(kinds: tuple[str, ...], port: int, seconds: int, settings: list[str]) -> dict[str, dict[str, float]]:
    """Run one crawl of each kind, all at once; return what each measured."""
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings", "PYTHONPATH": str(ROOT)}
    options = [f"--port={port}", f"--seconds={seconds}", *(f"-s={one}" for one in settings)]
    both = {
        kind: subprocess.Popen(
            [sys.executable, __file__, f"--run={kind}", *options], stdout=subprocess.PIPE, env=environment, text=True
        )
        for kind in kinds
    }
    return {kind: json.loads(one.communicate()[0].splitlines()[-1]) for kind, one in both.items()}


def main() -> None:
    """Print a line for each round, and the median of the ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=int, default=20)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--kinds", choices=("clean", "mix"), default="clean")
    options.add_argument("--alone", action="store_true")
    options.add_argument("-s", dest="settings", action="append", default=[], metavar="NAME=VALUE")
    options.add_argument("--run", choices=("bare", "newscrawl"), help=argparse.SUPPRESS)
    options.add_argument("--port", type=int, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.run:
        crawl(asked.run, asked.port, asked.seconds, asked.settings)
        return
    ours, theirs = multiprocessing.Pipe()
    kinds = CLEAN if asked.kinds == "clean" else MIX
    server = multiprocessing.Process(target=serve, args=(kinds, theirs), daemon=True)
    server.start()
    port = ours.recv()
    ratios = []
    for _ in range(asked.rounds):
        measured = run(("newscrawl",) if asked.alone else ("bare", "newscrawl"), port, asked.seconds, asked.settings)
        own = measured["newscrawl"]
        if bare := measured.get("bare"):
            ratios.append(bare["cpu_ms"] / own["cpu_ms"])
            print(f"bare {bare['cpu_ms']:.2f} ms, ratio {ratios[-1]:.3f}, ", end="")
        print(
            f"newscrawl {own['cpu_ms']:.2f} ms a page ({own['stored']:.0f} stored, {own['pages_per_second']:.1f}"
            f" pages/s), memory {own['memory_mib']:.0f} MiB and {own['workers_mib']:.0f} of workers, loop late p99"
            f" {own['late_p99_ms']:.0f} ms, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    if ratios:
        print(f"median ratio {median(ratios):.3f}")
    server.terminate()


if __name__ == "__main__":
    main()
