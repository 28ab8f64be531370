"""What a host says about rights beside its pages: robots.txt, as it is at hand, and ``/.well-known/tdmrep.json``."""

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.errors import StorageFailed
from newscrawl.net.robots import RobotsMiddleware
from newscrawl.rights.robots_txt import RobotsTxt
from newscrawl.rights.signals import Place, Signal
from newscrawl.rights.tdm import MAX_TDMREP_BYTES, TDMREP_PATH, TdmRep
from newscrawl.storage.crawl.rights import HostRights, WellKnownFile

logger = logging.getLogger(__name__)

_TELLING = (200, 404, 410)  # other answers do not say that there is no file
_TIMEOUT_SECONDS = 10  # chosen by hand: an article waits for it
RIGHTS_CHANGED = "rights-changed/"  # begins the counts of what a host says since this run, or says no more
WITHHELD_ARTICLES = "withheld"  # counts the stored articles whose pages are refused for their rights since this run

Answer = TypeVar("Answer")


class RightsMiddleware:
    """Knows what hosts reserve.

    robots.txt is read as it was asked for anyway. ``tdmrep.json`` is asked for once a host and day, before the first
    article of the host is kept; what a database knows of that is not asked for again. An answer other than 200, or
    none, means nothing. No redirect is followed: most lead to a home page, and it would be a second request.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._robots: dict[str, RobotsTxt | None] = {}
        self._tdmreps: dict[str, asyncio.Task[TdmRep | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RightsMiddleware":
        """Return the middleware of ``crawler``."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Take note of what robots.txt of the host says."""
        name = urlparse_cached(request).netloc
        middleware = self._crawler.get_downloader_middleware(RobotsMiddleware)
        if middleware and request.callback is not NO_CALLBACK and name not in self._robots:
            robots = self._robots[name] = await middleware.statements(request)
            if robots:
                self._record(name, "robots.txt", robots.all_signals())

    async def signals(self, response: Response) -> tuple[Signal, ...]:
        """Return what the host of ``response`` says about the page."""
        url = urlparse_cached(response)
        if url.netloc not in self._tdmreps:
            self._tdmreps[url.netloc] = asyncio.ensure_future(self._ask(url.scheme, url.netloc))
        files = (self._robots.get(url.netloc), await self._tdmreps[url.netloc])
        return tuple(one for file in files if file for one in file.signals(response.url))

    async def _ask(self, scheme: str, name: str) -> TdmRep | None:
        answer = self._stored(lambda rights: rights.well_known_file(name)) or await self._tdmrep(scheme, name)
        tdmrep = TdmRep(answer.body) if answer.http_status == 200 else None
        if answer.http_status in _TELLING:
            self._record(name, "tdmrep.json", tdmrep.all_signals() if tdmrep else ())
        return tdmrep

    async def _tdmrep(self, scheme: str, name: str) -> WellKnownFile:
        if not self._crawler.engine.running:
            return WellKnownFile(None, "")
        asked = Request(
            f"{scheme}://{name}{TDMREP_PATH}",
            meta={
                "download_maxsize": MAX_TDMREP_BYTES,
                "download_timeout": _TIMEOUT_SECONDS,
                "max_retry_times": 0,
                "dont_redirect": True,
            },
            callback=NO_CALLBACK,
        )
        self._crawler.stats.inc_value("newscrawl/tdmrep-requests")
        try:
            response = await self._crawler.engine.download_async(asked)
        except Exception as error:  # whatever kept the file from coming: it says nothing
            logger.debug("%s has no tdmrep.json: %s", name, error)
            answer = WellKnownFile(None, "")
        else:
            body = response.body.decode("utf-8-sig", "replace") if response.status == 200 else ""
            answer = WellKnownFile(response.status, body)
        self._stored(lambda rights: rights.keep_well_known_file(name, answer))
        return answer

    def _record(self, name: str, place: Place, signals: tuple[Signal, ...]) -> None:
        for change in self._stored(lambda rights: rights.record(name, place, signals)) or ():
            self._crawler.stats.inc_value(f"newscrawl/{RIGHTS_CHANGED}{change}")

    def _stored(self, ask: Callable[[HostRights], Answer]) -> Answer | None:
        """Return what the database of the run answers, if there is one; one that fails ends the run elsewhere."""
        store = getattr(self._crawler.spider, "store", None)
        rights: HostRights | None = getattr(store, "host_rights", None)
        try:
            return ask(rights) if rights else None
        except StorageFailed as failure:
            logger.warning("rights cannot be recorded: %s", failure)
            return None
