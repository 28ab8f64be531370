"""What every spider of a declared site does: find articles, fetch them, hand them on."""

import logging
import re
from asyncio import to_thread
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawl.article import Article, RawPage, Refusal, Skipped
from newscrawl.discovery.feeds import read_feed
from newscrawl.discovery.json_lists import read_json_list
from newscrawl.discovery.links import Link
from newscrawl.discovery.listings import dated_pages, read_listing
from newscrawl.discovery.probe import Answer
from newscrawl.discovery.sitemaps import MAX_SITEMAP_BYTES, read_sitemap
from newscrawl.errors import BadArgument, Refused
from newscrawl.net.conditional import NOT_MODIFIED, if_changed, validators_of
from newscrawl.net.ssrf_guard import NotSent
from newscrawl.recrawl import Validators
from newscrawl.site import Feed, JsonList, Listing, Site, Sitemap, Source
from newscrawl.stages.decode import decode_page
from newscrawl.stages.extract import Extracted, extract_article, join_parts
from newscrawl.stages.validate import DAMAGED
from newscrawl.storage.crawl.known_urls import AFTER, BEFORE, KnownList, KnownPage
from newscrawl.storage.crawl.ledger import RUN_ENDED, Scheduled
from newscrawl.storage.crawl.store import FINISHED, Store
from newscrawl.text.decode import Decoded, charset_of, decode

logger = logging.getLogger(__name__)

MAX_PARTS = 20  # pages of one article
MAX_SITEMAPS = 50  # files of one run
MAX_SITEMAP_DEPTH = 3  # an index of indexes of sitemaps

_LIST = "newscrawl_list"  # in a request's meta: the first page of the list that it belongs to


class _RunEnded(Exception):
    """The run was told to end: what is half fetched is left to the next one."""


