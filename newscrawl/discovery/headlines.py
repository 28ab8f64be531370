"""Find the list of articles on a page of any site: the links with the same place that look most like headlines."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml.html import HtmlElement

from newscrawl.discovery.next_page import find_next_page
from newscrawl.discovery.selectors import css_of, lasting_classes
from newscrawl.dom.class_names import sign_of
from newscrawl.dom.render.addresses import document_base
from newscrawl.dom.tree import parse_or_none, visible_text
from newscrawl.site import Listing
from newscrawl.urls import split_url
from newscrawl.urls.domains import same_site
from newscrawl.urls.resolve import web_addresses

MAX_SECTIONS = 5  # of one page that are worth a look; chosen by hand

# Parts of a path that lists have, articles have not …
_LIST_WORDS = frozenset(
    """
    archive archives author authors categories category channel column feed feeds index list page pages people rss
    search section sitemap sitemaps special tag tags team topic topics video videos zhuanti
    """.split()
)
# … and those of services, where no list is, either.
_SERVICE_WORDS = frozenset(
    """
    about account ads advertise cart cgi-bin contact cookie cookies copyright events faq forum help imprint impressum
    jobs kontakt legal login member newsletter policy privacy profile redirect register share shop subscribe
    subscription terms user users
    """.split()
)
_NO_ARTICLE = _LIST_WORDS | _SERVICE_WORDS
# Folders where sites keep articles.
_ARTICLE_FOLDERS = frozenset(
    """
    article articles artikel beitrag blog entry entries insights magazine magazin meldung meldungen news nachrichten
    post posts press release releases review reviews stories story test tests
    """.split()
)
# Names of query parameters that hold an article's number: "id", "newsid", "idxno", "aid", "p" (WordPress), …
_NUMBER_PARAMETER = re.compile(r"(?:[a-z]{0,10}_?id|idx(?:no)?|[a-z]{0,10}no|p|a|n|artcode|article)", re.IGNORECASE)
_MIN_NUMBER_DIGITS = 2  # of such a parameter: one digit is more often a page or a category
_MIN_NUMBER_IN_SLUG = 4  # digits in the last part of an address that are an article's number; chosen by hand
_MIN_HYPHENS = 3  # in the last part of an address that make it a headline; chosen by hand
_MIN_FOREIGN_LETTERS = 8  # beyond ASCII in the last part of an address that make it a headline; chosen by hand
_HEADINGS = ("h2", "h3", "h4", "h5")
_MAX_ANCHORS = 3000  # of one page
_MAX_ANCESTORS = 8  # elements above a link that are told apart
_MIN_LINKS = 3  # that make a listing …
_MIN_WEIGHT = 10.0  # … and how much like headlines they must be on average
_MIN_HEADLINE_BYTES = 18  # bytes of UTF-8 that a headline has at least: six Han characters, three English words
_MAX_HEADLINE_BYTES = 120  # bytes; more add nothing
# What an address that is no article's, or a place beside the content, leaves of a headline's weight; chosen by hand.
_UNLIKELY_FACTOR = 0.2
_POSSIBLE_FACTOR = 0.5  # … and one of two or three words
_TEASER = re.compile("teaser|headline|story|stories|latest|stream")  # in classes of entries of a list
_MAX_SECTION_CHARACTERS = 30  # of the words of a link to a section
_SECTION_PLACES = ("nav", "header", "menu")  # tags, and parts of classes, of what holds links to sections


def looks_like_article(url: str) -> bool:
    """Tell whether an address has the form that articles have: a number, a date or a headline, and no word of lists.

    >>> looks_like_article("https://e.example/news/new-chip-for-sensors"), looks_like_article("https://e.example/tag/gpu-1234")
    (True, False)
    """
    address = split_url(url)
    parts = _path_words(address.path)
    if not _NO_ARTICLE.isdisjoint(part.partition(".")[0] for part in parts):
        return False
    if not parts or _has_number(address.query):
        return _has_number(address.query)
    last = parts[-1].rpartition(".")[0] or parts[-1]
    has_date = any(len(part) == 4 and part.startswith(("19", "20")) and part.isdecimal() for part in parts[:-1])
    return (
        sum(map(str.isdecimal, last)) >= _MIN_NUMBER_IN_SLUG
        or max(last.count("-"), last.count("_")) >= _MIN_HYPHENS
        or sum(not character.isascii() for character in last) >= _MIN_FOREIGN_LETTERS
        or (has_date and len(last) > 2)
    )


def stands_among_articles(url: str) -> bool:
    """Tell whether an address stands in a folder where sites keep articles, by a name of two words or more.

    Weaker than ``looks_like_article``: for sitemaps, where sections are few.

    >>> stands_among_articles("https://e.example/articles/quiet-relays"), stands_among_articles("https://e.example/about/us")
    (True, False)
    """
    parts = _path_words(split_url(url).path)
    is_listed = not _NO_ARTICLE.isdisjoint(part.partition(".")[0] for part in parts)
    return not is_listed and not _ARTICLE_FOLDERS.isdisjoint(parts[:-1]) and bool(re.search("[-_]", parts[-1]))


def find_listing(html: str, url: str) -> Listing | None:
    """Return the group of links on a page that looks most like its list of articles, and the link to the next page."""
    tree = parse_or_none(html)
    if tree is None:
        return None
    groups: defaultdict[tuple[str, ...], dict[str, HtmlElement]] = defaultdict(dict)
    for link, address in _headlines(tree, url):
        groups[_place(link)].setdefault(address, link)
    lists = [list(links.values()) for links in groups.values() if len(links) >= _MIN_LINKS]
    weights = [sum(map(_weight, links)) for links in lists]
    worth = [
        (weight, links) for weight, links in zip(weights, lists, strict=True) if weight >= _MIN_WEIGHT * len(links)
    ]
    if not worth:
        return None
    _, best = max(worth, key=itemgetter(0))
    return Listing(url=url, links=_selector_of(tree, best), next_page=find_next_page(tree))


def find_sections(html: str, url: str) -> tuple[str, ...]:
    """Return the first pages of its own site that a page's menus lead to, and that may be lists of articles."""
    tree = parse_or_none(html)
    if tree is None:
        return ()
    base = document_base(tree, url)
    found: dict[str, None] = {}
    for link in islice(tree.iter("a"), _MAX_ANCHORS):
        if not 0 < len(visible_text(link)) <= _MAX_SECTION_CHARACTERS or not _is_in_menu(link):
            continue
        for address in web_addresses([link.get("href", "")], base):
            if address != url and _may_be_section(address, url):
                found[address] = None
    return tuple(found)[:MAX_SECTIONS]


