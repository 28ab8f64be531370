"""What a page says about itself: robots and ``tdm-…`` metas, licence links, JSON-LD, and RSL documents in scripts."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, islice

from lxml.html import HtmlElement

from newscrawl.dom.metadata import jsonld
from newscrawl.dom.page_elements import related_elements
from newscrawl.dom.render.addresses import document_base
from newscrawl.dom.tree import HTML_SPACE
from newscrawl.rights.linked_data import linked_data_signals
from newscrawl.rights.robots_rules import read_rules
from newscrawl.rights.robots_txt import product_token
from newscrawl.rights.rsl import RSL_TYPE, read_rsl
from newscrawl.rights.signals import UNKNOWN, Signal, bounded, signal
from newscrawl.rights.tdm import PROPERTIES as TDM_PROPERTIES
from newscrawl.rights.tdm import tdm_property
from newscrawl.urls import is_web, join_url

MAX_ELEMENTS = 200  # of a page that are looked at closer; chosen by hand: real pages have a tenth

_LINK_TAGS = ("link", "a", "area")
# Both say the same (HTML Living Standard, 4.6.7.8).
_LICENSE_RELATIONS = frozenset({"license", "copyright"})
_BLANKS = re.compile(f"[{HTML_SPACE}]++")  # part relations; others, as no-break spaces, do not
_LINKED_DATA_TYPE = "application/ld+json"
_SCRIPT_TYPES = frozenset({_LINKED_DATA_TYPE, RSL_TYPE})
_INERT_TAGS = ("template", "textarea", "xmp", "noembed", "noframes", "iframe", "svg")  # hold no elements of the page


def page_signals(
    root: HtmlElement,
    url: str,
    agent: str,
    nodes: Sequence[jsonld.Node] | None = None,
    related: Sequence[HtmlElement] | None = None,
) -> tuple[Signal, ...]:
    """Return what the page ``root`` from ``url`` says to ``agent``. The tree is not changed.

    ``nodes`` are the objects of its JSON-LD, ``related`` its elements with a ``rel``, if they have been read already.
    """
    related = related_elements(root) if related is None else related
    return tuple(bounded(_signals(root, url, product_token(agent), nodes, related)))


def _signals(
    root: HtmlElement,
    url: str,
    token: str,
    nodes: Sequence[jsonld.Node] | None,
    related: Sequence[HtmlElement],
) -> Iterator[Signal]:
    names = frozenset({"robots", token, *TDM_PROPERTIES})
    base = cache(lambda: document_base(root, url))  # looked for at most once, and seldom
    blocks = []
    kinds = _SCRIPT_TYPES if nodes is None else frozenset({RSL_TYPE})
    for element in islice(_telling_elements(root, names, kinds, related), MAX_ELEMENTS):
        if element.tag == "script":
            if _kind(element.get("type")) == RSL_TYPE:
                yield from read_rsl(element.text or "", url)
            else:
                blocks.append(element.text or "")
        elif element.tag == "meta":
            yield from _meta(_name(element.get("name")), element.get("content") or "", base)
        else:
            yield from _license(element, base())
    yield from linked_data_signals(jsonld.read_blocks(blocks) if nodes is None else nodes, url)


def _telling_elements(
    root: HtmlElement, names: frozenset[str], kinds: frozenset[str], related: Sequence[HtmlElement]
) -> Iterator[HtmlElement]:
    """Return ``meta`` elements of those names, scripts of those kinds, and links to licences."""
    metas = (one for one in root.iter("meta") if _name(one.get("name")) in names)
    scripts = (one for one in root.iter("script") if _kind(one.get("type")) in kinds)
    licenses = [one for one in related if _is_license(one.get("rel"))]
    links = (one for tag in _LINK_TAGS for one in licenses if one.tag == tag)
    return (one for one in chain(metas, scripts, links) if not _is_inert(one))


# Pages have a few values in common, and a look into a cache costs a fifth of reading one of them anew.
_cached = lru_cache(maxsize=512)


@_cached
def _is_license(relations: str | None) -> bool:
    return bool(relations) and not _LICENSE_RELATIONS.isdisjoint(_BLANKS.split((relations or "").lower()))


@_cached
def _name(written: str | None) -> str:
    return (written or "").strip(HTML_SPACE).lower()


@_cached
def _kind(written: str | None) -> str:
    return (written or "").partition(";")[0].strip(HTML_SPACE).lower()


def _is_inert(element: HtmlElement) -> bool:
    return next(element.iterancestors(*_INERT_TAGS), None) is not None


def _meta(name: str, content: str, base: Callable[[], str]) -> Iterator[Signal]:
    source = f'<meta name="{name}" content="{content}">'
    if name in TDM_PROPERTIES:
        return tdm_property(name, content, base(), "page", source)
    return read_rules(content, "page", source)


def _license(link: HtmlElement, base: str) -> Iterator[Signal]:
    written = (link.get("href") or "").strip()
    address = join_url(base, written) if written else ""
    source = f'<{link.tag} rel="{link.get("rel")}" href="{written}">'
    if is_web(address):
        yield signal("page", "license", address, source)
    elif written:
        yield signal("page", UNKNOWN, written, source)
