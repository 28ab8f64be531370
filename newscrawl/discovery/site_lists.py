"""Find where a site that nobody declared lists its articles, with some twenty requests at most.

Looked for are, in this order: feeds that the page announces, else those at common places; the list of headlines on the
page; the posts of WordPress; sitemaps that robots.txt names, else those at common places. Where none of them names an
article, the pages that the menu leads to are looked at.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from w3lib.html import get_meta_refresh

from newscrawl.discovery.announced import find_feeds, find_posts, find_sitemaps
from newscrawl.discovery.answers import Answer, Fetch
from newscrawl.discovery.feeds import read_feed
from newscrawl.discovery.headlines import find_listing, find_sections
from newscrawl.discovery.links import Link
from newscrawl.discovery.listings import read_listing
from newscrawl.discovery.sitemaps import read_sitemap
from newscrawl.discovery.wordpress import posts_page, read_posts
from newscrawl.site import Feed, Sitemap, Source, WordPress
from newscrawl.urls import is_web
from newscrawl.urls.domains import registrable_domain, same_site

COMMON_FEEDS = ("/feed/", "/rss.xml", "/feed.xml", "/rss", "/atom.xml", "/index.xml", "/rss/news.xml", "/feeds.xml")
COMMON_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml")
MAX_FEEDS = 3  # that a front page names and that are read (chosen by hand)
MAX_SITEMAPS = 3  # that robots.txt names and that are read (chosen by hand)

_MAX_REFRESH_BYTES = 8192  # of a page that only leads to another one; chosen by hand
_MAX_REFRESH_SECONDS = 5.0  # until then; chosen by hand

_ANNOUNCED = "announced"
_COMMON_PLACE = "at a common place"
_BY_ROBOTS = "named by robots.txt"
_HEADLINES = "headlines of the page"
_NAMED = "the address itself"
_WORDPRESS_MARK = b"/wp-content/"  # in the addresses of pictures and styles
_WORDPRESS_POSTS = "/wp-json/wp/v2/posts"


class FoundList(NamedTuple):
    """One list of a site, the articles that it names now, and how it was found."""

    source: Source
    links: tuple[Link, ...]
    how: str

    def __str__(self) -> str:
        """Say it to a person."""
        kind = type(self.source).__name__
        return f"{kind} {self.source.url} ({self.how}): " + (
            "for backfills" if self.source.archive else f"{len(self.links)} articles" if self.links else "not read yet"
        )


class Found(NamedTuple):
    """Where a site lists its articles; ``url`` is the page of it that was looked at, or where its articles are."""

    url: str
    lists: tuple[FoundList, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """The lists as a declaration names them."""
        return tuple(one.source for one in self.lists)

    @property
    def links(self) -> tuple[Link, ...]:
        """The articles that are named now, each once; the first list tells when it was published."""
        links = [link for one in self.lists for link in one.links]
        return tuple({link.url: link for link in reversed(links)}.values())[::-1]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found, a line for each list."""
        return tuple(map(str, self.lists)) or ("no feed, headlines, WordPress API or sitemap",)


async def find_sources(front: Answer, fetch: Fetch) -> Found:
    """Return the lists of the site with this front page; ``front`` may itself be a feed or a sitemap, or empty."""
    front = await _page_behind(front, fetch) or front
    itself = _list_itself(front)
    if itself:
        return Found(_home_of(itself, front.url), (itself,))
    found = await _lists_of(front, fetch)
    home = urljoin(front.url, "/")
    if not found and front.url != home:
        answer = await fetch(home)
        found = await _lists_of(answer, fetch) if answer else []
    # A sitemap names old articles and what is none: it is for backfills where anything else names new ones.
    sitemaps = await _sitemaps(front, fetch, archive=any(one.links for one in found))
    return Found(front.url, (*found, *sitemaps))


async def _lists_of(front: Answer, fetch: Fetch) -> list[FoundList]:
    """Return feeds, headlines and API of a page, else those of the sections that its menu leads to."""
    found = await _feeds(front, fetch)
    found += _headlines(front)
    found += await _posts(front, fetch, archive=any(one.links for one in found))
    if not any(one.links for one in found):
        for url in find_sections(front.text, front.url):
            section = await fetch(url)
            if section:
                found += await _announced_feeds(section, fetch) or _headlines(section)
    return list({one.source.url: one for one in reversed(found)}.values())[::-1]


async def _page_behind(front: Answer, fetch: Fetch) -> Answer | None:
    """Return the page of the same site that a front page only leads to: by language or device, at once."""
    if len(front.body) > _MAX_REFRESH_BYTES:
        return None
    try:
        seconds, url = get_meta_refresh(front.text, front.url)
    except ValueError:  # "http://[" and the like
        return None
    is_page = url and url != front.url and is_web(url) and same_site(url, front.url)
    return await fetch(url) if url and is_page and (seconds or 0) <= _MAX_REFRESH_SECONDS else None


