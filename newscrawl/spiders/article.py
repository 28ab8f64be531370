"""Fetch the articles that somebody names."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler

from newscrawl.errors import BadArgument
from newscrawl.recrawl import Validators
from newscrawl.site import Site
from newscrawl.site_rules import RulesFolder
from newscrawl.spiders import rules_of, site_of
from newscrawl.spiders.base import NewsSpider
from newscrawl.storage.crawl.known_urls import KnownPage
from newscrawl.urls import is_web


class ArticleSpider(NewsSpider):
    """Store articles by address: by its site's declaration where there is one, else with the generic reader.

    Arguments: ``url``, one address or more, separated by commas; or ``urls_file``, a text file with one on each line
    (lines that begin with # are comments).
    """

    name = "article"
    has_lists = False
    arguments = ("url", "urls_file")
    _rules: RulesFolder | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Read the folder of ``NEWSCRAWL_SITE_RULES``; raises ``BadArgument`` if there is none."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider._rules = rules_of(crawler.settings["NEWSCRAWL_SITE_RULES"])
        return spider

    def read_arguments(self, arguments: dict[str, str]) -> None:
        """Read the addresses; raises ``BadArgument`` for what is none, and when there are none at all."""
        self.refuse_unknown(arguments)
        self.since = None
        self.urls = _split(arguments.get("url", "")) + _read_file(arguments.get("urls_file"))
        if not self.urls:
            raise BadArgument("article needs -a url=https://… or -a urls_file=FILE")
        for url in self.urls:
            if not is_web(url):
                raise BadArgument(f"url must be an http or https address, not {url!r}")

    async def start(self) -> AsyncIterator[Any]:
        """Ask for every address, for one that is an article already only if it has changed."""
        wanted = {url: site_of(url).key(url) for url in self.urls}
        known = self.store.known_urls.pages(wanted.values()) if self.store else {}
        pages = [
            known[key] if key in known and known[key].url == url else KnownPage(key, url, Validators())
            for url, key in wanted.items()
        ]
        for request in self.schedule(pages):
            yield request

    def site_of(self, url: str) -> Site:
        """Return the declared site of ``url``, or what a file of site rules or its host tells."""
        return site_of(url, self._rules)


def _split(urls: str) -> list[str]:
    # A comma may stand inside an address: only one before the next scheme separates.
    return [part.strip() for part in re.split(r",(?=\s*+https?:)", urls) if part.strip()]


def _read_file(path: str | None) -> list[str]:
    if path is None:
        return []
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadArgument(f"urls_file cannot be read: {error}") from None
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
