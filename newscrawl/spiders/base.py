"""What every spider of a declared site does: find articles, fetch them, hand them on."""

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawl.article import Article, Refusal, Skipped
from newscrawl.errors import BadArgument, Refused
from newscrawl.extensions.page_workers import read_page
from newscrawl.net.blocked import CONSENT, CONSENT_DESPITE_COOKIE, block_of
from newscrawl.net.conditional import NOT_MODIFIED
from newscrawl.net.rights import RightsMiddleware
from newscrawl.net.ssrf_guard import NotSent
from newscrawl.rights import AGENT, Signal
from newscrawl.rights.headers import header_signals
from newscrawl.rights.purposes import PURPOSES, SWITCHES, Purpose, check_rights, may_keep_page
from newscrawl.site import Feed, JsonList, Listing, Site, Sitemap, WordPress
from newscrawl.spiders.lists import ListSpider
from newscrawl.spiders.responses import asked_for, content_type_of, header_pairs, raw_page
from newscrawl.stages.extract import Extracted, join_parts, with_rights_of
from newscrawl.stages.page_work import ReadPage
from newscrawl.stages.validate import DAMAGED
from newscrawl.storage.crawl.ledger import RUN_ENDED
from newscrawl.urls.domains import registrable_domain

logger = logging.getLogger(__name__)

MAX_PARTS = 20  # pages of one article; chosen by hand

# Beginnings of the stats of pages that something stood in the way of, by site and vendor, and of those that led to
# another site, by site and its domain; the sum of each has the name without the slash.
BLOCKED = "newscrawl/blocked/"
MOVED = "newscrawl/moved/"
_MAX_MOVED_DOMAINS = 10  # of one run that are told apart


class _NotAllowed(Refused):
    """What the site says of this article's rights forbids to keep it."""

    def __init__(self, refused: Refused, article: Article) -> None:
        super().__init__(refused.reason, refused.detail)
        self.article = article


class _RunEnded(Exception):
    """The run was told to end: what is half fetched is left to the next one."""


