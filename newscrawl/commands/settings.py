"""`scrapy settings`, with its arguments checked."""

from argparse import Namespace

from scrapy.commands.settings import Command as ScrapySettings

from newscrawl.cli.command import CheckedCommand
from newscrawl.errors import BadArgument


class Command(CheckedCommand, ScrapySettings):
    """Print the value of a setting."""

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Print a value, or say that it cannot be read so."""
        try:
            super().execute(args, opts)
        except (TypeError, ValueError) as error:
            raise BadArgument(f"the value cannot be read so: {error}") from None
