"""Find out how an unknown site lists its articles and lays them out, by what its pages have in common.

Feeds and sitemaps are where sites announce or usually have them. The listing is the group of links with the same place
in the markup that looks most like headlines. The body is the smallest element that holds what JSON-LD, or else the
generic reader, takes for the text.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from copy import deepcopy
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from newscrawl.discovery.domains import same_site
from newscrawl.discovery.feeds import read_feed
from newscrawl.discovery.links import Link, web_addresses
from newscrawl.discovery.listings import read_listing
from newscrawl.discovery.sitemaps import read_sitemap
from newscrawl.dom.class_names import sign_of
from newscrawl.dom.content.finder import find_content
from newscrawl.dom.metadata import Metadata, read_metadata
from newscrawl.dom.tree import TooMuchMarkup, parse, visible_text
from newscrawl.site import Feed, Listing, Site, Sitemap, Source, Template
from newscrawl.text.decode import decode
from newscrawl.urls import host_of

COMMON_FEEDS = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/rss/", "/index.xml")
COMMON_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml")
MAX_FEEDS = 3
MAX_SITEMAPS = 3

_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})
_FEED_ENDS = ("/feed", "/feed/", "/rss", "/rss/", "/rss.xml", "/feed.xml", "/atom.xml", "/feed.json", ".rss", ".rdf")
_NEXT_LINKS = ("a[rel~=next]", "link[rel~=next]", "a.next", ".next > a", "a.next-page", ".nav-previous > a")
_NEXT_WORDS = ("下一页", "下一頁", "下页", "Next", "Older", "Weiter", "Nächste", "次へ", "次のページ", "다음")
# Parts of a path that lists, persons and services have, articles have not.
_NO_ARTICLE = frozenset(
    """
    about account ads advertise archive archives author authors cart categories category channel column contact cookie
    cookies copyright cgi-bin events faq feed feeds forum help imprint impressum index jobs kontakt legal list login
    member newsletter page pages people policy privacy profile redirect register rss search section share shop sitemap
    sitemaps special subscribe subscription tag tags team terms topic topics user users video videos zhuanti
    """.split()
)
_MAX_HOSTS = 8  # of a proposal
_MAX_ANCHORS = 3000
_MAX_ANCESTORS = 8  # elements above a link that are told apart
_MIN_LINKS = 3  # that make a listing …
_MIN_WEIGHT = 10.0  # … and how much like headlines they must be on average
_MIN_HEADLINE_BYTES = 18  # bytes of UTF-8 that a headline has at least: six Han characters, three English words
_MAX_HEADLINE_BYTES = 120  # bytes; more add nothing
_BLOCKS = ("p", "li", "h2", "h3", "div", "section", "article", "td")
_BODIES = ("div", "article", "section", "main", "td")
_LANDMARK_TAGS = frozenset(
    {"article", "main", "section", "h1", "h2", "h3", "h4", "li", "dt"}
)  # tags that narrow down a place
_MAX_BLOCKS = 5000
_MAX_DEPTH = 50  # elements around a paragraph that may be the body
_UNLIKELY_FACTOR = (
    0.2  # what an address that is no article's, or a place beside the content, leaves of a headline's weight
)
_OPENING_CHARACTERS = 24  # letters by which a paragraph is known
_MIN_STATED_CHARACTERS = 200  # letters of JSON-LD that are a text
_MAX_STATED_CHARACTERS = 30_000  # letters that paragraphs are looked for in
_MIN_BODY_SHARE = 0.9  # of the text must be in the body
_MIN_SELECTOR_PRECISION = 0.95  # of the elements that a selector finds must be meant
_FIELDS = ("title", "authors", "published", "modified", "section", "tags", "summary")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,60}")
_STATE_CLASS = re.compile(r"\d{3}|(?:^|[-_])(?:active|current|first|last|odd|even|hover|selected|on)$")
_SLUG = re.compile("[a-z0-9-]++")


class Answer(NamedTuple):
    """A page as it was answered: its address after redirects, its bytes, and the charset of its header."""

    url: str
    body: bytes
    charset: str | None = None

    @property
    def text(self) -> str:
        """The decoded text."""
        return decode(self.body, self.charset).text


Fetch = Callable[[str], Awaitable[Answer | None]]  # None where there is no good answer


class Body(NamedTuple):
    """The element that holds an article's text: its CSS, the share of paragraphs it holds, and who tells them."""

    css: str
    share: float
    by: str


class Found(NamedTuple):
    """Where a site lists its articles, and those that its feeds and its front page name now."""

    sources: tuple[Source, ...]
    links: tuple[Link, ...]


