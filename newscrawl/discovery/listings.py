"""Find articles on listing pages, and the pages of archives."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from parsel import Selector

from newscrawl.discovery.links import MAX_LINKS, Link
from newscrawl.dom.render.addresses import document_base
from newscrawl.dom.tree import parse_or_none
from newscrawl.site import Listing
from newscrawl.urls.resolve import web_addresses


class ListingPage(NamedTuple):
    """The articles of one listing page in its order, and the address of the page after it."""

    links: tuple[Link, ...]
    next_page: str | None


def read_listing(html: str, url: str, listing: Listing, *, bad: list[str] | None = None) -> ListingPage:
    """Read one listing page as its declaration says; a page that cannot be parsed has no links.

    Addresses that cannot be read are left out and added to ``bad``.
    """
    tree = parse_or_none(html)
    if tree is None:
        return ListingPage((), None)
    page, base = Selector(root=tree, type="html"), document_base(tree, url)
    links = web_addresses(_hrefs(page, listing.links), base, bad)
    following = web_addresses(_hrefs(page, listing.next_page), base, bad) if listing.next_page else []
    return ListingPage(tuple(map(Link, links[:MAX_LINKS])), next((one for one in following if one != url), None))


def dated_pages(url: str, first: date, last: date) -> Iterator[str]:
    """Yield the pages of an archive from the day ``last`` back to ``first``; an address without places is its only one.

    >>> list(dated_pages("https://e.example/{year}/{month}/", date(2026, 10, 30), date(2026, 11, 2)))
    ['https://e.example/2026/11/', 'https://e.example/2026/10/']
    """
    latest = ""
    for back in range((last - first).days + 1 if "{" in url else 1):
        day = last - timedelta(days=back)
        page = url.replace("{year}", f"{day:%Y}").replace("{month}", f"{day:%m}").replace("{day}", f"{day:%d}")
        if page != latest:
            yield page
        latest = page


def _hrefs(page: Selector, selector: str) -> list[str]:
    """Return the addresses of the links that CSS or XPath finds: of the element itself, else of the first inside."""
    found = []
    for element in page.xpath(selector) if selector.startswith(("//", "(//")) else page.css(selector):
        href = element.attrib.get("href") or element.css("a::attr(href)").get()
        if href:
            found.append(href)
    return found
