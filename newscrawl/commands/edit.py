"""`scrapy edit`, with its arguments checked."""

from argparse import Namespace

from scrapy.commands.edit import Command as ScrapyEdit

from newscrawl.cli.arguments import check_spider
from newscrawl.cli.checkout import is_checkout, is_own_module
from newscrawl.cli.command import CheckedCommand
from newscrawl.errors import BadArgument


class Command(CheckedCommand, ScrapyEdit):
    """Open the module of a spider in an editor."""

    takes = "the name of one spider"
    argument_counts = range(1, 2)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the spider, and that it is no part of an installed newscrawl, which an update would overwrite."""
        from scrapy.spiderloader import get_spider_loader

        super().check(args, opts)
        check_spider(self.project_settings, args[0])
        module = get_spider_loader(self.project_settings).load(args[0]).__module__
        if is_own_module(module) and not is_checkout():
            raise BadArgument(f"{args[0]} is a part of the installed newscrawl; `genspider` writes one of your own")
