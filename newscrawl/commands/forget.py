"""`scrapy forget`: remove articles for good, and keep them from coming back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from newscrawl.cli.arguments import database_of, since_of
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.errors import BadArgument
from newscrawl.net.logs import safe

if TYPE_CHECKING:
    from newscrawl.storage.crawl.forget import Found

_MAX_LISTED = 20  # articles that are named before they are forgotten


class Command(BaseCommand):
    """Forget articles."""

    takes = "keys or addresses of articles, or --site, --author or --before"
    argument_counts = range(10_000)
    arguments = "[URL or KEY ...] [--site S] [--author NAME] [--before DAY] [--yes]"
    summary = "Remove articles for good, and keep them from coming back"
    description = (
        "Names what would be removed; with --yes removes it: articles, versions, fetched pages, refusals, their lines"
        " in the ledger, in the search index and among near-duplicates, and what their site was learned to repeat. The"
        " file is written anew, so that it holds none of their bytes. A salted hash keeps the same articles from being"
        " fetched again, and a receipt is kept. Options narrow one another down. Says which copies it cannot reach."
        " Exit code 1 if there is nothing to forget."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--site", help="everything of this site")
        parser.add_argument("--author", metavar="NAME", help="articles of this author, written as it is stored")
        parser.add_argument("--before", metavar="DAY", help="articles published before that day (UTC)")
        parser.add_argument("--yes", action="store_true", help="do it")

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check that something is named."""
        super().check(args, opts)
        if not any((args, opts.site, opts.author, opts.before)):
            raise BadArgument(f"takes {self.takes}")
        if "" in args:
            raise BadArgument("an empty name is no key and no address")
        since_of(opts.before)

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Name what would be forgotten, or forget it."""
        from newscrawl.storage.crawl.forget import Wanted, find, forget

        database = database_of(self)
        wanted = Wanted(_with_keys(args), opts.site, opts.author, since_of(opts.before))
        found = find(database, wanted)
        if not found:
            print("0 articles and 0 other pages: there is nothing to forget")
            self.exitcode = 1
            return
        if not opts.yes:
            _print(found)
            return
        receipt = forget(database, wanted)
        print(f"forgotten: {receipt.articles} articles and {receipt.pages} other pages")
        print(f"receipt: {receipt.removed:%Y-%m-%d %H:%M:%S} UTC, {receipt.hash}")
        for warning in receipt.warnings:
            print(safe(warning))


def _with_keys(names: list[str]) -> tuple[str, ...]:
    """Return names, and for each address the key under which its site's articles are stored."""
    from newscrawl.spiders import site_of
    from newscrawl.urls import is_web

    return tuple(dict.fromkeys([*names, *(site_of(name).key(name) for name in names if is_web(name))]))


def _print(found: tuple[Found, ...]) -> None:
    articles = [one for one in found if one.article_id is not None]
    for one in articles[:_MAX_LISTED]:
        print(f"{safe(one.key)}  {safe(one.title or '')}")
    if len(articles) > _MAX_LISTED:
        print(f"… and {len(articles) - _MAX_LISTED} more")
    print(f"{len(articles)} articles and {len(found) - len(articles)} other pages: say --yes to forget them for good")
