"""Find the article on any page: which elements hold its text, without rules made for the site.

Every block that looks like prose counts for its containers, every block of links or loose words against
them, and the container with the greatest sum is the article: the maximum-sum segment of Pasternack and
Roth (Extracting Article Text from the Web with Maximum Subsequence Segmentation, WWW 2009), on the tree
instead of the list of tokens. Text is measured in UTF-8 bytes, so that a Chinese character weighs about
as much as half a word of English, and no text needs blanks to be counted.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree
from lxml.html import Element, HtmlElement

from newscrawl.dom.class_names import Sign, is_notice, sign_of
from newscrawl.dom.content.scripted import read_scripted
from newscrawl.dom.lines import SMART_TAGS
from newscrawl.dom.tree import TooMuchMarkup, detach, parse_fragment


class Content(NamedTuple):
    """What of a page is the article.

    ``elements`` are taken out of the page, in document order, without what in them is beside the article.
    ``confidence`` goes from 0 to 1. ``reason`` says why nothing was found, and is ``None`` otherwise.
    """

    elements: list[HtmlElement]
    confidence: float
    reason: str | None = None


_UNSEEN = frozenset(
    """
    script style noscript template head title svg iframe object button select textarea option nav menu footer
    dialog canvas video audio map applet frameset input label datalist
    """.split()
)
_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark math mi mn mo mrow
    ms msub msup nobr o:p output q rp rt ruby s samp small span strike strong sub sup time
    tt u var wbr
    """.split()
).union(SMART_TAGS)
# All others are blocks.
_KINDS = dict.fromkeys(_INLINE, "inline") | dict.fromkeys(_UNSEEN, "unseen") | {"a": "link"}
_ARTICLES = frozenset({Sign.ARTICLE, Sign.BODY})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Parts of a text, never all of it.
_PIECES = _HEADINGS | {"p", "blockquote", "pre", "dd", "dt", "figure", "figcaption"}
_NAMING = ("class", "id", "itemprop", "role")
_BESIDE_TAGS = frozenset({"aside", "header"})
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # lxml refuses them
_NO_WORDS = re.compile(r"[\W_]++")
_STOPS = re.compile("[.!?;:,。！？；：，、．｡､،؛؟।]")

# Sizes in bytes of UTF-8: 6 for a word of English with its blank, 3 for a Han character.
_PROSE = 60  # with a stop: a sentence
_LONG_PROSE = 150  # even without one
_HALF_PROSE = 25  # with a stop: half believed
_LONGEST_NOTICE = 1500

_FEW = 600  # loose words at one end of a text
_COMPARED = 30_000  # characters of JSON-LD, or of the text itself, that each block is sought in
_STUB = 1500  # of an article that a script may go on with
_TWICE = 0.6  # of the prose of a page that has its text twice, at most, is the second one
_SAME = 20  # characters by which blocks that may be the same open
_TOLD = 300  # what JSON-LD must tell at least

_LINK_COST = 2.0
_LOOSE_COST = 0.5
_CLIMB = 1.2  # how many times better a container must be than the best one inside it
_LEAST_LEFT = 0.15  # of the page's prose, or names are no guide to it
_FLOOR = 0.8  # of its prose is what a container is worth however many links stand in it, if it is surely one


