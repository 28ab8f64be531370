"""Send the cookies and headers that a site's declaration names to its own hosts only, at the pace it asks for."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from newscrawl.net.request_delay import keep_delay
from newscrawl.site import Site

_SENT = "newscrawl_site_headers"  # in a request's meta: names of the headers that its site's declaration has added


class SiteHeaders:
    """Downloader middleware: adds what ``Site.cookies``, ``headers`` and ``request_delay`` say.

    It sees redirects, too: what was meant for one host is taken off again before another is asked.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the crawler, whose spider knows the site of each address."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Set the declared headers of the site of ``request``."""
        for name in request.meta.pop(_SENT, ()):
            request.headers.pop(name, None)
        site_of = getattr(self.crawler.spider, "site_of", None)
        site: Site | None = site_of(request.url) if site_of else None
        if site is None or not site.covers(request.url) or site.is_mirror(request.url):
            return
        headers = headers_of(site)
        if headers:
            request.headers.update(headers)
            request.meta[_SENT] = tuple(headers)
        if site.request_delay:
            keep_delay(self.crawler, request, site.request_delay)


def headers_of(site: Site) -> dict[str, str]:
    """Return the headers that requests to a site carry, its cookies among them.

    >>> headers_of(Site(name="e", title="E", hosts=("e.example",), cookies=(("consent", "yes|1"), ("lang", "en"))))
    {'Cookie': 'consent=yes|1; lang=en'}
    """
    cookies = "; ".join(f"{name}={value}" for name, value in site.cookies)
    return dict(site.headers) | ({"Cookie": cookies} if cookies else {})
