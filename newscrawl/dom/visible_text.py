"""The visible text of a page: its text nodes in order, the lines around them, and which are the article's own."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, count, islice
from operator import add
from typing import NamedTuple, overload

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom.class_names import Sign, sign_of
from newscrawl.dom.page_elements import PageElements

# Chosen by hand on the pages under tests/sites, as are the other bounds of this module.
MAX_LINE_CHARACTERS = 240  # of a visible line that may be a byline or a date
MAX_SHORT_CHARACTERS = 60  # of a text node that can be a label, a name or a headline
MIN_HEADLINE_CHARACTERS = 4
MAX_LINE_DEPTH = 5  # ancestors of a text node that may still be its line
_MAX_WALK_EVENTS = 200  # of a walk through one line
_MAX_NAMES_CHARACTERS = 300  # of a class attribute or an id

HEADLINE_TAGS = frozenset(["h1", "h2", "h3", "b", "strong", "big", "center"])
_UNSEEN_TAGS = frozenset(["script", "style"])
_HEAD_TAGS = frozenset(["head", "title", "noscript"])
# A name or a date in them is not the article's: controls, code, and links, which lead to other pages.
_FOREIGN_TAGS = frozenset(["script", "style", "option", "a", "noscript", "textarea", "button"])
# No line reaches beyond them.
_PAGE_TAGS = frozenset(
    ["html", "body", "head", "script", "style", "input", "option", "select", "button", "textarea", "form"]
)
# They divide no line into parts.
_INLINE_TAGS = frozenset(["a", "b", "i", "em", "strong", "font", "u", "small", "sup", "sub", "abbr", "mark"])


class TextNode(NamedTuple):
    """A run of text between two tags.

    ``element`` is the one it follows: as its first child (``is_tail`` is false), or right after its end.
    """

    text: str
    element: HtmlElement
    is_tail: bool

    @property
    def parent(self) -> HtmlElement | None:
        """The element in which the text stands; ``None`` for a tail of the root."""
        return self.element.getparent() if self.is_tail else self.element


class TextNodes(Sequence[TextNode]):
    """Text nodes of a page: their ``texts`` at once, each node when it is asked for, for most are never looked at."""

    def __init__(self, elements: PageElements, texts: Sequence[str], places: Sequence[int]) -> None:
        self._elements = elements
        self.texts = texts
        self._places = places  # of each text: twice the number of its element, and one more if it is the tail

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> TextNode: ...

    @overload
    def __getitem__(self, index: slice) -> "TextNodes": ...

    def __getitem__(self, index: int | slice) -> "TextNode | TextNodes":
        if isinstance(index, slice):
            return TextNodes(self._elements, self.texts[index], self._places[index])
        number, is_tail = divmod(self._places[index], 2)
        return TextNode(self.texts[index], self._elements.all[number], bool(is_tail))

    def after_head(self) -> "TextNodes":
        """Return the nodes without those of the head of the page."""
        tags = (self._elements.all[place // 2].tag for place in self._places)
        start = next((at for at, tag in enumerate(tags) if tag not in _HEAD_TAGS), len(self))
        return self[start:]


class VisibleText:
    """The text nodes of a page, searchable as one text. It is read when it is first asked for, in linear time."""

    def __init__(self, root: HtmlElement, elements: PageElements | None = None) -> None:
        self.root = root
        self.elements = elements or PageElements(root)
        self._lines: dict[HtmlElement, str] = {}
        self._elsewhere: dict[HtmlElement, bool] = {}

    @cached_property
    def all_nodes(self) -> TextNodes:
        """Every text node that is not blank, but for those of scripts and styles."""
        return _text_nodes(self.elements)

    @cached_property
    def nodes(self) -> TextNodes:
        """The same without the head of the page."""
        return self.all_nodes.after_head()

    @cached_property
    def text(self) -> str:
        """The text of all ``nodes``, one a line."""
        return "\n".join(self.nodes.texts)

    @cached_property
    def _ends(self) -> list[int]:
        """Where in ``text`` each node ends."""
        return list(map(add, accumulate(map(len, self.nodes.texts)), count(1)))

    def places(self, word: str) -> Iterator[int]:
        """Yield the indices of the nodes that hold ``word``."""
        place = self.text.find(word)
        while place >= 0:
            index = bisect_right(self._ends, place)
            yield index
            place = self.text.find(word, self._ends[index])

    def places_of(self, form: re.Pattern[str]) -> Iterator[int]:
        """Yield the indices of the nodes in which a match of ``form`` begins, each once."""
        last = -1
        for found in form.finditer(self.text):
            index = bisect_right(self._ends, found.start())
            if index != last:
                yield index
            last = index

    def is_own(self, node: TextNode) -> bool:
        """Tell whether a text node is shown and belongs to the article."""
        return (node.element.tag not in _FOREIGN_TAGS or node.is_tail) and not self.is_elsewhere(node.element)

    def marked(self, is_wanted: Callable[[str], bool]) -> Iterator[HtmlElement]:
        """Return the elements in the page whose class or id ``is_wanted``."""
        return (element for element in self.elements.marked(is_wanted) if element.tag not in _PAGE_TAGS)

    def is_elsewhere(self, element: HtmlElement) -> bool:
        """Tell whether ``element`` belongs to comments, related posts, navigation or the like."""
        asked: list[HtmlElement] = []
        one: HtmlElement | None = element
        answer: bool | None = None
        while answer is None:
            if one is None or one.tag in ("body", "html", "article") or one in self._around_headline:
                answer = False
            elif one in self._elsewhere:
                answer = self._elsewhere[one]
            else:
                asked.append(one)
                answer = True if _is_foreign_footer(one) or one.tag == "nav" or _is_called_elsewhere(one) else None
                one = one.getparent()
        self._elsewhere.update(dict.fromkeys(asked, answer))
        return answer

    @cached_property
    def _around_headline(self) -> frozenset[HtmlElement]:
        """The elements around the only ``h1``: what holds the headline is the article, whatever it is called."""
        headings = list(islice(self.root.iter("h1"), 2))
        return frozenset(headings[0].iterancestors()) if len(headings) == 1 else frozenset()

    def line_around(self, node: TextNode) -> str:
        """Return the text of the widest element around a text node that is still a line."""
        line = fold_blanks(node.text)
        for element in islice(elements_around(node), MAX_LINE_DEPTH):
            wider = self._lines.get(element)
            if wider is None:
                wider = self._lines[element] = line_of(element)
            if not wider:
                break
            line = wider
        return line


def _text_nodes(elements: PageElements) -> TextNodes:
    # Not by XPath: libxml2 sorts text nodes by walking over their siblings, which takes the square of their number.
    texts: list[str] = []
    places: list[int] = []
    for number, element in enumerate(elements.all):
        tag = element.tag
        text = element.text if isinstance(tag, str) and tag not in _UNSEEN_TAGS else None
        if text and not text.isspace():
            texts.append(text)
            places.append(2 * number)
        text = element.tail
        if text and number and not text.isspace():
            texts.append(text)
            places.append(2 * number + 1)
    return TextNodes(elements, texts, places)


def elements_around(node: TextNode) -> Iterator[HtmlElement]:
    """Yield the elements around a text node, from the innermost to the last that can be a line."""
    element = node.parent
    while element is not None and element.tag not in _PAGE_TAGS:
        yield element
        element = element.getparent()


def class_and_id(element: HtmlElement) -> str:
    """Return the names by which the page calls an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:_MAX_NAMES_CHARACTERS]


