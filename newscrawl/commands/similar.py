"""`scrapy similar`: the articles that are nearly the same as one, and which of them was first."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from newscrawl.cli.arguments import database_of, names_of
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.net.logs import safe

if TYPE_CHECKING:
    from newscrawl.storage.views.similar import Copy, Group


class Command(BaseCommand):
    """Print the group of one article."""

    uses_database = True
    arguments = "ID | KEY | URL"
    takes = "the number, key or address of an article"
    argument_counts = range(1, 2)
    summary = "Show near-duplicates of an article, and which one was first"
    description = (
        "Prints the articles, of all sites, that are nearly the same as the one with that number, key or address,"
        " the earliest first, with the share of the text that they have in common with it and their credit line."
        " Exit code 1 if there is no such article."
    )

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Print the group of the article that the argument names."""
        from newscrawl.storage.views.similar import read_similar

        [name] = args
        group = read_similar(database_of(self), names_of(name))
        if group is None:
            print(f"no article is called {safe(name)}", file=sys.stderr)
            self.exitcode = 1
        elif len(group.copies) == 1:
            print("no other article is nearly the same")
        else:
            print("\n".join(_line(copy, group) for copy in group.copies))


def _line(copy: Copy, group: Group) -> str:
    share = "asked" if copy.article_id == group.asked else f"{copy.similarity:.0%}"
    first = "earliest" if copy is group.copies[0] else ""
    credit = f"  (source: {safe(copy.source)})" if copy.source else ""
    return (
        f"{copy.dated:%Y-%m-%d %H:%M}  {share:>5}  {first:<8}  {copy.article_id}  {safe(copy.site)}"
        f"  {safe(copy.title or '')}{credit}\n    {safe(copy.url)}"
    )
