"""`scrapy runspider`, with its arguments checked before anything starts."""

from argparse import Namespace
from pathlib import Path

from scrapy.commands.runspider import Command as ScrapyRunspider
from scrapy.commands.runspider import _import_file
from scrapy.utils.spider import iter_spider_classes

from newscrawl.cli.command import CheckedCommand
from newscrawl.errors import BadArgument


class Command(CheckedCommand, ScrapyRunspider):
    """Run the spider of a Python file."""

    takes = "a Python file"
    argument_counts = range(1, 2)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the file, and that it can be imported, too."""
        super().check(args, opts)
        path = Path(args[0])
        if path.suffix not in (".py", ".pyw") or not path.is_file():
            raise BadArgument(f"needs a Python file, not {args[0]!r}")
        try:
            module = _import_file(path)  # once: Scrapy gets the same module
        except Exception as error:  # whatever somebody's code raises
            what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            raise BadArgument(f"{args[0]} cannot be imported: {what}") from None
        if not any(iter_spider_classes(module)):
            raise BadArgument(f"there is no spider in {args[0]}")
