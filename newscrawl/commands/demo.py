"""`scrapy demo`: a whole crawl on this machine, of saved pages, without the internet."""

from __future__ import annotations

import os
import sqlite3
import time
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.cli.command import CrawlingCommand, program
from newscrawl.errors import BadArgument

if TYPE_CHECKING:
    from newscrawl.demo.web import SavedPage


_MAX_PORT = 65535  # of TCP
_SLEEP_SECONDS = 1  # between two looks whether a signal has come
_DEMO_MARK = 0x64656D6F  # "demo", the user version of the databases that the demo makes, and may delete
_SQLITE_HEADER_BYTES = 100  # of the file format of SQLite, section 1.3
# The page shown before and after: a hijacked mirror's copy of an article.
_SHOWN = "http://www.ttokpm.com/d/2954823.html"
# The article that another site has copied.
_COPIED = "https://www.circuit-review.example/2026/11/a-coin-cell-that-lasts-a-decade/"
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
        parser.add_argument("-v", "--verbose", action="store_true", help="show all rules and refusals")
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
            self._crawl(pages, Path(opts.database), is_verbose=opts.verbose)

    def _crawl(self, saved: tuple[SavedPage, ...], database: Path, *, is_verbose: bool) -> None:
        from newscrawl.demo.crawl import start_crawls, visit_again
        from newscrawl.demo.notice_site import EDITED, site_pages
        from newscrawl.demo.report import before_and_after, learned_notice, report, silent_edit, syndicated_copy
        from newscrawl.demo.web import serving
        from newscrawl.spiders import site_of

        copied = next((page for page in saved if page.url == _COPIED), None)
        pages = (*saved, *site_pages(copied))
        database.unlink(missing_ok=True)
        with closing(sqlite3.connect(database)) as marked:
            marked.execute(f"PRAGMA user_version={_DEMO_MARK}")
        url = f"sqlite:///{database}"
        started = time.monotonic()
        with serving(pages) as address:
            self.override(NEWSCRAWL_PRACTICE_WEB=address, NEWSCRAWL_DATABASE_URL=url)
            crawlers = start_crawls(self.process, pages)
            print(
                f"practice web: {len(pages)} pages at {address}, crawled by {len(crawlers)} spiders into {database} …"
            )
            self.process.start()
        visit_again(url, next(page for page in pages if page.url == EDITED))
        stats = [crawler.stats.get_stats() for crawler in crawlers]
        lines = [
            *report(url, stats, time.monotonic() - started, all_rules=is_verbose),
            *(line for page in pages if page.url == _SHOWN for line in before_and_after(url, page)),
            *silent_edit(url, EDITED),
            *syndicated_copy(url, _COPIED),
            *learned_notice(url, site_of(EDITED).name),
        ]
        print("\n".join(lines))
        print(f"\nEverything is in {database}; -v shows all rules. Look at it in a web browser (extra browse):")
        print(f"{program()} browse -s NEWSCRAWL_DATABASE_URL={url}")
        self.exitcode = int(any(one.get("newscrawl/storage-errors") for one in stats))


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
        while True:  # a signal that comes just before signal.pause() would be waited for forever
            time.sleep(_SLEEP_SECONDS)
