"""`scrapy runspider`, with its arguments checked before anything starts."""

from argparse import Namespace
from pathlib import Path

from scrapy.commands.runspider import Command as ScrapyRunspider

from newscrawl.cli.command import CheckedCommand
from newscrawl.errors import BadArgument


class Command(CheckedCommand, ScrapyRunspider):
    """Run the spider of a Python file."""

    takes = "a Python file"
    argument_counts = range(1, 2)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the file, too."""
        super().check(args, opts)
        path = Path(args[0])
        if path.suffix not in (".py", ".pyw") or not path.is_file():
            raise BadArgument(f"needs a Python file, not {args[0]!r}")
