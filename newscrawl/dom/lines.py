"""The lines of a tree: what a reader sees between two line ends, and where in the tree it stands."""

from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom.tree import HEADING_TAGS, INLINE_TAGS, INVISIBLE_TAGS

_KEPT_TAGS = frozenset({"table", "pre", "blockquote", "figure"})


class Line:
    """A line of text, ended by a block or a ``br``, and the text nodes it is made of."""

    __slots__ = ("anchors", "block", "is_heading", "is_kept", "length", "linked", "parts", "places", "text")

    def __init__(self, block: HtmlElement, is_heading: bool, is_kept: bool) -> None:
        self.block = block  # the innermost block around it
        self.is_heading = is_heading
        self.is_kept = is_kept  # in a table, code, a quote or a figure
        self.places: list[tuple[HtmlElement, bool]] = []  # an element, and whether its tail is meant
        self.parts: list[str] = []  # the text at these places
        self.text = ""  # all of it, white space folded
        self.length = 0
        self.linked = 0  # characters in links
        self.anchors = 0  # of these, in links to a place on the same page

    @property
    def is_link(self) -> bool:
        """Whether most of the line is a link."""
        return 4 * self.linked >= 3 * self.length


def read_lines(element: HtmlElement) -> list[Line]:
    """Return the lines of visible text in ``element``, in document order."""
    lines: list[Line] = []
    line: Line | None = None
    blocks = [element]
    kept = headings = 0
    link: str | None = None
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    # One loop without calls: it sees every element of every article.
    for event, node in walk:
        is_tail = event != "start"
        if event in ("start", "end"):
            tag = node.tag
            if tag in INVISIBLE_TAGS:
                if not is_tail:
                    walk.skip_subtree()
                    continue
            elif tag == "a":
                link = None if is_tail else node.get("href") or "#"
            elif tag not in INLINE_TAGS:
                line = None
                step = -1 if is_tail else 1
                kept += step if tag in _KEPT_TAGS else 0
                headings += step if tag in HEADING_TAGS else 0
                if is_tail:
                    blocks.pop()
                else:
                    blocks.append(node)
        text = node.tail if is_tail else node.text
        if not text or (is_tail and node is element):
            continue
        if line is None:
            if text.isspace():
                continue
            line = Line(blocks[-1], headings > 0, kept > 0)
            lines.append(line)
        line.parts.append(text)
        line.places.append((node, is_tail))
        if link is not None:
            length = len(text.strip())
            line.linked += length
            line.anchors += length if link.startswith("#") else 0
    for line in lines:
        line.text = " ".join("".join(line.parts).split())
        line.length = len(line.text)
        line.linked = min(line.linked, line.length)
    return lines


def erase(root: HtmlElement, lines: Iterable[Line], *, with_pictures: bool) -> None:
    """Remove the text of ``lines`` and blocks left empty, those with pictures only if ``with_pictures``."""
    blocks: dict[HtmlElement, None] = {}
    for line in lines:
        for node, is_tail in line.places:
            if is_tail:
                node.tail = None
            else:
                node.text = None
        blocks[line.block] = None
    seen = {root}
    for block in blocks:
        empty = _outermost_empty(block, seen, with_pictures)
        if empty is not None:
            empty.drop_tree()


def _outermost_empty(block: HtmlElement, seen: set[HtmlElement], with_pictures: bool) -> HtmlElement | None:
    """Return the outermost empty element around ``block``; none if it was ``seen`` before, and dealt with."""
    empty = None
    node: HtmlElement | None = block
    while node is not None and node not in seen:
        seen.add(node)
        if not _is_empty(node, with_pictures):
            return empty
        empty, node = node, node.getparent()
    return empty


def _is_empty(element: HtmlElement, with_pictures: bool) -> bool:
    for node in element.iter():
        if node.tag in INVISIBLE_TAGS:
            continue
        if (node.text and not node.text.isspace()) or (node.tag == "img" and not with_pictures):
            return False
        if node is not element and node.tail and not node.tail.isspace():
            return False
    return True
