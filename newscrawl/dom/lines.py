"""The lines of a tree: what a reader sees between two line ends, and where in the tree it stands."""

from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom.tree import INVISIBLE_TAGS

_INLINE_TAGS = frozenset(
    {
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
        ),
        *("i", "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span"),
        *("strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "input", "math", "nobr"),
    }
)
_KEPT_TAGS = frozenset({"table", "pre", "blockquote", "figure"})
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Line:
    """A line of text, ended by a block or a ``br``, and the text nodes it is made of."""

    __slots__ = ("anchors", "block", "is_heading", "is_kept", "length", "linked", "places", "text")

    def __init__(self, block: HtmlElement, is_heading: bool, is_kept: bool) -> None:
        self.block = block  # the innermost block around it
        self.is_heading = is_heading
        self.is_kept = is_kept  # in a table, code, a quote or a figure
        self.places: list[tuple[HtmlElement, bool]] = []  # an element, and whether its tail is meant
        self.text = ""
        self.length = 0
        self.linked = 0  # characters in links
        self.anchors = 0  # of these, in links to a place on the same page

    @property
    def is_link(self) -> bool:
        """Whether most of the line is a link."""
        return 4 * self.linked >= 3 * self.length


def read_lines(element: HtmlElement) -> list[Line]:
    """Return the lines of visible text in ``element``, in document order."""
    reader = _Reader(element)
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            if node.tag in INVISIBLE_TAGS:
                walk.skip_subtree()
                continue
            reader.open(node)
            reader.text(node, False, node.text)
            continue
        if event == "end" and node.tag not in INVISIBLE_TAGS:
            reader.close(node)
        if node is not element:
            reader.text(node, True, node.tail)
    return reader.finish()


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


class _Reader:
    def __init__(self, element: HtmlElement) -> None:
        self._lines: list[Line] = []
        self._line: Line | None = None
        self._parts: list[str] = []
        self._blocks = [element]
        self._kept = 0
        self._headings = 0
        self._link: str | None = None

    def open(self, node: HtmlElement) -> None:
        tag = node.tag
        if tag == "a":
            self._link = node.get("href") or "#"
        elif tag not in _INLINE_TAGS:
            self._end_line()
            self._blocks.append(node)
            self._kept += tag in _KEPT_TAGS
            self._headings += tag in _HEADING_TAGS

    def close(self, node: HtmlElement) -> None:
        tag = node.tag
        if tag == "a":
            self._link = None
        elif tag not in _INLINE_TAGS:
            self._end_line()
            self._blocks.pop()
            self._kept -= tag in _KEPT_TAGS
            self._headings -= tag in _HEADING_TAGS

    def text(self, node: HtmlElement, is_tail: bool, text: str | None) -> None:
        if not text or (self._line is None and text.isspace()):
            return
        if self._line is None:
            self._line = Line(self._blocks[-1], self._headings > 0, self._kept > 0)
        self._parts.append(text)
        self._line.places.append((node, is_tail))
        if self._link is not None:
            length = len(text.strip())
            self._line.linked += length
            self._line.anchors += length if self._link.startswith("#") else 0

    def finish(self) -> list[Line]:
        self._end_line()
        return self._lines

    def _end_line(self) -> None:
        line = self._line
        if line is None:
            return
        line.text = " ".join("".join(self._parts).split())
        line.length = len(line.text)
        line.linked = min(line.linked, line.length)
        self._lines.append(line)
        self._line = None
        self._parts = []
