"""`scrapy parse`: show what a spider makes of one page, without storing it."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from itemadapter import ItemAdapter
from scrapy.commands.parse import Command as ScrapyParse
from scrapy.utils import display

from newscrawl.cli.arguments import check_spider
from newscrawl.cli.command import CrawlingCommand
from newscrawl.cli.one_off_fetch import NOT_FETCHED
from newscrawl.errors import BadArgument
from newscrawl.urls import is_web

_OF_ANY_SITE = ("article", "site")  # spiders that must be told an address


class Command(CrawlingCommand, ScrapyParse):
    """Scrapy's own command, which finds the spider of each address: that of its site, else ``article``."""

    arguments = "[options] URL"
    takes = "one http or https address"
    argument_counts = range(1, 2)
    summary = "Show what a spider makes of one page"
    description = (
        "Fetches URL and prints what the spider of its site makes of it: the article, or the requests that a list leads"
        " to. Without --callback the page is read as a list if the site declares that address, else as an"
        " article. Nothing is stored and no pipeline runs (--pipelines runs them); `newscrawl read` prints the finished"
        f" article. Exit code {NOT_FETCHED} if no page came."
    )

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Choose the spider, and leave the pipelines out unless they are asked for."""
        super().process_options(args, opts)
        self.override(
            LOG_LEVEL="WARNING", NEWSCRAWL_PAGE_WORKERS=0, **({} if opts.pipelines else {"ITEM_PIPELINES": {}})
        )

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the address, too, and choose the spider."""
        from newscrawl.spiders import declared_name_of

        super().check(args, opts)
        if not is_web(args[0]):
            raise BadArgument(f"needs an http or https address, not {args[0]!r}")
        check_spider(self.project_settings, opts.spider)
        opts.spider = opts.spider or declared_name_of(args[0]) or "article"
        if opts.spider in _OF_ANY_SITE:
            opts.spargs.setdefault("url", args[0])

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Fetch and print."""
        ScrapyParse.run(self, args, opts)

    def print_results(self, opts: Namespace) -> None:
        """Print what the spider made of the page; if none came, Scrapy has logged that."""
        if self.first_response is None:
            self.exitcode = NOT_FETCHED
        else:
            super().print_results(opts)

    def print_items(self, lvl: int | None = None, colour: bool = True) -> None:
        """Print articles by their documented keys; Scrapy's own way takes a changed field apart wrongly."""
        items = [item for level, found in self.items.items() if lvl in (None, level) for item in found]
        print("# Scraped Items ", "-" * 60)
        display.pprint([_plain(item) for item in items], colorize=colour)


def _plain(item: Any) -> dict[str, Any]:
    from newscrawl.article import Article

    return item.to_dict() if isinstance(item, Article) else ItemAdapter(item).asdict()
