"""Ask again with patience, wait when told to, and leave a host alone that does not answer."""

import asyncio
import logging
import random
import re
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.response import response_status_message

from newscrawl.errors import BadArgument
from newscrawl.net.ssrf_guard import NotSent

logger = logging.getLogger(__name__)

MAX_RETRY_AFTER = 15 * 60.0  # seconds; a host that asks for longer is left alone for this run
MAX_FAILURES = 5  # transport failures in a row, of different requests too, until a host is left alone
_JITTER_SHARE = 0.25  # a wait is up to this share longer, so that hosts that failed together are not asked together
_STEP_SECONDS = 1.0  # seconds between looks whether the run is to end
_SECONDS = re.compile(r"[0-9]{1,15}")


class PatientRetry(RetryMiddleware):
    """Scrapy's retries with a pause before each: ``NEWSCRAWL_RETRY_WAITS`` seconds, or what ``Retry-After`` says.

    A host that asks for more than 15 minutes, or fails to answer five times in a row, is asked no more in this run.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler.settings)
        self.crawler = crawler
        self._waits = retry_waits(crawler.settings)
        self._failures: Counter[str] = Counter()
        self._ended: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PatientRetry":
        """Read the settings; raises ``BadArgument`` for a ``NEWSCRAWL_RETRY_WAITS`` that is no list of seconds."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise ``NotSent`` for a host that is left alone."""
        why = self._ended.get(_host(request))
        if why:
            raise NotSent("host left alone", why)

    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Return the response, or the request for another try after its pause."""
        self._failures.pop(_host(request), None)
        if request.meta.get("dont_retry") or response.status not in self.retry_http_codes:
            return response
        told = retry_after(response, datetime.now(UTC))
        if told > MAX_RETRY_AFTER:
            self._end(request, f"it asks to come back in {told:.0f} s")
            return response
        again = self._retry(request, response_status_message(response.status))
        return await self._after_pause(again, told) if again else response

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception, spider: Spider | None = None
    ) -> Request | None:
        """Return the request for another try after its pause, if the exception is one of transport."""
        if not isinstance(exception, self.exceptions_to_retry):
            return None
        host = _host(request)
        self._failures[host] += 1
        if self._failures[host] >= MAX_FAILURES:
            self._end(request, f"{MAX_FAILURES} failures in a row, the last {type(exception).__name__}")
            return None
        again = None if request.meta.get("dont_retry") else self._retry(request, exception)
        return await self._after_pause(again, 0.0) if again else None

    async def _after_pause(self, again: Request, told: float) -> Request:
        tried = min(again.meta["retry_times"], len(self._waits)) - 1
        planned = self._waits[tried] * (1 + _JITTER_SHARE * random.random()) if self._waits else 0.0  # noqa: S311
        left = max(told, planned)
        while left > 0:
            await asyncio.sleep(min(left, _STEP_SECONDS))
            left -= _STEP_SECONDS
            if not self.crawler.engine.running:
                raise NotSent("not fetched", "the run was ended while waiting to try again")
        return again

    def _end(self, request: Request, why: str) -> None:
        host = _host(request)
        if host not in self._ended:
            self._ended[host] = why
            self.crawler.stats.inc_value("newscrawl/hosts-left-alone")
            logger.warning("%s is left alone for the rest of this run: %s", host, why)


def retry_after(response: Response, now: datetime) -> float:
    """Return the seconds that ``Retry-After`` asks for, as a number or as a date; 0 without it or if it is neither."""
    written = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if _SECONDS.fullmatch(written):
        return float(written)
    if _SECONDS.match(written):  # a number of more digits than any date has
        return float("inf") if written.isdigit() else 0.0
    try:
        moment = parsedate_to_datetime(written[:100])
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0.0
    return max(0.0, ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds())


def retry_waits(settings: BaseSettings) -> tuple[float, ...]:
    """Return ``NEWSCRAWL_RETRY_WAITS`` in seconds; raises ``BadArgument`` if it is no list of some."""
    written = settings.getlist("NEWSCRAWL_RETRY_WAITS")
    try:
        waits = tuple(float(one) for one in written)
    except ValueError:
        raise BadArgument(f"NEWSCRAWL_RETRY_WAITS takes seconds such as 5,30, not {written!r}") from None
    if any(not 0 <= wait <= MAX_RETRY_AFTER for wait in waits):
        raise BadArgument(f"NEWSCRAWL_RETRY_WAITS takes seconds from 0 to {MAX_RETRY_AFTER:.0f}, not {written!r}")
    return waits


def _host(request: Request) -> str:
    """Return the host that a request goes to."""
    return urlparse_cached(request).hostname or ""
