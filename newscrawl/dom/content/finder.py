"""Find the article on any page: which elements hold its text, without rules made for the site.

Every block that looks like prose counts for its containers, every block of links or loose words against
them, and the container with the greatest sum is the article: the maximum-sum segment of Pasternack and
Roth (Extracting Article Text from the Web with Maximum Subsequence Segmentation, WWW 2009), on the tree
instead of the list of tokens.
"""

from typing import NamedTuple

from lxml.html import HtmlElement

from newscrawl.dom.content.boxes import Box, count_text, gather
from newscrawl.dom.content.container import add_scores, confidence_of, find_parts
from newscrawl.dom.content.edges import take_container
from newscrawl.dom.content.evidence import Evidence
from newscrawl.dom.content.headline import find_dek, find_leads, take_lead
from newscrawl.dom.content.misread import looks_misread, reread, reread_text
from newscrawl.dom.content.set_aside import set_aside
from newscrawl.dom.content.unshown_text import open_wrappers, scripted_body, shown_prose, told_body
from newscrawl.text.repaired import Step, merge

# Thresholds are chosen by hand, and checked on development pages; sizes are in bytes of UTF-8 (boxes.py).
_MAX_STUB_BYTES = 1500  # of an article that a script may go on with
_UNSHOWN_CONFIDENCE = 0.5  # that a text which the page does not show is the article


class Content(NamedTuple):
    """What of a page is the article.

    ``elements`` are taken out of the page, in document order, without what in them is beside the article.
    ``confidence`` goes from 0 to 1. ``reason`` says why nothing was found, and is ``None`` otherwise. ``steps`` tell
    what was left out of the chosen elements, as rules ``content/…``.
    """

    elements: list[HtmlElement]
    confidence: float
    reason: str | None = None
    steps: tuple[Step, ...] = ()


def find_content(
    tree: HtmlElement,
    *,
    title: str | None = None,
    summary: str | None = None,
    article_body: str | None = None,
) -> Content:
    """Take the elements that hold the article out of the page.

    ``title``, ``summary`` (as in ``og:description``) and ``article_body`` (as in JSON-LD) are evidence:
    blocks that agree with them count for more. Where the page shows less than half of ``article_body``, or
    of what its scripts would show, the element is a ``div`` made of that. Lead lines between headline and text come
    first; the headline itself is left out.
    """
    told = (title, summary, article_body)
    is_misread = looks_misread(" ".join(filter(None, told)))
    boxes, evidence = _judged(tree, told, is_misread=is_misread)
    if boxes[0].prose < _MAX_STUB_BYTES:
        shows_mojibake = not is_misread and looks_misread("\n".join(run for box in boxes for run in box.runs))
        if open_wrappers(tree, boxes[0].prose) or shows_mojibake:
            boxes, evidence = _judged(tree, told, is_misread=is_misread or shows_mojibake)
    page = boxes[0]
    if not page.prose:
        unshown = told_body(evidence)
        if unshown is None:
            unshown = scripted_body(tree, summary or "", 0)
        return Content([], 0.0, _reason(tree, page)) if unshown is None else Content([unshown], _UNSHOWN_CONFIDENCE)
    set_aside(boxes)
    add_scores(boxes, evidence.title)
    chosen = boxes[max(page.best, 0)]
    parts = find_parts(chosen, boxes)
    prose = sum(part.prose for part in parts)
    unshown = told_body(evidence) if evidence.body_size > 2 * prose else None
    if unshown is None and prose < _MAX_STUB_BYTES:
        unshown = scripted_body(tree, " ".join(shown_prose(parts[0], boxes)), prose)
    if unshown is not None:
        return Content([unshown], _UNSHOWN_CONFIDENCE)
    leads = {*filter(None, [find_dek(parts[0], boxes, evidence)]), *find_leads(parts[0], boxes)}
    confidence = confidence_of(parts, page, evidence)
    taken = [take_container(part, boxes, evidence) for part in parts]
    elements = [take_lead(lead) for lead in sorted(leads, key=lambda box: box.order)]
    elements += [element for element, _ in taken]
    return Content(elements, confidence, steps=merge(step for _, steps in taken for step in steps))


def _judged(tree: HtmlElement, told: tuple[str | None, ...], *, is_misread: bool) -> tuple[list[Box], Evidence]:
    """Return the boxes of a page, with what their text is worth, and what its metadata say."""
    boxes = gather(tree)
    mojibake = reread(boxes) if is_misread else None
    evidence = Evidence(*(reread_text(text, mojibake) for text in told) if mojibake else told)
    count_text(boxes, evidence)
    return boxes, evidence


def _reason(tree: HtmlElement, page: Box) -> str:
    if tree.find(".//frameset") is not None:
        return "frames only"
    return "no prose" if page.text + page.links else "no text"
