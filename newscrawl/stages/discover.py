"""Find addresses of articles on listing pages, in feeds and in sitemaps."""

from calendar import timegm
from datetime import UTC, datetime
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urljoin

import feedparser
from lxml import etree
from parsel import Selector

from newscrawl.dom.tree import TooMuchMarkup, parse
from newscrawl.site import Listing
from newscrawl.text.dates import parse_date
from newscrawl.urls import is_web, without_tracking

MAX_LINKS = 500  # of one listing page or feed
MAX_SITEMAP_LINKS = 5000


class Link(NamedTuple):
    """The address of an article, and when it was published if the list says so."""

    url: str
    published: datetime | None = None


class ListingPage(NamedTuple):
    """The articles of one listing page in its order, and the address of the page after it."""

    links: tuple[Link, ...]
    next_page: str | None


class SitemapPage(NamedTuple):
    """The articles of a sitemap, newest first where it has dates, and the sitemaps of an index."""

    links: tuple[Link, ...]
    sitemaps: tuple[str, ...]


def read_listing(html: str, url: str, listing: Listing) -> ListingPage:
    """Read one listing page as its declaration says; a page that cannot be parsed has no links."""
    try:
        page = Selector(root=parse(html), type="html")
    except TooMuchMarkup:
        return ListingPage((), None)
    links = _absolute(_hrefs(page, listing.links), url)
    following = _absolute(_hrefs(page, listing.next_page), url) if listing.next_page else []
    return ListingPage(tuple(map(Link, links[:MAX_LINKS])), next((one for one in following if one != url), None))


def read_feed(xml: str, url: str) -> tuple[Link, ...]:
    """Read an RSS, Atom or RDF feed in its order; what is no feed has no links."""
    # The text is decoded already: the header outweighs the encoding that the XML declaration still names.
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    # A stream, since feedparser would open anything else that looks like an address or a path.
    feed = feedparser.parse(BytesIO(xml.encode("utf-8", "replace")), response_headers=headers, sanitize_html=False)
    links: dict[str, Link] = {}
    for entry in feed.entries[:MAX_LINKS]:
        for address in _absolute([entry.get("link") or ""], url):
            links.setdefault(address, Link(address, _time_of(entry)))
    return tuple(links.values())


def read_sitemap(xml: str, url: str) -> SitemapPage:
    """Read a sitemap, a news sitemap or an index of sitemaps; what is none has no links."""
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml.encode("utf-8", "replace").strip(), parser)
    except etree.XMLSyntaxError:  # not even the parser that mends sees a document
        return SitemapPage((), ())
    if root is None:
        return SitemapPage((), ())
    links, sitemaps = [], []
    for entry in root.iterchildren("{*}url", "{*}sitemap"):
        for address in _absolute([(entry.findtext("{*}loc") or "").strip()], url):
            if entry.tag.endswith("sitemap"):
                sitemaps.append(address)
            else:
                written = entry.findtext(".//{*}publication_date") or entry.findtext("{*}lastmod")
                links.append(Link(address, parse_date(written) if written else None))
    links.sort(key=lambda link: link.published or datetime.min.replace(tzinfo=UTC), reverse=True)
    return SitemapPage(tuple(links[:MAX_SITEMAP_LINKS]), tuple(sitemaps))


def _hrefs(page: Selector, css: str) -> list[str]:
    """Return the addresses of the links that ``css`` finds: of the element itself, else of the first link inside."""
    found = []
    for element in page.css(css):
        href = element.attrib.get("href") or element.css("a::attr(href)").get()
        if href:
            found.append(href)
    return found


def _absolute(hrefs: list[str], base: str) -> list[str]:
    """Return web addresses without tracking parameters, each once, in order."""
    found: dict[str, None] = {}
    for href in filter(str.strip, hrefs):
        try:
            address = without_tracking(urljoin(base, href.strip()))
        except ValueError:  # an address that is none, such as http://[
            continue
        if is_web(address):
            found[address] = None
    return list(found)


def _time_of(entry: feedparser.FeedParserDict) -> datetime | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
