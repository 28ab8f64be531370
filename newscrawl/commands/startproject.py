"""`scrapy startproject`, with its arguments checked."""

import re
from argparse import Namespace
from importlib.util import find_spec

from scrapy.commands.startproject import Command as ScrapyStartproject

from newscrawl.cli.command import CheckedCommand
from newscrawl.errors import BadArgument


class Command(CheckedCommand, ScrapyStartproject):
    """Make a project of somebody's own."""

    takes = "a name, and a folder if it is not that"
    argument_counts = range(1, 3)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the name, too."""
        super().check(args, opts)
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,60}", args[0]):
            raise BadArgument(f"a project's name is like my_project, not {args[0]!r}")
        if find_spec(args[0]) is not None:
            raise BadArgument(f"there is a module {args[0]} already")
