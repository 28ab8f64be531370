"""Where a spider's articles come from: requests for listings, feeds, sitemaps and APIs, and what follows from them."""

import logging
from abc import ABCMeta, abstractmethod
from asyncio import to_thread
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import quote, urldefrag
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawl.discovery.feeds import read_feed
from newscrawl.discovery.json_lists import read_json_list
from newscrawl.discovery.links import Link
from newscrawl.discovery.listings import dated_pages, read_listing
from newscrawl.discovery.sitemaps import MAX_SITEMAP_BYTES, read_sitemap
from newscrawl.discovery.wordpress import posts_page, read_posts
from newscrawl.errors import BadArgument
from newscrawl.net.blocked import block_of
from newscrawl.net.conditional import NOT_MODIFIED, if_changed, validators_of
from newscrawl.recrawl import Discovery, Validators
from newscrawl.site import Feed, JsonList, Listing, Site, Sitemap, Source, WordPress
from newscrawl.spiders.arguments import read_day, read_number, read_switch, refuse_unknown
from newscrawl.spiders.responses import text_of
from newscrawl.storage.crawl.known_urls import AFTER, BEFORE, KnownList, KnownPage
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.store import FINISHED, Store

logger = logging.getLogger(__name__)

MAX_SITEMAPS = 50  # files of one run; chosen by hand
MAX_SITEMAP_DEPTH = 3  # an index of indexes of sitemaps

# Kinds of lists as ``Discovery`` names them.
KIND_NAMES: dict[type[Source], str] = {
    Feed: "feed",
    JsonList: "JSON list",
    Listing: "listing",
    Sitemap: "sitemap",
    WordPress: "WordPress",
}
_LIST = "newscrawl_list"  # in a request's meta: the first page of the list that it belongs to
_FALLBACKS = "newscrawl_fallbacks"  # in a request's meta: the sources that are asked if this one is of no use
_NO_SUCH_PAGE = 400  # WordPress's answer to the page after the last one
_MAX_NAMED = 3  # bad addresses of one list that the log names


