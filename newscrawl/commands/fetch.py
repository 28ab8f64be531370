"""`scrapy fetch`, with its arguments checked before anything starts."""

from scrapy.commands.fetch import Command as ScrapyFetch

from newscrawl.cli.one_off_fetch import OnePageCommand


class Command(OnePageCommand, ScrapyFetch):
    """Fetch a page as a crawl would, without storing anything."""
