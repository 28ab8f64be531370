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
from urllib.parse import urljoin

from lxml import etree

from newscrawl.discovery.links import Link, joined, read_time, web_addresses
from newscrawl.urls import is_web

_MAX_TAGS = 2_000_000  # of one document: a sitemap of 50,000 entries with pictures has fewer
_CHUNK_CHARACTERS = 1 << 16
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML has none; libxml2 ends at some
_PROLOGUE = re.compile(r"[\s\ufeff]*+(?:<\?xml[^>]{0,200}+>)?\s*+")
_DTD_CHARACTERS = 4096  # at the beginning of a document, in which it must declare its entities
_REFERENCE = re.compile(
    r"(?P<literal><!\[CDATA\[.*?(?:\]\]>|\Z))"
    r"|&(?:(?P<known>#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|(?:lt|gt|quot|apos);)|(?P<name>[A-Za-z][A-Za-z0-9]{1,30};))?",
    re.DOTALL,
)

# Names without their namespace, in lower case: many feeds use prefixes that they never declare.
_FEED_ENTRIES = frozenset({"item", "entry"})
_SITEMAP_ENTRIES = frozenset({"url", "sitemap"})
_FEED_ADDRESSES = ("origlink", "link", "guid", "id", "about")  # of an entry, the best first
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
_NESTED = frozenset({"publication_date"})  # stands one level deeper, in news:news
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

    @property
    def is_of_feed(self) -> bool:
        """Tell whether this is an entry of a feed, not of a sitemap."""
        return self.kind in _FEED_ENTRIES

    def add(self, name: str, value: str) -> None:
        """Keep one more value of a field."""
        values = self.fields.setdefault(name, [])
        if len(values) < _MAX_VALUES and value.strip():
            values.append(value.strip())

    def link(self, url: str, timezone: str, fetched: datetime | None, bad: list[str] | None = None) -> Link | None:
        """Return the entry's link: the first of its addresses, and the first of its times, that can be read.

        ``url`` is the document's address. Addresses that cannot be read are added to ``bad``.
        """
        names = _FEED_ADDRESSES if self.is_of_feed else _SITEMAP_ADDRESSES
        written = [value.replace("&amp;", "&") for name in names for value in self.fields.get(name, ())]
        base = joined(url, self.base)
        address = next((one for value in written for one in web_addresses([value], base, bad)), None)
        return Link(address, self._published(timezone, fetched)) if address else None

    def _published(self, timezone: str, fetched: datetime | None) -> datetime | None:
        written = (value for name in _TIMES for value in self.fields.get(name, ()))
        return next((moment for value in written if (moment := read_time(value, timezone, fetched))), None)


def read_entries(text: str, max_entries: int) -> tuple[list[Entry], bool]:
    """Return at most ``max_entries`` entries of an XML document, and whether it has more."""
    # The text is decoded already: the encoding that its declaration names no longer holds.
    prologue = _PROLOGUE.match(text)
    begin = prologue.end() if prologue else 0
    if "<!ENTITY" in text[begin : begin + _DTD_CHARACTERS]:  # no feed or sitemap needs entities of its own
        return [], False
    text = _REFERENCE.sub(_resolved, _CONTROLS.sub(" ", text[begin:]))
    target = _EntryTarget(max_entries)
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


class _LimitReached(Exception):
    """As many entries or tags as one document may have."""


class _EntryTarget:
    """Target of an XML parser that keeps entries and nothing else."""

    def __init__(self, max_entries: int) -> None:
        self.entries: list[Entry] = []
        self._max_entries = max_entries
        self._tags = 0
        self._entry: Entry | None = None
        self._depth = 0  # of the open tag below the entry
        self._outer_depth = 0  # of the open tag outside of entries
        self._bases = [(0, "")]  # depth outside of entries, and xml:base from there on
        self._field = ""
        self._text: list[str] | None = None  # of the field that is open

    def start(self, tag: Any, attributes: Any) -> None:
        self._tags += 1
        if self._tags > _MAX_TAGS:
            raise _LimitReached
        name = _local_name(tag)
        if self._entry is None or (name == self._entry.kind and name != "url"):  # one that was never closed
            self._begin(name, attributes)
            return
        self._depth += 1
        self._text = None
        if name in _FIELDS and self._depth == 1 + (name in _NESTED):
            self._open(self._entry, name, attributes)

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
        if self._depth == 0:
            self._keep()
        self._depth -= 1

    def comment(self, text: Any) -> None:
        """Pass over a comment."""

    def close(self) -> list[Entry]:
        self._keep()
        return self.entries

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._keep()
        base = joined(self._bases[-1][1], attributes.get(_XML_BASE, ""))
        if name in _FEED_ENTRIES or name in _SITEMAP_ENTRIES:
            self._entry = Entry(name, base)
            self._depth, self._text = 0, None
            if _RDF_ABOUT in attributes:
                self._add_identifier(self._entry, "about", attributes[_RDF_ABOUT])
            return
        self._outer_depth += 1
        if _XML_BASE in attributes:
            self._bases.append((self._outer_depth, base))

    def _open(self, entry: Entry, name: str, attributes: Mapping[str, str]) -> None:
        if name == "link" and "href" in attributes:
            if attributes.get("rel", "alternate") == "alternate":
                entry.add(name, _based(attributes.get(_XML_BASE, ""), attributes["href"]))
        elif not (name == "guid" and attributes.get("isPermaLink", "true").lower() == "false"):
            self._field, self._text = name, []

    def _close_field(self, entry: Entry, value: str) -> None:
        self._text = None
        if self._field in _IDENTIFIERS:
            self._add_identifier(entry, self._field, value)
        else:
            entry.add(self._field, value)

    def _add_identifier(self, entry: Entry, name: str, value: str) -> None:
        if is_web(value.strip()):  # not "tag:example.com,2026:1" or a number
            entry.add(name, value)

    def _keep(self) -> None:
        if self._entry and self._entry.fields:
            self.entries.append(self._entry)
            if len(self.entries) > self._max_entries:
                raise _LimitReached
        self._entry = None


def _resolved(found: re.Match[str]) -> str:
    """Return a reference that XML knows as it is, one of HTML as its character, any other "&" as itself."""
    if found["literal"] or found["known"]:
        return found[0]
    character = html5.get(found["name"]) if found["name"] else None
    return "".join(f"&#{ord(one)};" for one in character) if character else "&#38;" + found[0][1:]


def _based(base: str, href: str) -> str:
    try:
        return urljoin(base, href) if base else href
    except ValueError:  # said when the entry's address is looked for
        return href


def _local_name(tag: str) -> str:
    return re.split("[}:]", tag)[-1].lower()


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
