"""The headline of a page: what stands around it, and what of the article stands between it and its container."""

from itertools import islice

from lxml.html import HtmlElement

from newscrawl.dom.class_names import Sign
from newscrawl.dom.content.boxes import LINE_ENDS, MIN_PROSE_BYTES, Box, ancestry, unspaced
from newscrawl.dom.content.evidence import Evidence
from newscrawl.dom.tree import HEADING_TAGS, detach
from newscrawl.dom.visible_text import key_of

# Thresholds are chosen by hand, and checked on development pages; sizes are in bytes of UTF-8 (boxes.py).
_MAX_HEADER_BOXES = 12  # at the beginning of an article, in which its summary is looked for
_MAX_LEAD_BOXES = 12  # before the container, in which its first paragraphs are looked for
_MAX_LEAD_STEPS = 3  # up from a paragraph to an element that holds the headline, too
_MIN_LEAD_BYTES = 30
_MAX_LEAD_LINK_SHARE = 0.3  # of the bytes of a paragraph


def around_headline(boxes: list[Box], title: str) -> Box | None:
    """Return the smallest box that holds the headline and prose, if that is not the page."""
    headings = [box for box in boxes if box.tag == "h1"]
    named = [box for box in headings if title and key_of(" ".join(box.runs)) == title]
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
        if named or ((box.tag in HEADING_TAGS or box in in_header) and evidence.agrees(" ".join(box.runs))):
            return box
    return None


def find_leads(first: Box, boxes: list[Box]) -> list[Box]:
    """Return the paragraphs of prose between the headline and the container, beside the headline, that it lacks.

    Of 12 bounds on both ways, tried on 890 pages of five sets, these made no set worse; farther up, or farther away
    from the container, stand notices and what belongs to other articles.
    """
    headline = next((box for box in reversed(boxes[: first.order]) if box.tag == "h1"), None)
    if headline is None:
        return []
    around = set(ancestry(headline))
    leads = [
        box
        for box in boxes[max(headline.order + 1, first.order - _MAX_LEAD_BOXES) : first.order]
        if _is_lead(box) and not around.isdisjoint(islice(ancestry(box), _MAX_LEAD_STEPS + 1))
    ]
    if not leads:
        return []
    text = "".join(unspaced(box) for box in boxes[first.order : first.last + 1])
    return list({lead: box for box in leads if (lead := unspaced(box)) not in text}.values())


def _is_lead(box: Box) -> bool:
    return (
        box.tag == "p"
        and box.is_leaf
        and not box.out
        and box.prose > 0
        and box.text >= _MIN_LEAD_BYTES
        and box.links < _MAX_LEAD_LINK_SHARE * (box.text + box.links)
        and box.runs[-1].rstrip().endswith(LINE_ENDS)
    )


def take_lead(lead: Box) -> HtmlElement:
    """Take such lines out of the page, as a paragraph if they were a heading."""
    element = detach(lead.element)
    if lead.tag in HEADING_TAGS:
        element.tag = "p"
    return element
