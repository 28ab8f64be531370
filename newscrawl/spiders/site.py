"""Crawl a site that nobody has declared."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

from scrapy import Request
from scrapy.http import Response

from newscrawl.discovery.domains import hosts_of
from newscrawl.discovery.listings import read_listing
from newscrawl.discovery.probe import Answer, find_sources, looks_like_article
from newscrawl.errors import BadArgument
from newscrawl.site import Listing, Site, Sitemap, Source
from newscrawl.spiders import site_of
from newscrawl.spiders.arguments import refuse_unknown
from newscrawl.spiders.base import NewsSpider
from newscrawl.spiders.responses import answer_of
from newscrawl.urls import is_web


class SiteSpider(NewsSpider):
    """Find feeds, sitemaps and listing of the site at ``url`` and store its articles, read by the generic reader.

    A declared site is crawled by its declaration. Arguments: ``url``, any page of the site that lists articles, and
    those of every site's spider; at most 50 articles are asked for unless ``max_articles`` says otherwise.
    """

    name = "site"
    arguments = ("url", *NewsSpider.arguments)
    max_articles = 50

    def read_arguments(self, arguments: dict[str, str]) -> None:
        """Read the address and the bounds; raises ``BadArgument`` for an address that is none."""
        refuse_unknown(self.name, arguments, self.arguments)
        self.url = arguments.get("url", "").strip()
        if not is_web(self.url):
            raise BadArgument(f"site needs -a url=https://…, not {self.url!r}")
        self.site = site_of(self.url)
        self._named: set[str] = set()  # addresses that a feed or the front page names: these are articles
        self.read_bounds(arguments, self.site.timezone or "UTC")

    @property
    def run_name(self) -> str:
        """The name of a declared site, whose runs these are, or the host."""
        return self.site.name if self.site.sources else f"{self.name}:{self.site.name}"

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the sources of a declared site, else for the front page."""
        if self.site.sources:
            async for request in super().start():
                yield request
        else:
            yield Request(self.url, self.parse_front, errback=self.source_failed)

    async def parse_front(self, response: Response) -> AsyncIterator[Request]:
        """Find out how the site lists its articles, and follow what it lists."""
        front = answer_of(response)
        found = await find_sources(front, self._answer)
        self.logger.info("found on %s: %s", front.url, ", ".join(map(_told, found.sources)) or "no list")
        self.site = replace(Site.undeclared(front.url), hosts=hosts_of(front.url), sources=found.sources)
        self._named.update(link.url for link in found.links)
        for request in self.due_requests():
            yield request
        for request in self._articles(found.links, response):
            yield request
        for source in found.sources:
            for request in self._rest(response, front, source):
                yield request

    def is_article(self, url: str) -> bool:
        """Tell whether ``url`` is an article's: lists name it, or it has the form that articles have."""
        return super().is_article(url) and (bool(self.site.templates) or url in self._named or looks_like_article(url))

    def _rest(self, response: Response, front: Answer, source: Source) -> Iterator[Request]:
        """Yield the requests for what the front page has not told yet: its next page, and the sitemaps."""
        if isinstance(source, Sitemap):
            yield from self.source_requests([source])
        elif isinstance(source, Listing):
            following = read_listing(front.text, front.url, source).next_page
            if following and self.site.covers(following):
                yield from self._page_after(response, source, following, pages=1)

    async def _answer(self, url: str) -> Answer | None:
        try:
            response = await self.crawler.engine.download_async(Request(url))
        except Exception as error:  # a place where there might have been a list
            self.logger.debug("nothing at %s: %s", url, error)
            return None
        return answer_of(response) if response.status == 200 else None


def _told(source: Source) -> str:
    return f"{type(source).__name__} {source.url}"
