"""What of the container is not the article: other boxes inside it, and loose words at its ends."""

import re
from itertools import chain, islice

from lxml.html import HtmlElement

from newscrawl.dom.captions import is_captioned_picture
from newscrawl.dom.class_names import Sign
from newscrawl.dom.content.block_weights import find_unlike_text
from newscrawl.dom.content.boxes import (
    MIN_PROSE_BYTES,
    MIN_UNSTOPPED_PROSE_BYTES,
    STOPS,
    UNSEEN,
    Box,
    ancestry,
    ends_sentence,
    unspaced,
)
from newscrawl.dom.content.evidence import MAX_COMPARED_CHARACTERS, Evidence
from newscrawl.dom.render.addresses import picture_address
from newscrawl.dom.tree import HEADING_TAGS, detach, first_words, fold_space, visible_text
from newscrawl.dom.visible_text import key_of
from newscrawl.text.repaired import EXCERPT_CHARACTERS, Step
from newscrawl.text.sentences import SENTENCE_ENDS

_SOLID_TAGS = frozenset({"ul", "ol", "dl", "table", "figure"})
_DIGITS = re.compile("[0-9]{2}")  # of dates, times and counters
_CONTROL_TAGS = frozenset({"button", "nav", "menu", "footer", "dialog", "label"})
# Thresholds are chosen by hand, and checked on development pages; sizes are in bytes of UTF-8 (boxes.py).
_MAX_LOOSE_BYTES = 600  # loose words at one end of a text
_MAX_JUDGED_BOXES = 2000  # at one end of a text, with those that stay; chosen by hand
_MAX_REPEATED_SHARE = 0.6  # of the prose of a page that has its text twice: the second one
_MAX_CELL_LINKS = 2.0  # bytes in links for one outside, in a table of text
_ROW = re.compile(r"[^:：。.!?]{1,12}[:：]\s?[^\s:：/]")


def _has_picture_that_a_script_loads(noscript: HtmlElement) -> bool:
    """Tell whether this repeats a picture of the content before it that has no address, for readers without scripts."""
    before = noscript.getprevious()
    if before is None or next(noscript.iter("img"), None) is None or visible_text(noscript):
        return False
    loaded = next(before.iter("img"), None)
    return loaded is not None and not picture_address(loaded)


def take_container(part: Box, boxes: list[Box], evidence: Evidence) -> tuple[HtmlElement, list[Step]]:
    """Return a container without what does not belong to the article, and what that was."""
    kept, dropped = sift(part, boxes, evidence)
    unlike = dict.fromkeys(find_unlike_text(part, kept), "content/unlike-text")
    dropped |= unlike
    kept = [box for box in kept if box not in unlike]
    for box in kept:
        # Renderers know a caption by its tag.
        if box.sign == Sign.CAPTION and box.prose < 0.3 * part.prose and box is not part:
            box.element.tag = "figcaption"
    element = detach(part.element)
    unseen = [
        (one, "content/controls" if one.tag in _CONTROL_TAGS else "")
        for one in element.iter(*UNSEEN)
        if not (one.tag == "noscript" and _has_picture_that_a_script_loads(one))
    ]
    steps = []
    for unwanted, rule in (*((box.element, rule) for box, rule in dropped.items()), *unseen):
        if unwanted is not element and unwanted.getparent() is not None:
            excerpt = first_words(unwanted, EXCERPT_CHARACTERS) if rule else ""
            if excerpt:
                steps.append(Step(rule, 1, excerpt))
            unwanted.drop_tree()
    return element, steps


def sift(part: Box, boxes: list[Box], evidence: Evidence) -> tuple[list[Box], dict[Box, str]]:
    """Return the boxes of a container that belong to the article, and those that do not with the rule that says so."""
    inside = {part: True}
    dropped: dict[Box, str] = {}
    repeated: list[Box] = []
    said = unspaced(part) if part.own > 0 else ""  # so far, without white space
    for box in boxes[part.order + 1 :]:
        if box.parent in inside:
            if _is_beside(box, part, evidence, said):
                dropped[box] = _rule_against(box)
            elif evidence.has_repeats and box.own > MIN_UNSTOPPED_PROSE_BYTES and box.is_leaf and unspaced(box) in said:
                repeated.append(box)
            else:
                inside[box] = True
                if box.own > 0 and (not said or (evidence.has_repeats and len(said) < MAX_COMPARED_CHARACTERS)):
                    said += unspaced(box)
        elif box.parent is None or box.parent.order < part.order:
            break
    # Some pages have the text once more, hidden, for a printer or a reader that speaks; what says the same over and
    # over is none of these, and is not to look better than it is.
    if sum(box.prose for box in repeated) <= _MAX_REPEATED_SHARE * part.prose:
        dropped |= dict.fromkeys(repeated, "content/repeated")
    else:
        inside |= dict.fromkeys(repeated, True)
    loose = dict.fromkeys(_outside_prose(inside), "content/loose-words")
    return [box for box in inside if box not in loose], dropped | loose


