"""What a page states about itself in data: its head, JSON-LD, microdata, ``time`` elements and main headings."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom.metadata import jsonld
from newscrawl.dom.metadata.vocabulary import (
    ARTICLE_TYPES,
    AUTHOR_CARD_LABELS,
    CARDS,
    JSON_LD_PROPERTIES,
    KNOWN_META_NAMES,
    META_NAMES,
    MICRODATA_FIELDS,
    OTHER_ITEM_TYPES,
)
from newscrawl.dom.tree import HTML_SPACE, fold_space, visible_text
from newscrawl.dom.visible_text import VisibleText, class_and_id, fold_blanks, line_of
from newscrawl.dom.widgets.permalinks import HEADING_SIGNS
from newscrawl.urls import split_url

# Chosen by hand: real pages have a tenth of each.
MAX_TITLE_CHARACTERS = 500
MAX_VALUES = 50  # of one field, such as tags
MAX_ELEMENTS = 40  # of one kind that are looked at
_MAX_ITEMS = 400  # elements with itemprop
_MAX_SCOPE_DEPTH = 30  # elements between a property and its item

T = TypeVar("T")

_ITEM_NAMES: Callable[[HtmlElement], list[Any]] = etree.XPath("//@itemprop")  # type: ignore[assignment]


class Found(NamedTuple, Generic[T]):
    """A value, where on the page it was found, and whether the page also says something that contradicts it."""

    value: T
    source: str | None = None
    is_disputed: bool = False


class Statement(NamedTuple):
    """What one kind of data (``json-ld``, ``microdata``, ``open-graph``, ``meta``, ``link``) states of a field."""

    source: str
    text: str


@dataclass(frozen=True, kw_only=True)
class PageData:
    """The data of one page. ``metas`` and ``items`` map names of ``meta`` elements and fields to their values.

    ``kinds`` are the schema.org types of each of the JSON-LD ``nodes``; ``article`` is the node of the article.
    ``window_title`` is what the ``title`` element says; ``headings`` are the texts of ``h1``, without the ``logos``
    among them.
    """

    root: HtmlElement
    url: str
    metas: dict[str, list[str]]
    items: dict[str, list[str]]
    nodes: list[jsonld.Node]
    kinds: list[frozenset[str]]
    article: jsonld.Node | None
    canonical: str | None
    headings: list[str]
    times: list[HtmlElement]
    window_title: str | None
    logos: list[str] = field(default_factory=list)


def gather_page_data(root: HtmlElement, url: str, text: VisibleText) -> PageData:
    """Return the data of the page ``root`` from ``url``, gathered in one walk; ``text`` is its visible text."""
    seen = _Gathered()
    for element in root.iter(*_GATHERERS):
        _GATHERERS[element.tag](seen, element)
    nodes = jsonld.read_blocks(seen.blocks)
    kinds = list(map(jsonld.types, nodes))
    return PageData(
        root=root,
        url=url,
        metas=seen.metas,
        items=_microdata(root, text),
        nodes=nodes,
        kinds=kinds,
        article=article_node(nodes, kinds, url),
        canonical=seen.canonical,
        headings=seen.headings,
        times=seen.times,
        window_title=seen.window_title,
        logos=seen.logos,
    )


def statements_about(page: PageData, name: str) -> Iterator[Statement]:
    """Yield what the data state of the field ``name``, the most trusted kind first."""
    if page.article and name in JSON_LD_PROPERTIES:
        values = jsonld.strings(page.article.get(JSON_LD_PROPERTIES[name]))
        yield from (Statement("json-ld", text) for text in values)
    yield from (Statement("microdata", text) for text in page.items.get(name, ()))
    if name == "authors":
        yield from _authors_on_card(page)
    for meta in filter(page.metas.__contains__, META_NAMES.get(name, ())):
        for text in page.metas[meta]:
            yield Statement("open-graph" if meta.startswith(("og:", "article:")) else "meta", text)


def _authors_on_card(page: PageData) -> Iterator[Statement]:
    """Yield the value of the card whose label says "written by", in one of many languages."""
    for label, value in CARDS:
        labels, values = page.metas.get(label, ()), page.metas.get(value, ())
        if labels and values and labels[0].lower().rstrip(" :：") in AUTHOR_CARD_LABELS:
            yield Statement("meta", values[0])


@dataclass
class _Gathered:
    """What the walk has found so far."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)  # of JSON-LD
    canonical: str | None = None
    headings: list[str] = field(default_factory=list)
    logos: list[str] = field(default_factory=list)
    times: list[HtmlElement] = field(default_factory=list)
    window_title: str | None = None


def _gather_meta(seen: _Gathered, element: HtmlElement) -> None:
    name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
    name = name.strip().lower() if name else ""
    content = (element.get("content") or "").strip(HTML_SPACE) if name in KNOWN_META_NAMES else ""
    if content and len(values := seen.metas.setdefault(name, [])) < MAX_VALUES:
        values.append(content)


