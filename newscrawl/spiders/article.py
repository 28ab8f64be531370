"""Fetch the articles that somebody names."""

import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler

from newscrawl.errors import BadArgument, Refused
from newscrawl.recrawl import Discovery, Validators
from newscrawl.site import Site
from newscrawl.site_rules import RulesFolder
from newscrawl.spiders import rules_of, site_of
from newscrawl.spiders.arguments import refuse_unknown
from newscrawl.spiders.base import NewsSpider
from newscrawl.storage.crawl.known_urls import KnownPage
from newscrawl.urls import is_web

_MAX_URLS_FILE_BYTES = 64 << 20  # a million addresses of the usual length; chosen by hand

logger = logging.getLogger(__name__)


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
        refuse_unknown(self.name, arguments, self.arguments)
        self.since = None
        named = _split(arguments.get("url", ""))
        for url in named:
            if not is_web(url):
                raise BadArgument(f"url must be an http or https address, not {url!r}")
        lines = _read_file(arguments.get("urls_file"))
        self._named = frozenset(named)
        self.urls = named + [line for line in lines if is_web(line)]
        self.bad_lines = [line for line in lines if not is_web(line)]
        if not self.urls:
            raise BadArgument("article needs -a url=https://… or -a urls_file=FILE with http or https addresses")

    async def start(self) -> AsyncIterator[Any]:
        """Ask for every address, for one that is an article already only if it has changed."""
        self.report_bad_addresses(self.bad_lines, "urls_file")
        max_characters = self.crawler.settings.getint("URLLENGTH_LIMIT")
        for url in (url for url in self.urls if len(url) > max_characters):  # Scrapy would drop it without a word
            yield self.refusal(url, Refused("bad address", f"more than {max_characters} characters"), None, url)
        wanted = {url: site_of(url).key(url) for url in self.urls if len(url) <= max_characters}
        forgotten = self.store.known_urls.forgotten(set(wanted.values())) if self.store else frozenset()
        if forgotten:
            logger.warning("%d addresses are of articles that were forgotten: they are not asked for", len(forgotten))
            wanted = {url: key for url, key in wanted.items() if key not in forgotten}
        known = self.store.known_urls.pages(wanted.values()) if self.store else {}
        pages = [
            known[key]
            if key in known and known[key].url == url
            else KnownPage(key, url, Validators(), Discovery("user", "url" if url in self._named else "urls_file"))
            for url, key in wanted.items()
        ]
        for request in self.schedule(pages):
            yield request

    def site_of(self, url: str) -> Site:
        """Return the declared site of ``url``, or what a file of site rules or its host tells."""
        return site_of(url, self._rules)


def _split(urls: str) -> list[str]:
    """Return the addresses in the argument ``url`` of the spider."""
    # A comma may stand inside an address: only one before the next scheme separates.
    return [part.strip() for part in re.split(r",(?=\s*+https?:)", urls) if part.strip()]


def _read_file(path: str | None) -> list[str]:
    """Return the addresses in the file that the argument ``urls_file`` of the spider names."""
    if path is None:
        return []
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MAX_URLS_FILE_BYTES + 1)
        if len(content) > _MAX_URLS_FILE_BYTES:
            raise BadArgument(f"urls_file cannot be read: it has more than {_MAX_URLS_FILE_BYTES} bytes")
        lines = content.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadArgument(f"urls_file cannot be read: {error}") from None
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
