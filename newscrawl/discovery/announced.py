"""Lists of articles that a site announces: feeds, sitemaps, and the API of WordPress."""

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newscrawl.dom.render.addresses import document_base
from newscrawl.dom.tree import parse_or_none, visible_text
from newscrawl.urls.domains import registrable_domain, same_site
from newscrawl.urls.resolve import web_addresses

_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})
_FEED_ENDS = (
    *("/feed", "/feed/", "/feeds", "/feeds/", "/rss", "/rss/", "/rss.xml", "/rss.php", "/rss.html", "/feed.xml"),
    *("/feeds.xml", "/atom.xml", "/feed.json", ".rss", ".rdf", ".atom"),
)
_FEED_WORD = re.compile(r"\b(?:rss|atom|feeds?|newsfeed)\b", re.IGNORECASE)
_MAX_NAME_CHARACTERS = 40  # of a link that is called so; chosen by hand
_FEED_SERVICES = frozenset({"feedburner.com", "feedblitz.com", "feedpress.me"})  # domains that carry others' feeds
_NO_NEWS = ("comment", "kommentar", "podcast")  # in the title or address of a feed of something else
# The relation by which WordPress announces its API, in a tag and in a header (REST API Handbook, "Discovery").
_WORDPRESS_RELATION = "https://api.w.org/"
_LINK_HEADER = re.compile(r"<([^<>]{1,500})>\s{0,5};[^,<]{0,200}?rel=\"?https://api\.w\.org/")
_POSTS = "wp/v2/posts"


def find_feeds(html: str, url: str) -> tuple[str, ...]:
    """Return the addresses of the feeds that a page announces or links to, those of comments left out."""
    tree = parse_or_none(html)
    if tree is None:
        return ()
    announced = [
        link.get("href", "")
        for link in tree.iter("link")
        if "alternate" in link.get("rel", "").lower().split()
        and link.get("type", "").lower() in _FEED_TYPES
        and not any(word in (link.get("title", "") + link.get("href", "")).lower() for word in _NO_NEWS)
    ]
    linked = [
        href
        for link in tree.iter("a")
        if f"/{(href := link.get('href', '').strip())}".lower().endswith(_FEED_ENDS)
        and not any(word in href.lower() for word in _NO_NEWS)
    ]
    called = [
        link.get("href", "")
        for link in tree.iter("a")
        if _FEED_WORD.search(name := _name_of(link)) and not any(word in name.lower() for word in _NO_NEWS)
    ]
    addresses = web_addresses(announced + linked + called, document_base(tree, url))
    return tuple(one for one in addresses if same_site(one, url) or registrable_domain(one) in _FEED_SERVICES)


def find_sitemaps(robots: str, url: str) -> tuple[str, ...]:
    """Return the site's own sitemaps that a robots.txt names (sitemaps.org, protocol 0.9), those of news first."""
    named = [
        value.strip() for line in robots.splitlines() for key, _, value in [line.partition(":")] if _is_sitemap(key)
    ]
    own = [address for address in web_addresses(named, url) if same_site(address, url)]
    return tuple(sorted(own, key=lambda address: "news" not in urlsplit(address).path.lower()))


def find_posts(html: str, url: str, link_header: str = "") -> str | None:
    """Return the address of the posts of WordPress's API, which a page announces in its head or by a header.

    >>> find_posts("", "https://e.example/", '<https://e.example/wp-json/>; rel="https://api.w.org/"')
    'https://e.example/wp-json/wp/v2/posts'
    """
    tree = parse_or_none(html)
    links = tree.iter("link") if tree is not None else ()
    announced = [link.get("href", "") for link in links if _WORDPRESS_RELATION in link.get("rel", "").split()]
    base = url if tree is None else document_base(tree, url)
    roots = web_addresses([*announced, *_LINK_HEADER.findall(link_header)], base)
    return next((root + _POSTS for root in roots if same_site(root, url)), None)


def _is_sitemap(key: str) -> bool:
    return key.strip().lower() == "sitemap"


def _name_of(link: HtmlElement) -> str:
    """Return what a short link is called: its text and title, or what its picture shows; of a long one, nothing."""
    pictures = (image.get("alt", "") for image in link.iter("img"))
    name = " ".join((visible_text(link), link.get("title", ""), *pictures)).strip()
    return name if len(name) <= _MAX_NAME_CHARACTERS else ""
