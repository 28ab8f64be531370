"""What every spider of a declared site does: find articles, fetch them, hand them on."""

import logging
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawl.article import Article, RawPage, Refusal
from newscrawl.errors import BadArgument, Refused
from newscrawl.net.guard import NotSent
from newscrawl.site import Feed, Listing, Site, Sitemap, Source
from newscrawl.stages.decode import Decoded, charset_of, decode
from newscrawl.stages.discover import Link, read_feed, read_listing, read_sitemap, unpacked
from newscrawl.stages.extract import Extracted, extract_article, join_parts
from newscrawl.stages.validate import DAMAGED, check_body

logger = logging.getLogger(__name__)

MAX_PARTS = 20  # pages of one article
MAX_SITEMAPS = 50  # files of one run
MAX_SITEMAP_DEPTH = 3  # an index of indexes of sitemaps


class NewsSpider(Spider):
    """Crawl one declared site: its listings, feeds and sitemaps, then the articles they name.

    A subclass needs a ``site`` and, as Scrapy wants it, a ``name``. Arguments: ``max_pages`` listing pages of each
    source are read at most (default 10); articles published before the day ``since`` are passed over. A wrong argument
    raises ``BadArgument``.
    """

    site: ClassVar[Site]
    arguments: ClassVar[tuple[str, ...]] = ("max_pages", "since")

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name)
        self._found: set[str] = set()
        self._sitemaps = 0
        self.read_arguments(arguments)

    def read_arguments(self, arguments: dict[str, str]) -> None:
        """Check the arguments of ``-a``, all of them, and keep their values; raises ``BadArgument``."""
        self.refuse_unknown(arguments)
        self.max_pages = _positive("max_pages", arguments.get("max_pages", "10"))
        self.since = _day("since", arguments.get("since"), self.site.timezone or "UTC")

    def refuse_unknown(self, arguments: dict[str, str]) -> None:
        """Raise ``BadArgument`` for an argument that this spider does not take."""
        for argument in arguments:
            if argument not in self.arguments:
                raise BadArgument(f"{self.name} takes no argument {argument!r}; it takes {', '.join(self.arguments)}")

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the first page of every source."""
        for source in self.site.sources:
            yield self._request(source, source.url)

    def parse_listing(self, response: Response, source: Listing, pages: int) -> Iterator[Request]:
        """Follow the articles of a listing page, and the page after it while there is something new."""
        listing = read_listing(_decoded(response).text, response.url, source)
        known = len(self._found)
        yield from self._articles(listing.links)
        # A calendar or a list that goes round has a next page for ever.
        found_any = len(self._found) > known
        if listing.next_page and found_any and pages < self.max_pages and self.site.covers(listing.next_page):
            yield self._request(source, listing.next_page, pages + 1)

    def parse_feed(self, response: Response) -> Iterator[Request]:
        """Follow the articles of a feed."""
        yield from self._articles(read_feed(_decoded(response).text, response.url))

    def parse_sitemap(self, response: Response, source: Sitemap, pages: int) -> Iterator[Request]:
        """Follow the articles of a sitemap, and the sitemaps of an index."""
        sitemap = read_sitemap(decode(unpacked(response.body), _charset(response)).text, response.url)
        yield from self._articles(sitemap.links)
        for url in sitemap.sitemaps if pages < min(self.max_pages, MAX_SITEMAP_DEPTH) else ():
            if self._sitemaps < MAX_SITEMAPS and self.site.covers(url):
                self._sitemaps += 1
                yield self._request(source, url, pages + 1)

    async def parse_article(self, response: Response) -> AsyncIterator[Article | Refusal]:
        """Read an article, with all its parts; a page that is none becomes a refusal."""
        site = self.site_of(response.url)
        try:
            article = await self._whole(site, self._extract(response, site), response.url)
        except Refused as refused:
            yield self._refusal(response.url, refused, response.status)
            return
        except Exception as error:  # whatever one page does, it ends on record
            logger.exception("cannot be read: %s", response.url)
            yield self._refusal(response.url, Refused("error", type(error).__name__), response.status)
            return
        if self.since and article.published and article.published < self.since:
            self._count("newscrawl/skipped/before-since")
            return
        yield article

    def failed(self, failure: Failure) -> Iterator[Refusal]:
        """Record why an article could not be fetched."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]
        if isinstance(error, HttpError):
            refused, status = Refused(f"http {error.response.status}"), error.response.status
        elif isinstance(error, NotSent):
            refused, status = Refused(error.reason, error.detail), None
        else:
            refused, status = Refused("not fetched", f"{type(error).__name__}: {error}"), None
        yield self._refusal(_first_url(request), refused, status)

    def site_of(self, url: str) -> Site:
        """Return the site by whose declaration ``url`` is read."""
        return self.site

    def article_request(self, url: str) -> Request:
        """Return the request of an article page."""
        return Request(url, callback=self.parse_article, errback=self.failed)

    def _request(self, source: Source, url: str, pages: int = 1) -> Request:
        match source:
            case Listing():
                return Request(url, callback=self.parse_listing, cb_kwargs={"source": source, "pages": pages})
            case Feed():
                return Request(url, callback=self.parse_feed)
            case Sitemap():
                return Request(url, callback=self.parse_sitemap, cb_kwargs={"source": source, "pages": pages})

    def _articles(self, links: tuple[Link, ...]) -> Iterator[Request]:
        most = self.crawler.settings.getint("NEWSCRAWL_MAX_ARTICLES")
        for link in links:
            if link.url in self._found:
                continue
            if not self.site.is_article(link.url):
                self._count("newscrawl/skipped/other-address")
            elif self.since and link.published and link.published < self.since:
                self._count("newscrawl/skipped/before-since")
            elif len(self._found) >= most:
                self._count("newscrawl/skipped/too-many")
            else:
                self._found.add(link.url)
                yield self.article_request(link.url)

    async def _whole(self, site: Site, first: Extracted, url: str) -> Article:
        """Return the article with its other pages: the whole text on one page if there is one, else part by part."""
        seen = {url}
        if first.whole and first.whole not in seen:
            seen.add(first.whole)
            whole = await self._part(first.whole, site)
            if whole:
                return replace(whole.article, url=first.article.url, key=first.article.key)
        parts, following = [first.article], first.next_page
        while following and following not in seen and len(parts) < MAX_PARTS:
            seen.add(following)
            part = await self._part(following, site)
            if not part:
                return join_parts(parts).flagged("incomplete")
            parts.append(part.article)
            following = part.next_page
        return join_parts(parts)

    async def _part(self, url: str, site: Site) -> Extracted | None:
        try:
            response = await self.crawler.engine.download_async(Request(url))
            return self._extract(response, site)
        except Exception as error:  # whatever one part meets, the others are kept
            logger.warning("a part of an article is missing: %s: %s", url, error)
            self._count("newscrawl/missing-parts")
            return None

    def _extract(self, response: Response, site: Site) -> Extracted:
        if not site.covers(response.url):
            raise Refused("off site", response.url)
        if response.status != 200:  # others of the two hundreds are parts and echoes
            raise Refused(f"http {response.status}")
        if response.request and "redirect_urls" in response.request.meta and _is_front(response.url):
            raise Refused("soft 404", "it leads to the front page")
        check_body(response.body, _content_type(response))
        page, fetched = _decoded(response), datetime.now(UTC)
        extracted = extract_article(page, response.url, site, fetched=fetched)
        raw = (_raw(response, page, fetched),)
        damage = (flag for flag in response.flags if flag.startswith(DAMAGED))
        article = replace(extracted.article, raw=raw, flags=(*extracted.article.flags, *damage))
        return extracted._replace(article=article)

    def _refusal(self, url: str, refused: Refused, status: int | None) -> Refusal:
        site = self.site_of(url)
        return Refusal(
            url=url,
            key=site.key(url),
            site=site.name,
            reason=refused.reason,
            detail=refused.detail,
            http_status=status,
        )

    def _count(self, key: str) -> None:
        self.crawler.stats.inc_value(key)


def _decoded(response: Response) -> Decoded:
    return decode(response.body, _charset(response))


def _charset(response: Response) -> str | None:
    return charset_of(_content_type(response))


def _content_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")


def _first_url(request: Request) -> str:
    """Return the address that was asked for, before redirects."""
    first: str = request.meta.get("redirect_urls", [request.url])[0]
    return first


def _is_front(url: str) -> bool:
    return urlsplit(url).path in ("", "/") and not urlsplit(url).query


def _raw(response: Response, page: Decoded, fetched: datetime) -> RawPage:
    headers = response.headers.items()
    return RawPage(
        url=response.url,
        status=response.status,
        headers=tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers for value in values
        ),
        body=response.body,
        fetched=fetched,
        charset=page.charset,
        charset_evidence=page.evidence,
    )


def _positive(name: str, written: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", written) or not int(written):
        raise BadArgument(f"{name} must be a number from 1 on, not {written!r}")
    return int(written)


def _day(name: str, written: str | None, timezone: str) -> datetime | None:
    if written is None:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise BadArgument(f"{name} must be a day such as 2026-11-01, not {written!r}") from None
    return datetime.combine(day, time.min, ZoneInfo(timezone)).astimezone(UTC)