class _Box:
    """A block element that holds text, with what was counted in it and below it."""

    __slots__ = (
        *("element", "tag", "parent", "order", "sign", "runs", "text", "links", "prose", "own", "direct", "pieces"),
        *("out", "score", "best", "best_score", "is_leaf", "is_articles"),
    )

    def __init__(self, element: HtmlElement, tag: str, parent: "_Box | None", order: int, sign: Sign) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        self.order = order
        self.sign = sign
        self.runs: list[str] = []  # text of its own outside links
        self.text = 0  # bytes outside links, its own and, once added up, those below
        self.links = 0  # bytes in links, likewise
        self.prose = 0.0  # bytes of prose, likewise
        self.own = 0.0  # what its own text is worth
        self.direct = 0.0  # bytes of prose in itself and its children without children …
        self.pieces = 0  # … and how many such children there are
        self.out = False  # set aside: beside the article by name, or inside such a block
        self.score = 0.0
        self.best = -1  # number of the best container below, or its own; -1 for none
        self.best_score = 0.0
        self.is_leaf = True  # no box inside
        self.is_articles = sign in _ARTICLES or tag in ("h1", "main")  # or a box below it is the article's
        if parent is not None:
            parent.is_leaf = False


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
    boxes = _gather(tree)
    evidence = _Evidence(title, summary, article_body)
    _count(boxes, evidence)
    page = boxes[0]
    if not page.prose:
        return _told(evidence) or _scripted(tree, summary or "", 0) or Content([], 0.0, _reason(tree, page))
    _set_aside(boxes)
    _add_scores(boxes)
    chosen = boxes[max(page.best, 0)]
    parts = _parts(chosen, boxes)
    prose = sum(part.prose for part in parts)
    told = _told(evidence) if evidence.body_size > 2 * prose else None
    if told is None and prose < _STUB:
        told = _scripted(tree, " ".join(_shown_prose(parts[0], boxes)), prose)
    if told is not None:
        return told
    dek = _dek(parts[0], boxes, evidence)
    confidence = _confidence(parts, page, evidence)
    elements = [_taken(part, boxes, evidence) for part in parts]
    if dek is not None:
        elements.insert(0, _dek_taken(dek))
    return Content(elements, confidence)


class _Evidence:
    """What the page's metadata say of the article's text, folded so that blocks can be compared with it."""

    def __init__(self, title: str | None, summary: str | None, article_body: str | None) -> None:
        self.title = _folded(title)
        self.summary = _folded(summary)
        self.body = _folded(article_body[:_COMPARED] if article_body else None)
        self.article_body = article_body or ""
        self.body_size = len(self.article_body.encode("utf-8", "replace"))
        self.agreeing = 0.0
        self.openings: set[str] = set()  # of all prose
        self.has_repeats = False

    def note(self, prose: str) -> None:
        """Note how a block opens, so that pages that have nothing twice are not searched for it."""
        opening = prose[:_SAME]
        self.has_repeats = self.has_repeats or opening in self.openings
        self.openings.add(opening)

    def agrees(self, text: str) -> bool:
        """Tell whether the block opens with words of the JSON-LD body, or as the summary does."""
        opening = _folded(text[:80])[:30]
        if len(opening) < 10:
            return False
        return opening in self.body or self.summary.startswith(opening)


def _folded(text: str | None) -> str:
    return _NO_WORDS.sub("", text.casefold()) if text else ""


def _gather(tree: HtmlElement) -> list[_Box]:
    """Return the boxes of all text that is seen, parents first, in document order; the first is ``tree``."""
    boxes = [_Box(tree, str(tree.tag), None, 0, Sign.NONE)]
    blocks = [tree]  # the open block elements
    made = boxes[:]  # the boxes of the outermost of them; one is made when text is found in it
    links = 0  # open ones
    kind_of = _KINDS.get
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
        if not text or text.isspace():
            continue
        for block in blocks[len(made) :]:
            box = _Box(block, block.tag, made[-1], len(boxes), _sign(block, block.tag))
            boxes.append(box)
            made.append(box)
        text = text.strip()
        box = made[-1]
        size = len(text) if text.isascii() else len(text.encode())
        if links:
            box.links += size
        else:
            box.runs.append(text)
            box.text += size
    return boxes


def _sign(element: HtmlElement, tag: str) -> Sign:
    # Not items(): lxml looks each up by its name, which takes the square of their number.
    names = "" if tag == "body" else " ".join([value for name in _NAMING if (value := element.get(name))])
    sign = sign_of(names) if names else Sign.NONE
    return Sign.BESIDE if tag in _BESIDE_TAGS and sign >= 0 else sign


