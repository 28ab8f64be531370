"""Find the article on any page: which elements hold its text, without rules made for the site.

Every block that looks like prose counts for its containers, every block of links or loose words against
them, and the container with the greatest sum is the article: the maximum-sum segment of Pasternack and
Roth (Extracting Article Text from the Web with Maximum Subsequence Segmentation, WWW 2009), on the tree
instead of the list of tokens. Text is measured in UTF-8 bytes, so that a Chinese character weighs about
as much as half a word of English, and no text needs blanks to be counted.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple, cast

from lxml import etree
from lxml.html import Element, HtmlElement

from newscrawl.dom.captions import is_captioned_picture
from newscrawl.dom.class_names import Sign, is_notice, sign_of
from newscrawl.dom.content.scripted import read_scripted
from newscrawl.dom.render.addresses import picture_address
from newscrawl.dom.tree import (
    INLINE_TAGS,
    TooMuchMarkup,
    detach,
    first_words,
    fold_space,
    parse_fragment,
    visible_text,
)
from newscrawl.text.repaired import EXCERPT_CHARACTERS, Step, merge


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


_UNSEEN = frozenset(
    """
    script style noscript template head title svg iframe object button select textarea option nav menu footer
    dialog canvas video audio map applet frameset input label datalist
    """.split()
)
_KINDS = dict.fromkeys((*INLINE_TAGS, "br"), "inline") | dict.fromkeys(_UNSEEN, "unseen") | {"a": "link"}
_ARTICLES = frozenset({Sign.ARTICLE, Sign.BODY})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SOLID_TAGS = frozenset({"ul", "ol", "dl", "table", "figure"})
_DIGITS = re.compile("[0-9]{2}")  # of dates, times and counters
# What may hold a whole page, where the parser ignored an end tag or a script would have put the text in its place.
_SWALLOWING_TAGS = frozenset({"nav", "button", "menu", "dialog", "label", "select", "object", "noscript", "a"})
_CONTROL_TAGS = frozenset({"button", "nav", "menu", "footer", "dialog", "label"})
# Parts of a text, never all of it.
_PIECES = _HEADINGS | {"p", "blockquote", "pre", "dd", "dt", "figure", "figcaption"}
_NAMING = ("class", "id", "itemprop", "role")
_BESIDE_TAGS = frozenset({"aside", "header"})
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # lxml refuses them
_SENTENCE_ENDS = tuple(".!?。！？")
_NO_WORDS = re.compile(r"[\W_]++")
_STOPS = re.compile("[.!?;:,。！？；：，、．｡､،؛؟।]")

# Thresholds are chosen by hand, and checked on development pages.
# Sizes are in bytes of UTF-8: 6 for a word of English with its blank, 3 for a Han character.
_MIN_PROSE_BYTES = 60  # with a stop: a sentence
_MIN_UNSTOPPED_PROSE_BYTES = 150  # even without one
_MIN_HALF_PROSE_BYTES = 25  # with a stop: half believed
_MAX_NOTICE_BYTES = 1500  # of a paragraph that may be a notice, and no prose

_MAX_LOOSE_BYTES = 600  # loose words at one end of a text
_MAX_COMPARED_CHARACTERS = 30_000  # of JSON-LD, or of the text itself, that each block is sought in
_MAX_STUB_BYTES = 1500  # of an article that a script may go on with
_MAX_REPEATED_SHARE = 0.6  # of the prose of a page that has its text twice: the second one
_OPENING_CHARACTERS = 20  # by which blocks that may be the same open
_MIN_TOLD_BYTES = 300  # what JSON-LD must tell at least

_LINK_COST = 2.0  # bytes of prose that a byte in a link outweighs
_LOOSE_COST = 0.5  # and a byte of loose words
_MIN_CLIMB_RATIO = 1.2  # how many times better a container must be than the best one inside it
_HEADLINE_BONUS = 1.5  # what the containers that the headline stands in count for
_BODY_BONUS = 3.0  # what the one of these counts for that says itself that it is the body (microdata)
_MAX_HEADER_BOXES = 12  # at the beginning of an article, in which its summary is looked for
_MIN_CARDS = 2  # siblings
_MAX_CARD_BYTES = 450  # of prose, on average
_MAX_CARD_DEPTH = 8  # elements around its heading
_MAX_BLOCKS = 100  # of an article that are compared with those of the one around it
_MIN_PIECES = 2  # paragraphs before the rest of a text
_MIN_REST_SHARE = 0.3  # of the prose around it
_MAX_LINK_SHARE = 0.1  # of its words
_MAX_CELL_LINKS = 2.0  # bytes in links for one outside, in a table of text
_WHOLES = frozenset({"article", "main", "body"})
_MAX_ARTICLE_SHARE_BESIDE = 0.3  # of the prose, that an element that says it is the article can be beside it
_MIN_HEADED_BYTES = 150  # of prose beside a headline that are an article
_MIN_LEFT_SHARE = 0.15  # of the page's prose, or names are no guide to it
_FLOOR_SHARE = 0.8  # of its prose is what a container is worth however many links stand in it, if it is surely one


class _Box:
    """A block element that holds text, with what was counted in it and below it."""

    __slots__ = (
        *("element", "tag", "parent", "order", "sign", "runs", "text", "links", "prose", "own", "direct", "pieces"),
        *("out", "score", "best", "best_score", "is_leaf", "is_articles", "last", "last_prose"),
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
        self.last = order  # number of the last box inside …
        self.last_prose = -1  # … and of the last with prose of its own
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
    evidence = _Evidence(title, summary, article_body)
    boxes = _gather(tree)
    _count(boxes, evidence)
    if boxes[0].prose < _MAX_STUB_BYTES and _open_wrappers(tree, boxes[0].prose):
        evidence = _Evidence(title, summary, article_body)
        boxes = _gather(tree)
        _count(boxes, evidence)
    page = boxes[0]
    if not page.prose:
        return _told(evidence) or _scripted(tree, summary or "", 0) or Content([], 0.0, _reason(tree, page))
    _set_aside(boxes)
    _add_scores(boxes, evidence.title)
    chosen = boxes[max(page.best, 0)]
    parts = _parts(chosen, boxes)
    prose = sum(part.prose for part in parts)
    told = _told(evidence) if evidence.body_size > 2 * prose else None
    if told is None and prose < _MAX_STUB_BYTES:
        told = _scripted(tree, " ".join(_shown_prose(parts[0], boxes)), prose)
    if told is not None:
        return told
    dek = _dek(parts[0], boxes, evidence)
    confidence = _confidence(parts, page, evidence)
    taken = [_taken(part, boxes, evidence) for part in parts]
    elements = [element for element, _ in taken]
    if dek is not None:
        elements.insert(0, _dek_taken(dek))
    return Content(elements, confidence, steps=merge(step for _, steps in taken for step in steps))


def _open_wrappers(tree: HtmlElement, prose: float) -> bool:
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


class _Evidence:
    """What the page's metadata say of the article's text, folded so that blocks can be compared with it."""

    def __init__(self, title: str | None, summary: str | None, article_body: str | None) -> None:
        self.title = _folded(title)
        self.summary = _folded(summary)
        self.body = _folded(article_body[:_MAX_COMPARED_CHARACTERS] if article_body else None)
        self.article_body = article_body or ""
        self.body_size = len(self.article_body.encode("utf-8", "replace"))
        self.agreeing = 0.0
        self.openings: set[str] = set()  # of all prose
        self.has_repeats = False

    def note(self, prose: str) -> None:
        """Note how a block opens, so that pages that have nothing twice are not searched for it."""
        opening = prose[:_OPENING_CHARACTERS]
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
            prose = box.text if box.text >= _MIN_PROSE_BYTES else 0.5 * box.text
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
        elif box.tag in _HEADINGS:
            box.own = -0.5 * _LINK_COST * box.links
        else:
            box.own = -(_LINK_COST * box.links + _LOOSE_COST * box.text)
    for box in reversed(boxes):
        parent = box.parent
        if parent is not None:
            parent.text += box.text
            parent.links += box.links
            parent.last = max(parent.last, box.last)
            parent.last_prose = max(parent.last_prose, box.last_prose)
            parent.prose += box.prose
            parent.is_articles = parent.is_articles or box.is_articles


def _own_prose(box: _Box) -> str:
    """Return the text of the box itself if it is prose, else nothing."""
    size = box.text
    if size < _MIN_HALF_PROSE_BYTES or size <= box.links or box.tag in _HEADINGS:
        return ""
    text = " ".join(box.runs)
    if size < _MAX_NOTICE_BYTES and box.is_leaf and is_notice(text):
        box.sign = Sign.BESIDE
        return ""
    return text if size >= _MIN_UNSTOPPED_PROSE_BYTES or _STOPS.search(text) else ""


def _set_aside(boxes: list[_Box]) -> None:
    """Mark the boxes whose names say that they are not the article, unless they hold most of the page.

    A name that would take most of the prose is a wrapper's (``article comments-open``, ``has-sidebar``), and names
    that together would leave hardly any say nothing on this page.
    """
    doubtful = _doubtful(boxes)
    later = _later_articles(boxes) | _cards(boxes)
    if not doubtful and not later:
        return
    most = 0.95 * boxes[0].prose
    comments = {box for box in doubtful if box.sign == Sign.COMMENTS and not box.is_articles and box.prose < most}
    if comments:
        _mark_out(boxes, comments)
    total = _prose_in(boxes)
    beside = {box for box in doubtful if box.prose < _max_share_beside(box) * total}
    for marked in (comments | beside | later, comments | beside, comments):
        _mark_out(boxes, marked)
        if _prose_in(boxes) >= _MIN_LEFT_SHARE * total or (later and later <= marked and _is_headed(boxes)):
            break


def _max_share_beside(box: _Box) -> float:
    """Return the share of the prose of the page from which on the name of a box is not believed."""
    if box.tag in ("article", "main"):
        return _MAX_ARTICLE_SHARE_BESIDE
    return 0.5 if box.is_articles else 0.8


def _is_headed(boxes: list[_Box]) -> bool:
    """Tell whether what is not set aside is a short article: most of its prose stands beside the only ``h1``."""
    near = _around_headline(boxes, "")
    if near is None:
        return False
    own = _prose_in(boxes[near.order : near.last + 1])
    return own >= _MIN_HEADED_BYTES and 2 * own > _prose_in(boxes)


def _doubtful(boxes: list[_Box]) -> list[_Box]:
    """Return the boxes whose names speak against them, but for those with code and those that go on with the text."""
    with_code = {outer for box in boxes if box.tag == "pre" for outer in (box, *_ancestry(box))}
    rest: set[_Box] = set()
    for box in boxes:
        is_inside = box.parent in rest and 2 * box.prose >= box.parent.prose
        if box.sign < 0 and (_goes_on(box) or is_inside):
            rest.add(box)
    return [box for box in boxes if box.sign < 0 and box not in with_code and box not in rest]


def _goes_on(box: _Box) -> bool:
    """Tell whether a large part of a text stands in the box, after paragraphs of the same text.

    So it is where the end tag of a widget is missing, and where a button opens the rest of the text.
    """
    parent = box.parent
    if parent is None or box.sign == Sign.COMMENTS or box.tag in _BESIDE_TAGS or parent.tag == "body":
        return False
    return (
        parent.pieces >= _MIN_PIECES
        and box.prose >= _MIN_REST_SHARE * parent.prose
        and _MAX_LINK_SHARE * box.text >= box.links
        and parent.direct >= _MIN_REST_SHARE * parent.prose
    )


def _cards(boxes: list[_Box]) -> set[_Box]:
    """Return the items of lists of other articles: siblings that each have a linked heading and a few words below it.

    A list within the container that names itself the article's body must be a small part of the page, for some articles
    are such lists; and headings that link to themselves or open what is below them are no cards.
    """
    items: dict[tuple[_Box, str], dict[_Box, None]] = {}
    for heading in boxes:
        if heading.tag in _HEADINGS and heading.links > heading.text and (item := _card_around(heading)) is not None:
            items.setdefault((cast("_Box", item.parent), item.tag), {})[item] = None
    cards: set[_Box] = set()
    for (parent, _), group in items.items():
        prose = sum(item.prose for item in group)
        body = next((outer for outer in (parent, *_ancestry(parent)) if outer.sign == Sign.BODY), None)
        is_amid_text = body is not None and body.last_prose > parent.last
        most_bytes, most_share = (_MAX_CARD_BYTES / 2, 0.2) if is_amid_text else (_MAX_CARD_BYTES, 1.0)
        if len(group) >= _MIN_CARDS and prose <= most_bytes * len(group) and prose < most_share * boxes[0].prose:
            cards.update(group)
    return cards


def _card_around(heading: _Box) -> _Box | None:
    """Return the largest box of few words that has this linked heading and no other, if there is prose in it."""
    link = next(heading.element.iter("a"), None)
    if link is None:
        link = next(heading.element.iterancestors("a"), None)
    if link is None or (link.get("href") or "#").startswith("#"):
        return None
    item = heading
    for outer in islice(_ancestry(heading), _MAX_CARD_DEPTH):
        if outer.prose > 2 * _MAX_CARD_BYTES or outer.tag in _WHOLES:
            break
        if sum(1 for other in outer.element.iter(*_HEADINGS) if next(other.iter("a"), None) is not None) > 1:
            break
        item = outer
    return item if item is not heading and item.parent is not None and item.prose else None


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
    outer_styles: dict[_Box, set[str]] = {}
    later = set()
    for box in articles - holders:
        holder = next((outer for outer in _ancestry(box) if outer in holders), None)
        if holder is not None and holder not in outer_styles:
            outer_styles[holder] = _styles(holder)
        if holder is None or _is_next_article(box, outer_styles[holder]):
            later.add(box)
    return later


def _styles(article: _Box) -> set[str]:
    """Return the class attributes of blocks in an article, outside of articles inside it."""
    walk = etree.iterwalk(article.element, events=("start",))
    styles = set()
    for _, node in walk:
        if node.tag == "article" and node is not article.element:
            walk.skip_subtree()
        elif node.tag in ("div", "section") and (style := node.get("class")):
            styles.add(style)
    return styles


def _is_next_article(article: _Box, outer_styles: set[str]) -> bool:
    """Tell whether an article inside another is one of its own: its heading is a link, or it repeats the structure."""
    heading = next(article.element.iter("h2", "h3", "h4"), None)
    if heading is None:
        return False
    if next(heading.iter("a"), None) is not None or heading.getparent().tag == "a":
        return True
    return any(
        node.get("class") in outer_styles for node in islice(article.element.iter("div", "section"), _MAX_BLOCKS)
    )


def _ancestry(box: _Box) -> Iterator[_Box]:
    outer = box.parent
    while outer is not None:
        yield outer
        outer = outer.parent


def _add_scores(boxes: list[_Box], title: str) -> None:
    """Add up what the boxes are worth, and find the best container below each."""
    near = _around_headline(boxes, title)
    for box in reversed(boxes):
        if box.out:
            continue
        box.score = max(box.score + box.own, _floor(box)) if _floor(box) else box.score + box.own
        score = box.score
        if near is not None and near.order <= box.order <= near.last:
            score *= _BODY_BONUS if box.element.get("itemprop") == "articleBody" else _HEADLINE_BONUS
        if box.tag not in _PIECES and (box.best < 0 or score > _MIN_CLIMB_RATIO * box.best_score):
            box.best, box.best_score = box.order, score
        parent = box.parent
        if parent is not None:
            parent.score += box.score
            if box.best >= 0 and (parent.best < 0 or box.best_score >= parent.best_score):
                parent.best, parent.best_score = box.best, box.best_score


def _around_headline(boxes: list[_Box], title: str) -> _Box | None:
    """Return the smallest box that holds the headline and prose, if that is not the page."""
    headings = [box for box in boxes if box.tag == "h1"]
    named = [box for box in headings if title and _folded(" ".join(box.runs)) == title]
    headline = named[0] if named else headings[0] if len(headings) == 1 else None
    if headline is None:
        return None
    near = next((box for box in _ancestry(headline) if box.prose >= _MIN_PROSE_BYTES and not box.out), None)
    return None if near is None or near.tag == "body" or near.parent is None else near


def _floor(box: _Box) -> float:
    """Return what the box is worth at least, however many links stand in it, or 0."""
    if box.sign == Sign.BODY:
        return _FLOOR_SHARE * box.prose
    if box.pieces >= 4 and box.direct > 0.5 * box.links:
        return _FLOOR_SHARE * box.direct
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
    headline = next((box.order for box in boxes[: first.order + _MAX_HEADER_BOXES] if box.tag == "h1"), None)
    if headline is None:
        return None
    in_header = [
        box
        for box in boxes[max(headline, first.order) + 1 :][:_MAX_HEADER_BOXES]
        if box.out and any(outer.tag == "header" for outer in _ancestry(box))
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
        if named or ((box.tag in _HEADINGS or box in in_header) and evidence.agrees(" ".join(box.runs))):
            return box
    return None


def _has_picture_that_a_script_loads(noscript: HtmlElement) -> bool:
    """Tell whether this repeats, for readers without scripts, a picture before it that has no address in its markup."""
    before = noscript.getprevious()
    if before is None or next(noscript.iter("img"), None) is None or visible_text(noscript):
        return False
    loaded = next(before.iter("img"), None)
    return loaded is not None and not picture_address(loaded)


def _dek_taken(dek: _Box) -> HtmlElement:
    element = detach(dek.element)
    if dek.tag in _HEADINGS:
        element.tag = "p"
    return element


def _taken(part: _Box, boxes: list[_Box], evidence: _Evidence) -> tuple[HtmlElement, list[Step]]:
    """Return a container without what does not belong to the article, and what that was."""
    kept, dropped = _sifted(part, boxes, evidence)
    for box in kept:
        # Renderers know a caption by its tag.
        if box.sign == Sign.CAPTION and box.prose < 0.3 * part.prose and box is not part:
            box.element.tag = "figcaption"
    element = detach(part.element)
    unseen = [
        (one, "content/controls" if one.tag in _CONTROL_TAGS else "")
        for one in element.iter(*_UNSEEN)
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


def _sifted(part: _Box, boxes: list[_Box], evidence: _Evidence) -> tuple[list[_Box], dict[_Box, str]]:
    """Return the boxes of a container that belong to the article, and those that do not with the rule that says so."""
    inside = {part: True}
    dropped: dict[_Box, str] = {}
    repeated: list[_Box] = []
    said = _unspaced(part) if part.own > 0 else ""  # so far, without white space
    for box in boxes[part.order + 1 :]:
        if box.parent in inside:
            if _is_beside(box, part, evidence, said):
                dropped[box] = _rule_against(box)
            elif (
                evidence.has_repeats and box.own > _MIN_UNSTOPPED_PROSE_BYTES and box.is_leaf and _unspaced(box) in said
            ):
                repeated.append(box)
            else:
                inside[box] = True
                if box.own > 0 and (not said or (evidence.has_repeats and len(said) < _MAX_COMPARED_CHARACTERS)):
                    said += _unspaced(box)
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


def _outside_prose(inside: dict[_Box, bool]) -> list[_Box]:
    """Return the loose words before the first prose (bylines, dates) and after the last (tags, counters).

    Where they are more than a few, the article is a list or a table rather than prose, and they stay.
    """
    prose = [box.order for box in inside if box.own > 0]
    if not prose:
        return []
    first, last = min(prose), max(prose)
    amount = sum(box.own for box in inside if box.own > 0)
    before = [
        box
        for box in inside
        if box.order < first and not box.prose and box.tag not in _HEADINGS and not _is_solid(box, inside, amount)
    ]
    loose: list[_Box] = []
    is_followed = False  # by something that stays, so that a heading above it stays
    for box in reversed(inside):
        if box.order <= last:
            break
        if box.prose or (not box.is_leaf and not box.runs):
            continue
        stays = (
            is_followed
            if box.tag in _HEADINGS and not box.links
            else _is_solid(box, inside, amount) or not _is_trailer(box)
        )
        if not stays:
            loose.append(box)
        is_followed = stays and box.tag not in _HEADINGS
    after = loose
    return [
        box
        for side in (before, after)
        if sum(box.text for box in side if box.is_leaf) < _MAX_LOOSE_BYTES
        for box in side
    ]


def _is_solid(box: _Box, inside: dict[_Box, bool], prose: float) -> bool:
    """Tell whether few words belong to a list, a table or a picture, or are a short sentence."""
    if box.links or box.sign < 0:
        return False
    if is_captioned_picture(box.element):
        return True
    if box.tag == "p" and box.is_leaf and box.element.getparent().tag != "li":
        if _is_row_like_the_last(box):
            return True
        return _ends_sentence(box) and not _DIGITS.search(" ".join(box.runs)) and not box.element.get("class")
    for outer in (box, *_ancestry(box)):
        if outer not in inside or 2 * outer.prose > prose:
            return False
        if outer.tag == "figure":
            return next(outer.element.iter("img"), None) is not None
        if outer.tag in _SOLID_TAGS:
            rows = len(list(islice(outer.element.iter("li", "tr", "dt"), 2)))
            is_plain = not outer.element.get("class")  # lists of tags have one
            return is_plain and not outer.links and (rows > 1 or _is_headed_table(outer.element))
    return False


def _is_headed_table(element: HtmlElement) -> bool:
    """Tell whether a table of one row, of which one could not tell what it is, has a heading."""
    before = element.getprevious()
    return element.tag == "table" and before is not None and before.tag in _HEADINGS


def _is_row_like_the_last(box: _Box) -> bool:
    """Tell whether a paragraph is ``label: value`` in a row of such, of which the one before was taken for prose."""
    before = box.element.getprevious()
    if before is None or before.tag != "p" or box.element.get("class") or len(box.runs) != 1:
        return False
    return bool(_ROW.match(box.runs[0]) and _ROW.match(before.text or "") and len(before) == 0)


_ROW = re.compile(r"[^:：。.!?]{1,12}[:：]\s?[^\s:：/]")


def _rule_against(box: _Box) -> str:
    """Return the name of what told that a box is beside the article."""
    if box.out:
        return (
            "content/comments" if box.sign == Sign.COMMENTS else "content/beside" if box.sign < 0 else "content/cards"
        )
    return "content/headline" if box.tag in _HEADINGS and not box.links else "content/links"


def _is_beside(box: _Box, part: _Box, evidence: _Evidence, said: str) -> bool:
    if box.out or (box.tag == "h1" and not said):  # later ones head the sections of some texts
        return True
    if box.prose >= 0.2 * part.prose:
        return False
    if box.tag in _HEADINGS:
        return bool(evidence.title) and _folded(" ".join(box.runs)) == evidence.title
    if box.tag in ("td", "th", "tr") and box.links and _is_data(box, part):
        return False
    if box.tag == "p" and box.is_leaf and not box.text and _stands_under_heading(box):
        return False
    if box.tag == "p" and box.is_leaf and not box.text and box.links >= _MIN_PROSE_BYTES:
        return not _is_linked_sentence(box)
    if box.tag == "p" and box.is_leaf and (box.text > 40 or _ends_sentence(box)):
        return box.links > 8 * box.text  # a sentence that holds links, not a link with a word before it
    return box.links > box.text


def _stands_under_heading(box: _Box) -> bool:
    """Tell whether a line is all that stands between a heading and the next heading or text."""
    before, after = box.element.getprevious(), box.element.getnext()
    if before is None or after is None or before.tag not in _HEADINGS or next(before.iter("a"), None) is not None:
        return False
    return after.tag in _HEADINGS or (after.tag == "p" and next(after.iter("a"), None) is None)


def _is_data(cell: _Box, part: _Box) -> bool:
    """Tell whether a cell with a link stands in a table of text, in which it must keep its column."""
    table = next((outer for outer in _ancestry(cell) if outer.tag == "table"), None)
    return table is not None and table.order > part.order and table.links <= _MAX_CELL_LINKS * table.text


def _is_linked_sentence(box: _Box) -> bool:
    text = fold_space("".join(box.element.itertext()))
    return text[-1:] in _SENTENCE_ENDS


def _unspaced(box: _Box) -> str:
    return "".join("".join(box.runs).split())


def _ends_sentence(box: _Box) -> bool:
    return bool(box.runs) and box.runs[-1].rstrip()[-1:] in _SENTENCE_ENDS


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
    if evidence.body_size < _MIN_TOLD_BYTES:
        return None
    return Content([_paragraphs(evidence.article_body)], 0.5)


def _scripted(tree: HtmlElement, shown: str, prose: float) -> Content | None:
    """Return the text that a script would show, if it is much more than the prose of the page."""
    text = read_scripted(tree, shown)
    return (
        Content([_paragraphs(text)], 0.5)
        if len(text.encode("utf-8", "replace")) > max(_MIN_TOLD_BYTES, 2 * prose)
        else None
    )


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
