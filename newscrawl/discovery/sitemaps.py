"""Find articles in sitemaps (sitemaps.org, protocol 0.9): XML, an index, news, RSS, Atom and text, plain or gzipped."""

import zlib
from datetime import datetime
from typing import NamedTuple

from newscrawl.discovery.links import Link, newest_first
from newscrawl.discovery.xml_entries import links_of, read_entries
from newscrawl.text.decode import decode
from newscrawl.urls.resolve import web_addresses

MAX_SITEMAP_LINKS = 5000  # the newest of one file; chosen by hand
MAX_SITEMAP_ENTRIES = 50_000  # what the protocol allows in one file; no more are looked at
MAX_SITEMAP_BYTES = 50 << 20  # unpacked; the protocol's own limit

_WEB_SCHEMES = ("http://", "https://")
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW_BITS = 31  # zlib's name for the gzip format


class SitemapPage(NamedTuple):
    """The articles of a sitemap and the sitemaps of an index, each the newest first where they are dated.

    ``cut`` tells that there was more than is read of one file.
    """

    links: tuple[Link, ...]
    sitemaps: tuple[Link, ...]
    cut: bool = False


def read_sitemap(
    document: str | bytes, url: str, *, fetched: datetime | None = None, bad: list[str] | None = None
) -> SitemapPage:
    """Read a sitemap of any form that the protocol names; what is none has no links.

    ``document`` is text, or bytes that may be compressed by gzip: the first 50 MiB are unpacked. Times more than a day
    after ``fetched`` are not believed. Addresses that cannot be read are left out and added to ``bad``.
    """
    text, too_large = (document, False) if isinstance(document, str) else _decompressed(document)
    text = text.removeprefix("\ufeff")
    if _is_text_sitemap(text):
        lines = text.split("\n", MAX_SITEMAP_ENTRIES)
        full = [line for line in lines[:MAX_SITEMAP_ENTRIES] if line.lstrip().lower().startswith(_WEB_SCHEMES)]
        found = [Link(address) for address in web_addresses(full, url, bad)]
        return _page(found, [], too_large or len(lines) > MAX_SITEMAP_ENTRIES)
    entries, too_many = read_entries(text, MAX_SITEMAP_ENTRIES)
    pages = [entry for entry in entries if entry.kind != "sitemap"]
    nested = [entry for entry in entries if entry.kind == "sitemap"]
    return _page(
        newest_first(links_of(pages, url, "UTC", fetched, bad)),
        newest_first(links_of(nested, url, "UTC", fetched, bad)),
        too_large or too_many,
    )


def _page(links: list[Link], sitemaps: list[Link], is_cut: bool) -> SitemapPage:
    return SitemapPage(tuple(links[:MAX_SITEMAP_LINKS]), tuple(sitemaps), is_cut or len(links) > MAX_SITEMAP_LINKS)


def _is_text_sitemap(text: str) -> bool:
    """Tell whether a document is a text sitemap: one address a line."""
    return text[:100].lstrip("\ufeff \t\r\n").lower().startswith(_WEB_SCHEMES)


def _decompressed(body: bytes) -> tuple[str, bool]:
    """Return the text of a sitemap's bytes, and whether it was too large to be read to its end."""
    plain, too_large = _gunzipped(body) if body.startswith(_GZIP) else (body, len(body) > MAX_SITEMAP_BYTES)
    plain = plain[:MAX_SITEMAP_BYTES]
    try:
        return plain.decode("utf-8"), too_large
    except UnicodeDecodeError:
        return decode(plain).text, too_large


def _gunzipped(body: bytes) -> tuple[bytes, bool]:
    members, room = [], MAX_SITEMAP_BYTES
    while room and body.startswith(_GZIP):
        member = zlib.decompressobj(_GZIP_WINDOW_BITS)
        try:
            members.append(member.decompress(body, room))
        except zlib.error:  # cut or damaged
            break
        room -= len(members[-1])
        if not member.eof:
            break
        body = member.unused_data
    return b"".join(members), not room
