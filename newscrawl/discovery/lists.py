"""Find addresses of articles on listing pages, in JSON lists, in feeds and in sitemaps.

Whatever a document is, reading it ends soon and gives a list: a broken or hostile one gives what was read of it. XML is
read as a stream of tags, no tree is built, and entities of a document's own are never resolved.
"""

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml import etree
from parsel import Selector

from newscrawl.dom.tree import TooMuchMarkup, parse
from newscrawl.site import JsonList, Listing
from newscrawl.text.dates import EARLIEST_YEAR, parse_date
from newscrawl.text.decode import decode
from newscrawl.urls import is_web, without_tracking

MAX_LINKS = 500  # of one listing page or feed
MAX_SITEMAP_LINKS = 5000  # the newest of one file
MAX_SITEMAP_ENTRIES = 50_000  # what the protocol allows in one file; no more are looked at
MAX_SITEMAP_BYTES = 50 << 20  # unpacked; the protocol's own limit, sitemaps.org

_MAX_TAGS = 2_000_000  # of one document: a sitemap of 50,000 entries with pictures has fewer
_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31  # zlib's name for the gzip format
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML has none; libxml2 ends at some
_PROLOGUE = re.compile(r"[\s\ufeff]*+(?:<\?xml[^>]{0,200}+>)?\s*+")
_OWN_ENTITIES = 4096  # characters in which a document must declare its entities
_OLDEST = datetime.min.replace(tzinfo=UTC)
_PLACE = re.compile(r"\{([^{}]{1,100})\}")

# Names without their namespace, in lower case: many feeds use prefixes that they never declare.
_ENTRIES = frozenset({"item", "entry", "url", "sitemap"})
_ADDRESSES = ("origlink", "link", "loc", "guid")  # of an entry, the best first
_TIMES = ("publication_date", "pubdate", "published", "date", "lastmod", "updated", "modified", "issued")
_NESTED = frozenset({"publication_date"})  # stands one level deeper, in news:news
_FIELDS = frozenset({*_ADDRESSES, *_TIMES})
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


class Link(NamedTuple):
    """The address of an article, and when it was published if the list says so."""

    url: str
    published: datetime | None = None


class ListingPage(NamedTuple):
    """The articles of one listing page in its order, and the address of the page after it."""

    links: tuple[Link, ...]
    next_page: str | None


class SitemapPage(NamedTuple):
    """The articles of a sitemap and the sitemaps of an index, each the newest first where they are dated.

    ``cut`` tells that there was more than is read of one file.
    """

    links: tuple[Link, ...]
    sitemaps: tuple[Link, ...]
    cut: bool = False


def read_listing(html: str, url: str, listing: Listing) -> ListingPage:
    """Read one listing page as its declaration says; a page that cannot be parsed has no links."""
    try:
        page = Selector(root=parse(html), type="html")
    except TooMuchMarkup:
        return ListingPage((), None)
    links = _absolute(_hrefs(page, listing.links), url)
    following = _absolute(_hrefs(page, listing.next_page), url) if listing.next_page else []
    return ListingPage(tuple(map(Link, links[:MAX_LINKS])), next((one for one in following if one != url), None))


def read_json_list(
    text: str, url: str, source: JsonList, *, timezone: str = "UTC", fetched: datetime | None = None
) -> tuple[Link, ...]:
    """Read a JSON or JSONP list as its declaration says, in its order; what is none has no links.

    ``timezone`` is the clock of times written without a zone; times more than a day after ``fetched`` are not believed.
    """
    entries = _at(_json(text), source.items)
    links: dict[str, Link] = {}
    for entry in entries[:MAX_LINKS] if isinstance(entries, list) else ():
        written = _at(entry, source.published) if source.published else None
        for address in _absolute([_filled(entry, source.link)], url):
            links.setdefault(address, Link(address, _moment(_written(written), timezone, fetched)))
    return tuple(links.values())