def _outside_prose(inside: dict[Box, bool]) -> list[Box]:
    """Return the loose words before the first prose (bylines, dates) and after the last (tags, counters).

    Where they are more than a few, the article is a list or a table rather than prose, and they stay.
    """
    prose = [box.order for box in inside if box.own > 0]
    if not prose:
        return []
    first, last = min(prose), max(prose)
    amount = sum(box.own for box in inside if box.own > 0)
    ahead = [box for box in inside if box.order < first]
    behind = [box for box in reversed(inside) if box.order > last]
    before = [
        box
        for box in (ahead if len(ahead) <= _MAX_JUDGED_BOXES else ())
        if not box.prose and box.tag not in HEADING_TAGS and not _is_solid(box, inside, amount)
    ]
    loose: list[Box] = []
    is_followed = False  # by something that stays, so that a heading above it stays
    for box in behind if len(behind) <= _MAX_JUDGED_BOXES else ():
        if box.prose or (not box.is_leaf and not box.runs):
            continue
        stays = (
            is_followed or _heads_picture(box)
            if box.tag in HEADING_TAGS and not box.links
            else _is_solid(box, inside, amount) or not _is_trailer(box)
        )
        if not stays:
            loose.append(box)
        is_followed = stays and box.tag not in HEADING_TAGS
    return [
        box
        for side in (before, loose)
        if sum(box.text for box in side if box.is_leaf) < _MAX_LOOSE_BYTES
        for box in side
    ]


def _is_solid(box: Box, inside: dict[Box, bool], prose: float) -> bool:
    """Tell whether few words belong to a list, a table or a picture, or are a short sentence.

    Links may stand in a list or a table, as references do, but be no more than half of its words.
    """
    if box.sign < 0:
        return False
    if not box.links and is_captioned_picture(box.element):
        return True
    if box.tag == "p" and box.is_leaf and not box.links and box.element.getparent().tag != "li":
        if _is_row_like_the_last(box):
            return True
        return ends_sentence(box) and not _DIGITS.search(" ".join(box.runs)) and not box.style
    for outer in chain((box,), ancestry(box)):
        if outer not in inside or 2 * outer.prose > prose:
            return False
        if outer.tag == "figure":
            return next(outer.element.iter("img"), None) is not None
        if outer.tag in _SOLID_TAGS:
            rows = len(list(islice(outer.element.iter("li", "tr", "dt"), 2)))
            is_plain = not outer.style or outer.sign > 0  # lists of tags have one
            return is_plain and outer.links <= outer.text and (rows > 1 or _is_headed_table(outer.element))
    return False


def _heads_picture(heading: Box) -> bool:
    """Tell whether a picture without a link is what stands below a heading."""
    after = heading.element.getnext()
    return after is not None and next(after.iter("img"), None) is not None and next(after.iter("a"), None) is None


def _is_headed_table(element: HtmlElement) -> bool:
    """Tell whether a table of one row, of which one could not tell what it is, has a heading."""
    before = element.getprevious()
    return element.tag == "table" and before is not None and before.tag in HEADING_TAGS


def _is_row_like_the_last(box: Box) -> bool:
    """Tell whether a paragraph is ``label: value`` in a row of such, of which the one before was taken for prose."""
    before = box.element.getprevious()
    if before is None or before.tag != "p" or box.style or len(box.runs) != 1:
        return False
    return bool(_ROW.match(box.runs[0]) and _ROW.match(before.text or "") and len(before) == 0)


def _rule_against(box: Box) -> str:
    """Return the name of what told that a box is beside the article."""
    if box.out:
        return (
            "content/comments" if box.sign == Sign.COMMENTS else "content/beside" if box.sign < 0 else "content/cards"
        )
    return "content/headline" if box.tag in HEADING_TAGS and not box.links else "content/links"


def _is_beside(box: Box, part: Box, evidence: Evidence, said: str) -> bool:
    if box.out or (box.tag == "h1" and not said):  # later ones head the sections of some texts
        return True
    if box.prose >= 0.2 * part.prose:
        return False
    if box.tag in HEADING_TAGS:
        return bool(evidence.title) and key_of(" ".join(box.runs)) == evidence.title
    if box.tag in ("td", "th", "tr") and box.links and _is_data(box, part):
        return False
    if box.tag == "p" and box.is_leaf and not box.text and _stands_under_heading(box):
        return False
    if box.tag == "p" and box.is_leaf and not box.text and box.links >= MIN_PROSE_BYTES:
        return not _is_linked_sentence(box)
    if box.tag == "p" and box.is_leaf and (box.text > 40 or ends_sentence(box)):
        return box.links > 8 * box.text  # a sentence that holds links, not a link with a word before it
    return box.links > box.text


def _stands_under_heading(box: Box) -> bool:
    """Tell whether a line is all that stands between a heading and the next heading or text."""
    before, after = box.element.getprevious(), box.element.getnext()
    if before is None or after is None or before.tag not in HEADING_TAGS or next(before.iter("a"), None) is not None:
        return False
    return after.tag in HEADING_TAGS or (after.tag == "p" and next(after.iter("a"), None) is None)


def _is_data(cell: Box, part: Box) -> bool:
    """Tell whether a cell with a link stands in a table of text, in which it must keep its column."""
    table = next((outer for outer in ancestry(cell) if outer.tag == "table"), None)
    return table is not None and table.order > part.order and table.links <= _MAX_CELL_LINKS * table.text


def _is_linked_sentence(box: Box) -> bool:
    text = fold_space("".join(box.element.itertext()))
    return text[-1:] in SENTENCE_ENDS


def _is_trailer(box: Box) -> bool:
    return box.links > 0 or box.tag in HEADING_TAGS or not box.runs or not STOPS.search(box.runs[-1][-3:])
