"""`scrapy search`: find articles by what they say."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from newscrawl.cli.arguments import check_limit, database_of, since_of
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.net.logs import safe

if TYPE_CHECKING:
    from newscrawl.storage.views.search import Hit
    from newscrawl.text.query import Excerpt


_TERMINAL = ("\x1b[1;33m", "\x1b[0m")  # around what was found
_PLAIN = ("[", "]")


class Command(BaseCommand):
    """Print the articles that a query finds."""

    arguments = "[options] WORD …"
    takes = "one word or more"
    argument_counts = range(1, 1000)
    summary = "Find stored articles by what they say"
    description = (
        "Finds articles whose title or text says all the words, in any language, the best first: 国产GPU 芯片."
        " Words that follow each other stand in quotation marks: '\"low noise\" regulator'; a word that goes on"
        " has a star: STM32*. Case, accents, full width, traditional characters, µ and u, Ω and Ω make no"
        " difference. Exit code 1 if nothing is found."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--site", help="only articles of this site")
        parser.add_argument("--since", metavar="DAY", help="only articles published on that day (UTC) or later")
        parser.add_argument("--limit", metavar="N", type=int, default=10, help="at most so many (default: 10)")

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the limit, too."""
        super().check(args, opts)
        check_limit(opts.limit)

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Search, and print what is found."""
        from newscrawl.storage.views.search import search

        query = " ".join(args)
        hits = search(database_of(self), query, site=opts.site, since=since_of(opts.since), limit=opts.limit)
        marks = _TERMINAL if sys.stdout.isatty() and "NO_COLOR" not in os.environ else _PLAIN
        for hit in hits:
            print(_text(hit, marks))
        if not hits:
            print("nothing found", file=sys.stderr)
            self.exitcode = 1


def _text(hit: Hit, marks: tuple[str, str]) -> str:
    return (
        f"{hit.article_id}  {hit.dated:%Y-%m-%d}  {safe(hit.site)}  {_marked(hit.title, marks)}\n"
        f"    {_marked(hit.text, marks)}\n"
        f"    {safe(hit.url)}\n"
    )


def _marked(excerpt: Excerpt, marks: tuple[str, str]) -> str:
    before, after = marks
    parts, done = [], 0
    for span in excerpt.spans:
        parts += [safe(excerpt.text[done : span.start]), before, safe(excerpt.text[span.start : span.end]), after]
        done = span.end
    return "".join([*parts, safe(excerpt.text[done:])])
