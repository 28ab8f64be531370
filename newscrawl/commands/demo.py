"""`scrapy demo`: a whole crawl on this machine, of saved pages, without the internet."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.cli.command import CrawlingCommand
from newscrawl.errors import BadArgument

if TYPE_CHECKING:
    from newscrawl.demo.web import SavedPage


_MAX_PORT = 65535
_DEMO_MARK = 0x64656D6F  # "demo", the user version of the databases that the demo makes, and may delete
_SQLITE_HEADER_BYTES = 100
# The page shown before and after: a hijacked mirror's copy of an article.
_SHOWN = "http://www.ttokpm.com/d/2954823.html"
# Nobody is hurt on loopback; everything else is as in a live crawl.
_LOOPBACK = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "NEWSCRAWL_RETRY_WAITS": [0.1, 0.1]}


class Command(CrawlingCommand):
    """Serve the practice web on loopback and crawl it with the real spiders."""

    summary = "Crawl the bundled practice web, or only serve it"
    description = (
        "Serves the saved pages of many sites on 127.0.0.1, crawls them with the spiders of a live crawl, writes a"
        " database and prints what was done. With --serve PORT it only serves them: any spider then finds every"
        " host name there with -s NEWSCRAWL_PRACTICE_WEB=http://127.0.0.1:PORT."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--serve", metavar="PORT", type=int, help="only serve the practice web, until Ctrl-C")
        parser.add_argument(
            "--database",
            metavar="FILE",
            default="demo.db",
            help="file to write, made anew (default: demo.db)",
        )

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Set what differs from a live crawl; `-s` comes after and wins."""
        self.override(LOG_LEVEL="CRITICAL", **_LOOPBACK)
        super().process_options(args, opts)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check port and file, too."""
        super().check(args, opts)
        if opts.serve is not None and not 0 <= opts.serve <= _MAX_PORT:
            raise BadArgument(f"--serve must be a port from 0 to {_MAX_PORT}, not {opts.serve}")
        _check_own(opts.database)

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Serve, or crawl and report."""
        from newscrawl.demo.web import SAVED_PAGES, load_pages

        pages = load_pages()
        if not pages:
            raise BadArgument(f"no saved pages in {SAVED_PAGES}")
        if opts.serve is not None:
            _serve(pages, opts.serve)
        else:
            self._crawl(pages, Path(opts.database))

    def _crawl(self, pages: tuple[SavedPage, ...], database: Path) -> None:
        from newscrawl.demo.crawl import start_crawls
        from newscrawl.demo.report import before_and_after, print_report
        from newscrawl.demo.web import serving

        database.unlink(missing_ok=True)
        with closing(sqlite3.connect(database)) as marked:
            marked.execute(f"PRAGMA user_version={_DEMO_MARK}")
        url = f"sqlite:///{database}"
        started = time.monotonic()
        with serving(pages) as address:
            self.override(NEWSCRAWL_PRACTICE_WEB=address, NEWSCRAWL_DATABASE_URL=url)
            process = self.process
            crawlers = start_crawls(process, pages)
            print(f"practice web: {len(pages)} saved pages at {address}")
            names = ", ".join(crawler.spidercls.name for crawler in crawlers)
            print(f"crawling with the spiders {names} into {database} …\n")
            process.start()
        print_report(url, [crawler.stats.get_stats() for crawler in crawlers], time.monotonic() - started)
        shown = next((page for page in pages if page.url == _SHOWN), None)
        if shown:
            print(before_and_after(url, shown))
        print(f"\nEverything is in {database}; docs/data.md describes its tables.")
        self.exitcode = int(any(crawler.stats.get_value("newscrawl/storage-errors") for crawler in crawlers))


def _check_own(name: str) -> None:
    """Raise ``BadArgument`` for a file that the demo did not make, and would have to delete."""
    path = Path(name)
    if not name or path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise BadArgument(f"--database: cannot write {name!r}")
    if not path.exists():
        return
    if path.is_file():
        with path.open("rb") as file:
            header = file.read(_SQLITE_HEADER_BYTES)
        if header.startswith(b"SQLite format 3") and header[60:64] == _DEMO_MARK.to_bytes(4, "big"):
            return
    raise BadArgument(f"--database: {name} was not made by the demo: remove it yourself, or name another file")


def _serve(pages: tuple[SavedPage, ...], port: int) -> None:
    from newscrawl.demo.web import serving

    with ExitStack() as stack:
        try:
            address = stack.enter_context(serving(pages, port))
        except OSError as error:
            raise BadArgument(f"--serve: cannot listen on port {port}: {error.strerror}") from None
        print(f"practice web: {len(pages)} saved pages. Any spider finds every host name there with")
        print(f"  -s NEWSCRAWL_PRACTICE_WEB={address}", flush=True)
        signal.pause()