class Proposal(NamedTuple):
    """A declaration to begin with, and what a person should know about how it came about."""

    site: Site
    notes: tuple[str, ...]


async def find_sources(front: Answer, fetch: Fetch) -> Found:
    """Return feeds, listing and sitemaps of the site with this front page; some ten requests at most."""
    feeds = await _feeds(front, fetch)
    listing = find_listing(front.text, front.url)
    links = [link for _, found in feeds for link in found]
    if listing:
        page = read_listing(front.text, front.url, listing)
        links += [link for link in page.links if link.url != page.next_page]
    sitemaps = await _sitemaps(front, fetch)
    # A sitemap names old articles and what is none: it is for backfills where anything else names new ones.
    old = bool(links)
    sources: list[Source] = [feed for feed, _ in feeds]
    sources += [listing] if listing else []
    sources += [Sitemap(url=url, archive=old) for url in sitemaps]
    return Found(tuple(sources), tuple({link.url: link for link in reversed(links)}.values())[::-1])


def propose_site(name: str, front: Answer, found: Found, articles: Sequence[Answer], day: date) -> Proposal:
    """Return a declaration of the site ``name``, by its front page, its lists and some articles, as of ``day``."""
    own = Site.undeclared(front.url)
    pages = [(tree, read_metadata(tree, page.url)) for page in articles if (tree := _parsed(page.text)) is not None]
    bodies = [body for tree, metadata in pages if (body := find_body(tree, metadata))]
    body = _most_common(bodies)
    title_tags = {_title_tag(tree, metadata) for tree, metadata in pages}
    notes = [f"{len(found.links)} articles are listed, {len(pages)} of them were read."]
    if body:
        notes.append(
            f"body: on {sum(one.css == body.css for one in bodies)} of {len(pages)} pages;"
            f" it holds {body.share:.0%} of the paragraphs that {body.by} tells."
        )
    told = _told([metadata for _, metadata in pages])
    if told:
        notes.append(f"The pages' own metadata tell {', '.join(told)}: these need no selector.")
    site = Site(
        name=name,
        title=_most_common([metadata.site_name for _, metadata in pages if metadata.site_name]) or own.title,
        hosts=tuple(dict.fromkeys(map(host_of, (front.url, *(link.url for link in found.links)))))[:_MAX_HOSTS],
        language=_most_common([metadata.language for _, metadata in pages if metadata.language]),
        article_urls=address_forms([link.url for link in found.links]),
        sources=found.sources,
        templates=(Template(name="article", body=body.css, title="h1" if title_tags == {"h1"} else ()),)
        if body
        else (),
        evidence=f"proposed by scrapy probe, {day:%Y-%m}; not checked by a person",
    )
    return Proposal(site, tuple(notes))


def looks_like_article(url: str) -> bool:
    """Tell whether an address has the form that articles have: a number, a date or a headline, and no word of lists.

    >>> looks_like_article("https://e.example/news/new-chip-for-sensors"), looks_like_article("https://e.example/tag/gpu-1234")
    (True, False)
    """
    parts = [part for part in urlsplit(url).path.lower().split("/") if part]
    if not parts or not _NO_ARTICLE.isdisjoint(part.partition(".")[0] for part in parts):
        return False
    last = parts[-1].partition(".")[0]
    has_date = any(len(part) == 4 and part.startswith(("19", "20")) and part.isdecimal() for part in parts[:-1])
    digits = sum(map(str.isdecimal, last))
    return digits >= 4 or last.count("-") >= 3 or last.count("_") >= 3 or (has_date and len(last) > 2)


def find_feeds(html: str, url: str) -> tuple[str, ...]:
    """Return the addresses of the feeds that a page announces or links to, those of comments left out."""
    tree = _parsed(html)
    if tree is None:
        return ()
    announced = [
        link.get("href", "")
        for link in tree.iter("link")
        if "alternate" in link.get("rel", "").lower().split()
        and link.get("type", "").lower() in _FEED_TYPES
        and "comment" not in (link.get("title", "") + link.get("href", "")).lower()
    ]
    linked = [href for link in tree.iter("a") if (href := link.get("href", "")).lower().endswith(_FEED_ENDS)]
    return tuple(address for address in web_addresses(announced + linked, url) if same_site(address, url))


def find_sitemaps(robots: str, url: str) -> tuple[str, ...]:
    """Return the site's own sitemaps that a robots.txt names (sitemaps.org, protocol 0.9)."""
    named = [
        value.strip() for line in robots.splitlines() for key, _, value in [line.partition(":")] if _is_sitemap(key)
    ]
    return tuple(address for address in web_addresses(named, url) if same_site(address, url))


