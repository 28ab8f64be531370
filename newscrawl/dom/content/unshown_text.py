"""Text that a page holds and does not show: in JSON-LD, in scripts, and in elements that swallowed the page."""

from collections.abc import Iterator

from lxml.html import Element, HtmlElement

from newscrawl.dom.content.boxes import Box
from newscrawl.dom.content.evidence import Evidence
from newscrawl.dom.content.scripted import read_scripted
from newscrawl.dom.tree import TooMuchMarkup, parse_fragment
from newscrawl.text.forms import NOT_IN_XML

# What may hold a whole page, where the parser ignored an end tag or a script would have put the text in its place.
_SWALLOWING_TAGS = frozenset({"nav", "button", "menu", "dialog", "label", "select", "object", "noscript", "a"})
# Thresholds are chosen by hand, and checked on development pages; sizes are in bytes of UTF-8 (boxes.py).
_MIN_TOLD_BYTES = 300  # what JSON-LD must tell at least


def open_wrappers(tree: HtmlElement, prose: float) -> bool:
    """Make blocks of unseen elements that hold much more text than the page shows; tell whether there were any.

    An end tag that the parser ignored leaves the whole page in its first menu or button, and some pages have their text
    in ``noscript`` alone. ``prose`` is what the page shows.
    """
    opened = False
    for element in list(tree.iter(*_SWALLOWING_TAGS)):
        paragraphs = element.iter("p")
        size = sum(len("".join(one.itertext()).encode("utf-8", "replace")) for one in paragraphs)
        if size > max(_MIN_TOLD_BYTES, 2 * prose):
            element.tag = "div"
            element.attrib.clear()
            opened = True
    return opened


def told_body(evidence: Evidence) -> HtmlElement | None:
    """Return the text that JSON-LD tells, as paragraphs; ``None`` if that is too short to be an article."""
    if evidence.body_size < _MIN_TOLD_BYTES:
        return None
    return _paragraphs(evidence.article_body)


def scripted_body(tree: HtmlElement, shown: str, prose: float) -> HtmlElement | None:
    """Return the text that a script would show, if it is much more than the prose of the page."""
    text = read_scripted(tree, shown)
    return _paragraphs(text) if len(text.encode("utf-8", "replace")) > max(_MIN_TOLD_BYTES, 2 * prose) else None


def shown_prose(part: Box, boxes: list[Box]) -> Iterator[str]:
    """Yield the runs of prose from a box to the end of the page."""
    return (run for box in boxes[part.order :] if box.own > 0 for run in box.runs)


def _paragraphs(text: str) -> HtmlElement:
    if "<p" in text or "<br" in text:
        try:
            return parse_fragment(text)
        except TooMuchMarkup:
            pass
    wrapper = Element("div")
    for line in filter(None, map(str.strip, text.splitlines())):
        paragraph = Element("p")
        paragraph.text = NOT_IN_XML.sub("\ufffd", line)
        wrapper.append(paragraph)
    return wrapper
