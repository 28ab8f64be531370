"""The practice web: every host name is found at one address on this machine."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawl.net.addon import practice_web
from newscrawl.net.http_handler import HttpHandler


class PracticeWebHandler(HttpHandler):
    """Send each request to ``NEWSCRAWL_PRACTICE_WEB`` over plain HTTP, with the real name in the ``Host`` header.

    It stands in for name resolution and TLS only: spiders, middlewares and pipelines see the real addresses.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._address = practice_web(crawler.settings) or ""

    async def download_request(self, request: Request) -> Response:
        """Fetch ``request`` from the practice web; the response carries the real address."""
        real = urlsplit(request.url)
        headers = request.headers.copy()
        headers["Host"] = real.netloc
        here = request.replace(url=real._replace(scheme="http", netloc=self._address).geturl(), headers=headers)
        response = await super().download_request(here)
        # The request's own latency and slot are read from the original by AutoThrottle.
        request.meta.update(here.meta)
        return response.replace(url=request.url)
