"""`scrapy probe`: propose the declaration of a site by looking at it."""

from __future__ import annotations

import sys
import webbrowser
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from newscrawl.cli.command import CrawlingCommand
from newscrawl.cli.one_off_fetch import Get, NotFetched, keep_quiet, run_one_off
from newscrawl.errors import BadArgument
from newscrawl.urls import host_of, is_web

if TYPE_CHECKING:
    from newscrawl.discovery.answers import Answer
    from newscrawl.site import Site

_MAX_ARTICLES_READ = 3  # articles that are looked at; chosen by hand: a site is asked for some fifteen pages in all


class Command(CrawlingCommand):
    """Print a declaration: feeds, sitemaps, listing, forms of addresses, and the body's selector."""

    arguments = "[options] URL"
    takes = "one http or https address"
    argument_counts = range(1, 2)
    summary = "Propose the declaration of a site"
    description = (
        "Fetches the page at URL that lists articles, what it leads to and three articles, about fifteen pages in"
        " all, and prints the module of a declaration. Check every line of it before you use it."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--name", metavar="NAME", help="the site's name (default: made from its host)")
        parser.add_argument(
            "--open", action="store_true", help="show in a web browser how the declaration reads the first article"
        )

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Set what a one-off fetch needs; `-s` comes after and wins."""
        keep_quiet(self.project_settings)
        super().process_options(args, opts)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check address, name and what ``--open`` needs, too."""
        from newscrawl.cli.declaration import checked_name

        super().check(args, opts)
        if not is_web(args[0]):
            raise BadArgument(f"needs an http or https address, not {args[0]!r}")
        try:
            checked_name(_name_of(args[0]) if opts.name is None else opts.name)
        except BadArgument:
            if opts.name is not None:
                raise
            raise BadArgument(f"no name can be made of {args[0]}: give one with --name") from None
        if opts.open:
            _inspection_file()  # refused before anything is fetched

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Look and print."""
        name = opts.name or _name_of(args[0])

        async def work(get: Get) -> None:
            await self._probe(name, args[0], get, opens=opts.open)

        self.exitcode = 1
        run_one_off(self.process, work)

    async def _probe(self, name: str, url: str, get: Get, *, opens: bool) -> None:
        from newscrawl.cli.declaration import declaration
        from newscrawl.discovery.probe import propose_site
        from newscrawl.discovery.site_lists import find_sources
        from newscrawl.spiders.responses import answer_of

        async def fetch(address: str) -> Answer | None:
            try:
                response = await get(address)
            except NotFetched:
                return None
            return answer_of(response) if response.status == 200 else None

        front = await fetch(url)
        if front is None:
            print(f"{url} cannot be fetched: is it the right address, and does robots.txt allow it?", file=sys.stderr)
            return
        found = await find_sources(front, fetch)
        answers = [await fetch(link.url) for link in found.links[:_MAX_ARTICLES_READ]]
        read = [answer for answer in answers if answer]
        proposal = propose_site(name, front, found, read, date.today())
        written = declaration(proposal.site, proposal.notes)
        print(written, end="")
        self.exitcode = 0
        if opens:
            _show(read[:1], proposal.site, written)


def _inspection_file() -> Callable[..., str]:
    try:
        from newscrawl.browse.inspection_page import inspection_file
    except ImportError:
        raise BadArgument("--open needs pip install 'newscrawl[browse]'") from None
    return inspection_file


def _show(answers: Sequence[Answer], site: Site, written: str) -> None:
    """Write how ``site`` reads the first of ``answers`` to a file of the temporary folder, and open it."""
    from newscrawl.reports.inspection import inspect_page

    if not answers:
        print("no article could be fetched: there is nothing to show", file=sys.stderr)
        return
    (page,) = answers
    content_type = f"text/html; charset={page.charset}" if page.charset else "text/html"
    shown = _inspection_file()(inspect_page(page.body, page.url, site, content_type=content_type), declaration=written)
    with NamedTemporaryFile("w", encoding="utf-8", prefix="newscrawl-probe-", suffix=".html", delete=False) as file:
        file.write(shown)
    print(f"shown in {file.name}", file=sys.stderr)
    webbrowser.open(Path(file.name).as_uri())


def _name_of(url: str) -> str:
    return host_of(url).removeprefix("www.").partition(".")[0]
