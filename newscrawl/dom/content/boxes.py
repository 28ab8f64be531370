"""The blocks of a page that hold text, as boxes in boxes, with what was counted in each.

Text is measured in UTF-8 bytes, so that a Chinese character weighs about as much as half a word of English, and no
text needs blanks to be counted.
"""

import re
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom.class_names import Sign, is_notice, sign_of
from newscrawl.dom.content.evidence import Evidence
from newscrawl.dom.tree import HEADING_TAGS, INLINE_TAGS
from newscrawl.text.sentences import SENTENCE_ENDS

UNSEEN = frozenset(
    """
    script style noscript template head title svg iframe object button select textarea option nav menu footer
    dialog canvas video audio map applet frameset input label datalist
    """.split()
)
_KINDS = dict.fromkeys((*INLINE_TAGS, "br"), "inline") | dict.fromkeys(UNSEEN, "unseen") | {"a": "link"}
_ARTICLES = frozenset({Sign.ARTICLE, Sign.BODY})
BESIDE_TAGS = frozenset({"aside", "header"})
LINE_ENDS = (*SENTENCE_ENDS, "…", '"', "”", "»", "」")  # of a line that says something whole, a quotation too
STOPS = re.compile("[.!?;:,。！？；：，、．｡､،؛؟।]")
# Thresholds are chosen by hand, and checked on development pages; sizes are in bytes of UTF-8 (boxes.py).
MIN_PROSE_BYTES = 60  # with a stop: a sentence
MIN_UNSTOPPED_PROSE_BYTES = 150  # even without one
_MIN_HALF_PROSE_BYTES = 25  # with a stop: half believed
_MAX_NOTICE_BYTES = 1500  # of a paragraph that may be a notice, and no prose
_LINK_COST = 2.0  # bytes of prose that a byte in a link outweighs
_LOOSE_COST = 0.5  # and a byte of loose words


# What a page calls an element: its tag, ``class``, ``id``, ``itemprop`` and ``role``.
Names = tuple[str, str | None, str | None, str | None, str | None]


class Box:
    """A block element that holds text, with what was counted in it and below it."""

    # Of the class until a box has its own: to set each would take half the time in which all boxes are made.
    text = 0  # bytes outside links, its own and, once added up, those below
    links = 0  # bytes in links, likewise
    prose = 0.0  # bytes of prose, likewise
    own = 0.0  # what its own text is worth
    direct = 0.0  # bytes of prose in itself and its children without children …
    pieces = 0  # … and how many such children there are
    out = False  # set aside: beside the article by name, or inside such a block
    score = 0.0
    best = -1  # number of the best container below, or its own; -1 for none
    best_score = 0.0
    is_leaf = True  # no box inside
    last_prose = -1  # number of the last box inside with prose of its own

    def __init__(self, element: HtmlElement, names: Names, parent: "Box | None", order: int, sign: Sign) -> None:
        self.element = element
        self.tag, self.style, self.identifier, self.itemprop, _ = names
        self.parent = parent
        self.order = order
        self.sign = sign
        self.runs: list[str] = []  # text of its own outside links
        self.last = order  # number of the last box inside
        self.is_articles = sign in _ARTICLES or self.tag in ("h1", "main")  # or a box below it is the article's
        if parent is not None:
            parent.is_leaf = False


