"""What must be known about one news site."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.urls import host_of, url_key

Selector = (
    str | tuple[str, ...]
)  # CSS with ::text or ::attr(), or XPath ("//…", "(//…)[2]"); of several, the first that finds text


# A source with ``archive`` is asked only in a backfill (``-a backfill=1``). One with ``fallback`` is asked only where
# the source before it cannot be fetched or names no article.


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Pages that list articles: ``links`` finds their link elements, ``next_page`` the one that leads to older ones.

    Both are CSS, or XPath that begins with "//".
    An archive may have a page for each month or day: ``{year}``, ``{month}`` and ``{day}`` in ``url`` stand for them,
    month and day with two digits.
    """

    url: str
    links: str
    next_page: str | None = None
    archive: bool = False
    fallback: bool = False


@dataclass(frozen=True, kw_only=True)
class JsonList:
    """A JSON or JSONP answer that lists articles; ``{page}`` in ``url`` is the page's number, from ``first_page`` on.

    ``items`` is the path of keys to the list, with dots in between, empty if the answer is the list. ``link`` is the
    path to the address in an entry, or an address with such paths in braces (``https://example.com/d/{id}.html``),
    ``published`` the path to its time.
    """

    url: str
    items: str
    link: str
    published: str | None = None
    first_page: int = 1
    archive: bool = False
    fallback: bool = False


@dataclass(frozen=True, kw_only=True)
class Feed:
    """An RSS, Atom, RDF or JSON feed.

    ``query_url`` is the address of a part of it, by topic or section, with ``{query}`` where the part is named: it is
    asked in place of ``url`` by a crawl with ``-a query=…``.
    """

    url: str
    query_url: str | None = None
    archive: bool = False
    fallback: bool = False


@dataclass(frozen=True, kw_only=True)
class Sitemap:
    """A sitemap, a news sitemap or an index of sitemaps, plain or compressed by gzip."""

    url: str
    archive: bool = False
    fallback: bool = False


@dataclass(frozen=True, kw_only=True)
class WordPress:
    """The posts of a WordPress site by its REST API (``https://example.com/wp-json/wp/v2/posts``), the newest first."""

    url: str
    archive: bool = False
    fallback: bool = False


Source = Listing | JsonList | Feed | Sitemap | WordPress


class XPathRule(NamedTuple):
    """What is taken out of a page before it is read: its kind, its own name, and the XPath of its elements.

    ``kind/name`` (``ads/theregister-label``) is its name in stats, database and reports.
    """

    kind: str
    name: str
    xpath: str


@dataclass(frozen=True, kw_only=True)
class Template:
    """One page layout: a selector for each field; a field without one is left to the generic reader.

    The first template of a site whose ``body`` finds an element is taken. ``byline`` is the line that holds names,
    source and date together. ``whole`` finds a link to the whole text on one page, ``next_page`` the next part of an
    article over several pages. ``since`` and ``until`` bound a redesign: only pages published in between are read so.
    """

    name: str
    body: Selector
    title: Selector = ()
    byline: Selector = ()
    authors: Selector = ()
    uploader: Selector = ()
    source: Selector = ()
    published: Selector = ()
    modified: Selector = ()
    section: Selector = ()
    tags: Selector = ()
    summary: Selector = ()
    whole: Selector = ()
    next_page: Selector = ()
    since: date | None = None
    until: date | None = None


class Grade(StrEnum):
    """How sure it is that a declaration reads its site's pages of today."""

    PAGE = "proven on a real page"
    READERS = "used by maintained readers"
    UNPROVEN = "unproven"


@dataclass(frozen=True, kw_only=True)
class Site:
    """One news site as a declaration.

    ``hosts`` are its host names, the canonical one first; ``*.example.com`` is every host below that domain.
    ``mirrors`` are foreign hosts known to serve copies of its pages: these share its keys but never replace its own
    text. ``article_urls`` are regular expressions that must match the whole of an address's path (with ``?query`` if
    there is one); what their named groups find, put together, is the article's identity on all hosts.
    ``refused_titles`` are regular expressions found in the titles of pages that answer 200 and are none (soft 404s).
    ``required`` are the fields that every article of the site has: one without is counted. ``language`` is a BCP 47
    tag (``zh`` simplified, ``zh-Hant`` traditional Chinese), ``None`` where each page must tell; ``timezone`` an IANA
    name for times written without one, ``None`` where the page's language must do. ``keyword_links`` is the CSS of
    links that the site sets on words by itself: the words stay. ``strip_xpaths`` are rules for elements that are
    taken out of the page before it is read, ``replacements`` pairs of strings of which the first becomes the second in
    its markup, before it is parsed. ``cookies`` and ``headers`` are pairs of name and value that requests to its
    ``hosts`` carry: a consent that the site asks every visitor for, never a secret.
    ``request_delay`` are the seconds between two requests to one host, where the site needs more than the settings
    give. ``evidence`` says what the declaration rests on, and of when that is; ``grade`` how far it carries.
    """

    name: str
    title: str
    hosts: tuple[str, ...]
    language: str | None = None
    timezone: str | None = None
    article_urls: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    templates: tuple[Template, ...] = ()
    widgets: tuple[WidgetRule, ...] = ()
    mirrors: tuple[str, ...] = ()
    refused_titles: tuple[str, ...] = ()
    required: tuple[str, ...] = ("title", "published")
    keyword_links: str | None = None
    strip_xpaths: tuple[XPathRule, ...] = ()
    replacements: tuple[tuple[str, str], ...] = ()
    cookies: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    request_delay: float = 0.0
    evidence: str = ""
    grade: Grade = Grade.UNPROVEN

    @classmethod
    def undeclared(cls, url: str) -> "Site":
        """Return what is known about the site of ``url`` when nobody declared it: its host."""
        host = host_of(url)
        return cls(name=host.removeprefix("www."), title=host, hosts=(host,))

    def covers(self, url: str) -> bool:
        """Tell whether ``url`` is on one of the site's hosts or known mirrors."""
        host = host_of(url)
        return any(_names(pattern, host) for pattern in (*self.hosts, *self.mirrors))

    def is_mirror(self, url: str) -> bool:
        """Tell whether ``url`` is a copy on a known mirror host."""
        host = host_of(url)
        return any(_names(pattern, host) for pattern in self.mirrors)

    def is_article(self, url: str) -> bool:
        """Tell whether ``url`` has the form of an article's address; without a declared form every one has."""
        return self.covers(url) and (not self.article_urls or self._match(url) is not None)

    def key(self, url: str) -> str:
        """Return the identity of the article at ``url``: ``site/id``, or host and path where no id is declared."""
        found = self._match(url) if self.covers(url) else None
        identity = "".join(filter(None, found.groupdict().values())) if found else None
        return f"{self.name}/{identity}" if identity else url_key(url)

    def _match(self, url: str) -> re.Match[str] | None:
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        return next((found for form in self.article_urls if (found := re.fullmatch(form, target))), None)


def _names(pattern: str, host: str) -> bool:
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern
