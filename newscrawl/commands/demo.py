"""`scrapy demo`: a whole crawl on this machine, of saved pages, without the internet."""

import signal
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any, cast

from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newscrawl.demo.report import before_and_after, print_report
from newscrawl.demo.web import SAVED_PAGES, SavedPage, load_pages, serving
from newscrawl.spiders import site_of

# The page shown before and after: a hijacked mirror's copy of an article.
_SHOWN = "http://www.ttokpm.com/d/2954823.html"
# Nobody is hurt on loopback; everything else is as in a live crawl.
_LOOPBACK = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "NEWSCRAWL_RETRY_WAITS": [0.1, 0.1]}


class Command(ScrapyCommand):
    """Serve the practice web on loopback and crawl it with the real spiders."""

    requires_project = True

    def syntax(self) -> str:
        """Return the usage line."""
        return "[options]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Crawl the bundled practice web, or only serve it"

    def long_desc(self) -> str:
        """Return what --help says."""
        return (
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
        self._set(LOG_LEVEL="CRITICAL", **_LOOPBACK)
        super().process_options(args, opts)

    def run(self, args: list[str], opts: Namespace) -> None:
        """Serve, or crawl and report."""
        if args:
            raise UsageError(f"scrapy demo takes no argument {args[0]!r}", print_help=False)
        pages = load_pages()
        if not pages:
            raise UsageError(f"no saved pages in {SAVED_PAGES}", print_help=False)
        if opts.serve is not None:
            _serve(pages, opts.serve)
        else:
            self._crawl(pages, Path(opts.database))

    def _crawl(self, pages: tuple[SavedPage, ...], database: Path) -> None:
        database.unlink(missing_ok=True)
        url = f"sqlite:///{database}"
        started = time.monotonic()
        with serving(pages) as address:
            self._set(NEWSCRAWL_PRACTICE_WEB=address, NEWSCRAWL_DATABASE_URL=url)
            process = cast("AsyncCrawlerProcess", self.crawler_process)
            crawlers = _start(process, pages)
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

    def _set(self, **values: Any) -> None:
        # Above the project's settings, which a command's own defaults are not.
        cast("Settings", self.settings).setdict(values, priority="cmdline")


def _start(process: AsyncCrawlerProcess, pages: tuple[SavedPage, ...]) -> list[Crawler]:
    """Crawl each site that has pages with its own spider, and what no listing leads to with `article`."""
    served = {site_of(page.url).name for page in pages}
    spiders = map(process.spider_loader.load, sorted(process.spider_loader.list()))
    crawlers = []
    for spider in spiders:
        site = getattr(spider, "site", None)
        if site is not None and site.name in served:
            crawlers.append(process.create_crawler(spider))
            process.crawl(crawlers[-1])
    crawlers.append(process.create_crawler("article"))
    process.crawl(crawlers[-1], url=",".join(page.url for page in pages if _needs_naming(page)))
    return crawlers


def _needs_naming(page: SavedPage) -> bool:
    """Tell whether only a person could lead the crawl to this page: no listing of a declared site does."""
    if page.expected.get("kind") not in ("article", "refused"):
        return False
    site = site_of(page.url)
    return site.is_mirror(page.url) or not site.sources or not site.is_article(page.url)


def _serve(pages: tuple[SavedPage, ...], port: int) -> None:
    with serving(pages, port) as address:
        print(f"practice web: {len(pages)} saved pages. Any spider finds every host name there with")
        print(f"  -s NEWSCRAWL_PRACTICE_WEB={address}", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print()
