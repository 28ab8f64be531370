"""`scrapy view`, with its arguments checked before anything starts."""

from argparse import Namespace

from scrapy.commands.view import Command as ScrapyView
from scrapy.http import Response, TextResponse

from newscrawl.cli.one_off_fetch import OnePageCommand


class Command(OnePageCommand, ScrapyView):
    """Show a page as a crawl gets it, in a web browser."""

    def _print_response(self, response: Response, opts: Namespace) -> None:
        if isinstance(response, TextResponse):
            super()._print_response(response, opts)
        else:
            self.problem = "is no text"
