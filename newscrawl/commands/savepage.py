"""`scrapy savepage`: save a page with its bytes, and a first draft of what is expected of it."""

import sys
from argparse import ArgumentParser, Namespace

from newscrawl.cli.command import CrawlingCommand
from newscrawl.cli.one_off_fetch import Get, NotFetched, keep_quiet, run_one_off
from newscrawl.errors import BadArgument
from newscrawl.urls import is_web


class Command(CrawlingCommand):
    """Save a page of a site for the tests and the practice web."""

    arguments = "[options] SITE URL"
    takes = "a site and an http or https address"
    argument_counts = range(2, 3)
    summary = "Save a page for the tests, with what is expected of it"
    description = (
        "Fetches URL and writes its bytes, its headers and a first expected.json to tests/sites/<site>/<slug>/ of the"
        " repository; where newscrawl is installed, to sites/<site>/<slug>/ in the current folder. The site is a"
        " declared one, or 'generic' for pages that are read without a declaration. What is expected is what"
        " newscrawl makes of the page today: correct it by what a reader sees."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--slug", metavar="SLUG", help="the page's folder (default: made from its address)")

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Set what a one-off fetch needs; `-s` comes after and wins."""
        keep_quiet(self.project_settings)
        super().process_options(args, opts)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check site, address and folder, too."""
        from newscrawl.cli.saved_page import check_creatable, declared_site, folder_of

        super().check(args, opts)
        if not is_web(args[1]):
            raise BadArgument(f"needs a site and an http or https address, not {args[1]!r}")
        declared_site(args[0], args[1])
        check_creatable(folder_of(args[0], args[1], opts.slug))

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Fetch and write."""
        from newscrawl.cli.saved_page import declared_site, folder_of, save_page

        name, url = args
        is_synthetic = bool(self.project_settings["NEWSCRAWL_PRACTICE_WEB"])

        async def work(get: Get) -> None:
            try:
                response = await get(url)
            except NotFetched as error:
                print(f"{url} cannot be fetched: {error}", file=sys.stderr)
                return
            folder = folder_of(name, url, opts.slug)
            save_page(folder, response, url, declared_site(name, url), is_synthetic=is_synthetic)
            self.exitcode = 0

        self.exitcode = 1
        run_one_off(self.process, work)