def gather(tree: HtmlElement) -> list[Box]:
    """Return the boxes of all text that is seen, parents first, in document order; the first is ``tree``."""
    names: Names = (str(tree.tag), tree.get("class"), tree.get("id"), tree.get("itemprop"), None)
    boxes = [Box(tree, names, None, 0, Sign.NONE)]
    blocks = [tree]  # the open block elements
    made = boxes[:]  # the boxes of the outermost of them; one is made when text is found in it
    links = 0  # open ones
    kind_of = _KINDS.get
    signs: dict[Names, Sign] = {}
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    next(walk)
    # One loop without calls: it sees every element of every page.
    for event, node in walk:
        if event == "start":
            kind = kind_of(node.tag)
            if kind is None:
                blocks.append(node)
            elif kind == "unseen":
                walk.skip_subtree()
                continue
            elif kind == "link":
                links += 1
            text = node.text
        elif node is tree:
            break
        else:
            if event == "end":
                kind = kind_of(node.tag)
                if kind is None:
                    blocks.pop()
                    del made[len(blocks) :]
                elif kind == "link":
                    links -= 1
            text = node.tail
        text = text and text.strip()
        if not text:
            continue
        for block in blocks[len(made) :]:
            # Not items(): lxml looks each up by its name, which takes the square of their number.
            get = block.get
            names = (block.tag, get("class"), get("id"), get("itemprop"), get("role"))
            sign = signs.get(names)
            if sign is None:
                sign = signs[names] = _sign(*names)
            box = Box(block, names, made[-1], len(boxes), sign)
            boxes.append(box)
            made.append(box)
        box = made[-1]
        size = len(text) if text.isascii() else len(text.encode())
        if links:
            box.links += size
        else:
            box.runs.append(text)
            box.text += size
    return boxes


def _sign(tag: str, *names: str | None) -> Sign:
    sign = Sign.NONE if tag == "body" else sign_of(" ".join(filter(None, names)))
    return Sign.BESIDE if tag in BESIDE_TAGS and sign >= 0 else sign


def count_text(boxes: list[Box], evidence: Evidence) -> None:
    """Judge each box by its own text, then add up bytes and prose from the leaves to the page."""
    is_told = bool(evidence.body or evidence.summary)
    for box in boxes:
        text = _own_prose(box) if box.text >= _MIN_HALF_PROSE_BYTES else ""
        if text:
            prose = box.text if box.text >= MIN_PROSE_BYTES else 0.5 * box.text
            box.own = box.prose = prose
            evidence.note(text)
            box.direct += prose
            box.last_prose = box.order
            if is_told and evidence.agrees(text):
                evidence.agreeing += prose
                box.own += prose
            if box.parent is not None and box.is_leaf and (box.sign == Sign.NONE or box.sign in _ARTICLES):
                box.parent.direct += prose
                box.parent.pieces += 1
        elif box.tag in HEADING_TAGS:
            box.own = -0.5 * _LINK_COST * box.links
        else:
            box.own = -(_LINK_COST * box.links + _LOOSE_COST * box.text)
    for box in reversed(boxes):
        parent = box.parent
        if parent is not None:
            parent.text += box.text
            parent.links += box.links
            parent.prose += box.prose
            parent.last = max(parent.last, box.last)
            parent.last_prose = max(parent.last_prose, box.last_prose)
            if box.is_articles:
                parent.is_articles = True


def _own_prose(box: Box) -> str:
    """Return the text of the box itself if it is prose, else nothing."""
    size = box.text
    if size <= box.links or box.tag in HEADING_TAGS:
        return ""
    text = " ".join(box.runs)
    if size < _MAX_NOTICE_BYTES and box.is_leaf and is_notice(text):
        box.sign = Sign.BESIDE
        return ""
    return text if size >= MIN_UNSTOPPED_PROSE_BYTES or STOPS.search(text) else ""


def mark_out(boxes: list[Box], outermost: Iterable[Box]) -> None:
    """Set aside some boxes with all inside them, and take back the others."""
    for box in boxes:
        box.out = False
    for outer in sorted(outermost, key=lambda box: box.order):
        if not outer.out:
            for box in boxes[outer.order : outer.last + 1]:
                box.out = True


def prose_in(boxes: list[Box]) -> float:
    """Return what the prose of the boxes that are not set aside is worth, in bytes."""
    return sum(box.own for box in boxes if box.own > 0 and not box.out)


def ancestry(box: Box) -> Iterator[Box]:
    """Yield the boxes around a box, the innermost first."""
    outer = box.parent
    while outer is not None:
        yield outer
        outer = outer.parent


def unspaced(box: Box) -> str:
    """Return the box's own text outside links, without white space."""
    return "".join("".join(box.runs).split())


def ends_sentence(box: Box) -> bool:
    """Tell whether the box's own text ends with a mark that ends a sentence."""
    return bool(box.runs) and box.runs[-1].rstrip()[-1:] in SENTENCE_ENDS
