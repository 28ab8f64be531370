"""`scrapy edit`, with its arguments checked."""

from argparse import Namespace

from scrapy.commands.edit import Command as ScrapyEdit

from newscrawl.cli.arguments import check_spider
from newscrawl.cli.command import CheckedCommand


class Command(CheckedCommand, ScrapyEdit):
    """Open the module of a spider in an editor."""

    takes = "the name of one spider"
    argument_counts = range(1, 2)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the spider, too."""
        super().check(args, opts)
        check_spider(self.project_settings, args[0])
