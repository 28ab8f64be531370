"""The SSRF guard of name resolution: a name that leads to an inside address is never connected to."""

import logging
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from newscrawl.net.addon import practice_web
from newscrawl.net.ssrf_guard import allowed_private
from newscrawl.net.ssrf_targets import Exemption, is_exempt, is_public, read_exemptions

logger = logging.getLogger(__name__)


@implementer(IHostnameResolver)
class SsrfResolver(CachingHostnameResolver):
    """Resolve names to IPv4 and IPv6 addresses, and hand on the public ones only.

    The addresses checked here are those that Twisted connects to, so a name that changes between check and use (DNS
    rebinding) gains nothing. Exempt are ``NEWSCRAWL_ALLOW_PRIVATE``, by name or by address, and the practice web.
    """

    def __init__(self, reactor: Any, cache_size: int, exemptions: frozenset[Exemption] = frozenset()) -> None:
        super().__init__(reactor, cache_size)
        self.exemptions = exemptions

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Read the settings; raises ``BadArgument`` for an exemption that is none."""
        settings = crawler.settings
        resolver = super().from_crawler(crawler, reactor)
        resolver.exemptions = allowed_private(settings) | read_exemptions([practice_web(settings) or ""])
        return resolver

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        """Resolve ``hostName`` as Twisted asks for it."""
        if not is_exempt(hostName, portNumber, self.exemptions):
            resolutionReceiver = _PublicOnly(resolutionReceiver, hostName, portNumber, self.exemptions)
        return super().resolveHostName(resolutionReceiver, hostName, portNumber, addressTypes, transportSemantics)


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Hands on the addresses that may be connected to."""

    def __init__(self, receiver: Any, name: str, port: int, exemptions: frozenset[Exemption]) -> None:
        self.receiver = receiver
        self.name = name
        self.port = port
        self.exemptions = exemptions

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:
        host = str(getattr(address, "host", ""))
        if is_exempt(host, self.port, self.exemptions) or _is_public(host):
            self.receiver.addressResolved(address)
        else:
            logger.warning("not connected: the name %s leads to the inside address %s", self.name, host)

    def resolutionComplete(self) -> None:
        self.receiver.resolutionComplete()


def _is_public(host: str) -> bool:
    """Tell whether a host is an IP address that is reached over the internet."""
    try:
        return is_public(ip_address(host.partition("%")[0]))
    except ValueError:
        return False