class ListSpider(Spider, metaclass=ABCMeta):  # zope.interface has marked ABC, which feed exports trip over
    """Find the articles of one site in its lists; a subclass says what is done with them.

    Arguments as ``NewsSpider`` has them.
    """

    site: Site
    arguments: ClassVar[tuple[str, ...]] = ("max_pages", "max_articles", "since", "until", "backfill", "query")
    has_lists: ClassVar[bool] = True  # it looks for its articles in lists of the site
    max_pages = 10
    max_articles: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    backfill = False
    query: str | None = None

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name)
        self.store: Store | None = None
        self._due: set[str] = set()  # keys of known articles that are asked for again
        self._seen: set[str] = set()  # keys of articles that a list has named in this run
        self._asked = 0  # articles asked for
        self._known_lists: dict[str, KnownList] = {}  # of earlier runs
        self._read_lists: dict[str, Validators] = {}  # in this run, whole so far, by the first page of each
        self._replaced: set[tuple[Source, ...]] = set()  # fallbacks that are asked already
        self._sitemaps = 0
        self.read_arguments(arguments)

    @property
    def run_name(self) -> str:
        """The name under which its runs are recorded, one at a time on each database."""
        return self.name

    def read_arguments(self, arguments: dict[str, str]) -> None:
        """Check the arguments of ``-a``, all of them, and keep their values; raises ``BadArgument``."""
        refuse_unknown(self.name, arguments, self.arguments)
        self.read_bounds(arguments, self.site.timezone or "UTC")
        if self.query is not None and not any(_with_query(source, self.query) for source in self.site.sources):
            raise BadArgument(f"{self.name} has no list that takes a query")

    def read_bounds(self, arguments: dict[str, str], timezone: str) -> None:
        """Keep the values of the arguments that bound a crawl; days begin at midnight in ``timezone``."""
        self.max_pages = read_number("max_pages", arguments.get("max_pages", str(self.max_pages)))
        if "max_articles" in arguments:
            self.max_articles = read_number("max_articles", arguments["max_articles"])
        self.since = read_day("since", arguments.get("since"), timezone)
        self.until = read_day("until", arguments.get("until"), timezone, days_later=1)
        if self.since and self.until and self.until <= self.since:
            raise BadArgument("until must not be a day before since")
        self.backfill = read_switch("backfill", arguments.get("backfill", "0"))
        self.query = arguments.get("query")

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the articles that are due, and for the first page of every source."""
        for request in self.due_requests():
            yield request
        for request in self.source_requests(self.site.sources):
            yield request

    def site_of(self, url: str) -> Site:
        """Return the site by whose declaration ``url`` is read."""
        return self.site

    def is_article(self, url: str) -> bool:
        """Tell whether ``url`` is an article's."""
        return self.site.is_article(url)

    @abstractmethod
    def article_request(self, url: str) -> Request:
        """Return the request of an article page; raises ``ValueError`` for what is no address."""

    def due_requests(self) -> Iterator[Request]:
        """Yield the requests of known articles that are due: tried again, left by a stopped run, revisited."""
        if self.store is None:
            return
        self._known_lists = self.store.known_urls.lists(self.site.name)
        self._count("newscrawl/known", self.store.known_urls.count(self.site.name))
        revisits = self.crawler.settings.getfloat("NEWSCRAWL_REVISIT_DAYS") > 0
        due = self.store.known_urls.due(self.site.name, datetime.now(UTC), self._max_articles(), revisits=revisits)
        wanted = [page for page in due if self.site.covers(page.url)]
        self._due.update(page.key for page in wanted)
        self._asked += len(wanted)
        self._count("newscrawl/due", len(wanted))
        yield from self.schedule(wanted)

    def schedule(self, pages: Sequence[KnownPage]) -> Iterator[Request]:
        """Yield the requests of article pages, once they stand in the ledger of the run; each address once."""
        requests: dict[str, tuple[KnownPage, Request]] = {}
        bad = []
        for page in pages:
            try:
                request = if_changed(self.article_request(page.url), page.validators)
            except ValueError:
                bad.append(page.url)
            else:  # Scrapy would drop the second of two that differ in their fragment, or the case of their host
                requests.setdefault(urldefrag(request.url).url, (page, request))
        self.report_bad_addresses(bad, "the known URLs")
        if self.store:
            self.store.schedule(
                [
                    Scheduled(page.key, request.url, self.site_of(page.url).name, page.found)
                    for page, request in requests.values()
                ]
            )
        self._count("newscrawl/scheduled", len(requests))
        yield from (request for _, request in requests.values())

    def source_requests(self, sources: Iterable[Source]) -> Iterator[Request]:
        """Yield the requests of the first page of each source that is no fallback; archives only in a backfill.

        With a query, those sources alone are asked that can be asked for it.
        """
        if self.query is not None:
            sources = [found for source in sources if (found := _with_query(source, self.query))]
        asked = [source for source in sources if not source.archive or self.backfill]
        while asked:
            source, *rest = asked
            following = next((number for number, one in enumerate(rest) if not one.fallback), len(rest))
            yield from self._first_requests(source, tuple(rest[:following]))
            asked = rest[following:]

    def parse_listing(self, response: Response, source: Listing, pages: int) -> Iterator[Request]:
        """Follow the articles of a listing page, and the page after it while there is something new.

        @names_articles
        """
        if self._is_unchanged(response):
            return
        bad: list[str] = []
        listing = read_listing(text_of(response), response.url, source, bad=bad)
        seen, asked = len(self._seen), self._asked
        yield from self._articles(Listing, listing.links, response, bad)
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
        zone, now, bad = self.site.timezone or "UTC", datetime.now(UTC), list[str]()
        links = read_json_list(text_of(response), response.url, source, timezone=zone, fetched=now, bad=bad)
        seen, asked = len(self._seen), self._asked
        yield from self._articles(JsonList, links, response, bad)
        if "{page}" in source.url and self._goes_on(response, links, seen, asked):
            following = source.url.replace("{page}", str(source.first_page + pages))
            yield from self._page_after(response, source, following, pages)

    def parse_posts(self, response: Response, source: WordPress, pages: int) -> Iterator[Request]:
        """Follow the posts of WordPress's API, and the page after it while there is something new."""
        if self._is_unchanged(response):
            return
        bad: list[str] = []
        links = read_posts(text_of(response), response.url, fetched=datetime.now(UTC), bad=bad)
        seen, asked = len(self._seen), self._asked
        yield from self._articles(WordPress, links, response, bad)
        if self._goes_on(response, links, seen, asked):
            yield from self._page_after(response, source, self._posts_page(source, pages + 1), pages)

    def parse_feed(self, response: Response) -> Iterator[Request]:
        """Follow the articles of a feed.

        @names_articles
        """
        if self._is_unchanged(response):
            return
        zone, now, bad = self.site.timezone or "UTC", datetime.now(UTC), list[str]()
        links = read_feed(text_of(response), response.url, timezone=zone, fetched=now, bad=bad)
        yield from self._articles(Feed, links, response, bad)

    async def parse_sitemap(self, response: Response, source: Sitemap, pages: int) -> AsyncIterator[Request]:
        """Follow the articles of a sitemap, and the sitemaps of an index."""
        if self._is_unchanged(response):
            return
        bad: list[str] = []
        # A large one takes seconds: other pages are answered meanwhile.
        sitemap = await to_thread(read_sitemap, response.body, response.url, fetched=datetime.now(UTC), bad=bad)
        if sitemap.cut:
            self._count("newscrawl/skipped/rest-of-sitemap")
        for request in self._articles(Sitemap, sitemap.links, response, bad, must_name=not sitemap.sitemaps):
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

    def source_failed(self, failure: Failure) -> Iterator[Request]:
        """Count a list that could not be fetched, and ask for the source that takes its place, if there is one."""
        request, error = failure.request, failure.value  # type: ignore[attr-defined]
        if _is_after_last_posts(request, error):
            return
        self._not_whole(request)
        self._count("newscrawl/failed-sources")
        block = block_of(error.response) if isinstance(error, HttpError) else None
        logger.warning("a list could not be fetched: %s: %s", request.url, block or error)
        yield from self._fallback_requests(request)

    def remember_lists(self, reason: str) -> None:
        """Keep which lists were read whole by a run that came to its end."""
        if self.store and self.has_lists and reason == FINISHED:
            lists = [KnownList(url, validators, self.max_pages) for url, validators in self._read_lists.items()]
            self.store.known_urls.remember_lists(self.site.name, lists, datetime.now(UTC))

    def report_bad_addresses(self, bad: Sequence[str], place: str) -> None:
        """Count addresses of which no request can be made, and name some."""
        if bad:
            self._count("newscrawl/skipped/bad-address", len(bad))
            named = ", ".join(repr(one[:200]) for one in bad[:_MAX_NAMED])
            logger.warning("%d addresses of %s cannot be read, such as %s", len(bad), place, named)

    def _first_requests(self, source: Source, fallbacks: tuple[Source, ...]) -> Iterator[Request]:
        for url in islice(self._first_pages(source), self.max_pages):
            request = self._request(source, url)
            if fallbacks:
                request.meta[_FALLBACKS] = fallbacks
            yield request

    def _fallback_requests(self, request: Request | None) -> Iterator[Request]:
        """Yield the requests of the source that takes the place of a dead one; once, however many pages it has."""
        fallbacks: tuple[Source, ...] = request.meta.get(_FALLBACKS, ()) if request else ()
        if request and fallbacks and fallbacks not in self._replaced:
            self._replaced.add(fallbacks)
            self._count("newscrawl/replaced-sources")
            logger.warning("%s is of no use, %s takes its place", request.url, fallbacks[0].url)
            yield from self._first_requests(fallbacks[0], fallbacks[1:])

    def _first_pages(self, source: Source) -> Iterator[str]:
        if isinstance(source, JsonList):
            yield source.url.replace("{page}", str(source.first_page))
        elif isinstance(source, WordPress):
            yield self._posts_page(source, 1)
        elif isinstance(source, Listing):
            zone = ZoneInfo(self.site.timezone or "UTC")
            last = (self.until - timedelta(days=1) if self.until else datetime.now(UTC)).astimezone(zone).date()
            yield from dated_pages(source.url, self.since.astimezone(zone).date() if self.since else last, last)
        else:
            yield source.url

    def _posts_page(self, source: WordPress, page: int) -> str:
        return posts_page(source, page, self.since, self.until)

    def _request(self, source: Source, url: str, pages: int = 1, first: str | None = None) -> Request:
        paged: dict[str, Any] = {"source": source, "pages": pages}
        meta: dict[str, Any] = {_LIST: first or url}
        match source:
            case Listing():
                request = Request(url, self.parse_listing, cb_kwargs=paged, errback=self.source_failed, meta=meta)
            case JsonList():
                request = Request(url, self.parse_json_list, cb_kwargs=paged, errback=self.source_failed, meta=meta)
            case WordPress():
                request = Request(url, self.parse_posts, cb_kwargs=paged, errback=self.source_failed, meta=meta)
            case Feed():
                request = Request(url, self.parse_feed, errback=self.source_failed, meta=meta)
            case Sitemap():
                meta["download_maxsize"] = MAX_SITEMAP_BYTES
                request = Request(url, self.parse_sitemap, cb_kwargs=paged, errback=self.source_failed, meta=meta)
        known = self._known_lists.get(url)
        return if_changed(request, known.validators) if known and self._was_read(url) else request

    def _was_read(self, url: str) -> bool:
        """Tell whether an earlier run has scheduled all that this one may find by the list that begins at ``url``."""
        known = self._known_lists.get(url)
        bounded = self.since or self.until or self.backfill
        return known is not None and known.max_pages >= self.max_pages and not bounded

    def _is_unchanged(self, response: Response) -> bool:
        if response.status != NOT_MODIFIED:
            return False
        self._count("newscrawl/lists-unchanged")
        return True

    def _not_whole(self, request: Request | None) -> None:
        """Forget the list that ``request`` belongs to: something that it names was not scheduled."""
        if request is not None:
            self._read_lists.pop(request.meta.get(_LIST, request.url), None)

    def _goes_on(self, response: Response, links: Sequence[Link], seen: int, asked: int) -> bool:
        """Tell whether anything of use can follow a page with these links, with so many seen and asked for before.

        A calendar or a list that goes round has a next page for ever: it ends where no article is new. If an earlier
        run has read the whole list, that means new to the database; else, new to this run.
        """
        is_old = self.since and links and all(one.published and one.published < self.since for one in links)
        is_new = self._asked > asked if self._was_read(_list_of(response)) else len(self._seen) > seen
        if self._asked >= self._max_articles():
            self._not_whole(response.request)
            return False
        return is_new and not is_old

    def _page_after(self, response: Response, source: Source, url: str, pages: int) -> Iterator[Request]:
        if pages < self.max_pages:
            response.meta["depth"] = 0  # lists are bounded by max_pages, not by the depth of links
            yield self._request(source, url, pages + 1, _list_of(response))

    def _articles(
        self,
        kind: type[Source],
        links: Sequence[Link],
        response: Response,
        bad: Sequence[str] = (),
        must_name: bool = True,
    ) -> Iterator[Request]:
        """Yield the requests of the new articles of a list; ``must_name`` tells that it must name some article.

        ``kind`` is the kind of list that names them. ``bad`` are addresses of the list that could not be read.
        """
        if _list_of(response) == response.meta.get("redirect_urls", [response.url])[0]:
            self._read_lists[_list_of(response)] = validators_of(response)
        unread = list(bad)
        named: dict[str, Link] = {}
        for key, link in self._keyed(links, unread):
            named.setdefault(key, link)
        self.report_bad_addresses(unread, response.url)
        if must_name:
            self._count("newscrawl/lists")
            self._count("newscrawl/named", len(named))
        if must_name and not named:
            self._not_whole(response.request)
            self._count("newscrawl/empty-sources")
            logger.warning("a list names no article: %s: has its layout changed?", response.url)
            yield from self._fallback_requests(response.request)
        yield from self.schedule(list(self._wanted(named, response, kind)))

    def _keyed(self, links: Iterable[Link], bad: list[str]) -> Iterator[tuple[str, Link]]:
        """Yield the links that lead to articles, with their keys; adds to ``bad`` those that cannot be read."""
        max_characters = self.crawler.settings.getint("URLLENGTH_LIMIT")
        for link in links:
            try:
                is_article, key = self.is_article(link.url), self.site.key(link.url)
            except ValueError:  # whatever one address is, the others are kept
                bad.append(link.url)
                continue
            if not is_article:
                self._count("newscrawl/skipped/other-address")
            elif len(link.url) > max_characters:  # Scrapy would drop it without a word
                self._count("newscrawl/skipped/too-long")
            else:
                yield key, link

    def _wanted(self, named: dict[str, Link], response: Response, kind: type[Source]) -> Iterator[KnownPage]:
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
            if outside or self._asked >= self._max_articles():
                self._not_whole(response.request)
                self._count(f"newscrawl/skipped/{outside.split()[0] if outside else 'too-many'}")
            else:
                self._asked += 1
                yield KnownPage(key, named[key].url, Validators(), self.discovery_of(named[key].url, response, kind))

    def discovery_of(self, url: str, response: Response, kind: type[Source]) -> Discovery:
        """Return how an article was found that a list of this kind names."""
        return Discovery(KIND_NAMES[kind], response.url)

    def _max_articles(self) -> int:
        limit = int(self.crawler.settings.getint("NEWSCRAWL_MAX_ARTICLES"))
        return min(self.max_articles, limit) if self.max_articles else limit

    def _outside(self, published: datetime | None) -> str | None:
        """Return outside of which bound a time lies, ``None`` if between them or unknown."""
        if published and self.since and published < self.since:
            return f"{BEFORE}{self.since.isoformat()}"
        return f"{AFTER}{self.until.isoformat()}" if published and self.until and published >= self.until else None

    def _count(self, key: str, count: int = 1) -> None:
        if count:
            self.crawler.stats.inc_value(key, count)


def _with_query(source: Source, query: str) -> Source | None:
    """Return a source that is asked for a part of what it lists, ``None`` if it cannot be."""
    match source:
        case Feed(query_url=str(form)):
            return replace(source, url=form.replace("{query}", quote(query, safe=":,-")), archive=False, fallback=False)
        case WordPress():
            url = f"{source.url}{'&' if '?' in source.url else '?'}search={quote(query)}"
            return replace(source, url=url, archive=False, fallback=False)
        case _:
            return None


def _list_of(response: Response) -> str:
    """Return the first page of the list that a response belongs to."""
    first: str = response.meta.get(_LIST, response.url)
    return first


def _is_after_last_posts(request: Request, error: BaseException | None) -> bool:
    """Tell whether WordPress has said that there are no more posts."""
    is_later = isinstance(request.cb_kwargs.get("source"), WordPress) and request.cb_kwargs["pages"] > 1
    return is_later and isinstance(error, HttpError) and error.response.status == _NO_SUCH_PAGE
