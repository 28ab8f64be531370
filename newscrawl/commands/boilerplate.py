"""`scrapy boilerplate`: what sites repeat from article to article, and what is to become of it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from itertools import groupby
from typing import TYPE_CHECKING

from newscrawl.cli.arguments import check_limit, check_stored_site, database_of
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.net.logs import safe

if TYPE_CHECKING:
    from newscrawl.storage.crawl.boilerplate import Repeated
    from newscrawl.storage.crawl.boilerplate_counts import State


_EXCERPT_CHARACTERS = 120  # characters of a paragraph that are printed


class Command(BaseCommand):
    """List repeated paragraphs, or decide on them."""

    uses_database = True
    arguments = "[--site S] [--strip FINGERPRINT | --keep FINGERPRINT ...]"
    summary = "List what sites repeat on many articles, and say what is taken out"
    description = (
        "Lists paragraphs that several articles of a site have, the most frequent first: their state, on how many"
        " articles, on what share of all since the first, how many of these at the beginning or end of the body,"
        " and the fingerprint. stripped: taken out of articles from now on. candidate: counted only. kept: never"
        " taken out. A star marks what somebody has decided; 'varies', where numbers differ, which only --strip"
        " takes out. scrapy reextract applies a decision to what is stored."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--site", help="only of this site")
        parser.add_argument("--strip", metavar="FINGERPRINT", action="append", default=[], help="take it out, always")
        parser.add_argument("--keep", metavar="FINGERPRINT", action="append", default=[], help="never take it out")
        parser.add_argument("--limit", metavar="N", type=int, default=30, help="list so many of a site (default: 30)")

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the limit, too."""
        super().check(args, opts)
        check_limit(opts.limit)

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Decide what the options name, or list."""
        from newscrawl.storage.crawl.boilerplate import decide, list_repeated, read_written

        database = database_of(self)
        check_stored_site(database, opts.site)
        decisions: dict[State, list[int]] = {
            "stripped": list(map(read_written, opts.strip)),
            "kept": list(map(read_written, opts.keep)),
        }
        for state, fingerprints in decisions.items():
            if fingerprints:
                print(f"{decide(database, fingerprints, state, opts.site)} {state}")
        if not any(decisions.values()):
            _print(list_repeated(database, opts.site), opts.limit)


def _print(repeated: tuple[Repeated, ...], limit: int) -> None:
    for site, group in groupby(repeated, key=lambda one: one.site):
        listed = list(group)
        print(f"{safe(site)}: {len(listed)} repeated paragraphs")
        print("\n".join(map(_line, listed[:limit])))
    if not repeated:
        print("nothing is repeated")


def _line(one: Repeated) -> str:
    from newscrawl.storage.crawl.boilerplate import written

    state = f"{one.state}{'*' if one.decided else ''}"
    varies = "varies  " if one.varies else ""
    return (
        f"  {state:<10}{one.articles:>6}{one.share:>7.1%}{one.edge:>6.0%}  {written(one.fingerprint)}"
        f"  {varies}{safe(one.excerpt[:_EXCERPT_CHARACTERS])}"
    )
