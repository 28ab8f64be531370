"""Crawl a site that nobody has declared."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawl.discovery.answers import Answer
from newscrawl.discovery.headlines import looks_like_article, stands_among_articles
from newscrawl.discovery.links import Link
from newscrawl.discovery.listings import read_listing
from newscrawl.discovery.probe import evidence_of
from newscrawl.discovery.site_lists import Found, FoundList, find_sources
from newscrawl.errors import BadArgument
from newscrawl.net.blocked import block_of
from newscrawl.recrawl import Discovery
from newscrawl.site import Listing, Site, Sitemap, Source, WordPress
from newscrawl.spiders import site_of
from newscrawl.spiders.arguments import refuse_unknown
from newscrawl.spiders.base import NewsSpider
from newscrawl.spiders.lists import KIND_NAMES
from newscrawl.spiders.responses import answer_of
from newscrawl.urls import is_web
from newscrawl.urls.domains import hosts_of, same_site


class SiteSpider(NewsSpider):
    """Find out where the site at ``url`` lists its articles, and store them as the generic reader reads them.

    Feeds, headlines, the API of WordPress and sitemaps are looked for; the log says which were found, and how. A
    declared site is crawled by its declaration. Arguments: ``url``, a page of the site, or a feed or sitemap of it,
    and those of every site's spider; at most 50 articles are asked for unless ``max_articles`` says otherwise.
    """

    name = "site"
    arguments = ("url", *(name for name in NewsSpider.arguments if name != "query"))
    max_articles = 50

    def read_arguments(self, arguments: dict[str, str]) -> None:
        """Read the address and the bounds; raises ``BadArgument`` for an address that is none."""
        refuse_unknown(self.name, arguments, self.arguments)
        self.url = arguments.get("url", "").strip()
        if not is_web(self.url):
            raise BadArgument(f"site needs -a url=https://…, not {self.url!r}")
        self.site = site_of(self.url)
        self._named: set[str] = set()  # addresses that a feed, an API or a list of headlines names: these are articles
        self._found: dict[str, Discovery] = {}  # how articles were found that the lists of the front page name
        self.read_bounds(arguments, self.site.timezone or "UTC")

    @property
    def run_name(self) -> str:
        """The name of a declared site, whose runs these are, or the host."""
        return self.site.name if self.site.sources else f"{self.name}:{self.site.name}"

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the sources of a declared site, else for the page that was named."""
        if self.site.sources:
            async for request in super().start():
                yield request
        else:
            yield Request(self.url, self.parse_front, errback=self.front_failed)

    async def parse_front(self, response: Response) -> AsyncIterator[Request]:
        """Find out how the site lists its articles, and follow what it lists."""
        async for request in self._follow(answer_of(response), response):
            yield request

    async def front_failed(self, failure: Failure) -> AsyncIterator[Request]:
        """Look for feeds and sitemaps of a site whose page was answered with an error, such as 403 or 404."""
        for request in self.source_failed(failure):
            yield request
        if isinstance(failure.value, HttpError):
            response = failure.value.response
            async for request in self._follow(Answer(response.url, b""), response):
                yield request

    def is_article(self, url: str) -> bool:
        """Tell whether ``url`` is an article's: lists name it, or it has the form that articles have."""
        if not super().is_article(url):
            return False
        return bool(self.site.templates) or url in self._named or looks_like_article(url)

    async def _follow(self, front: Answer, response: Response) -> AsyncIterator[Request]:
        if not same_site(front.url, self.url):
            self.logger.warning("%s leads to another site: %s", self.url, front.url)
        found = await find_sources(front, self._answer)
        for note in found.notes:
            self.logger.info("found on %s: %s", found.url, note)
        for source in found.sources:
            self._count(f"newscrawl/found/{type(source).__name__}")
        self.site = _site_of(found)
        for request in self.due_requests():
            yield request
        self._found = {
            link.url: Discovery(KIND_NAMES[type(one.source)], one.source.url)
            for one in reversed(found.lists)
            for link in one.links
        }
        for request in self._articles(Listing, found.links, response):
            yield request
        for one in found.lists:
            for request in self._rest(response, front, one):
                yield request

    def discovery_of(self, url: str, response: Response, kind: type[Source]) -> Discovery:
        """Return how an article was found: by the list that names it, if the site was looked at for lists."""
        return self._found.get(url) or super().discovery_of(url, response, kind)

    def _articles(
        self,
        kind: type[Source],
        links: Sequence[Link],
        response: Response,
        bad: Sequence[str] = (),
        must_name: bool = True,
    ) -> Iterator[Request]:
        """Take all addresses of a list for articles, whatever their form; those of a sitemap only by their folder."""
        is_sitemap = isinstance(response.cb_kwargs.get("source"), Sitemap)
        self._named.update(link.url for link in links if not is_sitemap or stands_among_articles(link.url))
        return super()._articles(kind, links, response, bad, must_name)

    def _rest(self, response: Response, front: Answer, found: FoundList) -> Iterator[Request]:
        """Yield the requests for what is not read yet of a list: its next page, archives and sitemaps."""
        source = found.source
        if not found.links or source.archive:
            yield from self.source_requests([source])
        elif isinstance(source, WordPress):
            yield from self._page_after(response, source, self._posts_page(source, 2), pages=1)
        elif isinstance(source, Listing) and source.url != front.url:
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
        return answer_of(response) if response.status == 200 and not block_of(response) else None


def _site_of(found: Found) -> Site:
    """Return what a spider without a declaration has found out about its site, as a declaration."""
    return replace(
        Site.undeclared(found.url),
        hosts=hosts_of(found.url),
        sources=found.sources,
        evidence=evidence_of(found, datetime.now(UTC).date()),
    )