class NewsSpider(Spider):
    """Crawl one declared site: its listings, feeds and sitemaps, then the articles they name.

    A subclass needs a ``site`` and, as Scrapy wants it, a ``name``. Arguments: ``max_pages`` listing pages of each
    source are read at most (default 10), and ``max_articles`` articles asked for (never more than the setting
    ``NEWSCRAWL_MAX_ARTICLES``); articles published before the day ``since`` or after the day ``until`` are skipped;
    ``backfill=1`` asks the site's archives, too. A wrong argument raises ``BadArgument``.

    ``store`` is the database of the run, if there is one: what it knows is asked for again only when it is due.
    """

    site: Site
    arguments: ClassVar[tuple[str, ...]] = ("max_pages", "max_articles", "since", "until", "backfill")
    has_lists: ClassVar[bool] = True  # it looks for its articles in lists of the site
    max_pages = 10
    max_articles: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    backfill = False

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name)
        self.store: Store | None = None
        self._due: set[str] = set()  # keys of known articles that are asked for again
        self._seen: set[str] = set()  # keys of articles that a list has named in this run
        self._asked = 0  # articles asked for
        self._known_lists: dict[str, KnownList] = {}  # of earlier runs
        self._read_lists: dict[str, Validators] = {}  # in this run, whole so far, by the first page of each
        self._sitemaps = 0
        self.read_arguments(arguments)

    @property
    def run_name(self) -> str:
        """The name under which its runs are recorded, one at a time on each database."""
        return self.name

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
        """Ask for the articles that are due, and for the first page of every source."""
        for request in self.due_requests():
            yield request
        for request in self.source_requests(self.site.sources):
            yield request

    def due_requests(self) -> Iterator[Request]:
        """Yield the requests of known articles that are due: tried again, left by a stopped run, revisited."""
        if self.store is None:
            return
        self._known_lists = self.store.known_urls.lists(self.site.name)
        self._count("newscrawl/known", self.store.known_urls.count(self.site.name))
        revisits = self.crawler.settings.getfloat("NEWSCRAWL_REVISIT_DAYS") > 0
        due = self.store.known_urls.due(self.site.name, datetime.now(UTC), self._most(), revisits=revisits)
        wanted = [page for page in due if self.site.covers(page.url)]
        self._due.update(page.key for page in wanted)
        self._asked += len(wanted)
        self._count("newscrawl/due", len(wanted))
        yield from self.schedule(wanted)

    def schedule(self, pages: Sequence[KnownPage]) -> Iterator[Request]:
        """Yield the requests of article pages, once they stand in the ledger of the run."""
        requests = [if_changed(self.article_request(page.url), page.validators) for page in pages]
        if self.store:
            self.store.schedule(
                [
                    Scheduled(page.key, request.url, self.site_of(page.url).name)
                    for page, request in zip(pages, requests, strict=True)
                ]
            )
        self._count("newscrawl/scheduled", len(requests))
        yield from requests

    def source_requests(self, sources: Iterable[Source]) -> Iterator[Request]:
        """Yield the requests of the first page of each source; archives only in a backfill."""
        for source in sources:
            if not source.archive or self.backfill:
                for url in islice(self._first_pages(source), self.max_pages):
                    yield self._request(source, url)

    def parse_listing(self, response: Response, source: Listing, pages: int) -> Iterator[Request]:
        """Follow the articles of a listing page, and the page after it while there is something new."""
        if self._is_unchanged(response):
            return
        listing = read_listing(_decoded(response).text, response.url, source)
        seen, asked = len(self._seen), self._asked
        yield from self._articles(listing.links, response)
        if (
            listing.next_page
            and self.site.covers(listing.next_page)
            and self._goes_on(response, listing.links, seen, asked)
        ):
            yield from self._page_after(response, source, listing.next_page, pages)

    def parse_json_list(self, response: Response, source: JsonList, pages: int) -> Iterator[Request]:
        """Follow the articles of a JSON list, and the page after it while there is something new."""
        if self._is_unchanged(response):
            return
        zone, now = self.site.timezone or "UTC", datetime.now(UTC)
        links = read_json_list(_decoded(response).text, response.url, source, timezone=zone, fetched=now)
        seen, asked = len(self._seen), self._asked
        yield from self._articles(links, response)
        if "{page}" in source.url and self._goes_on(response, links, seen, asked):
            following = source.url.replace("{page}", str(source.first_page + pages))
            yield from self._page_after(response, source, following, pages)

    def parse_feed(self, response: Response) -> Iterator[Request]:
        """Follow the articles of a feed."""
        if self._is_unchanged(response):
            return
        zone, now = self.site.timezone or "UTC", datetime.now(UTC)
        links = read_feed(_decoded(response).text, response.url, timezone=zone, fetched=now)
        yield from self._articles(links, response)

    async def parse_sitemap(self, response: Response, source: Sitemap, pages: int) -> AsyncIterator[Request]:
        """Follow the articles of a sitemap, and the sitemaps of an index."""
        if self._is_unchanged(response):
            return
        # A large one takes seconds: other pages are answered meanwhile.
        sitemap = await to_thread(read_sitemap, response.body, response.url, fetched=datetime.now(UTC))
        if sitemap.cut:
            self._count("newscrawl/skipped/rest-of-sitemap")
        for request in self._articles(sitemap.links, response, must_name=not sitemap.sitemaps):
            yield request
        if sitemap.sitemaps or sitemap.cut:  # an index may stay as it is while what it names changes
            self._not_whole(response.request)
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
        self._not_whole(failure.request)  # type: ignore[attr-defined]
        self._count("newscrawl/failed-sources")
        logger.warning("a list could not be fetched: %s: %s", failure.request.url, failure.value)  # type: ignore[attr-defined]

    def closed(self, reason: str) -> None:
        """Keep which lists were read whole, and say for which fields of which site the declaration no longer holds."""
        if self.store and reason == FINISHED:
            lists = [KnownList(url, validators, self.max_pages) for url, validators in self._read_lists.items()]
            self.store.known_urls.remember_lists(self.site.name, lists, datetime.now(UTC))
        for kind, meaning in (("fallback", "found by the generic reader only"), ("missing", "found by nobody")):
            fields = self._counted(f"newscrawl/{kind}/")
            if fields:
                logger.warning("has the layout changed? Declared fields, %s: %s", meaning, ", ".join(fields))

    async def parse_article(self, response: Response) -> AsyncIterator[Article | Refusal | Skipped]:
        """Read an article, with all its parts; a page that is none becomes a refusal."""
        site, asked = self.site_of(response.url), asked_for(response.request)
        if response.status == NOT_MODIFIED:
            yield self._skipped(asked, "unchanged", "not modified")
            return
        try:
            first = self._extract(response, site)
            article = (await self._whole(site, first, response.url)).evolve(asked=asked)
        except Refused as refused:
            yield self._refusal(response.url, refused, response.status, asked)
            return
        except _RunEnded:
            yield self._skipped(asked, "skipped", RUN_ENDED)
            return
        except Exception as error:  # whatever one page does, it ends on record
            logger.exception("cannot be read: %s", response.url)
            yield self._refusal(response.url, Refused("error", type(error).__name__), response.status, asked)
            return
        outside = self._outside(article.published)
        if outside:
            self._count(f"newscrawl/skipped/{outside.split()[0]}")
            yield self._skipped(asked, "skipped", outside)
            return
        self._watch(site, first)
        yield article

    def failed(self, failure: Failure) -> Iterator[Refusal | Skipped]:
        """Record why an article could not be fetched."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]
        if not self.crawler.engine.running and not isinstance(error, HttpError):
            yield self._skipped(asked_for(request), "skipped", RUN_ENDED)
            return
        if isinstance(error, HttpError):
            refused, status = Refused(f"http {error.response.status}"), error.response.status
        elif isinstance(error, NotSent):
            refused, status = Refused(error.reason, error.detail), None
        else:
            refused, status = Refused("not fetched", f"{type(error).__name__}: {error}"), None
        yield self._refusal(asked_for(request), refused, status, asked_for(request))

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

    def _request(self, source: Source, url: str, pages: int = 1, first: str | None = None) -> Request:
        paged: dict[str, Any] = {"source": source, "pages": pages}
        meta: dict[str, Any] = {_LIST: first or url}
        match source:
            case Listing():
                request = Request(url, self.parse_listing, cb_kwargs=paged, errback=self.source_failed, meta=meta)
            case JsonList():
                request = Request(url, self.parse_json_list, cb_kwargs=paged, errback=self.source_failed, meta=meta)
            case Feed():
                request = Request(url, self.parse_feed, errback=self.source_failed, meta=meta)
            case Sitemap():
                meta["download_maxsize"] = MAX_SITEMAP_BYTES
                request = Request(url, self.parse_sitemap, cb_kwargs=paged, errback=self.source_failed, meta=meta)
        known = self._known_lists.get(url)
        return if_changed(request, known.validators) if known and self._was_read(url) else request

    def _was_read(self, url: str) -> bool:
        """Tell whether an earlier run has taken up all that this one may find by the list that begins at ``url``."""
        known = self._known_lists.get(url)
        bounded = self.since or self.until or self.backfill
        return known is not None and known.max_pages >= self.max_pages and not bounded

    def _is_unchanged(self, response: Response) -> bool:
        if response.status != NOT_MODIFIED:
            return False
        self._count("newscrawl/lists-unchanged")
        return True

    def _not_whole(self, request: Request | None) -> None:
        """Forget the list that ``request`` belongs to: something that it names was not taken up."""
        if request is not None:
            self._read_lists.pop(request.meta.get(_LIST, request.url), None)

    def _goes_on(self, response: Response, links: Sequence[Link], seen: int, asked: int) -> bool:
        """Tell whether anything of use can follow a page with these links, with so many seen and asked for before.

        A calendar or a list that goes round has a next page for ever: it ends where no article is new. If an earlier
        run has read the whole list, that means new to the database; else, new to this run.
        """
        is_old = self.since and links and all(one.published and one.published < self.since for one in links)
        is_new = self._asked > asked if self._was_read(_list_of(response)) else len(self._seen) > seen
        if self._asked >= self._most():
            self._not_whole(response.request)
            return False
        return is_new and not is_old

    def _page_after(self, response: Response, source: Source, url: str, pages: int) -> Iterator[Request]:
        if pages < self.max_pages:
            response.meta["depth"] = 0  # lists are bounded by max_pages, not by the depth of links
            yield self._request(source, url, pages + 1, _list_of(response))

    def _articles(self, links: Iterable[Link], response: Response, must_name: bool = True) -> Iterator[Request]:
        """Yield the requests of the new articles of a list; ``must_name`` tells that it must name some article."""
        if _list_of(response) == response.meta.get("redirect_urls", [response.url])[0]:
            self._read_lists[_list_of(response)] = validators_of(response)
        named = {self.site.key(link.url): link for link in reversed(list(self._of_articles(links)))}
        if must_name:
            self._count("newscrawl/lists")
            self._count("newscrawl/named", len(named))
        if must_name and not named:
            self._not_whole(response.request)
            self._count("newscrawl/empty-sources")
            logger.warning("a list names no article: %s: has its layout changed?", response.url)
        yield from self.schedule(list(self._wanted(dict(reversed(named.items())), response)))

    def _of_articles(self, links: Iterable[Link]) -> Iterator[Link]:
        longest = self.crawler.settings.getint("URLLENGTH_LIMIT")
        for link in links:
            if not self.is_article(link.url):
                self._count("newscrawl/skipped/other-address")
            elif len(link.url) > longest:  # Scrapy would drop it without a word
                self._count("newscrawl/skipped/too-long")
            else:
                yield link

    def _wanted(self, named: dict[str, Link], response: Response) -> Iterator[KnownPage]:
        """Yield those of the named articles that are new and within the bounds of the run."""
        fresh = [key for key in named if key not in self._seen]
        self._seen.update(fresh)
        # A list that a killed run has begun goes on below articles that are due: they count as seen, not as wanted.
        fresh = [key for key in fresh if key not in self._due]
        known = self.store.known_urls.known(fresh, self.since, self.until) if self.store else set()
        self._count("newscrawl/listed-known", len(known))
        for key in fresh:
            outside = self._outside(named[key].published)
            if key in known:
                continue
            if outside or self._asked >= self._most():
                self._not_whole(response.request)
                self._count(f"newscrawl/skipped/{outside.split()[0] if outside else 'too-many'}")
            else:
                self._asked += 1
                yield KnownPage(key, named[key].url, Validators())

    def _most(self) -> int:
        most = int(self.crawler.settings.getint("NEWSCRAWL_MAX_ARTICLES"))
        return min(self.max_articles, most) if self.max_articles else most

    def _outside(self, published: datetime | None) -> str | None:
        """Return outside of which bound a time lies, ``None`` if between them or unknown."""
        if published and self.since and published < self.since:
            return f"{BEFORE}{self.since.isoformat()}"
        return f"{AFTER}{self.until.isoformat()}" if published and self.until and published >= self.until else None

    def _watch(self, site: Site, extracted: Extracted) -> None:
        """Count the fields for which the site's declaration has not held on this page."""
        for flag in extracted.article.flags:
            self._count(f"newscrawl/flag/{flag}")
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
                return whole.article.evolve(url=first.article.url, key=first.article.key)
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
            return self._extract(response, site)
        except Exception as error:  # whatever one part meets, the others are kept
            if not self.crawler.engine.running:
                raise _RunEnded from None
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
        page, fetched = decode_page(response.body, _content_type(response)), datetime.now(UTC)
        extracted = extract_article(page, response.url, site, fetched=fetched)
        raw = (_raw(response, page, fetched),)
        damage = (flag for flag in response.flags if flag.startswith(DAMAGED))
        article = extracted.article.evolve(raw=raw, flags=(*extracted.article.flags, *damage))
        return extracted._replace(article=article)

    def _skipped(self, asked: str, state: Literal["unchanged", "skipped"], reason: str) -> Skipped:
        site = self.site_of(asked)
        return Skipped(asked=asked, key=site.key(asked), site=site.name, state=state, reason=reason)

    def _refusal(self, url: str, refused: Refused, status: int | None, asked: str) -> Refusal:
        site = self.site_of(url)
        return Refusal(
            url=url,
            key=site.key(url),
            site=site.name,
            reason=refused.reason,
            detail=refused.detail,
            http_status=status,
            asked=asked,
        )

    def _count(self, key: str, count: int = 1) -> None:
        if count:
            self.crawler.stats.inc_value(key, count)


def answer_of(response: Response) -> Answer:
    """Return what a stage needs of a response."""
    return Answer(response.url, response.body, _charset(response))


def _decoded(response: Response) -> Decoded:
    return decode(response.body, _charset(response))


def _charset(response: Response) -> str | None:
    return charset_of(_content_type(response))


def _content_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")


def asked_for(request: Request | None) -> str:
    """Return the address that was asked for, before redirects."""
    first: str = request.meta.get("redirect_urls", [request.url])[0] if request else ""
    return first


def _list_of(response: Response) -> str:
    """Return the first page of the list that a response belongs to."""
    first: str = response.meta.get(_LIST, response.url)
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
