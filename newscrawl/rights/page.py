"""What a page says about itself: robots and ``tdm-…`` metas, licence links, JSON-LD, and RSL documents in scripts."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom.render.addresses import document_base
from newscrawl.dom.tree import HTML_SPACE
from newscrawl.rights.linked_data import linked_data_signals
from newscrawl.rights.robots_rules import read_rules
from newscrawl.rights.robots_txt import product_token
from newscrawl.rights.rsl import RSL_TYPE, read_rsl
from newscrawl.rights.signals import UNKNOWN, Signal, bounded, signal
from newscrawl.rights.tdm import PROPERTIES as TDM_PROPERTIES
from newscrawl.rights.tdm import tdm_property
from newscrawl.urls import is_web

MAX_ELEMENTS = 200  # of a page that are looked at closer; chosen by hand: real pages have a tenth

_TAGS = ("meta", "link", "script", "area")
_RELATIONS_OF_LINKS: Callable[[HtmlElement], list[str]] = etree.XPath(  # type: ignore[assignment]
    "descendant::a/@rel", smart_strings=False
)
# Both say the same (HTML Living Standard, 4.6.7.8).
_LICENSE_RELATIONS = frozenset({"license", "copyright"})
_BLANKS = re.compile(f"[{HTML_SPACE}]++")  # part relations; others, as no-break spaces, do not
_LINKED_DATA_TYPE = "application/ld+json"
_SCRIPT_TYPES = frozenset({_LINKED_DATA_TYPE, RSL_TYPE})
_INERT_TAGS = ("template", "textarea", "xmp", "noembed", "noframes", "iframe", "svg")  # hold no elements of the page


def page_signals(root: HtmlElement, url: str, agent: str) -> tuple[Signal, ...]:
    """Return what the page ``root`` from ``url`` says to ``agent``. The tree is not changed."""
    return tuple(bounded(_signals(root, url, product_token(agent))))


def _signals(root: HtmlElement, url: str, token: str) -> Iterator[Signal]:
    names = frozenset({"robots", token, *TDM_PROPERTIES})
    base = cache(lambda: document_base(root, url))  # looked for at most once, and seldom
    blocks = []
    for element in islice(_telling_elements(root, names), MAX_ELEMENTS):
        if element.tag == "script":
            if _kind(element) == RSL_TYPE:
                yield from read_rsl(element.text, url)
            else:
                blocks.append(element.text)
        elif element.tag == "meta":
            yield from _meta(_name(element), element.get("content") or "", base)
        else:
            yield from _license(element, base())
    yield from linked_data_signals(blocks, url)


def _telling_elements(root: HtmlElement, names: frozenset[str]) -> Iterator[HtmlElement]:
    """Yield ``meta`` elements of those names, scripts that hold data, and links to licences."""
    for element in root.iter(*_TAGS):
        tag = element.tag
        if tag == "meta":
            is_telling = _name(element) in names
        elif tag == "script":
            is_telling = bool(element.text) and _kind(element) in _SCRIPT_TYPES
        else:
            is_telling = _is_license(element.get("rel"))
        if is_telling and not _is_inert(element):
            yield element
    # Most elements are links to other pages: only if one of them says "license" is each looked at.
    if any(map(_is_license, _RELATIONS_OF_LINKS(root))):
        yield from (one for one in root.iter("a") if _is_license(one.get("rel")) and not _is_inert(one))


def _is_license(relations: str | None) -> bool:
    if not relations or ("icense" not in relations and "opyright" not in relations and relations.islower()):
        return False
    return not _LICENSE_RELATIONS.isdisjoint(_BLANKS.split(relations.lower()))


def _is_inert(element: HtmlElement) -> bool:
    return next(element.iterancestors(*_INERT_TAGS), None) is not None


def _name(meta: HtmlElement) -> str:
    return (meta.get("name") or "").strip().lower()


def _kind(script: HtmlElement) -> str:
    return (script.get("type") or "").partition(";")[0].strip().lower()


def _meta(name: str, content: str, base: Callable[[], str]) -> Iterator[Signal]:
    source = f'<meta name="{name}" content="{content}">'
    if name in TDM_PROPERTIES:
        return tdm_property(name, content, base(), "page", source)
    return read_rules(content, "page", source)


def _license(link: HtmlElement, base: str) -> Iterator[Signal]:
    written = (link.get("href") or "").strip()
    try:
        address = urljoin(base, written) if written else ""
    except ValueError:  # "http://["
        address = ""
    source = f'<{link.tag} rel="{link.get("rel")}" href="{written}">'
    if is_web(address):
        yield signal("page", "license", address, source)
    elif written:
        yield signal("page", UNKNOWN, written, source)
