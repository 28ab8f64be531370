"""`scrapy version`, with its arguments checked; called as newscrawl, it says newscrawl's."""

from argparse import Namespace

from scrapy.commands.version import Command as ScrapyVersion

from newscrawl import __version__
from newscrawl.cli.command import PROGRAM, CheckedCommand, program


class Command(CheckedCommand, ScrapyVersion):
    """Print versions."""

    def short_desc(self) -> str:
        """Return the line for the list of commands, as Scrapy asks for it."""
        return "Print the versions of newscrawl and Scrapy"

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Print newscrawl's version before Scrapy's."""
        if program() == PROGRAM:
            print(f"newscrawl {__version__}")
        super().execute(args, opts)