def find_listing(html: str, url: str) -> Listing | None:
    """Return the group of links on a page that looks most like its list of articles, and the link to the next page."""
    tree = _parsed(html)
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
    return Listing(url=url, links=_css_of(tree, best), next_page=_next_page(tree))


def find_body(tree: HtmlElement, metadata: Metadata) -> Body | None:
    """Return the smallest element that holds nearly all of the text that JSON-LD, or else the generic reader, tells."""
    by, told = "JSON-LD", _letters(metadata.article_body or "")
    if len(told) < _MIN_STATED_CHARACTERS:
        content = find_content(
            deepcopy(tree), title=metadata.title, summary=metadata.summary, article_body=metadata.article_body
        )
        by, told = "the generic reader", _letters(" ".join(map(visible_text, content.elements)))
    told = told[:_MAX_STATED_CHARACTERS]
    held: Counter[HtmlElement] = Counter()
    for block in islice(tree.iter(*_BLOCKS), _MAX_BLOCKS):
        letters = _letters(_own_text(block))
        if len(letters) >= _OPENING_CHARACTERS and letters[:_OPENING_CHARACTERS] in told:
            held.update(dict.fromkeys(islice(block.iterancestors(), _MAX_DEPTH), len(letters)))
            held[block] += len(letters)
    most = max(held.values(), default=0)
    holding = (element for element in tree.iter(*_BODIES) if held[element] >= _MIN_BODY_SHARE * most > 0)
    smallest = max(holding, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)
    if smallest is None:
        return None
    css = _css_of(tree, [smallest])
    return Body(css, min(1.0, held[smallest] / len(told)), by) if tree.cssselect(css) == [smallest] else None


