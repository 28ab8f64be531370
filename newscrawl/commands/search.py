"""`scrapy search`: find articles by what they say."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from newscrawl.cli.arguments import (
    add_days,
    check_days,
    check_limit,
    check_stored_site,
    database_of,
    since_of,
    until_of,
)
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.cli.command import OneLineParser
from newscrawl.net.logs import safe, safe_json

if TYPE_CHECKING:
    from newscrawl.storage.views.search import Hit
    from newscrawl.text.query import Excerpt


_EXCLUDED = "\0"  # before a word that begins with a minus, while options are read; no argument can hold it
_LETTERS = ("-h", "-L", "-s")  # Scrapy's options of one letter
_TERMINAL = ("\x1b[1;33m", "\x1b[0m")  # around what was found
_PLAIN = ("[", "]")


class SearchParser(OneLineParser):
    """A parser that takes ``-word`` for a part of the query, and not for options in a row."""

    def parse_known_args(  # type: ignore[override]  # without the overloads: Scrapy gives a list, and no namespace
        self, args: Sequence[str] | None = None, namespace: Namespace | None = None
    ) -> tuple[Namespace, list[str]]:
        """Read options; the words of the query are left, in their order."""
        marked = [f"{_EXCLUDED}{one}" if _excludes(one) else one for one in args or ()]
        options, words = super().parse_known_args(marked, namespace)
        return options, [word.removeprefix(_EXCLUDED) for word in words]


def _excludes(argument: str) -> bool:
    """Tell whether an argument is ``-word``; options of one letter stand by themselves."""
    return len(argument) > 1 and argument.startswith("-") and not argument.startswith("--") and argument not in _LETTERS


class Command(BaseCommand):
    """Print the articles that a query finds."""

    uses_database = True
    arguments = "[options] WORD …"
    takes = "one word or more"
    argument_counts = range(1, 1000)
    takes_dashed = True
    parser_kind = SearchParser
    summary = "Find stored articles by what they say"
    description = (
        "Finds articles whose title or text says all the words, in any language, the best first: 国产GPU 芯片."
        " '\"low noise\"': words in a row. -word: not this one. GaN OR SiC: one of the two. STM32*: words that begin"
        " so. title:word, site:golem, lang:de: in the title, of a site or host, in a language. A number and its unit"
        " belong together: 10 µF, 10uF. Case, accents, full width, traditional characters, µ and u, Ω and ohm make no"
        " difference; C++, C# and .NET are found as typed. Exit code 1 if nothing is found."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--site", help="only articles of this site")
        parser.add_argument("--language", metavar="CODE", help="only articles in this language, such as zh, en or ja")
        add_days(parser)
        parser.add_argument("--limit", metavar="N", type=int, default=10, help="at most so many (default: 10)")
        parser.add_argument("--json", action="store_true", help="print a JSON object for each article, one a line")

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check limit and days, too."""
        super().check(args, opts)
        check_limit(opts.limit)
        check_days(opts)

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Search, and print what is found."""
        from newscrawl.storage.views.search import search

        database = database_of(self)
        check_stored_site(database, opts.site)
        hits = search(
            database,
            " ".join(args),
            site=opts.site,
            language=opts.language,
            since=since_of(opts.since),
            until=until_of(opts.until),
            limit=opts.limit,
        )
        marks = _TERMINAL if sys.stdout.isatty() and "NO_COLOR" not in os.environ else _PLAIN
        for hit in hits:
            print(safe_json(_json(hit)) if opts.json else _text(hit, marks))
        if not hits:
            print("nothing found", file=sys.stderr)
            self.exitcode = 1


def _json(hit: Hit) -> str:
    return json.dumps(
        {
            "id": hit.article_id,
            "key": hit.key,
            "url": hit.url,
            "site": hit.site,
            "language": hit.language,
            "dated": hit.dated.isoformat(),
            "title": hit.title.text,
            "excerpt": hit.text.text,
        },
        ensure_ascii=False,
    )


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
