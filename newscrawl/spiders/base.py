"""What every spider of a declared site does: find articles, fetch them, hand them on."""

import logging
import re
from asyncio import to_thread
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawl.article import Article, RawPage, Refusal
from newscrawl.errors import BadArgument, NewscrawlError, Refused
from newscrawl.net.guard import NotSent
from newscrawl.site import Feed, JsonList, Listing, Site, Sitemap, Source
from newscrawl.stages.decode import Decoded, charset_of, decode
from newscrawl.stages.discover import (
    MAX_SITEMAP_BYTES,
    Link,
    dated_pages,
    read_feed,
    read_json_list,
    read_listing,
    read_sitemap,
)
from newscrawl.stages.extract import Extracted, extract_article, join_parts
from newscrawl.stages.probe import Answer
from newscrawl.stages.validate import DAMAGED, check_body
from newscrawl.storage.read import read_keys

logger = logging.getLogger(__name__)

MAX_PARTS = 20  # pages of one article
MAX_SITEMAPS = 50  # files of one run
MAX_REMEMBERED = 20_000  # articles of one site, on record from earlier crawls
MAX_SITEMAP_DEPTH = 3  # an index of indexes of sitemaps


class NewsSpider(Spider):
    """Crawl one declared site: its listings, feeds and sitemaps, then the articles they name.

    A subclass needs a ``site`` and, as Scrapy wants it, a ``name``. Arguments: ``max_pages`` listing pages of each
    source are read at most (default 10), and ``max_articles`` articles asked for (never more than the setting
    ``NEWSCRAWL_MAX_ARTICLES``); articles published before the day ``since`` or after the day ``until`` are passed over;
    ``backfill=1`` asks the site's archives, too. A wrong argument raises ``BadArgument``.
    """

    site: Site
    arguments: ClassVar[tuple[str, ...]] = ("max_pages", "max_articles", "since", "until", "backfill")
    max_pages = 10
    max_articles: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    backfill = False

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name)
        self._seen: set[str] = set()  # addresses of articles that a list has named
        self._asked = 0  # articles asked for
        self._stored: frozenset[str] = frozenset()  # keys of what earlier crawls have stored or refused
        self._sitemaps = 0
        self.read_arguments(arguments)

    def read_arguments(self, arguments: dict[str, str]) -> None:
        """Check the arguments of ``-a``, all of them, and keep their values; raises ``BadArgument``."""
        self.refuse_unknown(arguments)
        self.read_bounds(arguments, self.site.timezone or "UTC")

    def read_bounds(self, arguments: dict[str, str], timezone: str) -> None:
        """Keep the values of the arguments that bound a crawl; days begin at midnight in ``timezone``."""
        self.max_pages = _positive("max_pages", arguments.get("max_pages", str(self.max_pages)))
        if "max_articles" in arguments:
            self.max_articles = _positive("max_articles", arguments["max_articles"])
        self.since = _day("since", arguments.get("since"), timezone)
        self.until = _day("until", arguments.get("until"), timezone, days_later=1)
        if self.since and self.until and self.until <= self.since:
            raise BadArgument("until must not be a day before since")
        self.backfill = _yes("backfill", arguments.get("backfill", "0"))

    def refuse_unknown(self, arguments: dict[str, str]) -> None:
        """Raise ``BadArgument`` for an argument that this spider does not take."""
        for argument in arguments:
            if argument not in self.arguments:
                raise BadArgument(f"{self.name} takes no argument {argument!r}; it takes {', '.join(self.arguments)}")

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the first page of every source."""
        await self.remember_stored()
        for request in self.source_requests(self.site.sources):
            yield request

    async def remember_stored(self) -> None:
        """Look up what is on record already: a list that holds nothing else is not followed to its older pages.

        Not if days are given or a backfill is asked for: these may be for what an earlier crawl has missed.
        """
        if not (self.since or self.until or self.backfill):
            try:
                database = self.settings["NEWSCRAWL_DATABASE_URL"]
                self._stored = await to_thread(read_keys, database, self.site.name, MAX_REMEMBERED)
            except NewscrawlError as error:  # without a database everything is new; who writes to it says what is wrong
                logger.info("what is stored cannot be looked up: %s", error)

    def source_requests(self, sources: Iterable[Source]) -> Iterator[Request]:
        """Yield the requests of the first page of each source; archives only in a backfill."""
        for source in sources:
            if not source.archive or self.backfill:
                for url in islice(self._first_pages(source), self.max_pages):
                    yield self._request(source, url)

    def parse_listing(self, response: Response, source: Listing, pages: int) -> Iterator[Request]:
        """Follow the articles of a listing page, and the page after it while there is something new."""
        listing = read_listing(_decoded(response).text, response.url, source)
        known = len(self._seen)
        yield from self._articles(listing.links, response.url)
        if listing.next_page and self.site.covers(listing.next_page) and self._goes_on(listing.links, known):
            yield from self._page_after(response, source, listing.next_page, pages)

    def parse_json_list(self, response: Response, source: JsonList, pages: int) -> Iterator[Request]:
        """Follow the articles of a JSON list, and the page after it while there is something new."""
        zone, now = self.site.timezone or "UTC", datetime.now(UTC)
        links = read_json_list(_decoded(response).text, response.url, source, timezone=zone, fetched=now)
        known = len(self._seen)
        yield from self._articles(links, response.url)
        if "{page}" in source.url and self._goes_on(links, known):
            following = source.url.replace("{page}", str(source.first_page + pages))
            yield from self._page_after(response, source, following, pages)

    def parse_feed(self, response: Response) -> Iterator[Request]:
        """Follow the articles of a feed."""
        zone, now = self.site.timezone or "UTC", datetime.now(UTC)
        links = read_feed(_decoded(response).text, response.url, timezone=zone, fetched=now)
        yield from self._articles(links, response.url)

    async def parse_sitemap(self, response: Response, source: Sitemap, pages: int) -> AsyncIterator[Request]:
        """Follow the articles of a sitemap, and the sitemaps of an index."""
        # A large one takes seconds: other pages are answered meanwhile.
        sitemap = await to_thread(read_sitemap, response.body, response.url, fetched=datetime.now(UTC))
        if sitemap.cut:
            self._count("newscrawl/skipped/rest-of-sitemap")
        for request in self._articles(sitemap.links, "" if sitemap.sitemaps else response.url):
            yield request
        for link in sitemap.sitemaps:
            if self.since and link.published and link.published < self.since:
                self._count("newscrawl/skipped/older-sitemap")
            elif not self.site.covers(link.url) or pages >= MAX_SITEMAP_DEPTH or self._sitemaps >= MAX_SITEMAPS:
                self._count("newscrawl/skipped/sitemap")
            else:
                self._sitemaps += 1
                yield self._request(source, link.url, pages + 1)

    def source_failed(self, failure: Failure) -> None:
        """Count a list that could not be fetched."""
        self._count("newscrawl/failed-sources")
        logger.warning("a list could not be fetched: %s: %s", failure.request.url, failure.value)  # type: ignore[attr-defined]

    def closed(self, reason: str) -> None:
        """Say for which fields of which site the declaration no longer holds."""
        for kind, meaning in (("fallback", "found by the generic reader only"), ("missing", "found by nobody")):
            fields = self._counted(f"newscrawl/{kind}/")
            if fields:
                logger.warning("has the layout changed? Declared fields, %s: %s", meaning, ", ".join(fields))

    async def parse_article(self, response: Response) -> AsyncIterator[Article | Refusal]:
        """Read an article, with all its parts; a page that is none becomes a refusal."""
        site = self.site_of(response.url)
        try:
            first = self._extract(response, site)
            article = await self._whole(site, first, response.url)
        except Refused as refused:
            yield self._refusal(response.url, refused, response.status)
            return
        except Exception as error:  # whatever one page does, it ends on record
            logger.exception("cannot be read: %s", response.url)
            yield self._refusal(response.url, Refused("error", type(error).__name__), response.status)
            return
        outside = self._outside(article.published)
        if outside:
            self._count(f"newscrawl/skipped/{outside}")
            return
        self._watch(site, first)
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

    def is_article(self, url: str) -> bool:
        """Tell whether ``url`` is an article's."""
        return self.site.is_article(url)

    def article_request(self, url: str) -> Request:
        """Return the request of an article page."""
        return Request(url, callback=self.parse_article, errback=self.failed)

    def _first_pages(self, source: Source) -> Iterator[str]:
        if isinstance(source, JsonList):
            yield source.url.replace("{page}", str(source.first_page))
        elif isinstance(source, Listing):
            zone = ZoneInfo(self.site.timezone or "UTC")
            last = (self.until - timedelta(days=1) if self.until else datetime.now(UTC)).astimezone(zone).date()
            yield from dated_pages(source.url, self.since.astimezone(zone).date() if self.since else last, last)
        else:
            yield source.url

    def _request(self, source: Source, url: str, pages: int = 1) -> Request:
        paged = {"source": source, "pages": pages}
        match source:
            case Listing():
                return Request(url, self.parse_listing, cb_kwargs=paged, errback=self.source_failed)
            case JsonList():
                return Request(url, self.parse_json_list, cb_kwargs=paged, errback=self.source_failed)
            case Feed():
                return Request(url, self.parse_feed, errback=self.source_failed)
            case Sitemap():
                large = {"download_maxsize": MAX_SITEMAP_BYTES}
                return Request(url, self.parse_sitemap, cb_kwargs=paged, errback=self.source_failed, meta=large)

    def _goes_on(self, links: tuple[Link, ...], known: int) -> bool:
        """Tell whether anything of use can follow a page with these links, before which ``known`` articles were seen.

        A calendar or a list that goes round has a next page for ever: it ends where no article is new.
        """
        if all(self.site.key(link.url) in self._stored for link in links if self.is_article(link.url)):
            return False
        is_old = self.since and links and all(one.published and one.published < self.since for one in links)
        return len(self._seen) > known and not is_old and self._asked < self._most()

    def _page_after(self, response: Response, source: Source, url: str, pages: int) -> Iterator[Request]:
        if pages < self.max_pages:
            response.meta["depth"] = 0  # lists are bounded by max_pages, not by the depth of links
            yield self._request(source, url, pages + 1)

    def _articles(self, links: tuple[Link, ...], url: str) -> Iterator[Request]:
        """Yield the requests of articles that no list has named before; ``url`` is the list that must name some."""
        named = False
        for link in links:
            if not self.is_article(link.url):
                self._count("newscrawl/skipped/other-address")
                continue
            named = True
            if link.url in self._seen:
                continue
            self._seen.add(link.url)
            outside = self._outside(link.published) or ("too-many" if self._asked >= self._most() else None)
            if outside:
                self._count(f"newscrawl/skipped/{outside}")
            else:
                self._asked += 1
                yield self.article_request(link.url)
        if url and not named:
            self._count("newscrawl/empty-sources")
            logger.warning("a list names no article: %s: has its layout changed?", url)

    def _most(self) -> int:
        most = int(self.crawler.settings.getint("NEWSCRAWL_MAX_ARTICLES"))
        return min(self.max_articles, most) if self.max_articles else most

    def _outside(self, published: datetime | None) -> str | None:
        """Return on which side of the asked for days a time lies, ``None`` if between them or unknown."""
        if published and self.since and published < self.since:
            return "before-since"
        return "after-until" if published and self.until and published >= self.until else None

    def _watch(self, site: Site, extracted: Extracted) -> None:
        """Count the fields for which the site's declaration has not held on this page."""
        for name in extracted.fallbacks:
            self._count(f"newscrawl/fallback/{site.name}/{name}")
        for name in site.required if site.templates else ():
            if not getattr(extracted.article, name):
                self._count(f"newscrawl/missing/{site.name}/{name}")

    def _counted(self, prefix: str) -> list[str]:
        stats = self.crawler.stats.get_stats()
        return [f"{name.removeprefix(prefix)} {stats[name]}" for name in sorted(stats) if name.startswith(prefix)]

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


def answer_of(response: Response) -> Answer:
    """Return what a stage needs of a response."""
    return Answer(response.url, response.body, _charset(response))


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


def _yes(name: str, written: str) -> bool:
    if written not in ("0", "1"):
        raise BadArgument(f"{name} must be 0 or 1, not {written!r}")
    return written == "1"


def _day(name: str, written: str | None, timezone: str, days_later: int = 0) -> datetime | None:
    if written is None:
        return None
    try:
        day = date.fromisoformat(written) + timedelta(days=days_later)
        return datetime.combine(day, time.min, ZoneInfo(timezone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadArgument(f"{name} must be a day such as 2026-11-01, not {written!r}") from None
