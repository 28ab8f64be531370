"""What must be known about one news site."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from newscrawl.dom.widgets import WidgetRule

Selector = str | tuple[str, ...]  # CSS with ::text or ::attr(), or XPath from "//"; of several, the first that finds text


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Pages that list articles: ``links`` finds the article links, ``next_page`` the link to the next page."""

    url: str
    links: str
    next_page: str | None = None


@dataclass(frozen=True, kw_only=True)
class Feed:
    """An RSS, Atom or RDF feed."""

    url: str


@dataclass(frozen=True, kw_only=True)
class Sitemap:
    """A sitemap or an index of sitemaps."""

    url: str


@dataclass(frozen=True, kw_only=True)
class Template:
    """One page layout: a selector for each field; a field without one is left to the generic reader.

    The first template of a site whose ``body`` finds an element is taken. ``byline`` is the line that holds names,
    source and date together. ``whole`` finds a link to the whole text on one page, ``next_page`` the next part of an
    article over several pages. ``since`` and ``until`` bound a redesign: only pages published in between are read so.
    """

    name: str
    body: str
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


@dataclass(frozen=True, kw_only=True)
class Site:
    """One news site as a declaration.

    ``hosts`` are its host names, the canonical one first; ``mirrors`` are foreign hosts known to serve copies of its
    pages, which share its keys but never replace its own text. ``article_url`` is a regular expression over the
    URL's path (and query); its group ``id`` is the article's identity on all hosts. ``refused_titles`` are regular
    expressions over page titles of soft 404s. ``language`` is a BCP 47 tag with the script where it matters
    (``zh-Hans``); ``timezone`` an IANA name for times written without one. ``evidence`` says what the declaration
    rests on: see docs/sites.md.
    """

    name: str
    title: str
    hosts: tuple[str, ...]
    language: str
    timezone: str
    article_url: str
    sources: tuple[Listing | Feed | Sitemap, ...] = ()
    templates: tuple[Template, ...] = ()
    widgets: tuple[WidgetRule, ...] = ()
    mirrors: tuple[str, ...] = ()
    refused_titles: tuple[str, ...] = ()
    evidence: str = ""
