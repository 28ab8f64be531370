"""`scrapy crawl`, with its arguments checked before anything is sent or written."""

from argparse import Namespace
from typing import cast

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newscrawl.errors import BadArgument
from newscrawl.net.addon import practice_web
from newscrawl.pipelines.repair import simplify_of
from newscrawl.storage.engine import open_engine


class Command(ScrapyCrawl):
    """Scrapy's own command; a wrong name or argument is one line and exit code 2."""

    def run(self, args: list[str], opts: Namespace) -> None:
        """Run the spider of that name."""
        if len(args) == 1 and self.crawler_process:
            self._check(args[0], opts.spargs)
        super().run(args, opts)

    def _check(self, name: str, arguments: dict[str, str]) -> None:
        loader = cast("AsyncCrawlerProcess", self.crawler_process).spider_loader
        settings = cast("Settings", self.settings)
        if name not in loader.list():
            raise UsageError(
                f"no spider is called {name!r}; there are {', '.join(sorted(loader.list()))}",
                print_help=False,
            )
        try:
            loader.load(name)(**arguments)
            practice_web(settings)
            simplify_of(settings)
            open_engine(settings["NEWSCRAWL_DATABASE_URL"]).dispose()
        except BadArgument as error:
            raise UsageError(str(error), print_help=False) from None