def _gather_link(seen: _Gathered, element: HtmlElement) -> None:
    rel = element.get("rel")
    if rel and rel.lower() == "canonical" and seen.canonical is None:
        seen.canonical = element.get("href")


def _gather_script(seen: _Gathered, element: HtmlElement) -> None:
    if "ld+json" in (element.get("type") or "").lower() and element.text:
        seen.blocks.append(element.text)


def _gather_time(seen: _Gathered, element: HtmlElement) -> None:
    if len(seen.times) < MAX_ELEMENTS:
        seen.times.append(element)


def _gather_heading(seen: _Gathered, element: HtmlElement) -> None:
    if len(seen.headings) < MAX_ELEMENTS:
        line = _with_kicker(line_of(element, MAX_TITLE_CHARACTERS))
        if line and not _MISREAD_SPACES.isdisjoint(visible := visible_text(element)[:MAX_TITLE_CHARACTERS]):
            line = visible
        text = HEADING_SIGNS.sub("", line)
        if text:
            (seen.logos if _is_logo(element) else seen.headings).append(text)


# White space that may be bytes of misread text, which repair needs.
_MISREAD_SPACES = frozenset("\xa0\x85")
_LOGO_MARK = re.compile(r"(?<![a-z])(?:logo|brand(?:ing)?|site-?(?:title|name|logo))(?![a-z])")
_MAX_LOGO_PARTS = 3  # elements in which, or around which, a logo is named one; by hand


def _with_kicker(line: str) -> str:
    """Return a heading in one line; a colon that stands between its elements has no blank before it."""
    return fold_blanks(line.replace("\n:", ":"))


def _is_logo(heading: HtmlElement) -> bool:
    """Tell whether an ``h1`` is the name of the site: called a logo, or nothing but a link to the first page."""
    parent = heading.getparent()
    for element in (
        heading,
        *(() if parent is None else (parent,)),
        *islice(heading.iterdescendants(), _MAX_LOGO_PARTS),
    ):
        if element.tag == "a" and split_url(element.get("href") or "?").path == "/":
            return line_of(element) == line_of(heading)
        if element.tag not in ("body", "article", "main") and _LOGO_MARK.search(class_and_id(element).lower()):
            return True
    return False


def _gather_title(seen: _Gathered, element: HtmlElement) -> None:
    parent = element.getparent()
    if seen.window_title is None and element.text and parent is not None and parent.tag != "svg":
        seen.window_title = fold_space(element.text[:MAX_TITLE_CHARACTERS]) or None


_GATHERERS: dict[str, Callable[[_Gathered, HtmlElement], None]] = {
    "meta": _gather_meta,
    "link": _gather_link,
    "script": _gather_script,
    "time": _gather_time,
    "h1": _gather_heading,
    "title": _gather_title,
}


def _microdata(root: HtmlElement, text: VisibleText) -> dict[str, list[str]]:
    items: dict[str, list[str]] = {}
    for names in _ITEM_NAMES(root)[:_MAX_ITEMS]:
        element = names.getparent()
        for name in names.lower().split():
            known = MICRODATA_FIELDS.get(name)
            if known and len(items.setdefault(known, [])) < MAX_VALUES and _is_of_article(element, text):
                value = _item_value(element)
                if value:
                    items[known].append(value.strip())
    return items


def _is_of_article(element: HtmlElement, text: VisibleText) -> bool:
    """Tell whether a property is the article's: it belongs to the item around it, wherever in that it stands."""
    for scope in islice(element.iterancestors(), _MAX_SCOPE_DEPTH):
        if scope.get("itemscope") is not None:
            kind = (scope.get("itemtype") or "").strip().rsplit("/", 1)[-1]
            return kind not in OTHER_ITEM_TYPES and not text.is_elsewhere(scope if kind in ARTICLE_TYPES else element)
    return not text.is_elsewhere(element)


def _item_value(element: HtmlElement) -> str:
    written = element.get("content") or element.get("datetime")
    # hAtom writes the time in the title of an abbreviation.
    return written or (element.tag == "abbr" and element.get("title")) or _item_text(element)


def _item_text(element: HtmlElement) -> str:
    """Return the text of an item, or of the ``name`` inside it."""
    inner = next((one for one in element.iterdescendants() if one.get("itemprop") == "name"), None)
    return (inner.get("content") if inner is not None else None) or line_of(element if inner is None else inner)


def article_node(nodes: Sequence[jsonld.Node], kinds: list[frozenset[str]], url: str) -> jsonld.Node | None:
    """Return the JSON-LD object of the article: the one that names this address, or the first that has a headline."""
    articles = [node for node, types in zip(nodes, kinds, strict=True) if types & ARTICLE_TYPES]
    path = split_url(url).path.strip("/")
    here = (node for node in articles if path and any(path in text for text in jsonld.strings(node.get("url"))))
    headed = (node for node in articles if node.get("headline") or node.get("datePublished"))
    return next(here, None) or next(headed, None) or next(iter(articles), None)
