"""Read the entries of feeds and sitemaps as a stream of XML tags: a broken document gives what can be read of it.

References are resolved here, before the parser sees the text: those of XML and HTML by their meaning, every other "&"
as itself, as tolerant readers do. No entity of a document's own is ever resolved.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html.entities import html5
from typing import Any

from lxml import etree

from newscrawl.discovery.links import Link, read_time
from newscrawl.text.forms import NOT_IN_XML
from newscrawl.urls import is_web, join_url
from newscrawl.urls.resolve import resolve_or_base, web_addresses

_MAX_TAGS = 2_000_000  # of one document: a sitemap of 50,000 entries with pictures has fewer
_CHUNK_CHARACTERS = 1 << 16  # that the parser is fed at a time (chosen by hand)
_PROLOGUE = re.compile(r"[\s\ufeff]*+(?:<\?xml[^>]{0,200}+>)?\s*+")
_ROOT = re.compile(r"<(?:[a-z]{1,10}+:)?(?:rss|feed|rdf|urlset|sitemapindex)[\s>]", re.IGNORECASE)
_MAX_JUNK_CHARACTERS = 20_000  # before the root: warnings of a server's program; chosen by hand
_HTML = re.compile(r"<(?:!doctype html|html)[\s>]", re.IGNORECASE)
_DTD_CHARACTERS = 4096  # at the beginning of a document, in which it must declare its entities
_CDATA_START = "<![CDATA["
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_NAME = "[A-Za-z][A-Za-z0-9]{1,30};"
_BARE_AMPERSAND = re.compile(rf"&(?!{_NAME}|#[0-9]{{1,7}};|#[xX][0-9A-Fa-f]{{1,6}};)")
_NAMED_REFERENCE = re.compile(rf"&(?!(?:amp|apos|gt|lt|quot);)({_NAME})")

# Names without their namespace, in lower case: many feeds use prefixes that they never declare.
_FEED_ENTRIES = frozenset({"item", "entry"})
_SITEMAP_ENTRIES = frozenset({"url", "sitemap"})
_OTHER_FORM = "link to another form"  # the name of fields with the address of an entry's JSON or PDF
_CONTENT_SOURCE = "content src"  # the name of fields with the address of an entry's content (RFC 4287, 4.1.3.2)
_FEED_ADDRESSES = ("origlink", "link", _OTHER_FORM, "guid", "id", "about", _CONTENT_SOURCE)  # the best first
_SITEMAP_ADDRESSES = ("loc",)  # sitemaps.org: xhtml:link names other versions of the page
_IDENTIFIERS = frozenset({"guid", "id", "about"})  # RFC 4287, RSS 2.0: names that may be addresses
_TIMES = (
    "publication_date",  # of news sitemaps
    "pubdate",  # RSS 2.0
    "published",  # RFC 4287
    "date",  # Dublin Core
    "issued",  # Atom 0.3, DCMI terms
    "created",  # DCMI terms
    "lastmod",  # sitemaps.org
    "updated",  # RFC 4287
    "modified",  # Atom 0.3, DCMI terms
)
_PARENTS = {"publication_date": "news"}  # of fields one level deeper; video:publication_date is the date of a film
# Elements of text, which hold no others: a field inside one belongs to the entry, as a tag of the text was not closed.
_TEXT_ELEMENTS = frozenset({"title", "description", "encoded", "summary", "creator", "category", "comments"})
_IANA_RELATION = "http://www.iana.org/assignments/relation/"  # the same relation in full (RFC 4287, 4.2.7.2)
_HTML_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "html"})
_FIELDS = frozenset({*_FEED_ADDRESSES, *_SITEMAP_ADDRESSES, *_TIMES})
_MAX_VALUES = 8  # of one field of an entry that are kept; Atom entries have up to four links
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


@dataclass(slots=True)
class Entry:
    """One entry of a feed or sitemap: the values of its fields as written, by name, in their order.

    ``kind`` is the name of its element; ``base`` is what its relative addresses are resolved against.
    """

    kind: str
    base: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)
    strays: dict[str, list[str]] = field(default_factory=dict)  # found in text: read where the field itself is missing

    @property
    def is_of_feed(self) -> bool:
        """Tell whether this is an entry of a feed, not of a sitemap."""
        return self.kind in _FEED_ENTRIES

    def add(self, name: str, value: str, *, is_stray: bool = False) -> None:
        """Keep one more value of a field."""
        values = (self.strays if is_stray else self.fields).setdefault(name, [])
        if len(values) < _MAX_VALUES and value.strip():
            values.append(value.strip())

    def add_identifier(self, name: str, value: str, *, is_stray: bool = False) -> None:
        """Keep one more value of a field that may be an address: not "tag:example.com,2026:1" or a number."""
        if is_web(value.strip()):
            self.add(name, value, is_stray=is_stray)

    def link(self, url: str, timezone: str, fetched: datetime | None, bad: list[str] | None = None) -> Link | None:
        """Return the entry's link: the first of its addresses, and the first of its times, that can be read.

        ``url`` is the document's address. Addresses that cannot be read are added to ``bad``.
        """
        names = _FEED_ADDRESSES if self.is_of_feed else _SITEMAP_ADDRESSES
        written = [value.replace("&amp;", "&") for name in names for value in self._values(name)]
        base = resolve_or_base(url, self.base)
        address = next((one for value in written for one in web_addresses([value], base, bad)), None)
        return Link(address, self._published(timezone, fetched)) if address else None

    def _published(self, timezone: str, fetched: datetime | None) -> datetime | None:
        written = (value for name in _TIMES for value in self._values(name))
        return next((moment for value in written if (moment := read_time(value, timezone, fetched))), None)

    def _values(self, name: str) -> list[str]:
        return self.fields.get(name) or self.strays.get(name, [])


def read_entries(text: str, max_entries: int, max_tags: int = _MAX_TAGS) -> tuple[list[Entry], bool]:
    """Return at most ``max_entries`` entries of an XML document, and whether it has more, or more than ``max_tags``."""
    # The text is decoded already: the encoding that its declaration names no longer holds.
    begin = _root_start(text)
    if "<!ENTITY" in text[begin : begin + _DTD_CHARACTERS]:  # no feed or sitemap needs entities of its own
        return [], False
    text = "".join(map(_with_references_of_xml, _CDATA.split(NOT_IN_XML.sub(" ", text[begin:]))))
    target = _EntryTarget(max_entries, max_tags)
    parser = etree.XMLParser(
        target=target,
        encoding="utf-8",
        recover=True,
        resolve_entities="internal",  # type: ignore[arg-type]  # lxml-stubs knows a bool only
        no_network=True,
        load_dtd=False,
    )
    try:
        for start in range(0, len(text), _CHUNK_CHARACTERS):
            parser.feed(text[start : start + _CHUNK_CHARACTERS].encode("utf-8"))
        parser.close()
    except _LimitReached:
        return target.entries[:max_entries], True
    except (etree.XMLSyntaxError, AssertionError):  # beyond what the parser mends; what came before is good
        pass
    return target.entries[:max_entries], False


def _root_start(text: str) -> int:
    """Return where the document's root begins, after an XML declaration or what a server's program wrote before it."""
    prologue = _PROLOGUE.match(text)
    begin = prologue.end() if prologue else 0
    if text.startswith("<!DOCTYPE", begin):
        return begin
    root = _ROOT.search(text, begin, begin + _MAX_JUNK_CHARACTERS)
    return root.start() if root and not _HTML.search(text, begin, root.start()) else begin


class _LimitReached(Exception):
    """As many entries or tags as one document may have."""


class _EntryTarget:
    """Target of an XML parser that keeps entries and nothing else."""

    def __init__(self, max_entries: int, max_tags: int) -> None:
        self.entries: list[Entry] = []
        self._max_tags = max_tags
        self._max_entries = max_entries
        self._tags = 0
        self._entry: Entry | None = None
        self._path: list[str] = []  # names of the open tags below the entry
        self._outer_depth = 0  # of the open tag outside of entries
        self._bases = [(0, "")]  # depth outside of entries, and xml:base from there on
        self._field = ""
        self._is_stray = False  # the field that is open
        self._text: list[str] | None = None  # of the field that is open

    def start(self, tag: Any, attributes: Any) -> None:
        self._tags += 1
        if self._tags > self._max_tags:
            raise _LimitReached
        name = _local_name(tag)
        if self._entry is None or (name == self._entry.kind and name != "url"):  # one that was never closed
            self._begin(name, attributes)
            return
        self._text = None
        if name in _FIELDS:
            parents = [_PARENTS[name]] if name in _PARENTS else []
            self._is_stray = self._path[:1] != parents and bool(_TEXT_ELEMENTS.intersection(self._path[:1]))
            if self._path == parents or self._is_stray:
                self._open(self._entry, name, attributes)
        elif name == "content" and not self._path and attributes.get("type", "") in _HTML_TYPES:
            self._entry.add(_CONTENT_SOURCE, _based(attributes.get(_XML_BASE, ""), attributes.get("src", "")))
        self._path.append(name)

    def data(self, text: Any) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: Any) -> None:
        if self._entry is None:
            if self._bases[-1][0] == self._outer_depth > 0:
                self._bases.pop()
            self._outer_depth = max(0, self._outer_depth - 1)
            return
        if self._text is not None:
            self._close_field(self._entry, "".join(self._text))
        if self._path:
            self._path.pop()
        else:
            self._keep()

    def comment(self, text: Any) -> None:
        """Pass over a comment."""

    def close(self) -> list[Entry]:
        self._keep()
        return self.entries

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._keep()
        base = resolve_or_base(self._bases[-1][1], attributes.get(_XML_BASE, ""))
        if name in _FEED_ENTRIES or name in _SITEMAP_ENTRIES:
            self._entry = Entry(name, base)
            self._path, self._text = [], None
            self._entry.add_identifier("about", attributes.get(_RDF_ABOUT, ""))
            return
        self._outer_depth += 1
        if _XML_BASE in attributes:
            self._bases.append((self._outer_depth, base))

    def _open(self, entry: Entry, name: str, attributes: Mapping[str, str]) -> None:
        if name == "link" and "href" in attributes:
            if attributes.get("rel", "alternate").strip().lower().removeprefix(_IANA_RELATION) == "alternate":
                form = name if attributes.get("type", "").strip().lower() in _HTML_TYPES else _OTHER_FORM
                entry.add(form, _based(attributes.get(_XML_BASE, ""), attributes["href"]), is_stray=self._is_stray)
        elif not (name == "guid" and attributes.get("isPermaLink", "true").lower() == "false"):
            self._field, self._text = name, []

    def _close_field(self, entry: Entry, value: str) -> None:
        self._text = None
        add = entry.add_identifier if self._field in _IDENTIFIERS else entry.add
        add(self._field, value, is_stray=self._is_stray)

    def _keep(self) -> None:
        if self._entry and (self._entry.fields or self._entry.strays):
            self.entries.append(self._entry)
            if len(self.entries) > self._max_entries:
                raise _LimitReached
        self._entry = None


def _with_references_of_xml(part: str) -> str:
    """Return markup with references of HTML as characters, and any other "&" as itself; CDATA stays as it is."""
    if "&" not in part or part.startswith(_CDATA_START):
        return part
    return _NAMED_REFERENCE.sub(_character, _BARE_AMPERSAND.sub("&#38;", part))


def _character(reference: re.Match[str]) -> str:
    known = html5.get(reference[1])
    return "".join(f"&#{ord(one)};" for one in known) if known else "&#38;" + reference[1]


def _based(base: str, href: str) -> str:
    # An address that is none is told when the entry's is looked for.
    return (join_url(base, href) or href) if base else href


def _local_name(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def links_of(
    entries: list[Entry], url: str, timezone: str, fetched: datetime | None, bad: list[str] | None
) -> Iterator[Link]:
    """Yield the link of each entry that has one, each address once."""
    seen: set[str] = set()
    for entry in entries:
        link = entry.link(url, timezone, fetched, bad)
        if link and link.url not in seen:
            seen.add(link.url)
            yield link
