"""Pages a second and core of an import and of a second reading, beside trafilatura on the same WARC, in the same run.

    python benchmarks/bulk.py [--pages 300] [--bytes 60000] [FILE.warc.gz]
    python benchmarks/bulk.py --memory 100000

Without a file it writes one: the saved English pages of the tests in turn, each under many addresses, padded by a
script to --bytes. All are measured in CPU seconds of their processes, so that other work on the machine counts little.

With --memory it imports so many small records in one process, and prints what that process holds after each tenth.
"""

import argparse
import gzip
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from newscrawl.archives.http import read_body
from newscrawl.archives.pages import Capture, page_of
from newscrawl.archives.sources import Source, read_source
from newscrawl.bulk.importing import Job, import_archive
from newscrawl.bulk.page_reader import ReaderConfig
from newscrawl.bulk.reextracting import reread
from newscrawl.bulk.shards import WHOLE
from newscrawl.demo.web import load_pages
from newscrawl.storage.crawl.import_writer import ImportWriter
from newscrawl.storage.views.read import read_article_ids


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", help="a WARC file")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--bytes", type=int, default=60_000)
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--memory", type=int, metavar="RECORDS", help="measure the memory of an import of so many")
    options = parser.parse_args()
    if options.memory:
        measure_memory(options.memory)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(options.file) if options.file else written(Path(folder) / "pages.warc.gz", options)
        source = Source(str(path))
        # What every process does once (tables, the libraries' own) is no part of a rate.
        first = written(Path(folder) / "first.warc.gz", argparse.Namespace(pages=30, bytes=options.bytes))
        imported(Source(str(first)), f"sqlite:///{folder}/first.db", 1)
        by_trafilatura(Source(str(first)))
        for jobs in options.jobs:
            database = f"sqlite:///{folder}/{jobs}.db"
            wall, cpu, counts = measured(lambda: imported(source, database, jobs))  # noqa: B023 - called at once
            show(f"import -j {jobs}", counts, wall, cpu)
            ids = read_article_ids(database)
            wall, cpu, _ = measured(lambda: list(reread(database, ReaderConfig("auto", None, None), ids, jobs)))  # noqa: B023
            show(f"reextract -j {jobs}", len(ids), wall, cpu)
        wall, cpu, count = measured(lambda: by_trafilatura(source))
        show("trafilatura", count, wall, cpu)
        print(f"largest process: {peak_mib()} MiB")


def written(path: Path, options: argparse.Namespace) -> Path:
    pages = [page for page in load_pages() if page.status == 200 and b'lang="en' in page.body[:4000]]
    if not pages:
        sys.exit("no English pages are saved here")
    with path.open("wb") as file:
        for number in range(options.pages):
            page = pages[number % len(pages)]
            body = page.body
            if len(body) < options.bytes:
                script = b"".join(b"window.data.push({id:%d,w:%d});" % (one, one * 7919 % 1000) for one in range(4000))
                padding = b"<script>%b</script></body>" % script[: options.bytes - len(body)]
                body = body.replace(b"</body>", padding, 1)
            # Another article of the same site: other numbers in the same layout.
            body = body.replace(b"<p>", b"<p>No. %d: " % number)
            head = "\r\n".join(
                ["HTTP/1.1 200 OK", f"Content-Type: {page.headers.get('Content-Type', 'text/html')}", "", ""]
            )
            block = head.encode() + body
            host = f"bench{number % len(pages)}"
            fields = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://{host}.example/{number}\r\n"
                f"WARC-Date: 2026-11-20T12:00:00Z\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            file.write(gzip.compress(fields.encode() + block + b"\r\n\r\n", 6))
    return path


def measure_memory(records: int) -> None:
    step = max(1, records // 10)
    with tempfile.TemporaryDirectory() as folder:
        path = written_small(Path(folder) / "small.warc.gz", records)
        job = Job(ReaderConfig("auto", None, None), 1, WHOLE, any_address, True)
        source = Source(str(path))
        print("records  stored  resident MiB  peak MiB", flush=True)
        with ImportWriter(f"sqlite:///{folder}/memory.db") as writer:
            reached = 0
            for state in import_archive(source, writer.begin(source.name, source.identity, ""), writer, job):
                if state.records // step > reached or state.finished:
                    reached = state.records // step
                    stored = state.counts.get("stored", 0)
                    print(f"{state.records:>7}{stored:>8}{resident_mib():>14}{peak_mib():>10}", flush=True)


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


def resident_mib() -> int:
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * resource.getpagesize() >> 20


def imported(source: Source, database: str, jobs: int) -> int:
    job = Job(ReaderConfig("auto", None, None), jobs, WHOLE, any_address, True)
    with ImportWriter(database) as writer:
        state = writer.begin(source.name, source.identity, "", again=True)
        for reached in import_archive(source, state, writer, job):
            state = reached
    print(f"  {dict(state.counts)}")
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


def measured(work):
    start, before = time.perf_counter(), cpu_seconds()
    result = work()
    return time.perf_counter() - start, cpu_seconds() - before, result


def cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak_mib() -> int:
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) >> 10


def show(name: str, count: int, wall: float, cpu: float) -> None:
    print(f"{name}: {count} pages, {count / cpu:.1f} per CPU second, {count / wall:.1f} per second", flush=True)


if __name__ == "__main__":
    main()
