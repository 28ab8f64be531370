"""Stored markup for a page: sanitised again on the way out, whatever is stored."""

import nh3
from lxml.html import HtmlElement, tostring

from newscrawl.dom.tree import parse_fragment
from newscrawl.urls import is_web

_TAGS = frozenset(
    "a abbr b blockquote br caption cite code dd del div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li"
    " mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead tr u ul var".split()
)
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "div": {"aria-label", "role", "tabindex"},
    "img": {"alt", "height", "loading", "src", "title", "width"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_CLASSES = {"div": {"scroll"}, "span": {"formula", "picture"}}


def safe_html(markup: str, *, pictures: bool = False) -> str:
    """Return allow-listed markup: no script, no style, no address but whole ones of http and https.

    Pictures stand as links with their text unless ``pictures`` says that they may be loaded. Tables and
    code get a box in which they scroll.
    """
    tree = parse_fragment(nh3.clean(markup, tags=set(_TAGS), attributes=_ATTRIBUTES, url_schemes={"http", "https"}))
    for element in tree.iter():
        for name in ("href", "src"):
            if element.get(name) and not is_web(element.get(name)):  # it would lead to a page of the reader
                del element.attrib[name]
    for image in list(tree.iter("img")):
        if not pictures:
            _replace(image, _picture_link(image))
        else:
            image.set("loading", "lazy")
    for wide in list(tree.iter("table", "pre")):
        if not any(parent.tag in ("table", "pre") for parent in wide.iterancestors()):
            _put_into_box(wide)
    written = tostring(tree, encoding="unicode", method="html")
    return nh3.clean(
        written,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow",
    )


def _picture_link(image: HtmlElement) -> HtmlElement:
    is_in_link = any(parent.tag == "a" for parent in image.iterancestors())
    shown: HtmlElement = image.makeelement("span", {"class": "picture"})
    words = image.get("alt") or image.get("title") or "without a description"
    address = image.get("src")
    if is_in_link or not address:
        shown.text = f"Picture: {words}"
    else:
        link = image.makeelement("a", {"href": address})
        link.text = f"Picture: {words}"
        shown.append(link)
    return shown


def _put_into_box(wide: HtmlElement) -> None:
    label = "Table" if wide.tag == "table" else "Code"
    box = wide.makeelement("div", {"class": "scroll", "role": "region", "aria-label": label, "tabindex": "0"})
    _replace(wide, box)
    wide.tail = None
    box.append(wide)


def _replace(old: HtmlElement, new: HtmlElement) -> None:
    new.tail = old.tail
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)
