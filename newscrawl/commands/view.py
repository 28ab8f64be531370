"""`scrapy view`, with its arguments checked before anything starts."""

from scrapy.commands.view import Command as ScrapyView

from newscrawl.cli.one_off_fetch import OnePageCommand


class Command(OnePageCommand, ScrapyView):
    """Show a page as a crawl gets it, in a web browser."""
