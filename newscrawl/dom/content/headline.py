"""The headline of a page: what stands around it, and the lines below it that sum up the article."""

from lxml.html import HtmlElement

from newscrawl.dom.class_names import Sign
from newscrawl.dom.content.boxes import HEADINGS, MIN_PROSE_BYTES, Box, ancestry
from newscrawl.dom.content.evidence import Evidence, folded
from newscrawl.dom.tree import detach

# Thresholds are chosen by hand, and checked on development pages; sizes are in bytes of UTF-8 (boxes.py).
_MAX_HEADER_BOXES = 12  # at the beginning of an article, in which its summary is looked for


def around_headline(boxes: list[Box], title: str) -> Box | None:
    """Return the smallest box that holds the headline and prose, if that is not the page."""
    headings = [box for box in boxes if box.tag == "h1"]
    named = [box for box in headings if title and folded(" ".join(box.runs)) == title]
    headline = named[0] if named else headings[0] if len(headings) == 1 else None
    if headline is None:
        return None
    near = next((box for box in ancestry(headline) if box.prose >= MIN_PROSE_BYTES and not box.out), None)
    return None if near is None or near.tag == "body" or near.parent is None else near


def find_dek(first: Box, boxes: list[Box], evidence: Evidence) -> Box | None:
    """Return the box of the lines under the headline that sum up the article, if its container lacks them."""
    headline = next((box.order for box in boxes[: first.order + _MAX_HEADER_BOXES] if box.tag == "h1"), None)
    if headline is None:
        return None
    in_header = [
        box
        for box in boxes[max(headline, first.order) + 1 :][:_MAX_HEADER_BOXES]
        if box.out and any(outer.tag == "header" for outer in ancestry(box))
    ]
    for box in (*boxes[headline + 1 : first.order], *in_header):
        if (
            not box.is_leaf
            or not 35 <= box.text <= 600
            or box.links > box.text
            or box.tag in ("h1", "li", "figcaption")
        ):
            continue
        named = box.sign == Sign.DEK or (box.parent is not None and box.parent.sign == Sign.DEK)
        if named or ((box.tag in HEADINGS or box in in_header) and evidence.agrees(" ".join(box.runs))):
            return box
    return None


def take_dek(dek: Box) -> HtmlElement:
    """Take the lines out of the page, as a paragraph if they were a heading."""
    element = detach(dek.element)
    if dek.tag in HEADINGS:
        element.tag = "p"
    return element
