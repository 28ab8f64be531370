"""The SSRF guard (server-side request forgery): no request leaves for an address inside, however it came about."""

import logging
from collections.abc import Callable
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import BaseSettings

from newscrawl.net.ssrf_targets import Exemption, fault_of_host, fault_of_url, is_exempt, read_exemptions
from newscrawl.net.traps import leads_nowhere

logger = logging.getLogger(__name__)

Count = Callable[[str], None]


class NotSent(IgnoreRequest):
    """A request that is not sent or whose answer is not read; ``reason`` is one of a few fixed phrases."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class SsrfGuard:
    """Downloader middleware, first of all: refuses requests to what is not a public web server, or a trap.

    It sees every request that the engine sends: those of spiders, redirects, retries, robots.txt and parts of
    articles. ``dont_filter`` and ``allowed_domains`` mean nothing to it.
    """

    def __init__(self, exemptions: frozenset[Exemption], count: Count) -> None:
        self.exemptions = exemptions
        self.count = count

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``NEWSCRAWL_ALLOW_PRIVATE``; raises ``BadArgument`` for an entry that is no ``host:port``."""
        return cls(allowed_private(crawler.settings), crawler.stats.inc_value)

    def process_request(self, request: Request) -> None:
        """Raise ``NotSent`` for an unsafe target, and for an address that leads nowhere."""
        fault = self.fault(request)
        if fault:
            self.count("newscrawl/ssrf-guard/refused")
            logger.warning("not sent: %s: %s", request.url[:300], fault)
            raise NotSent("unsafe address", fault)
        if leads_nowhere(request.url):
            self.count("newscrawl/ssrf-guard/traps")
            raise NotSent("endless address", "its path or query is that of a trap")

    def fault(self, request: Request) -> str | None:
        """Return what is wrong with the request's target."""
        return fault_of_url(request.url, self.exemptions)


class SsrfProxyGuard(SsrfGuard):
    """The same, last of all, when it is known whether a request goes through a proxy.

    A proxy inside must be named in ``NEWSCRAWL_ALLOW_PRIVATE``. The exemptions are for what is connected to: behind a
    proxy they do not cover the target, or a page could make the proxy ask itself.
    """

    def fault(self, request: Request) -> str | None:
        """Return what is wrong with the request's proxy or target."""
        proxy = request.meta.get("proxy")
        if not proxy:
            return super().fault(request)
        return self._fault_of_proxy(proxy) or fault_of_url(request.url)

    def _fault_of_proxy(self, proxy: str) -> str | None:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        if is_exempt(host, port, self.exemptions):
            return None
        fault = fault_of_host(host)
        return f"the proxy is not in NEWSCRAWL_ALLOW_PRIVATE and {fault}" if fault else None


def allowed_private(settings: BaseSettings) -> frozenset[Exemption]:
    """Return the exemptions of ``NEWSCRAWL_ALLOW_PRIVATE``; raises ``BadArgument``."""
    return read_exemptions(settings.getlist("NEWSCRAWL_ALLOW_PRIVATE"))
