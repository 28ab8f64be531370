"""`scrapy fetch`, with its arguments checked before anything starts."""

from argparse import Namespace

from scrapy.commands.fetch import Command as ScrapyFetch

from newscrawl.cli.arguments import check_spider, check_web
from newscrawl.cli.command import CheckedCommand
from newscrawl.cli.one_off_fetch import keep_quiet


class Command(CheckedCommand, ScrapyFetch):
    """Fetch a page as a crawl would, without storing anything."""

    takes = "an http or https address"
    argument_counts = range(1, 2)

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Set what a one-off fetch needs; `-s` comes after and wins."""
        keep_quiet(self.project_settings)
        super().process_options(args, opts)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check address and spider, too."""
        super().check(args, opts)
        check_web(args[0])
        check_spider(self.project_settings, opts.spider)