def read_feed(text: str, url: str, *, timezone: str = "UTC", fetched: datetime | None = None) -> tuple[Link, ...]:
    """Read an RSS, Atom, RDF or JSON feed, the newest first where it is dated; what is no feed has no links.

    ``timezone`` and ``fetched`` as in ``read_json_list``.
    """
    entries = _json_entries(text) if text.lstrip("\ufeff \t\r\n").startswith("{") else _entries(text, MAX_LINKS)[0]
    links: dict[str, Link] = {}
    for entry in entries:
        if entry.kind in ("item", "entry"):
            for link in entry.links(url, timezone, fetched):
                links.setdefault(link.url, link)
    return tuple(_newest_first(links.values()))


def read_sitemap(document: str | bytes, url: str, *, fetched: datetime | None = None) -> SitemapPage:
    """Read a sitemap, a news sitemap or an index of sitemaps; what is none has no links.

    ``document`` is text, or bytes that may be compressed by gzip: the first 50 MiB are unpacked. Times more than a day
    after ``fetched`` are not believed.
    """
    text, too_large = (document, False) if isinstance(document, str) else _unpacked(document)
    entries, too_many = _entries(text, MAX_SITEMAP_ENTRIES)
    found: dict[str, dict[str, Link]] = {"url": {}, "sitemap": {}}
    for entry in entries:
        if entry.kind in found:
            for link in entry.links(url, "UTC", fetched):
                found[entry.kind].setdefault(link.url, link)
    links = _newest_first(found["url"].values())
    cut = too_large or too_many or len(links) > MAX_SITEMAP_LINKS
    return SitemapPage(tuple(links[:MAX_SITEMAP_LINKS]), tuple(_newest_first(found["sitemap"].values())), cut)


@dataclass(slots=True)
class _Entry:
    """One entry of a feed or sitemap: its fields as written, by name."""

    kind: str
    base: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    def links(self, url: str, timezone: str, fetched: datetime | None) -> Iterator[Link]:
        """Yield the entry's link, if it has one."""
        address = next((found for name in _ADDRESSES if (found := self.fields.get(name, "").strip())), "")
        written = next((found for name in _TIMES if (found := self.fields.get(name, "").strip())), None)
        for absolute in _absolute([address], urljoin(url, self.base)):
            yield Link(absolute, _moment(written, timezone, fetched))


class _Enough(Exception):
    """As many entries or tags as one document may have."""


class _Reader:
    """Target of an XML parser that keeps entries and nothing else."""

    def __init__(self, most: int) -> None:
        self.entries: list[_Entry] = []
        self._most = most
        self._tags = 0
        self._entry: _Entry | None = None
        self._depth = 0  # of the open tag below the entry
        self._base = ""
        self._text: list[str] | None = None  # of the field that is open

    def start(self, tag: Any, attributes: Any) -> None:
        self._tags += 1
        if self._tags > _MAX_TAGS:
            raise _Enough
        name = _local(tag)
        if self._entry is None or (name == self._entry.kind and name != "url"):  # one that was never closed
            self._begin(name, attributes)
            return
        self._depth += 1
        self._text = None
        if name in _FIELDS and self._depth == 1 + (name in _NESTED) and name not in self._entry.fields:
            self._open(self._entry, name, attributes)

    def data(self, text: Any) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: Any) -> None:
        if self._entry is None:
            return
        if self._text is not None:
            self._entry.fields[_local(tag)] = "".join(self._text)
            self._text = None
        if self._depth == 0:
            self._keep()
        self._depth -= 1

    def comment(self, text: Any) -> None:
        """Pass over a comment."""

    def close(self) -> list[_Entry]:
        self._keep()
        return self.entries

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._keep()
        if name in _ENTRIES:
            self._entry = _Entry(name, urljoin(self._base, attributes.get(_XML_BASE, "")))
            self._depth, self._text = 0, None
        elif _XML_BASE in attributes:
            self._base = urljoin(self._base, attributes[_XML_BASE])

    def _open(self, entry: _Entry, name: str, attributes: Mapping[str, str]) -> None:
        if name == "link" and "href" in attributes:
            if attributes.get("rel", "alternate") == "alternate":
                entry.fields[name] = attributes["href"]
        elif not (name == "guid" and attributes.get("isPermaLink", "true").lower() == "false"):
            self._text = []

    def _keep(self) -> None:
        if self._entry and self._entry.fields:
            self.entries.append(self._entry)
            if len(self.entries) > self._most:
                raise _Enough
        self._entry = None


