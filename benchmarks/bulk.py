"""Pages a second and core of an import and of a second reading, beside trafilatura on the same WARC, in the same run.

    python benchmarks/bulk.py [--pages 300] [--bytes 60000] [--distinct] [--rounds 1] [FILE.warc.gz]
    python benchmarks/bulk.py --memory 20000 [--jobs 2]

Without a file it writes one: the saved English pages of the tests in turn, each under many addresses, padded by a
script to --bytes; with --distinct pages of ``made_pages.py``, of which no two say the same.

CPU seconds are those of all processes, and of each by itself: with N cores an import takes at least as long as its
busiest process, and as all of them divided by N. Both can be told on a machine that has other work, where the time on
the clock cannot. Everything is measured --rounds times in turns, so that other work slows all of it alike; the figures
are medians. "read" is the reading of pages alone, without a database, as trafilatura's is.

With --memory it imports so many small records, and prints what its processes hold after each tenth.
"""

import argparse
import gzip
import os
import random
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from child_processes import cpu_seconds_of, descendants
from made_pages import made_pages

from newscrawl.archives.http import read_body
from newscrawl.archives.pages import Capture, page_of
from newscrawl.archives.sources import Source, read_source
from newscrawl.bulk.importing import Job, import_archive
from newscrawl.bulk.page_reader import PageReader, ReaderConfig
from newscrawl.bulk.reextracting import reread
from newscrawl.bulk.shards import WHOLE
from newscrawl.bulk.workers import prepare_workers
from newscrawl.demo.web import load_pages
from newscrawl.storage.crawl.import_writer import ImportWriter
from newscrawl.storage.views.read import read_article_ids

CONFIG = ReaderConfig("auto", None, None)
_LOOK_SECONDS = 0.1  # between two looks at what worker processes have used


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", help="a WARC file")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--bytes", type=int, default=60_000)
    parser.add_argument("--distinct", action="store_true", help="pages of which no two say the same")
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--memory", type=int, metavar="RECORDS", help="measure the memory of an import of so many")
    options = parser.parse_args()
    prepare_workers(max(options.jobs))
    if options.memory:
        measure_memory(options.memory, options.jobs[-1])
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(options.file) if options.file else written(Path(folder) / "pages.warc.gz", options)
        source = Source(str(path))
        # What every process does once (tables, the libraries' own) is no part of a rate.
        first = written(Path(folder) / "first.warc.gz", argparse.Namespace(**{**vars(options), "pages": 30}))
        imported(Source(str(first)), f"sqlite:///{folder}/first.db", 1)
        by_trafilatura(Source(str(first)))
        figures: dict[str, list[Measured]] = {}
        for number in range(options.rounds):
            for name, work in works(source, folder, number, options.jobs):
                figures.setdefault(name, []).append(measured(work))
                print(f"  {name}: {figures[name][-1].line()}", file=sys.stderr, flush=True)
        for name, found in figures.items():
            print(f"{name}: {sorted(found, key=lambda one: one.cpu / one.count)[len(found) // 2].line()}")
        print(f"largest process: {peak_mib()} MiB")


def works(source: Source, folder: str, number: int, jobs: list[int]) -> Iterator[tuple[str, Callable[[], int]]]:
    """Yield what is measured, each under its name; it returns a number of pages."""
    yield "trafilatura", lambda: by_trafilatura(source)
    yield "read", lambda: only_read(source)
    for one in jobs:
        database = f"sqlite:///{folder}/{number}-{one}.db"
        yield f"import -j {one}", partial(imported, source, database, one)
        yield f"reextract -j {one}", partial(read_again, database, one)


def only_read(source: Source) -> int:
    read = PageReader(CONFIG)
    pages = (page_of(record, source.modified) for record in read_source(source))
    return sum(1 for page in pages if isinstance(page, Capture) and read((page,)))


def read_again(database: str, jobs: int) -> int:
    return sum(count for count, _ in reread(database, CONFIG, read_article_ids(database), jobs))


def written(path: Path, options: argparse.Namespace) -> Path:
    pages = distinct_pages(options.pages) if options.distinct else repeated_pages(options.pages, options.bytes)
    with path.open("wb") as file:
        for url, content_type, body in pages:
            block = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode() + body
            fields = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
                f"WARC-Date: 2026-11-20T12:00:00Z\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            file.write(gzip.compress(fields.encode() + block + b"\r\n\r\n", 6))
    return path


def distinct_pages(count: int) -> Iterator[tuple[str, str, bytes]]:
    for page in made_pages(count, ("english",)):
        yield page.url, "text/html", page.body