def _count(boxes: list[_Box], evidence: _Evidence) -> None:
    """Judge each box by its own text, then add up bytes and prose from the leaves to the page."""
    is_told = bool(evidence.body or evidence.summary)
    for box in boxes:
        text = _own_prose(box)
        if text:
            prose = box.text if box.text >= _PROSE else 0.5 * box.text
            box.own = box.prose = prose
            evidence.note(text)
            box.direct += prose
            if is_told and evidence.agrees(text):
                evidence.agreeing += prose
                box.own += prose
            if box.parent is not None and box.is_leaf and (box.sign == Sign.NONE or box.sign in _ARTICLES):
                box.parent.direct += prose
                box.parent.pieces += 1
        elif box.tag in _HEADINGS:
            box.own = -0.5 * _LINK_COST * box.links
        else:
            box.own = -(_LINK_COST * box.links + _LOOSE_COST * box.text)
    for box in reversed(boxes):
        parent = box.parent
        if parent is not None:
            parent.text += box.text
            parent.links += box.links
            parent.prose += box.prose
            parent.is_articles = parent.is_articles or box.is_articles


def _own_prose(box: _Box) -> str:
    """Return the text of the box itself if it is prose, else nothing."""
    size = box.text
    if size < _HALF_PROSE or size <= box.links or box.tag in _HEADINGS:
        return ""
    text = " ".join(box.runs)
    if size < _LONGEST_NOTICE and box.is_leaf and is_notice(text):
        box.sign = Sign.BESIDE
        return ""
    return text if size >= _LONG_PROSE or _STOPS.search(text) else ""


def _set_aside(boxes: list[_Box]) -> None:
    """Mark the boxes whose names say that they are not the article, unless they hold most of the page.

    A name that would take most of the prose is a wrapper's (``article comments-open``, ``has-sidebar``), and names
    that together would leave hardly any say nothing on this page.
    """
    doubtful = [box for box in boxes if box.sign < 0]
    later = _later_articles(boxes)
    if not doubtful and not later:
        return
    most = 0.95 * boxes[0].prose
    comments = {box for box in doubtful if box.sign == Sign.COMMENTS and not box.is_articles and box.prose < most}
    if comments:
        _mark_out(boxes, comments)
    total = _prose_in(boxes)
    beside = {box for box in doubtful if box.prose < (0.5 if box.is_articles else 0.8) * total}
    _mark_out(boxes, comments | beside | later)
    if _prose_in(boxes) < _LEAST_LEFT * total:
        _mark_out(boxes, comments)


def _mark_out(boxes: list[_Box], outermost: set[_Box]) -> None:
    for box in boxes:
        box.out = box in outermost or (box.parent is not None and box.parent.out)


def _prose_in(boxes: list[_Box]) -> float:
    return sum(box.own for box in boxes if box.own > 0 and not box.out)


def _later_articles(boxes: list[_Box]) -> set[_Box]:
    """Return the ``article`` elements without a headline of their own, if another one has the page's ``h1``."""
    articles = {box for box in boxes if box.tag == "article"}
    if len(articles) < 2:
        return set()
    holders = {outer for box in boxes if box.tag == "h1" for outer in _ancestry(box) if outer in articles}
    if sum(box.prose for box in holders) < 0.3 * sum(box.prose for box in articles):
        return set()
    return {box for box in articles if not any(outer in holders for outer in (box, *_ancestry(box)))}


def _ancestry(box: _Box) -> Iterator[_Box]:
    outer = box.parent
    while outer is not None:
        yield outer
        outer = outer.parent


def _add_scores(boxes: list[_Box]) -> None:
    """Add up what the boxes are worth, and find the best container below each."""
    for box in reversed(boxes):
        if box.out:
            continue
        box.score = max(box.score + box.own, _floor(box)) if _floor(box) else box.score + box.own
        if box.tag not in _PIECES and (box.best < 0 or box.score > _CLIMB * box.best_score):
            box.best, box.best_score = box.order, box.score
        parent = box.parent
        if parent is not None:
            parent.score += box.score
            if box.best >= 0 and (parent.best < 0 or box.best_score >= parent.best_score):
                parent.best, parent.best_score = box.best, box.best_score


