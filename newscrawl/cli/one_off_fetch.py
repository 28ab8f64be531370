"""Fetch a few pages for a command: by Scrapy's downloader, so that guard, robots.txt and pauses hold as in a crawl."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess, CrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

from newscrawl.cli.arguments import check_spider, check_web
from newscrawl.cli.command import CheckedCommand, CrawlingCommand
from newscrawl.errors import BadArgument, NewscrawlError
from newscrawl.net.logs import safe
from newscrawl.urls import is_web

NOT_FETCHED = 1  # exit code: there is no page to show

Get = Callable[[str], Awaitable[Response]]
Work = Callable[[Get], Awaitable[None]]


class NotFetched(NewscrawlError):
    """A page cannot be had; the message says why."""


class OneOffFetch(Spider):
    """Run ``work`` with a function that fetches one page; it raises ``NotFetched`` if it cannot be had."""

    name = "one-off-fetch"

    def __init__(self, work: Work, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._work = work

    async def start(self) -> AsyncIterator[Any]:
        """Do the work; nothing is left to crawl."""
        await self._work(self._get)
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def _get(self, url: str) -> Response:
        try:
            return await self.crawler.engine.download_async(Request(url))
        except Exception as error:  # whatever keeps a page from coming: the command says what that means
            if self.crawler.engine is None or self.crawler.engine.spider is None:
                # Scrapy's downloader fails of an assertion once its spider is closed.
                raise NotFetched("the process was told to end, or uses too much memory") from error
            raise NotFetched(str(error) or type(error).__name__) from error


def keep_quiet(settings: Settings, log_level: str = "WARNING") -> None:
    """Set what a one-off fetch needs: no database, and a log of what matters only."""
    settings.setdict({"ITEM_PIPELINES": {}, "LOG_LEVEL": log_level}, priority="cmdline")


class OnePageCommand(CheckedCommand):
    """A command of Scrapy's own that fetches one page, shows it and stores nothing; exit code 1 if it shows none."""

    takes = "an http or https address"
    argument_counts = range(1, 2)
    problem: str | None = "was not fetched"  # why nothing is shown; the log may say more

    def long_desc(self) -> str:
        """Return what Scrapy says of its command, and the exit code that it does not have."""
        return f"{super().long_desc().rstrip('.')}. Exit code {NOT_FETCHED} if there is no page to show."

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Set what a one-off fetch needs; `-s` comes after and wins."""
        keep_quiet(self.project_settings)
        super().process_options(args, opts)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check address and spider, too."""
        super().check(args, opts)
        check_web(args[0])
        check_spider(self.project_settings, opts.spider)

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Fetch the page; Scrapy's commands do not tell whether one came."""
        super().execute(args, opts)
        if self.problem:
            print(safe(f"{self.title}: {args[0]} {self.problem}"), file=sys.stderr)
            self.exitcode = NOT_FETCHED

    def _print_response(self, response: Response, opts: Namespace) -> None:
        """Show the page that came, as Scrapy asks for it."""
        self.problem = None
        super()._print_response(response, opts)  # type: ignore[misc]  # Scrapy's own command is next


class ReadingCommand(CrawlingCommand):
    """A command that shows pages, fetched or from files, and stores nothing."""

    def add_options(self, parser: ArgumentParser) -> None:
        """Add what tells where a page comes from."""
        super().add_options(parser)
        parser.add_argument("--site", metavar="NAME", help="read it by the declaration of this site")
        parser.add_argument("--url", metavar="URL", help="where the page comes from, if it is not fetched")

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Keep logs away from what is printed."""
        keep_quiet(self.project_settings, "CRITICAL")
        super().process_options(args, opts)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check addresses and site, too."""
        from newscrawl.spiders import site_named  # noqa: PLC0415 - all declarations: only where pages are read

        super().check(args, opts)
        if opts.site is not None and site_named(opts.site) is None:
            raise BadArgument(f"no site is called {opts.site!r}; newscrawl list names them")
        if opts.url is not None and not is_web(opts.url):
            raise BadArgument(f"--url must be an http or https address, not {opts.url!r}")
        for one in args:
            if "://" in one:
                check_web(one)
        # Scrapy asks for this after the check: a file needs no crawler.
        self.requires_crawler_process = any(map(is_web, args))


def run_one_off(process: AsyncCrawlerProcess | CrawlerProcess, work: Work) -> None:
    """Run ``work`` to its end in a crawl of its own."""
    process.crawl(OneOffFetch, work=work)
    process.start()
