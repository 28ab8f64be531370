"""What is beside the article by its name or its shape: widgets, comments, cards and later articles."""

from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom.class_names import Sign
from newscrawl.dom.content.boxes import BESIDE_TAGS, Box, ancestry, mark_out, prose_in
from newscrawl.dom.content.headline import around_headline
from newscrawl.dom.tree import HEADING_TAGS

# Thresholds are chosen by hand, and checked on development pages; sizes are in bytes of UTF-8 (boxes.py).
_MIN_CARDS = 2  # siblings
_MAX_CARD_BYTES = 450  # of prose, on average
_MAX_CARDS_SHARE = 0.3  # of the prose of the element that says it is the article's body
_MAX_CARD_DEPTH = 8  # elements around its heading
_MAX_BLOCKS = 100  # of an article that are compared with those of the one around it
_MIN_PIECES = 2  # paragraphs before the rest of a text
_MIN_REST_SHARE = 0.3  # of the prose around it
_MAX_LINK_SHARE = 0.1  # of its words
_WHOLES = frozenset({"article", "main", "body"})
_MAX_ARTICLE_SHARE_BESIDE = 0.3  # of the prose, that an element that says it is the article can be beside it
_MIN_HEADED_BYTES = 150  # of prose beside a headline that are an article
_MIN_LEFT_SHARE = 0.15  # of the page's prose, or names are no guide to it


def set_aside(boxes: list[Box]) -> None:
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
        mark_out(boxes, comments)
    total = prose_in(boxes)
    beside = {box for box in doubtful if box.prose < _max_share_beside(box) * total}
    for marked in (comments | beside | later, comments | beside, comments):
        mark_out(boxes, marked)
        if prose_in(boxes) >= _MIN_LEFT_SHARE * total or (later and later <= marked and _is_headed(boxes)):
            break


def _max_share_beside(box: Box) -> float:
    """Return the share of the prose of the page from which on the name of a box is not believed."""
    if box.tag in ("article", "main"):
        return _MAX_ARTICLE_SHARE_BESIDE
    return 0.5 if box.is_articles else 0.8


def _is_headed(boxes: list[Box]) -> bool:
    """Tell whether what is not set aside is a short article: most of its prose stands beside the only ``h1``."""
    near = around_headline(boxes, "")
    if near is None:
        return False
    own = prose_in(boxes[near.order : near.last + 1])
    return own >= _MIN_HEADED_BYTES and 2 * own > prose_in(boxes)


def _doubtful(boxes: list[Box]) -> list[Box]:
    """Return the boxes whose names speak against them, but for those with code and those that go on with the text."""
    doubtful = [box for box in boxes if box.sign < 0]
    if not doubtful:
        return []
    with_code = {outer for box in boxes if box.tag == "pre" for outer in (box, *ancestry(box))}
    rest: set[Box] = set()
    for box in doubtful:
        if _goes_on(box) or (box.parent in rest and 2 * box.prose >= box.parent.prose):
            rest.add(box)
    return [box for box in doubtful if box not in with_code and box not in rest]


def _goes_on(box: Box) -> bool:
    """Tell whether a large part of a text stands in the box, after paragraphs of the same text.

    So it is where the end tag of a widget is missing, and where a button opens the rest of the text.
    """
    parent = box.parent
    if parent is None or box.sign == Sign.COMMENTS or box.tag in BESIDE_TAGS or parent.tag == "body":
        return False
    return (
        parent.pieces >= _MIN_PIECES
        and box.prose >= _MIN_REST_SHARE * parent.prose
        and _MAX_LINK_SHARE * box.text >= box.links
        and parent.direct >= _MIN_REST_SHARE * parent.prose
    )