def _floor(box: _Box) -> float:
    """Return what the box is worth at least, however many links stand in it, or 0."""
    if box.sign == Sign.BODY:
        return _FLOOR * box.prose
    if box.pieces >= 4 and box.direct > 0.5 * box.links:
        return _FLOOR * box.direct
    return 0.0


def _parts(chosen: _Box, boxes: list[_Box]) -> list[_Box]:
    """Return the chosen container and its likes: an article may be split over several of one tag and class.

    Later articles on the same page (each in an ``article``) and posts of a forum (no paragraphs) are
    not parts.
    """
    style = chosen.element.get("class")
    if not style or chosen.pieces < 2:
        return [chosen]
    outer = _outer(chosen)
    return [box for box in boxes if box is chosen or (_alike(box, chosen, style) and _directly_in(outer, box, style))]


def _outer(box: _Box) -> _Box:
    for _ in range(6):
        if box.parent is None or box.tag in ("article", "body"):
            break
        box = box.parent
    return box


def _alike(box: _Box, chosen: _Box, style: str) -> bool:
    return (
        box.tag == chosen.tag
        and not box.out
        and box.pieces > 0
        and box.links < 0.5 * box.text
        and box.element.get("class") == style
    )


def _directly_in(outer: _Box, box: _Box, style: str) -> bool:
    inner = box.parent
    while inner is not None and inner is not outer:
        if inner.tag == "article" or inner.element.get("class") == style:
            return False
        inner = inner.parent
    return inner is outer


def _dek(first: _Box, boxes: list[_Box], evidence: _Evidence) -> _Box | None:
    """Return the box of the lines under the headline that sum up the article, if its container lacks them."""
    headline = next((box.order for box in boxes[: first.order] if box.tag == "h1"), None)
    if headline is None:
        return None
    for box in boxes[headline + 1 : first.order]:
        if (
            not box.is_leaf
            or not 35 <= box.text <= 600
            or box.links > box.text
            or box.tag in ("h1", "li", "figcaption")
        ):
            continue
        named = box.sign == Sign.DEK or (box.parent is not None and box.parent.sign == Sign.DEK)
        if named or (box.tag in _HEADINGS and evidence.agrees(" ".join(box.runs))):
            return box
    return None


def _dek_taken(dek: _Box) -> HtmlElement:
    element = detach(dek.element)
    if dek.tag in _HEADINGS:
        element.tag = "p"
    return element


def _taken(part: _Box, boxes: list[_Box], evidence: _Evidence) -> HtmlElement:
    """Return a container without what does not belong to the article."""
    kept, dropped = _sifted(part, boxes, evidence)
    for box in kept:
        # Renderers know a caption by its tag.
        if box.sign == Sign.CAPTION and box.prose < 0.3 * part.prose and box is not part:
            box.element.tag = "figcaption"
    element = detach(part.element)
    for unwanted in (*(box.element for box in dropped), *element.iter(*_UNSEEN)):
        if unwanted is not element and unwanted.getparent() is not None:
            unwanted.drop_tree()
    return element