def address_forms(urls: Sequence[str]) -> tuple[str, ...]:
    """Return regular expressions for the paths of these articles, the last part that varies as their ``id``."""
    shapes: defaultdict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for url in urls if not any(urlsplit(url).query for url in urls) else ():
        parts = urlsplit(url).path.split("/")[1:]
        shapes[tuple(map(_kind, parts))].append(parts)
    common = [paths for paths in shapes.values() if len(paths) >= max(2, len(urls) // 10)]
    return tuple(_form(paths) for paths in sorted(common, key=len, reverse=True))


async def _feeds(front: Answer, fetch: Fetch) -> list[tuple[Feed, tuple[Link, ...]]]:
    """Return the site's feeds that name anything: those it announces, else the first at a common place."""
    announced = find_feeds(front.text, front.url)
    found = []
    for url in announced[:MAX_FEEDS] or (urljoin(front.url, path) for path in COMMON_FEEDS):
        answer = await fetch(url)
        links = read_feed(answer.text, answer.url) if answer else ()
        if links:
            found.append((Feed(url=url), tuple(link for link in links if same_site(link.url, front.url))))
            if not announced:
                break
    return found


async def _sitemaps(front: Answer, fetch: Fetch) -> tuple[str, ...]:
    """Return the site's sitemaps: those that robots.txt names, else the first at a common place."""
    robots = await fetch(urljoin(front.url, "/robots.txt"))
    named = find_sitemaps(robots.text, front.url) if robots else ()
    if named:
        return named[:MAX_SITEMAPS]
    for path in COMMON_SITEMAPS:
        answer = await fetch(urljoin(front.url, path))
        sitemap = read_sitemap(answer.body, answer.url) if answer else None
        if sitemap and (sitemap.links or sitemap.sitemaps):
            return (urljoin(front.url, path),)
    return ()


def _headlines(tree: HtmlElement, url: str) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the links of a page that may be headlines, with their addresses."""
    for link in islice(tree.iter("a"), _MAX_ANCHORS):
        if len(visible_text(link).encode("utf-8", "replace")) < _MIN_HEADLINE_BYTES:
            continue
        for address in web_addresses([link.get("href", "")], url):
            if same_site(address, url) and address != url:
                yield link, address


def _weight(link: HtmlElement) -> float:
    """Return how much a link is like a headline: by its length, its address and what it stands in."""
    length = min(len(visible_text(link).encode("utf-8", "replace")), _MAX_HEADLINE_BYTES)
    by_address = 1.0 if looks_like_article(link.get("href", "")) else _UNLIKELY_FACTOR
    around = list(islice(link.iterancestors(), _MAX_ANCESTORS))
    is_beside = any(one.tag in ("nav", "footer", "aside") or sign_of(_names(one)) < 0 for one in around)
    return length * by_address * (_UNLIKELY_FACTOR if is_beside else 1.0)


def _names(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _place(link: HtmlElement) -> tuple[str, ...]:
    """Return where a link stands, the same for all entries of a list: tags and first classes, without their numbers."""
    chain = [link, *islice(link.iterancestors(), _MAX_ANCESTORS)]
    return tuple(f"{one.tag}.{re.sub('[0-9]', '', next(iter(_classes(one)), ''))}" for one in chain)


def _css_of(tree: HtmlElement, elements: list[HtmlElement]) -> str:
    """Return the shortest CSS that finds these elements only, or else hardly any other."""
    wanted = set(elements)
    good = ""
    for css in _ever_longer(elements):
        found = tree.cssselect(css)
        hits = len(wanted.intersection(found))
        if hits == len(found) and ("." in css or "#" in css):  # tags alone say little about the next page
            return css
        if not good and hits >= _MIN_SELECTOR_PRECISION * len(found):
            good = css
    return good or css


def _ever_longer(elements: list[HtmlElement]) -> Iterator[str]:
    """Yield CSS for the elements that names more and more of what they stand in."""
    css, level = _step(elements), elements
    yield css
    for _ in range(_MAX_ANCESTORS):
        level = list(dict.fromkeys(parent for element in level if (parent := element.getparent()) is not None))
        if not level or any(element.tag in ("html", "body") for element in level):
            return
        step = _step(level)
        if "." in step or "#" in step or step in _LANDMARK_TAGS:
            css = f"{step} {css}"
            yield css


def _step(elements: list[HtmlElement]) -> str:
    """Return what the elements have in common as one step of CSS."""
    name = elements[0].get("id", "")
    if len(elements) == 1 and _NAME.fullmatch(name) and not _STATE_CLASS.search(name):
        return f"#{name}"
    tags = {str(element.tag) for element in elements}
    shared = [one for one in _classes(elements[0]) if all(one in _classes(other) for other in elements[1:])]
    return (tags.pop() if len(tags) == 1 else "*") + "".join(f".{one}" for one in shared[:1])


def _classes(element: HtmlElement) -> list[str]:
    """Return the classes that say what an element is, not how it stands at the moment."""
    return [one for one in element.get("class", "").split() if _NAME.fullmatch(one) and not _STATE_CLASS.search(one)]


def _next_page(tree: HtmlElement) -> str | None:
    for css in _NEXT_LINKS:
        if tree.cssselect(css):
            return css
    for link in islice(tree.iter("a"), _MAX_ANCHORS):
        text = visible_text(link).strip(" »›>→")
        if text in _NEXT_WORDS:
            css = _css_of(tree, [link])
            # Only ideographs are sure not to stand in a headline, too.
            return css if tree.cssselect(css) == [link] else None if text.isascii() else f"a:contains('{text}')"
    return None


def _own_text(block: HtmlElement) -> str:
    """Return the text of a block without that of blocks inside."""
    if any(child.tag in _BLOCKS for child in block):
        return " ".join(filter(None, [block.text, *(child.tail for child in block)]))
    return visible_text(block)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text[:_MAX_STATED_CHARACTERS]))


def _kind(part: str) -> str:
    """Return the form of one part of a path: digits, words, or anything, with its ending."""
    name, dot, ending = part.partition(".")
    kind = "9" if name.isdecimal() else "a" if _SLUG.fullmatch(name) else "*" if name else ""
    return kind + dot + ending


def _form(paths: list[list[str]]) -> str:
    parts = list(zip(*paths, strict=True))
    names = [[one.partition(".")[0] for one in part] for part in parts]
    varying = [number for number, part in enumerate(names) if len(set(part)) > 1]
    form = ""
    for number, part in enumerate(parts):
        _, dot, ending = part[0].partition(".")
        name = _class_of(names[number])
        form += "/" + (f"(?P<id>{name})" if varying and number == varying[-1] else name) + re.escape(dot + ending)
    return form


def _class_of(names: list[str]) -> str:
    if all(name.isdecimal() for name in names):
        return r"\d+"
    if len(set(names)) == 1:
        return re.escape(names[0])
    return "[a-z0-9-]+" if all(map(_SLUG.fullmatch, names)) else "[^/]+"


def _told(pages: list[Metadata]) -> list[str]:
    """Return the fields that the metadata of every page tell."""
    return [name for name in _FIELDS if pages and all(page.sources.get(name, "visible") != "visible" for page in pages)]


def _title_tag(tree: HtmlElement, metadata: Metadata) -> str | None:
    headings = [visible_text(heading) for heading in islice(tree.iter("h1"), 2)]
    return "h1" if headings == [metadata.title] else None


def _most_common(values: list[Any]) -> Any:
    return Counter(values).most_common(1)[0][0] if values else None


def _is_sitemap(key: str) -> bool:
    return key.strip().lower() == "sitemap"


def _parsed(html: str) -> HtmlElement | None:
    try:
        return parse(html)
    except TooMuchMarkup:
        return None