class NewsSpider(ListSpider):
    """Crawl one declared site: its listings, feeds and sitemaps, then the articles they name.

    A subclass needs a ``site`` and, as Scrapy wants it, a ``name``. Arguments: ``max_pages`` listing pages of each
    source are read at most (default 10), and ``max_articles`` articles asked for (never more than the setting
    ``NEWSCRAWL_MAX_ARTICLES``); articles published before the day ``since`` or after the day ``until`` are skipped;
    ``backfill=1`` asks the site's archives, too; ``query`` asks for one topic, where
    the site has a feed for it (``Feed.query_url``) or WordPress's search. A wrong argument raises ``BadArgument``.

    ``store`` is the database of the run, if there is one: what it knows is asked for again only when it is due.
    """

    def closed(self, reason: str) -> None:
        """Keep which lists were read whole; say which declared fields fail."""
        self.remember_lists(reason)
        for kind, meaning in (("fallback", "found by the generic reader only"), ("missing", "found by nobody")):
            fields = [f"{name} {count}" for name, count in self._counted(f"newscrawl/{kind}/")]
            if fields:
                logger.warning("has the layout changed? Declared fields, %s: %s", meaning, ", ".join(fields))

    async def parse(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """Read any page of the site, for ``scrapy parse``: a list that it declares, else an article."""
        asked = asked_for(response.request)
        source = next((one for one in self.site_of(asked).sources if one.url == asked), None)
        match source:
            case Feed():
                found = self.parse_feed(response)
            case Listing():
                found = self.parse_listing(response, source, 1)
            case JsonList():
                found = self.parse_json_list(response, source, 1)
            case WordPress():
                found = self.parse_posts(response, source, 1)
            case Sitemap():
                async for request in self.parse_sitemap(response, source, 1):
                    yield request
                return
            case _:
                async for item in self.parse_article(response):
                    yield item
                return
        for request in found:
            yield request

    async def parse_article(self, response: Response) -> AsyncIterator[Article | Refusal | Skipped]:
        """Read an article, with all its parts; a page that is none becomes a refusal."""
        site, asked = self.site_of(response.url), asked_for(response.request)
        if response.status == NOT_MODIFIED:
            yield self._skipped(asked, "unchanged", "not modified")
            return
        try:
            first = await self._read(response, site)
            article = (await self._whole(site, first, response.url)).evolve(asked=asked)
        except _NotAllowed as refused:
            refusal = self.refusal(response.url, refused, response.status, asked)
            yield replace(refusal, rights=refused.article.rights, signals=refused.article.signals)
            return
        except Refused as refused:
            yield self.refusal(response.url, refused, response.status, asked, response)
            return
        except _RunEnded:
            yield self._skipped(asked, "skipped", RUN_ENDED)
            return
        except Exception as error:  # whatever one page does, it ends on record
            logger.exception("cannot be read: %s", response.url)
            yield self.refusal(response.url, Refused("error", type(error).__name__), response.status, asked, response)
            return
        outside = self._outside(article.published_on(site.timezone or "UTC"))
        if outside:
            self._count(f"newscrawl/skipped/{outside.split()[0]}")
            yield self._skipped(asked, "skipped", outside)
            return
        self._watch(site, first)
        yield article

    def failed(self, failure: Failure) -> Iterator[Refusal | Skipped]:
        """Record why an article could not be fetched."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]
        response = error.response if isinstance(error, HttpError) else None
        if not self.crawler.engine.running and not isinstance(error, HttpError):
            yield self._skipped(asked_for(request), "skipped", RUN_ENDED)
            return
        if isinstance(error, HttpError):
            refused, status = self._http_refusal(error.response), error.response.status
        elif isinstance(error, NotSent):
            refused, status = Refused(error.reason, error.detail), None
        else:
            refused, status = Refused("not fetched", f"{type(error).__name__}: {error}"), None
        yield self.refusal(asked_for(request), refused, status, asked_for(request), response)

    def article_request(self, url: str) -> Request:
        """Return the request of an article page."""
        return Request(url, callback=self.parse_article, errback=self.failed)

    async def _read(self, response: Response, site: Site) -> Extracted:
        """Read one page with its rights, without its bytes if these may not be kept; raises ``Refused``."""
        extracted = await self._extract(response, site)
        article = extracted.article.with_signals(await self._signals_beside(response))
        return extracted._replace(article=article if self._keeps_page(article) else article.evolve(raw=()))

    def _keeps_page(self, article: Article) -> bool:
        """Tell whether the bytes of its page may be kept; raises ``Refused`` if the article may not be."""
        purpose = respected_purpose(self.crawler.settings)
        facts = article.rights or {}
        if purpose is None:
            return True
        try:
            check_rights(facts, purpose, datetime.now(UTC))
        except Refused as refused:
            raise _NotAllowed(refused, article) from None
        keeps_page = may_keep_page(facts)
        self._count("newscrawl/pages-not-kept", not keeps_page)
        return keeps_page

    def _watch(self, site: Site, extracted: Extracted) -> None:
        """Count the fields for which the site's declaration has not held on this page."""
        for flag in extracted.article.flags:
            self._count(f"newscrawl/flag/{flag}")
        for name in extracted.fallbacks:
            self._count(f"newscrawl/fallback/{site.name}/{name}")
        for name in site.required if site.templates else ():
            if not getattr(extracted.article, name):
                self._count(f"newscrawl/missing/{site.name}/{name}")

    def _counted(self, prefix: str) -> list[tuple[str, int]]:
        stats = self.crawler.stats.get_stats()
        return [(name.removeprefix(prefix), stats[name]) for name in sorted(stats) if name.startswith(prefix)]

    async def _whole(self, site: Site, first: Extracted, url: str) -> Article:
        """Return the article with its other pages: the whole text on one page if there is one, else part by part."""
        seen = {url}
        if first.whole and first.whole not in seen:
            seen.add(first.whole)
            whole = await self._part(first.whole, site)
            if whole:
                article = with_rights_of(whole.article, [first.article, whole.article])
                return article.evolve(url=first.article.url, key=first.article.key)
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
        if not self.crawler.engine.running:
            raise _RunEnded
        try:
            response = await self.crawler.engine.download_async(Request(url))
            return await self._read(response, site)
        except Exception as error:  # whatever one part meets, the others are kept
            if not self.crawler.engine.running:
                raise _RunEnded from None
            logger.warning("a part of an article is missing: %s: %s", url, error)
            self._count("newscrawl/missing-parts")
            return None

    async def _extract(self, response: Response, site: Site) -> Extracted:
        self._refuse_blocked(response)
        if not site.covers(response.url):
            self._count_moved(response)
            raise Refused("off site", response.url)
        if response.status != 200:  # others of the two hundreds are parts and echoes
            raise Refused(f"http {response.status}")
        if response.request and "redirect_urls" in response.request.meta and _is_front(response.url):
            raise Refused("soft 404", "it leads to the front page")
        fetched = datetime.now(UTC)
        work = ReadPage(response.body, content_type_of(response), response.url, site, fetched)
        extracted = await read_page(self.crawler, work)
        raw = (raw_page(response, extracted.article, fetched),)
        damage = (flag for flag in response.flags if flag.startswith(DAMAGED))
        article = extracted.article.evolve(raw=raw, flags=(*extracted.article.flags, *damage))
        return extracted._replace(article=article)

    async def _signals_beside(self, response: Response) -> tuple[Signal, ...]:
        """Return what host and response say about the rights of a page, beside what the page says."""
        middleware = self.crawler.get_downloader_middleware(RightsMiddleware)
        of_host = await middleware.signals(response) if middleware else ()
        return (*of_host, *header_signals(header_pairs(response), response.url, AGENT))

    def _http_refusal(self, response: Response) -> Refused:
        """Return why a page that was not answered with 200 is refused."""
        try:
            self._refuse_blocked(response)
        except Refused as blocked:
            return blocked
        return Refused(f"http {response.status}")

    def _refuse_blocked(self, response: Response) -> None:
        """Raise ``Refused`` for an answer that stands in the way of the page, and count it by site and vendor."""
        block = block_of(response)
        if block:
            self._count(BLOCKED.rstrip("/"))
            site = self.site_of(asked_for(response.request))
            by = CONSENT_DESPITE_COOKIE if block.by == CONSENT and site.cookies else block.by
            self._count(f"{BLOCKED}{site.name}/{by}")
            raise Refused("blocked page", str(block))

    def _count_moved(self, response: Response) -> None:
        """Count a page that led to another site, by that site's domain; of many domains, all but the first as one."""
        site = self.site_of(asked_for(response.request)).name
        stat = f"{MOVED}{site}/{registrable_domain(response.url)}"
        stats = self.crawler.stats.get_stats()
        if stat not in stats and sum(name.startswith(MOVED) for name in stats) >= _MAX_MOVED_DOMAINS:
            stat = f"{MOVED}{site}/other sites"
        self._count(MOVED.rstrip("/"))
        self._count(stat)

    def _skipped(self, asked: str, state: Literal["unchanged", "skipped"], reason: str) -> Skipped:
        site = self.site_of(asked)
        return Skipped(asked=asked, key=site.key(asked), site=site.name, state=state, reason=reason)

    def refusal(
        self, url: str, refused: Refused, status: int | None, asked: str, response: Response | None = None
    ) -> Refusal:
        """Return the record of a page at ``url`` that did not become an article, and of the address ``asked`` for.

        Its bytes go with it, unless what sites reserve is respected: a page that is not read does not tell.
        """
        site = self.site_of(url)
        keeps_bytes = respected_purpose(self.crawler.settings) is None
        return Refusal(
            url=url,
            key=site.key(url),
            site=site.name,
            reason=refused.reason,
            detail=refused.detail,
            http_status=status,
            asked=asked,
            raw=(raw_page(response, None, datetime.now(UTC)),) if response is not None and keeps_bytes else (),
        )


def respected_purpose(settings: BaseSettings) -> Purpose | None:
    """Return ``NEWSCRAWL_PURPOSE`` if ``NEWSCRAWL_RIGHTS`` is ``respect``; raises ``BadArgument`` for other values."""
    switch, purpose = settings["NEWSCRAWL_RIGHTS"], settings["NEWSCRAWL_PURPOSE"]
    if switch not in SWITCHES:
        raise BadArgument(f"NEWSCRAWL_RIGHTS must be one of {', '.join(SWITCHES)}, not {switch!r}")
    if purpose not in PURPOSES:
        raise BadArgument(f"NEWSCRAWL_PURPOSE must be one of {', '.join(PURPOSES)}, not {purpose!r}")
    return cast("Purpose", purpose) if switch == "respect" else None


def _is_front(url: str) -> bool:
    """Tell whether an address is that of a front page, to which sites send a spider when an article is gone."""
    return urlsplit(url).path in ("", "/") and not urlsplit(url).query