def _selector_of(tree: HtmlElement, links: list[HtmlElement]) -> str:
    """Return CSS of the links of a list, which tells them from others by the headings that are in them."""
    css = css_of(tree, links)
    headings = [next(link.iter(*_HEADINGS), None) for link in links]
    tags = {heading.tag if heading is not None else None for heading in headings}
    tag = tags.pop() if len(tags) == 1 else None
    return f"{css}:has({tag})" if tag and len(tree.cssselect(css)) > len(links) else css


def _path_words(path: str) -> list[str]:
    return [part for part in unquote(path).lower().split("/") if part]


def _has_number(query: str) -> bool:
    return any(
        value.isdecimal() and len(value) >= _MIN_NUMBER_DIGITS and _NUMBER_PARAMETER.fullmatch(name)
        for name, value in parse_qsl(query[:1000])
    )


def _is_in_menu(link: HtmlElement) -> bool:
    around = islice(link.iterancestors(), _MAX_ANCESTORS)
    return any(place in f"{one.tag} {_names(one).lower()}" for one in around for place in _SECTION_PLACES)


def _may_be_section(address: str, url: str) -> bool:
    words = _path_words(urlsplit(address).path)
    is_service = not _SERVICE_WORDS.isdisjoint(word.partition(".")[0] for word in words)
    return bool(words) and not is_service and same_site(address, url) and not looks_like_article(address)


def _headlines(tree: HtmlElement, url: str) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the links of a page that may be headlines, with their addresses."""
    base = document_base(tree, url)
    for link in islice(tree.iter("a"), _MAX_ANCHORS):
        if len(visible_text(link).encode("utf-8", "replace")) < _MIN_HEADLINE_BYTES:
            continue
        for address in web_addresses([link.get("href", "")], base):
            if same_site(address, url) and address != url:
                yield link, address


def _weight(link: HtmlElement) -> float:
    """Return how much a link is like a headline: by its length, its address and what it stands in."""
    length = min(len(visible_text(link).encode("utf-8", "replace")), _MAX_HEADLINE_BYTES)
    is_beside = any(map(_is_beside, islice(link.iterancestors(), _MAX_ANCESTORS)))
    return length * _address_factor(link.get("href", "")) * (_UNLIKELY_FACTOR if is_beside else 1.0)


def _address_factor(href: str) -> float:
    if looks_like_article(href):
        return 1.0
    path = href.partition("?")[0].rstrip("/")
    words = _path_words(path)
    is_listed = not _NO_ARTICLE.isdisjoint(word.partition(".")[0] for word in words)
    return _POSSIBLE_FACTOR if words and "-" in words[-1] and not is_listed else _UNLIKELY_FACTOR


def _is_beside(element: HtmlElement) -> bool:
    """Tell whether an element stands beside the list of articles; what names teasers is the list itself."""
    names = _names(element)
    return element.tag in ("nav", "footer", "aside") or (sign_of(names) < 0 and not _TEASER.search(names.lower()))


def _names(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _place(link: HtmlElement) -> tuple[str, ...]:
    """Return where a link stands, the same for all entries of a list: tags and first classes, without their numbers."""
    chain = [link, *islice(link.iterancestors(), _MAX_ANCESTORS)]
    return tuple(f"{one.tag}.{re.sub('[0-9]', '', next(iter(lasting_classes(one)), ''))}" for one in chain)