def repeated_pages(count: int, size: int) -> Iterator[tuple[str, str, bytes]]:
    pages = [page for page in load_pages() if page.status == 200 and b'lang="en' in page.body[:4000]]
    if not pages:
        sys.exit("no English pages are saved here")
    for number in range(count):
        page = pages[number % len(pages)]
        body = page.body
        if len(body) < size:
            script = b"".join(b"window.data.push({id:%d,w:%d});" % (one, one * 7919 % 1000) for one in range(4000))
            padding = b"<script>%b</script></body>" % script[: size - len(body)]
            body = body.replace(b"</body>", padding, 1)
        # Another article of the same site: other numbers in the same layout.
        body = body.replace(b"<p>", b"<p>No. %d: " % number)
        host = f"bench{number % len(pages)}"
        yield f"https://{host}.example/{number}", page.headers.get("Content-Type", "text/html"), body


def measure_memory(records: int, jobs: int) -> None:
    step = max(1, records // 10)
    with tempfile.TemporaryDirectory() as folder:
        path = written_small(Path(folder) / "small.warc.gz", records)
        job = Job(CONFIG, jobs, WHOLE, any_address, True)
        source = Source(str(path))
        print("records  stored  MiB of each process", flush=True)
        with ImportWriter(f"sqlite:///{folder}/memory.db") as writer:
            reached = 0
            for state in import_archive(source, writer.begin(source.name, source.identity, ""), writer, job):
                if state.records // step > reached or state.finished:
                    reached = state.records // step
                    held = [resident_mib(pid) for pid in (os.getpid(), *descendants(os.getpid()))]
                    print(f"{state.records:>7}{state.counts.get('stored', 0):>8}  {held}", flush=True)


def written_small(path: Path, records: int) -> Path:
    """Write pages of some 2 kB over 200 hosts, each with words of its own."""
    chance = random.Random(20)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))) for _ in range(20_000)]
    with path.open("wb") as file:
        for number in range(records):
            paragraphs = "".join(f"<p>{' '.join(chance.choices(words, k=60)).capitalize()}.</p>" for _ in range(4))
            title = " ".join(chance.choices(words, k=6))
            body = (
                f'<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>'
                f"{paragraphs}</article></body></html>"
            )
            block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}".encode()
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://small{number % 200}.example/{number}\r\n"
                f"WARC-Date: 2026-11-20T12:00:00Z\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 1))
    return path


def imported(source: Source, database: str, jobs: int) -> int:
    with ImportWriter(database) as writer:
        state = writer.begin(source.name, source.identity, "", again=True)
        for reached in import_archive(source, state, writer, Job(CONFIG, jobs, WHOLE, any_address, True)):
            state = reached
    return state.records


def any_address(_url: str) -> bool:
    return True


def by_trafilatura(source: Source) -> int:
    import trafilatura

    count = 0
    for record in read_source(source):
        page = page_of(record, source.modified)
        if isinstance(page, Capture):
            count += 1
            trafilatura.bare_extraction(
                read_body(page.answer, 5 << 20).data, url=page.url, with_metadata=True, include_comments=False
            )
    return count


class Measured(NamedTuple):
    """Pages, seconds on the clock, and CPU seconds of this process and of each one that it has started."""

    count: int
    wall: float
    own: float
    others: list[float]

    @property
    def cpu(self) -> float:
        return self.own + sum(self.others)

    def line(self) -> str:
        each = ", ".join(f"{1000 * one / self.count:.2f}" for one in (self.own, *self.others))
        return (
            f"{self.count} pages, {self.count / self.cpu:.1f} per CPU second, {self.count / self.wall:.1f} per second;"
            f" ms of CPU a page: {1000 * self.cpu / self.count:.2f}, by process {each}"
        )


def measured(work: Callable[[], int]) -> Measured:
    """Do ``work``; what processes have used that it starts is looked at again and again, for nobody waits for them."""
    before = {pid: cpu_seconds_of(pid) for pid in descendants(os.getpid())}
    used: dict[int, float] = {}
    done = threading.Event()

    def look() -> None:
        while not done.wait(_LOOK_SECONDS):
            for pid in descendants(os.getpid()):
                with suppress(OSError):
                    used[pid] = cpu_seconds_of(pid) - before.get(pid, 0.0)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    start, own = time.perf_counter(), time.process_time()
    count = work()
    wall, own = time.perf_counter() - start, time.process_time() - own
    done.set()
    looking.join()
    return Measured(count, wall, own, [one for one in used.values() if one > 0])


def resident_mib(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() >> 20


def peak_mib() -> int:
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) >> 10


if __name__ == "__main__":
    main()