def _entries(text: str, most: int) -> tuple[list[_Entry], bool]:
    """Return at most ``most`` entries of an XML document, and whether it has more."""
    # The text is decoded already: the encoding that its declaration names no longer holds.
    prologue = _PROLOGUE.match(text)
    begin = prologue.end() if prologue else 0
    if "<!ENTITY" in text[begin : begin + _OWN_ENTITIES]:  # no feed or sitemap needs entities of its own
        return [], False
    reader = _Reader(most)
    parser = etree.XMLParser(
        target=reader, encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for start in range(begin, len(text), _CHUNK):
            parser.feed(_CONTROLS.sub(" ", text[start : start + _CHUNK]).encode("utf-8"))
        parser.close()
    except _Enough:
        return reader.entries[:most], True
    except (etree.XMLSyntaxError, AssertionError):  # beyond what the parser mends; what came before is good
        pass
    return reader.entries[:most], False


def _json_entries(text: str) -> list[_Entry]:
    """Return the entries of a JSON feed (jsonfeed.org, version 1.1)."""
    items = _at(_json(text), "items")
    return [
        _Entry(
            "item",
            fields={
                "link": _written(entry.get("url")) or _written(entry.get("external_url")) or "",
                "published": _written(entry.get("date_published")) or _written(entry.get("date_modified")) or "",
            },
        )
        for entry in (items[:MAX_LINKS] if isinstance(items, list) else ())
        if isinstance(entry, dict)
    ]


def _json(text: str) -> Any:
    """Return the value of a JSON document, also of one wrapped in the call of a function; ``None`` if it is none."""
    text = text.strip("\ufeff \t\r\n")
    if not text.startswith(("{", "[")):
        text = text[text.find("(") + 1 : text.rfind(")")]
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _at(value: Any, path: str) -> Any:
    """Return what stands at a path of keys and positions (``data.list.0``), ``None`` where it leads nowhere."""
    for name in filter(None, path.split(".")):
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and name.isdecimal() and len(name) < 6:
            value = value[int(name)] if int(name) < len(value) else None
        else:
            return None
    return value


def _filled(entry: Any, form: str) -> str:
    """Return an address by its path in ``entry``, or with the values of paths in braces put in."""
    if "{" not in form:
        return _written(_at(entry, form)) or ""
    values = {path: _written(_at(entry, path)) for path in _PLACE.findall(form)}
    return "" if None in values.values() else _PLACE.sub(lambda place: values[place[1]] or "", form)


def _written(value: Any) -> str | None:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


def _unpacked(body: bytes) -> tuple[str, bool]:
    """Return the text of a sitemap's bytes, and whether it was too large to be read to its end."""
    plain, too_large = _gunzipped(body) if body.startswith(_GZIP) else (body, len(body) > MAX_SITEMAP_BYTES)
    plain = plain[:MAX_SITEMAP_BYTES]
    try:
        return plain.decode("utf-8"), too_large
    except UnicodeDecodeError:
        return decode(plain).text, too_large


def _gunzipped(body: bytes) -> tuple[bytes, bool]:
    unpacked, room = [], MAX_SITEMAP_BYTES
    while room and body.startswith(_GZIP):
        member = zlib.decompressobj(_GZIP_WINDOW)
        try:
            unpacked.append(member.decompress(body, room))
        except zlib.error:  # cut or damaged
            break
        room -= len(unpacked[-1])
        if not member.eof:
            break
        body = member.unused_data
    return b"".join(unpacked), not room


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


def _moment(written: str | None, timezone: str, fetched: datetime | None) -> datetime | None:
    """Return the time that a list gives, if it can be believed."""
    if not written:
        return None
    moment = _iso_moment(written)
    if moment is None:
        return parse_date(written, timezone=timezone, now=fetched)
    is_future = fetched is not None and moment > fetched + timedelta(days=1)
    return None if is_future or moment.year < EARLIEST_YEAR else moment


def _iso_moment(written: str) -> datetime | None:
    """Return a time in ISO 8601 with its zone, as most lists write it: to look for any date takes far longer."""
    try:
        moment = datetime.fromisoformat(written)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _newest_first(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda link: link.published or _OLDEST, reverse=True)


def _local(tag: str) -> str:
    return re.split("[}:]", tag)[-1].lower()


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