def _cards(boxes: list[Box]) -> set[Box]:
    """Return the items of lists of other articles: siblings that each have a linked heading and a few words below it.

    A list within the container that names itself the article's body must be a small part of the page, for some articles
    are such lists; and headings that link to themselves or open what is below them are no cards.
    """
    items: dict[tuple[Box, str], dict[Box, None]] = {}
    for heading in boxes:
        if heading.tag in HEADING_TAGS and heading.links > heading.text and (item := _card_around(heading)) is not None:
            items.setdefault((cast("Box", item.parent), item.tag), {})[item] = None
    cards: set[Box] = set()
    for (parent, _), group in items.items():
        prose = sum(item.prose for item in group)
        body = next((outer for outer in (parent, *ancestry(parent)) if outer.sign == Sign.BODY), None)
        is_amid_text = body is not None and body.last_prose > parent.last
        most_bytes, most_share = (_MAX_CARD_BYTES / 2, 0.2) if is_amid_text else (_MAX_CARD_BYTES, 1.0)
        if body is not None and prose > _MAX_CARDS_SHARE * body.prose and not _has_inner_body(body, parent, boxes):
            continue  # the article is a list
        if len(group) >= _MIN_CARDS and prose <= most_bytes * len(group) and prose < most_share * boxes[0].prose:
            cards.update(group)
    return cards


def _has_inner_body(body: Box, cards: Box, boxes: list[Box]) -> bool:
    """Tell whether another element in ``body``, without the cards, says that it is the article's body."""
    inside = boxes[body.order + 1 : body.last + 1]
    return any(box.sign == Sign.BODY and box.prose and not box.order <= cards.order <= box.last for box in inside)


def _card_around(heading: Box) -> Box | None:
    """Return the largest box of few words that has this linked heading and no other, if there is prose in it."""
    link = next(heading.element.iter("a"), None)
    if link is None:
        link = next(heading.element.iterancestors("a"), None)
    if link is None or (link.get("href") or "#").startswith("#"):
        return None
    item = heading
    for outer in islice(ancestry(heading), _MAX_CARD_DEPTH):
        if outer.prose > 2 * _MAX_CARD_BYTES or outer.tag in _WHOLES:
            break
        if len(list(islice(filter(_holds_link, outer.element.iter(*HEADING_TAGS)), 2))) > 1:
            break
        item = outer
    return item if item is not heading and item.parent is not None and item.prose else None


def _holds_link(element: HtmlElement) -> bool:
    return next(element.iter("a"), None) is not None


def _later_articles(boxes: list[Box]) -> set[Box]:
    """Return the ``article`` elements without a headline of their own, if another one has the page's ``h1``."""
    articles = {box for box in boxes if box.tag == "article"}
    if len(articles) < 2:
        return set()
    holders = {outer for box in boxes if box.tag == "h1" for outer in ancestry(box) if outer in articles}
    if sum(box.prose for box in holders) < 0.3 * sum(box.prose for box in articles):
        return set()
    outer_styles: dict[Box, set[str]] = {}
    later = set()
    for box in articles - holders:
        holder = next((outer for outer in ancestry(box) if outer in holders), None)
        if holder is not None and holder not in outer_styles:
            outer_styles[holder] = _styles(holder)
        if holder is None or _is_next_article(box, outer_styles[holder]):
            later.add(box)
    return later


def _styles(article: Box) -> set[str]:
    """Return the class attributes of blocks in an article, outside of articles inside it."""
    walk = etree.iterwalk(article.element, events=("start",))
    styles = set()
    for _, node in walk:
        if node.tag == "article" and node is not article.element:
            walk.skip_subtree()
        elif node.tag in ("div", "section") and (style := node.get("class")):
            styles.add(style)
    return styles


def _is_next_article(article: Box, outer_styles: set[str]) -> bool:
    """Tell whether an article inside another is one of its own: its heading is a link, or it repeats the structure."""
    heading = next(article.element.iter("h2", "h3", "h4"), None)
    if heading is None:
        return False
    if _holds_link(heading) or heading.getparent().tag == "a":
        return True
    return any(
        node.get("class") in outer_styles for node in islice(article.element.iter("div", "section"), _MAX_BLOCKS)
    )
