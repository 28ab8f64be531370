"""The choice of the container that holds the article, by the sum of what its boxes are worth."""

from newscrawl.dom.class_names import Sign
from newscrawl.dom.content.boxes import Box
from newscrawl.dom.content.evidence import Evidence
from newscrawl.dom.content.headline import around_headline
from newscrawl.dom.tree import HEADING_TAGS

# Parts of a text, never all of it.
_PIECES = HEADING_TAGS | {"p", "blockquote", "pre", "dd", "dt", "figure", "figcaption"}
# Thresholds are chosen by hand, and checked on development pages; sizes are in bytes of UTF-8 (boxes.py).
_MIN_CLIMB_RATIO = 1.2  # how many times better a container must be than the best one inside it
_HEADLINE_BONUS = 2.0  # what the containers that the headline stands in count for; 1.5 reads one of 709 pages to half
_BODY_BONUS = 3.0  # what the one of these counts for that says itself that it is the body (microdata)
_FLOOR_SHARE = 0.8  # of its prose is what a container is worth however many links stand in it, if it is surely one


def add_scores(boxes: list[Box], title: str) -> None:
    """Add up what the boxes are worth, and find the best container below each."""
    near = around_headline(boxes, title)
    for box in reversed(boxes):
        if box.out:
            continue
        floor = _floor(box)
        score = box.score = max(box.score + box.own, floor) if floor else box.score + box.own
        if near is not None and near.order <= box.order <= near.last:
            score *= _BODY_BONUS if box.itemprop == "articleBody" else _HEADLINE_BONUS
        if box.tag not in _PIECES and (box.best < 0 or score > _MIN_CLIMB_RATIO * box.best_score):
            box.best, box.best_score = box.order, score
        parent = box.parent
        if parent is not None:
            parent.score += box.score
            if box.best >= 0 and (parent.best < 0 or box.best_score >= parent.best_score):
                parent.best, parent.best_score = box.best, box.best_score


def _floor(box: Box) -> float:
    """Return what the box is worth at least, however many links stand in it, or 0."""
    if box.sign == Sign.BODY:
        return _FLOOR_SHARE * box.prose
    if box.pieces >= 4 and box.direct > 0.5 * box.links:
        return _FLOOR_SHARE * box.direct
    return 0.0


def find_parts(chosen: Box, boxes: list[Box]) -> list[Box]:
    """Return the chosen container and its likes: an article may be split over several of one tag and class.

    Later articles on the same page (each in an ``article``) and posts of a forum (no paragraphs) are
    not parts.
    """
    style = chosen.style
    if not style or chosen.pieces < 2:
        return [chosen]
    outer = _outer(chosen)
    return [box for box in boxes if box is chosen or (_alike(box, chosen, style) and _directly_in(outer, box, style))]


def _outer(box: Box) -> Box:
    for _ in range(6):
        if box.parent is None or box.tag in ("article", "body"):
            break
        box = box.parent
    return box


def _alike(box: Box, chosen: Box, style: str) -> bool:
    return (
        box.tag == chosen.tag and not box.out and box.pieces > 0 and box.links < 0.5 * box.text and box.style == style
    )


def _directly_in(outer: Box, box: Box, style: str) -> bool:
    inner = box.parent
    while inner is not None and inner is not outer:
        if inner.tag == "article" or inner.style == style:
            return False
        inner = inner.parent
    return inner is outer


def confidence_of(parts: list[Box], page: Box, evidence: Evidence) -> float:
    """Return how sure the choice is: amount of prose, share of the page's, a telling name or metadata."""
    prose = sum(part.prose for part in parts)
    amount = min(1.0, prose / 1500)
    share = prose / page.prose
    vouched = parts[0].sign == Sign.BODY or evidence.agreeing > 0 or parts[0].is_articles
    return round(0.4 * amount + 0.3 * share + 0.3 * vouched, 2)
