"""`scrapy check`: whether the lists of sites can be read today, and name articles."""

from __future__ import annotations

from argparse import Namespace
from typing import ClassVar

from scrapy.commands.check import Command as ScrapyCheck

from newscrawl.cli.command import CrawlingCommand
from newscrawl.errors import BadArgument


class Command(CrawlingCommand, ScrapyCheck):
    """Scrapy's own command, over the spiders of declared sites."""

    arguments = "[options] [SPIDER ...]"
    takes = "names of spiders of declared sites"
    argument_counts = range(10_000)
    summary = "Check that the lists of sites can be read"
    description = (
        "Asks each site, or those that are named, for its first feed and its first listing, and checks that they name"
        " an article: the contracts of newscrawl/spiders/lists.py. Nothing is stored. Exit code 1 if one fails."
    )
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check that every name is that of a declared site."""
        from newscrawl.spiders import site_named

        super().check(args, opts)
        for name in args:
            if site_named(name) is None:
                raise BadArgument(f"{name!r} is no declared site: it has no lists of its own that could be checked")

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Ask and report."""
        from newscrawl.spiders import declared_sites

        ScrapyCheck.run(self, args or [site.name for site in declared_sites()], opts)
