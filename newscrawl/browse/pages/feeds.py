"""Every list as a feed: Atom (RFC 4287) and JSON Feed 1.1."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from w3lib.url import safe_url_string

from newscrawl.browse.pages.lists import address_of, filter_of
from newscrawl.browse.reader import reader_of
from newscrawl.browse.rendering import query_of, shown_title
from newscrawl.browse.safe_html import safe_html
from newscrawl.storage.views.article_lists import ArticleFilter, ListedArticle, list_articles, read_bodies
from newscrawl.text.forms import NOT_IN_XML
from newscrawl.urls import is_web

_ATOM = "http://www.w3.org/2005/Atom"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)  # of a feed without entries: Atom asks for a time
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}")


def _atom(request: Request) -> Response:
    wanted, articles, bodies = _read(request)
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]
    _add(feed, "id", _feed_id(wanted))
    _add(feed, "title", _title(wanted))
    _add(feed, "updated", _rfc3339(max((one.last_changed for one in articles), default=_NOTHING_YET)))
    etree.SubElement(feed, f"{{{_ATOM}}}link", rel="self", type="application/atom+xml", href=_self(request, wanted))
    etree.SubElement(feed, f"{{{_ATOM}}}link", rel="alternate", type="text/html", href=_list(request, wanted))
    _add(etree.SubElement(feed, f"{{{_ATOM}}}author"), "name", "newscrawl")
    for one in articles:
        entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
        if one.language and _LANGUAGE_TAG.fullmatch(one.language):
            entry.set(_XML_LANGUAGE, one.language)
        _add(entry, "id", _entry_id(one))
        _add(entry, "title", _entry_title(one))
        _add(entry, "updated", _rfc3339(one.last_changed))
        if one.published:
            _add(entry, "published", _rfc3339(one.published))
        if is_web(one.url):
            address = safe_url_string(one.url)
            etree.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", type="text/html", href=address)
        for name in _authors(one):
            _add(etree.SubElement(entry, f"{{{_ATOM}}}author"), "name", name)
        if one.summary:
            _add(entry, "summary", one.summary)
        _add(entry, "content", safe_html(bodies.get(one.id, ""))).set("type", "html")
    written = etree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Response(written, media_type="application/atom+xml")


def _json(request: Request) -> Response:
    wanted, articles, bodies = _read(request)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(wanted),
        "home_page_url": _list(request, wanted),
        "feed_url": _self(request, wanted),
        "items": [_item(one, bodies.get(one.id, "")) for one in articles],
    }
    return Response(json.dumps(feed, ensure_ascii=False), media_type="application/feed+json")


def _item(one: ListedArticle, body: str) -> dict[str, Any]:
    item = {
        "id": _entry_id(one),
        "url": safe_url_string(one.url) if is_web(one.url) else None,
        "title": _entry_title(one),
        "summary": one.summary,
        "content_html": safe_html(body),
        "date_published": _rfc3339(one.published) if one.published else None,
        "date_modified": _rfc3339(one.last_changed),
        "authors": [{"name": name} for name in _authors(one)],
        "language": one.language if one.language and _LANGUAGE_TAG.fullmatch(one.language) else None,
    }
    return {name: value for name, value in item.items() if value is not None}


def _read(request: Request) -> tuple[ArticleFilter, tuple[ListedArticle, ...], Mapping[int, str]]:
    wanted = filter_of(request)
    with reader_of(request).database.connect() as connection:
        articles = list_articles(connection, wanted).articles
        return wanted, articles, read_bodies(connection, [one.id for one in articles])


def _add(parent: etree._Element, name: str, text: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    child.text = NOT_IN_XML.sub("", text)
    return child


def _title(wanted: ArticleFilter) -> str:
    """Return the title of a feed: the reader's filter in words."""
    said = [f"{name}: {value}" for name, value in address_of(wanted).items() if value is not None]
    return f"newscrawl, {', '.join(said)}" if said else "newscrawl"


def _entry_title(one: ListedArticle) -> str:
    return shown_title(NOT_IN_XML.sub("", one.title))


def _authors(one: ListedArticle) -> list[str]:
    """Return the names of authors that say something, else of the site: both formats ask for one."""
    return [name for name in one.authors if NOT_IN_XML.sub("", name).strip()] or [one.site]


def _feed_id(wanted: ArticleFilter) -> str:
    return uuid5(NAMESPACE_URL, f"newscrawl/feed{query_of(address_of(wanted))}").urn


def _entry_id(one: ListedArticle) -> str:
    return uuid5(NAMESPACE_URL, f"newscrawl/article/{one.key}").urn


def _self(request: Request, wanted: ArticleFilter) -> str:
    return str(request.url.replace(query="")).rstrip("?") + query_of(address_of(wanted))


def _list(request: Request, wanted: ArticleFilter) -> str:
    return str(request.base_url) + query_of(address_of(wanted))


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


ROUTES = (Route("/feed.atom", _atom), Route("/feed.json", _json))
