"""What is wrong with a feed by the rules of RFC 4287 (Atom), of the feed validator, and of JSON Feed 1.1."""

import json
import re
from collections import Counter
from urllib.parse import urlsplit

from lxml import etree, html

_ATOM = "{http://www.w3.org/2005/Atom}"
# Of RFC 3339, as Atom and JSON Feed want it: with a zone, T and Z in upper case.
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
# Children by element: those that must be there once, and those that may be there once at most.
_ONCE = {"feed": ("id", "title", "updated"), "entry": ("id", "title", "updated")}
_AT_MOST_ONCE = {
    "feed": ("generator", "icon", "logo", "rights", "subtitle"),
    "entry": ("content", "published", "rights", "source", "summary"),
}
_KNOWN = {
    "feed": {"author", "category", "contributor", "entry", "link", *_ONCE["feed"], *_AT_MOST_ONCE["feed"]},
    "entry": {"author", "category", "contributor", "link", *_ONCE["entry"], *_AT_MOST_ONCE["entry"]},
}
_JSON_TEXTS = ("url", "external_url", "title", "content_html", "content_text", "summary", "language")


def atom_faults(written):
    """Yield what is wrong with an Atom feed."""
    root = etree.fromstring(written.encode())
    if root.tag != f"{_ATOM}feed":
        yield f"the root is {root.tag}"
    for element in (root, *root.iter(f"{_ATOM}entry")):
        yield from _element_faults(element)
    ids = Counter(one.findtext(f"{_ATOM}id") for one in root.iter(f"{_ATOM}entry"))
    yield from (f"{count} entries have the id {one}" for one, count in ids.items() if count > 1)
    if not root.findall(f"{_ATOM}link[@rel='self']"):
        yield "the feed has no link to itself"
    if not root.findall(f"{_ATOM}author"):
        yield from ("an entry has no author" for one in root.iter(f"{_ATOM}entry") if not one.findall(f"{_ATOM}author"))


def _element_faults(element):
    name = element.tag.removeprefix(_ATOM)
    counts = Counter(child.tag.removeprefix(_ATOM) for child in element)
    yield from (f"{name} has {counts[one]} of {one}" for one in _ONCE[name] if counts[one] != 1)
    yield from (f"{name} has {counts[one]} of {one}" for one in _AT_MOST_ONCE[name] if counts[one] > 1)
    yield from (f"{name} has the unknown {one}" for one in counts.keys() - _KNOWN[name])
    for time in ("updated", "published"):
        found = element.findtext(f"{_ATOM}{time}")
        if found is not None and not _TIME.fullmatch(found):
            yield f"{time} is {found}"
    if not urlsplit(element.findtext(f"{_ATOM}id") or "").scheme:
        yield f"{name} has an id that is no absolute IRI"
    if not (element.findtext(f"{_ATOM}title") or "").strip():
        yield f"{name} has an empty title"
    for author in element.findall(f"{_ATOM}author"):
        if not (author.findtext(f"{_ATOM}name") or "").strip():
            yield f"{name} has an author without a name"
    links = element.findall(f"{_ATOM}link")
    yield from (f"{name} links to {link.get('href')}" for link in links if not _is_absolute(link.get("href")))
    kinds = Counter((link.get("rel"), link.get("type"), link.get("hreflang")) for link in links)
    yield from (f"{name} has {count} links of {kind}" for kind, count in kinds.items() if count > 1)
    if name == "entry":
        content = element.find(f"{_ATOM}content")
        if content is None and not any(link.get("rel") == "alternate" for link in links):
            yield "an entry has neither content nor an alternate"
        elif content is not None:
            yield from _markup_faults(content.text or "", content.get("type"))


def _markup_faults(markup, kind):
    if kind != "html":
        yield f"content is of the type {kind}"
    if not markup.strip():
        return
    tree = html.fromstring(f"<div>{markup}</div>")
    yield from (f"content has {one.tag}" for one in tree.iter("script", "style", "iframe", "object", "embed", "form"))
    for one in tree.iter():
        yield from (f"content has {name}" for name in one.attrib if name.startswith("on") or name == "style")
        address = one.get("href") or one.get("src")
        if address and not _is_absolute(address):
            yield f"content has the relative address {address}"


def json_feed_faults(written):
    """Yield what is wrong with a JSON feed."""
    feed = json.loads(written)
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield f"the version is {feed.get('version')}"
    if not isinstance(feed.get("title"), str) or not feed["title"].strip():
        yield "the feed has no title"
    yield from (f"{name} is {feed[name]}" for name in ("home_page_url", "feed_url") if not _is_absolute(feed[name]))
    ids = Counter(item.get("id") for item in feed["items"])
    yield from (f"{count} items have the id {one}" for one, count in ids.items() if count > 1)
    for item in feed["items"]:
        if not isinstance(item.get("id"), str) or not item["id"]:
            yield f"an id is {item.get('id')!r}"
        if not {"content_html", "content_text"} & item.keys():
            yield "an item has no content"
        yield from (f"{name} is no text" for name in _JSON_TEXTS if name in item and not isinstance(item[name], str))
        yield from (
            f"{name} is {item[name]}"
            for name in ("date_published", "date_modified")
            if name in item and not _TIME.fullmatch(item[name])
        )
        if "url" in item and not _is_absolute(item["url"]):
            yield f"an url is {item['url']}"
        yield from ("an author has no name" for one in item.get("authors", []) if not str(one.get("name", "")).strip())


def _is_absolute(address):
    parts = urlsplit(address or "")
    return parts.scheme in ("http", "https", "mailto") and bool(parts.netloc or parts.scheme == "mailto")