def _list_itself(front: Answer) -> FoundList | None:
    """Return what the address leads to, if that is a feed or a sitemap."""
    links = read_feed(front.text, front.url)
    if links:
        return FoundList(Feed(url=front.url), links, _NAMED)
    sitemap = read_sitemap(front.body, front.url)
    return FoundList(Sitemap(url=front.url), (), _NAMED) if sitemap.links or sitemap.sitemaps else None


def _home_of(itself: FoundList, url: str) -> str:
    """Return an address of the site whose articles a list names: a feed may stand with a service for feeds."""
    domains = Counter(registrable_domain(link.url) for link in itself.links)
    if not domains or registrable_domain(url) in domains:
        return url
    home = domains.most_common(1)[0][0]
    return next(link.url for link in itself.links if registrable_domain(link.url) == home)


async def _feeds(front: Answer, fetch: Fetch) -> list[FoundList]:
    """Return the site's feeds that name anything: those that a page announces, else the first at a common place."""
    announced = await _announced_feeds(front, fetch)
    return announced or await _first_feed(_common_feeds(front.url), front.url, fetch)


async def _announced_feeds(front: Answer, fetch: Fetch) -> list[FoundList]:
    """Return the good ones among the first feeds that a page announces, or that a page of feeds lists."""
    found: list[FoundList] = []
    for url in find_feeds(front.text, front.url)[:MAX_FEEDS]:
        answer = await fetch(url)
        if answer is None:
            continue
        links = _links_of_feed(answer, front.url)
        if links:
            found.append(FoundList(Feed(url=url), links, _ANNOUNCED))
        elif not found:  # a page that lists the feeds
            listed = [one for one in find_feeds(answer.text, answer.url)[:MAX_FEEDS] if one != url]
            found += await _largest_feed(listed, front.url, fetch)
    return found


async def _first_feed(urls: Iterable[str], home: str, fetch: Fetch) -> list[FoundList]:
    for url in urls:
        answer = await fetch(url)
        links = _links_of_feed(answer, home) if answer else ()
        if links:
            return [FoundList(Feed(url=url), links, _COMMON_PLACE)]
    return []


async def _largest_feed(urls: Iterable[str], home: str, fetch: Fetch) -> list[FoundList]:
    """Return the feed that names most articles: beside the one of everything, pages list those of single subjects."""
    largest: list[FoundList] = []
    for url in urls:
        answer = await fetch(url)
        links = _links_of_feed(answer, home) if answer else ()
        if len(links) > len(largest[0].links if largest else ()):
            largest = [FoundList(Feed(url=url), links, _ANNOUNCED)]
    return largest


def _links_of_feed(answer: Answer, home: str) -> tuple[Link, ...]:
    return tuple(link for link in read_feed(answer.text, answer.url) if same_site(link.url, home))


def _common_feeds(url: str) -> list[str]:
    """Return where sites have their feed: beside the page first, then at the root of the host."""
    folder = urlsplit(url).path.rpartition("/")[0]
    beside = [f"{folder}{path}" for path in COMMON_FEEDS[:2]] if folder else []
    return [urljoin(url, path) for path in (*beside, *COMMON_FEEDS)]


def _headlines(front: Answer) -> list[FoundList]:
    listing = find_listing(front.text, front.url)
    if listing is None:
        return []
    page = read_listing(front.text, front.url, listing)
    links = tuple(link for link in page.links if link.url not in (page.next_page, front.url))
    return [FoundList(listing, links, _HEADLINES)]


async def _posts(front: Answer, fetch: Fetch, *, archive: bool) -> list[FoundList]:
    """Return the posts of WordPress: for backfills if other lists name new articles, else if the API answers."""
    announced = find_posts(front.text, front.url, front.link)
    if announced and archive:
        return [FoundList(WordPress(url=announced, archive=True), (), _ANNOUNCED)]
    url = announced or urljoin(front.url, _WORDPRESS_POSTS)
    if archive or not (announced or _WORDPRESS_MARK in front.body):
        return []
    source = WordPress(url=url)
    answer = await fetch(posts_page(source, 1))
    links = read_posts(answer.text, answer.url) if answer else ()
    own = tuple(link for link in links if same_site(link.url, front.url))
    return [FoundList(source, own, _ANNOUNCED if announced else _COMMON_PLACE)] if own else []


async def _sitemaps(front: Answer, fetch: Fetch, *, archive: bool) -> list[FoundList]:
    """Return the site's sitemaps: those that robots.txt names, else the first at a common place."""
    robots = await fetch(urljoin(front.url, "/robots.txt"))
    named = find_sitemaps(robots.text, front.url) if robots else ()
    if named:
        return [FoundList(Sitemap(url=url, archive=archive), (), _BY_ROBOTS) for url in named[:MAX_SITEMAPS]]
    for path in COMMON_SITEMAPS:
        answer = await fetch(urljoin(front.url, path))
        sitemap = read_sitemap(answer.body, answer.url) if answer else None
        if sitemap and (sitemap.links or sitemap.sitemaps):
            return [FoundList(Sitemap(url=urljoin(front.url, path), archive=archive), (), _COMMON_PLACE)]
    return []
