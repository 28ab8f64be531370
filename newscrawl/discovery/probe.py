"""Propose the declaration of an unknown site by what its pages have in common.

The body is the smallest element that holds what JSON-LD, or else the generic reader, takes for the text.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newscrawl.discovery.answers import Answer
from newscrawl.discovery.selectors import css_of
from newscrawl.discovery.site_lists import Found
from newscrawl.dom.content.finder import find_content
from newscrawl.dom.metadata import Metadata, read_metadata
from newscrawl.dom.tree import parse_or_none, visible_text
from newscrawl.dom.visible_text import key_of
from newscrawl.site import Site, Template
from newscrawl.urls import host_of

_MAX_HOSTS = 8  # of a proposal
_BLOCKS = ("p", "li", "h2", "h3", "div", "section", "article", "td")
_BODIES = ("div", "article", "section", "main", "td")
_MAX_BLOCKS = 5000  # of a page that are looked at (chosen by hand)
_MAX_DEPTH = 50  # elements around a paragraph that may be the body
_OPENING_CHARACTERS = 24  # letters by which a paragraph is known
_MIN_STATED_CHARACTERS = 200  # letters of JSON-LD that are a text
_MAX_STATED_CHARACTERS = 30_000  # letters that paragraphs are looked for in
_MIN_BODY_SHARE = 0.9  # of the text must be in the body
_FIELDS = ("title", "authors", "published", "modified", "section", "tags", "summary")
_SLUG = re.compile("[a-z0-9-]++")


class Body(NamedTuple):
    """The element that holds an article's text: its CSS, the share of paragraphs it holds, and who tells them."""

    css: str
    share: float
    by: str


class Proposal(NamedTuple):
    """A declaration to begin with, and what a person should know about how it came about."""

    site: Site
    notes: tuple[str, ...]


def propose_site(name: str, front: Answer, found: Found, articles: Sequence[Answer], day: date) -> Proposal:
    """Return a declaration of the site ``name``, by its front page, its lists and some articles, as of ``day``."""
    own = Site.undeclared(front.url)
    pages = [
        (tree, read_metadata(tree, page.url)) for page in articles if (tree := parse_or_none(page.text)) is not None
    ]
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
        evidence=evidence_of(found, day),
    )
    return Proposal(site, (*notes, *found.notes))


def evidence_of(found: Found, day: date) -> str:
    """Return what a declaration rests on that was made of ``found`` on ``day``."""
    kinds = dict.fromkeys(f"{type(one.source).__name__} ({one.how})" for one in found.lists)
    return f"found by probe in {day:%Y-%m}: {', '.join(kinds) or 'no list'}; not checked by a person"


def find_body(tree: HtmlElement, metadata: Metadata) -> Body | None:
    """Return the smallest element that holds nearly all of the text that JSON-LD, or else the generic reader, tells."""
    by, told = "JSON-LD", key_of(metadata.article_body or "")
    if len(told) < _MIN_STATED_CHARACTERS:
        content = find_content(
            deepcopy(tree), title=metadata.title, summary=metadata.summary, article_body=metadata.article_body
        )
        by, told = "the generic reader", key_of(" ".join(map(visible_text, content.elements)))
    told = told[:_MAX_STATED_CHARACTERS]
    held: Counter[HtmlElement] = Counter()
    for block in islice(tree.iter(*_BLOCKS), _MAX_BLOCKS):
        letters = key_of(_own_text(block))
        if len(letters) >= _OPENING_CHARACTERS and letters[:_OPENING_CHARACTERS] in told:
            held.update(dict.fromkeys(islice(block.iterancestors(), _MAX_DEPTH), len(letters)))
            held[block] += len(letters)
    most = max(held.values(), default=0)
    holding = (element for element in tree.iter(*_BODIES) if held[element] >= _MIN_BODY_SHARE * most > 0)
    smallest = max(holding, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)
    if smallest is None:
        return None
    css = css_of(tree, [smallest])
    return Body(css, min(1.0, held[smallest] / len(told)), by) if tree.cssselect(css) == [smallest] else None


def address_forms(urls: Sequence[str]) -> tuple[str, ...]:
    """Return regular expressions for the paths of these articles, the last part that varies as their ``id``."""
    shapes: defaultdict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for url in urls if not any(urlsplit(url).query for url in urls) else ():
        parts = urlsplit(url).path.split("/")[1:]
        shapes[tuple(map(_kind, parts))].append(parts)
    common = [paths for paths in shapes.values() if len(paths) >= max(2, len(urls) // 10)]
    return tuple(_form(paths) for paths in sorted(common, key=len, reverse=True))


def _own_text(block: HtmlElement) -> str:
    """Return the text of a block without that of blocks inside."""
    if any(child.tag in _BLOCKS for child in block):
        return " ".join(filter(None, [block.text, *(child.tail for child in block)]))
    return visible_text(block)


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