def _sifted(part: _Box, boxes: list[_Box], evidence: _Evidence) -> tuple[list[_Box], list[_Box]]:
    """Return the boxes of a container that belong to the article, and those that do not."""
    inside = {part: True}
    dropped: list[_Box] = []
    repeated: list[_Box] = []
    said = _unspaced(part) if part.own > 0 else ""  # so far, without white space
    for box in boxes[part.order + 1 :]:
        if box.parent in inside:
            if _is_beside(box, part, evidence, said):
                dropped.append(box)
            elif evidence.has_repeats and box.own > _LONG_PROSE and box.is_leaf and _unspaced(box) in said:
                repeated.append(box)
            else:
                inside[box] = True
                if box.own > 0 and (not said or (evidence.has_repeats and len(said) < _COMPARED)):
                    said += _unspaced(box)
        elif box.parent is None or box.parent.order < part.order:
            break
    # Some pages have the text once more, hidden, for a printer or a reader that speaks; what says the same over and
    # over is none of these, and is not to look better than it is.
    if sum(box.prose for box in repeated) <= _TWICE * part.prose:
        dropped += repeated
    else:
        inside |= dict.fromkeys(repeated, True)
    loose = dict.fromkeys(_outside_prose(inside), True)
    return [box for box in inside if box not in loose], [*dropped, *loose]


def _outside_prose(inside: dict[_Box, bool]) -> list[_Box]:
    """Return the loose words before the first prose (bylines, dates) and after the last (tags, counters).

    Where they are more than a few, the article is a list or a table rather than prose, and they stay.
    """
    prose = [box.order for box in inside if box.own > 0]
    if not prose:
        return []
    first, last = min(prose), max(prose)
    before = [box for box in inside if box.order < first and not box.prose and box.tag not in _HEADINGS]
    after = [box for box in inside if box.order > last and not box.prose and _is_trailer(box)]
    return [box for side in (before, after) if sum(box.text for box in side if box.is_leaf) < _FEW for box in side]


def _is_beside(box: _Box, part: _Box, evidence: _Evidence, said: str) -> bool:
    if box.out or (box.tag == "h1" and not said):  # later ones head the sections of some texts
        return True
    if box.prose >= 0.2 * part.prose:
        return False
    if box.tag in _HEADINGS:
        return bool(evidence.title) and _folded(" ".join(box.runs)) == evidence.title
    if box.tag == "p" and box.is_leaf and (box.text > 40 or _ends_sentence(box)):
        return box.links > 8 * box.text  # a sentence that holds links, not a link with a word before it
    return box.links > box.text


def _unspaced(box: _Box) -> str:
    return "".join("".join(box.runs).split())


def _ends_sentence(box: _Box) -> bool:
    return bool(box.runs) and box.runs[-1].rstrip()[-1:] in ".!?。！？"


def _is_trailer(box: _Box) -> bool:
    return box.links > 0 or box.tag in _HEADINGS or not box.runs or not _STOPS.search(box.runs[-1][-3:])


def _confidence(parts: list[_Box], page: _Box, evidence: _Evidence) -> float:
    """Return how sure the choice is: amount of prose, share of the page's, a telling name or metadata."""
    prose = sum(part.prose for part in parts)
    amount = min(1.0, prose / 1500)
    share = prose / page.prose
    vouched = parts[0].sign == Sign.BODY or evidence.agreeing > 0 or parts[0].is_articles
    return round(0.4 * amount + 0.3 * share + 0.3 * vouched, 2)


def _told(evidence: _Evidence) -> Content | None:
    """Return the text that JSON-LD tells, as paragraphs; ``None`` if that is too short to be an article."""
    if evidence.body_size < _TOLD:
        return None
    return Content([_paragraphs(evidence.article_body)], 0.5)


def _scripted(tree: HtmlElement, shown: str, prose: float) -> Content | None:
    """Return the text that a script would show, if it is much more than the prose of the page."""
    text = read_scripted(tree, shown)
    return Content([_paragraphs(text)], 0.5) if len(text.encode("utf-8", "replace")) > max(_TOLD, 2 * prose) else None


def _shown_prose(part: _Box, boxes: list[_Box]) -> Iterator[str]:
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
        paragraph.text = _UNPRINTABLE.sub("\ufffd", line)
        wrapper.append(paragraph)
    return wrapper


def _reason(tree: HtmlElement, page: _Box) -> str:
    if tree.find(".//frameset") is not None:
        return "frames only"
    return "no prose" if page.text + page.links else "no text"
