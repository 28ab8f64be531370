"""Fetch a few pages for a command: by Scrapy's downloader, so that guard, robots.txt and pauses hold as in a crawl."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess, CrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.http import Response
from scrapy.settings import BaseSettings, Settings

from newscrawl.errors import BadArgument
from newscrawl.net.addon import practice_web

logger = logging.getLogger(__name__)

Get = Callable[[str], Awaitable[Response | None]]
Work = Callable[[Get], Awaitable[None]]


class Errand(Spider):
    """Run ``work`` with a function that fetches one page and returns ``None`` if it cannot be had."""

    name = "errand"

    def __init__(self, work: Work, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._work = work

    async def start(self) -> AsyncIterator[Any]:
        """Do the work; nothing is left to crawl."""
        await self._work(self._get)
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def _get(self, url: str) -> Response | None:
        try:
            response = await self.crawler.engine.download_async(Request(url))
        except Exception as error:  # whatever keeps a page from coming: the command says what that means
            logger.info("%s cannot be had: %s", url, error)
            return None
        return response


def keep_quiet(settings: Settings) -> None:
    """Set what errands need: no database, and a log of what matters only."""
    settings.setdict({"ITEM_PIPELINES": {}, "LOG_LEVEL": "WARNING"}, priority="cmdline")


def run_errand(process: AsyncCrawlerProcess | CrawlerProcess, settings: BaseSettings, work: Work) -> None:
    """Run ``work`` to its end in a crawl of its own; raises ``UsageError`` for a practice web that is none."""
    try:
        practice_web(settings)
    except BadArgument as error:
        raise UsageError(str(error), print_help=False) from None
    process.crawl(Errand, work=work)
    process.start()
