"""What a crawl asks each host for: requests, bytes, and the highest rate."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from scrapy import Request
from scrapy.http import Response

from newscrawl.urls import host_of

_MAX_HOSTS = 1_000  # that are counted one by one: the crawl of a list of addresses may meet millions (chosen by hand)
_MINUTE_SECONDS = 60  # of which requests are counted together


@dataclass
class _Host:
    """Counts of one host; ``minutes`` are requests by the minute in which they were sent."""

    minutes: Counter[int] = field(default_factory=Counter)
    bytes: int = 0


class HostTraffic:
    """Counts requests when they are sent, and bytes when an answer has come, compressed as it was sent."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._hosts: dict[str, _Host] = {}

    def request_reached_downloader(self, request: Request) -> None:
        """Count a request that is sent now."""
        host = self._host(request.url)
        if host:
            host.minutes[int(self._now() // _MINUTE_SECONDS)] += 1

    def response_downloaded(self, response: Response) -> None:
        """Count the bytes of an answer, without its headers."""
        host = self._host(response.url)
        if host:
            host.bytes += len(response.body)

    def figures(self) -> dict[str, dict[str, int]]:
        """Return by host ``requests``, ``bytes`` and ``max_per_minute``, the host with most requests first."""
        found = {
            name: {
                "requests": host.minutes.total(),
                "bytes": host.bytes,
                "max_per_minute": max(host.minutes.values(), default=0),
            }
            for name, host in self._hosts.items()
        }
        return dict(sorted(found.items(), key=lambda one: (-one[1]["requests"], one[0])))

    def _host(self, url: str) -> _Host | None:
        name = host_of(url)
        if name not in self._hosts and len(self._hosts) < _MAX_HOSTS:
            self._hosts[name] = _Host()
        return self._hosts.get(name)