def line_of(element: HtmlElement, max_characters: int = MAX_LINE_CHARACTERS) -> str:
    """Return the text of a small element, its blocks and spans divided by line ends; of a large one, nothing."""
    max_part = 8 * max_characters  # before blanks are folded
    if not len(element):  # most elements that are asked
        own = fold_blanks((element.text or "")[:max_part]) if element.tag not in _PAGE_TAGS else ""
        return own if len(own) <= max_characters else ""
    parts: list[str] = []
    length = 0
    node = element
    events = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in islice(events, _MAX_WALK_EVENTS + 1):
        if event == "start":
            text = node.text if node.tag not in _PAGE_TAGS else None
            if node.tag not in _INLINE_TAGS:
                parts.append("\n")
        else:  # of comments and instructions, too, it is what stands after them
            text = node.tail if node is not element else None
        if text:
            parts.append(fold_blanks(text[:max_part]))
            length += len(parts[-1])
        if length > max_characters:
            return ""
    if node is not element:  # too many parts for a line
        return ""
    line = "\n".join(filter(None, map(fold_blanks, " ".join(parts).split("\n"))))
    return line if len(line) <= max_characters else ""


def fold_blanks(text: str) -> str:
    """Return ``text`` with each stretch of white space as one blank, and none at its ends."""
    return " ".join(text.split())


def key_of(text: str) -> str:
    """Return the letters and digits of ``text`` in small letters, by which names and titles are compared."""
    if text.isascii():  # ten times as fast
        return text.encode().translate(_SMALL_LETTERS, _ASCII_SIGNS).decode()
    return "".join(filter(str.isalnum, text.casefold()))


_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_SMALL_LETTERS = bytes(range(256)).lower()


def _is_foreign_footer(element: HtmlElement) -> bool:
    """Tell whether an element is a footer of the page: that of an article says who wrote it, and when (HTML 4.3.8)."""
    return element.tag == "footer" and next(element.iterancestors("article"), None) is None


def _is_called_elsewhere(element: HtmlElement) -> bool:
    names, identifier = element.get("class"), element.get("id")
    return bool((names and sign_of(names) <= Sign.ELSEWHERE) or (identifier and sign_of(identifier) <= Sign.ELSEWHERE))
