"""`scrapy probe`: propose the declaration of a site by looking at it."""

from argparse import ArgumentParser, Namespace
from datetime import date
from typing import cast

from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newscrawl.cli.declaration import checked_name, declaration
from newscrawl.cli.fetch import Get, keep_quiet, run_errand
from newscrawl.discovery.probe import Answer, find_sources, propose_site
from newscrawl.spiders.base import answer_of
from newscrawl.urls import host_of, is_web

_READ = 3  # articles that are looked at


class Command(ScrapyCommand):
    """Print a declaration: feeds, sitemaps, listing, forms of addresses, and the body's selector."""

    requires_project = True

    def syntax(self) -> str:
        """Return the usage line."""
        return "[options] <url>"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Propose the declaration of a site"

    def long_desc(self) -> str:
        """Return what --help says."""
        return (
            "Fetches the page at <url> that lists articles, what it leads to and three articles, about fifteen pages in"
            " all, and prints the module of a declaration. Check every line of it before you use it."
        )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--name", metavar="NAME", help="the site's name (default: made from its host)")

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Set what errands need; `-s` comes after and wins."""
        keep_quiet(cast("Settings", self.settings))
        super().process_options(args, opts)

    def run(self, args: list[str], opts: Namespace) -> None:
        """Look and print."""
        if len(args) != 1 or not is_web(args[0]):
            raise UsageError("scrapy probe needs one http or https address", print_help=False)
        name = checked_name(opts.name or _name_of(args[0]))

        async def work(get: Get) -> None:
            await self._probe(name, args[0], get)

        self.exitcode = 1
        run_errand(cast("AsyncCrawlerProcess", self.crawler_process), cast("Settings", self.settings), work)

    async def _probe(self, name: str, url: str, get: Get) -> None:
        async def fetch(address: str) -> Answer | None:
            response = await get(address)
            return answer_of(response) if response is not None and response.status == 200 else None

        front = await fetch(url)
        if front is None:
            print(f"# {url} cannot be had: is it the right address, and does robots.txt allow it?")
            return
        found = await find_sources(front, fetch)
        answers = [await fetch(link.url) for link in found.links[:_READ]]
        proposal = propose_site(name, front, found, [answer for answer in answers if answer], date.today())
        print(declaration(proposal.site, proposal.notes), end="")
        self.exitcode = 0


def _name_of(url: str) -> str:
    return host_of(url).removeprefix("www.").partition(".")[0]
