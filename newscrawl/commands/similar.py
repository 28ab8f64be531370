"""`scrapy similar`: the articles that are nearly the same as one, and which of them was first."""

import sys
from argparse import Namespace

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.cli.arguments import database_of, names_of
from newscrawl.cli.ending import ending
from newscrawl.net.logs import safe
from newscrawl.storage.views.similar import Copy, Group, read_similar


class Command(ScrapyCommand):
    """Print the group of one article."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - as Scrapy declares it

    def syntax(self) -> str:
        """Return the usage line."""
        return "ID | KEY | URL"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Show near-duplicates of an article, and which one was first"

    def long_desc(self) -> str:
        """Return what --help says."""
        return (
            "Prints the articles, of all sites, that are nearly the same as the one with that number, key or address,"
            " the earliest first, with the share of the text that they have in common with it and their credit line."
            " Exit code 1 if there is no such article."
        )

    def run(self, args: list[str], opts: Namespace) -> None:
        """Print the group of the article that the argument names."""
        if len(args) != 1:
            raise UsageError
        [name] = args
        with ending(self):
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
