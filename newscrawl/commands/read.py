"""`newscrawl read`: the article of one page, on standard output."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.cli.arguments import UNKNOWN_ADDRESS
from newscrawl.cli.one_off_fetch import Get, NotFetched, ReadingCommand, run_one_off
from newscrawl.errors import BadArgument
from newscrawl.net.logs import safe, safe_json
from newscrawl.urls import is_web

if TYPE_CHECKING:
    from newscrawl.article import Article
    from newscrawl.discovery.answers import Answer
    from newscrawl.site import Site

NOT_READ = 1  # exit code: no answer, no such file, too large
NO_ARTICLE = 3  # exit code: the page is none
_STANDARD_INPUT = "-"
_FORMATS = ("text", "markdown", "json", "html")


class Command(ReadingCommand):
    """Read pages without a database."""

    arguments = "[options] URL | FILE | - ..."
    takes = "an http or https address, a file, or - for standard input"
    argument_counts = range(1, 10_000)
    summary = "Print the article of a page: an address, a file or standard input"
    description = (
        "Reads a page and prints its article. Addresses are fetched politely: robots.txt, pauses and limits hold as in"
        " a crawl. Several pages give JSON Lines. Nothing but articles is written to standard output. Exit code 0: all"
        f" well, {NOT_READ}: a page could not be fetched or read, 2: a wrong argument, {NO_ARTICLE}: a page is no"
        " article."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--format", choices=_FORMATS, help="what to print (default: text; of several pages json)")
        parser.add_argument("--raw", action="store_true", help="print the page as it was fetched, not its article")

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the format, too."""
        super().check(args, opts)
        if len(args) > 1 and (opts.raw or opts.format not in (None, "json")):
            raise BadArgument("several pages are printed as JSON Lines: leave out --raw and --format")

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Read each page in turn."""
        format_ = opts.format or ("json" if len(args) > 1 else "text")

        async def work(get: Get) -> None:
            for one in args:
                await self._fetch(one, format_, opts, get)

        if self.requires_crawler_process:
            run_one_off(self.process, work)
        else:
            for one in args:
                self._read_file(one, format_, opts)

    async def _fetch(self, url: str, format_: str, opts: Namespace, get: Get) -> None:
        from newscrawl.spiders.responses import answer_of

        if not is_web(url):
            self._read_file(url, format_, opts)
            return
        try:
            response = await get(url)
        except NotFetched as error:
            self._fail(url, f"cannot be fetched: {error}", NOT_READ)
            return
        if response.status != 200:
            self._fail(url, f"HTTP status {response.status}", NOT_READ)
            return
        self._print(answer_of(response), format_, opts, url)

    def _read_file(self, name: str, format_: str, opts: Namespace) -> None:
        from newscrawl.discovery.answers import Answer

        limit = self.project_settings.getint("DOWNLOAD_MAXSIZE")
        try:
            if name == _STANDARD_INPUT:
                body = sys.stdin.buffer.read(limit + 1)
            else:
                with Path(name).open("rb") as file:
                    body = file.read(limit + 1)
        except (OSError, ValueError) as error:
            self._fail(name, f"cannot be read: {getattr(error, 'strerror', None) or error}", NOT_READ)
            return
        if len(body) > limit:
            self._fail(name, f"is larger than {limit} bytes", NOT_READ)
            return
        self._print(Answer(opts.url or UNKNOWN_ADDRESS, body, None), format_, opts, name)

    def _print(self, page: Answer, format_: str, opts: Namespace, name: str) -> None:
        from newscrawl.errors import Refused
        from newscrawl.extensions.page_budget import page_seconds_of
        from newscrawl.spiders import site_named, site_of
        from newscrawl.stages.chain import extract

        if opts.raw:
            sys.stdout.buffer.write(page.body)
            return
        site: Site = (site_named(opts.site) if opts.site else None) or site_of(page.url)
        try:
            article = extract(
                page.body, page.url, page.charset, site=site, max_seconds=page_seconds_of(self.project_settings)
            )
        except Refused as refused:
            self._fail(name, f"is no article: {refused}", NO_ARTICLE)
            return
        print(_written(article, format_), flush=True)

    def _fail(self, name: str, why: str, status: int) -> None:
        print(safe(f"{self.title}: {name} {why}"), file=sys.stderr)
        self.exitcode = max(self.exitcode, status)


def _written(article: Article, format_: str) -> str:
    match format_:
        case "json":
            return safe_json(article.to_json())
        case "html":
            return article.body_html
        case "markdown":
            return f"# {article.title}\n\n{article.body_markdown}" if article.title else article.body_markdown
        case _:
            return f"{article.title}\n\n{article.body_text}" if article.title else article.body_text
