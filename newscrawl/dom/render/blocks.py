"""An article's tree read into blocks, in which everything that is rendered is written down."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom.render.addresses import IMAGE_TAGS, is_pixel, picture_address
from newscrawl.dom.render.formulas import FORMULA_CLASS, mark_formulas
from newscrawl.dom.render.inline_spans import (
    EDGE_SPACES,
    Mark,
    Picture,
    Span,
    fold,
    is_blank,
    paragraphs,
    tidy_line,
    without_tag_characters,
)
from newscrawl.dom.tree import INVISIBLE_TAGS
from newscrawl.urls.resolve import web_address

_MARK_OF_TAG = {
    "a": "a",
    "em": "em",
    "i": "em",
    "cite": "em",
    "dfn": "em",
    "var": "em",
    "strong": "strong",
    "b": "strong",
    "code": "code",
    "tt": "code",
    "samp": "code",
    "kbd": "kbd",
    "mark": "mark",
    "sub": "sub",
    "sup": "sup",
    "ins": "ins",
    "del": "del",
    "s": "s",
    "strike": "s",
    "ruby": "ruby",
    "rt": "rt",
    "rp": "rp",
}
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
_READING_TAGS = frozenset({"rt", "rp"})
_CONTAINER_TAGS = frozenset({"ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "th", "td", "blockquote", "figure"})
_FRAMED_TAGS = _CONTAINER_TAGS | set(HEADINGS) | {"caption", "figcaption"}
_WRAPPER_TAGS = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "address", "form"),
        *("fieldset", "legend", "center", "details", "summary", "body", "html", "thead", "tbody", "tfoot"),
        *("hgroup", "menu", "dir", "search", "dialog"),
    }
)
_SKIPPED_TAGS = INVISIBLE_TAGS | frozenset(
    {
        *("select", "option", "datalist", "textarea", "button", "audio", "video", "canvas", "map", "embed"),
        *("applet", "frame", "frameset", "noframes", "annotation", "annotation-xml", "colgroup"),
    }
)

# What may stand directly in these containers; anything else is put into the chain of containers it lacks.
_ALLOWED_CHILDREN = {
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd"}),
    "table": frozenset({"tr", "caption"}),
    "tr": frozenset({"td", "th"}),
}
_IMPLIED_CHILDREN = {"ul": ("li",), "ol": ("li",), "dl": ("dd",), "table": ("tr", "td"), "tr": ("td",)}
_IMPLIED_PARENT = {"li": "ul", "dt": "dl", "dd": "dl"}
_PART_TAGS = frozenset({"li", "dt", "dd", "tr", "td", "th", "caption"})
_REQUIRED_PARENT = {"tr": "table", "caption": "table", "td": "tr", "th": "tr"}

_FIGURE_CLASSES = frozenset({"wp-caption", "wp-block-image", "image-with-caption", "captioned-image"})
_CAPTION_CLASSES = frozenset(
    {
        *("wp-caption-text", "wp-caption-dd", "wp-element-caption", "image-caption", "img-caption"),
        *("photo-caption", "picture-caption", "figure-caption", "media-caption", "article-image-caption"),
        "photo_table__caption",
    }
)
_FIGURE_PART_CLASSES = _FIGURE_CLASSES | _CAPTION_CLASSES

# All four chosen by hand.
_MAX_CONTAINER_DEPTH = 30  # containers within containers that are kept; deeper ones are unwrapped
_MAX_HEADING_CHARACTERS = 300  # a longer "heading" is prose in an unclosed tag
_MAX_CELL_CHARACTERS = 800  # a table with a longer cell arranges a page
_MAX_CELL_SPAN = 50  # columns or rows; more are taken for a mistake
_MAX_CODE_WRAPPERS = 2  # elements around code whose class may name its language; highlighters use one or two
# The language of code as highlight.js, Prism, GitHub, Sphinx and SyntaxHighlighter write it in a class.
_LANGUAGE = re.compile(
    r"(?<![\w-])(?:language-|lang-|highlight-source-|highlight-text-|highlight-(?=\w+ notranslate)|brush:\s?)"
    r"([A-Za-z0-9][A-Za-z0-9+#._-]{0,29})(?![^\s;])"
)
# The same beside the name of the highlighter, as highlight.js before version 11 and pandoc write it.
_LANGUAGE_BESIDE = re.compile(r"(?<![\w-])(?:hljs|sourceCode)\s([A-Za-z][A-Za-z0-9+#]{0,19})(?![\w-])")
_NO_LANGUAGES = frozenset({"none", "nohighlight", "plain", "plaintext", "text", "txt", "default", "auto"})
_BLANK_LINES = re.compile(r"\A[ \t\n]*\n")


@dataclass(slots=True)
class Block:
    """One block of an article: a leaf holds ``spans``, a container holds ``blocks``."""

    tag: str
    spans: list[Span] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    implied: bool = False  # not in the markup, opened for what stood outside of its container


def read_blocks(element: HtmlElement) -> list[Block]:
    """Read the inside of ``element`` into blocks; its formulas become TeX in place."""
    mark_formulas(element)
    builder = _BlockBuilder()
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            tag = node.tag
            if tag in _SKIPPED_TAGS:
                builder.skip(node)
                walk.skip_subtree()
                continue
            builder.open(node, tag)
            if text := node.text:
                builder.text(text)
            continue
        if event == "end" and (tag := node.tag) not in _SKIPPED_TAGS:
            builder.close(node, tag)
        if node is not element and (text := node.tail):
            builder.text(text)
    return builder.finish()


class _BlockBuilder:
    def __init__(self) -> None:
        self._stack = [Block("root")]
        self._framed: list[bool] = []  # of the open elements that may have a frame: have they one?
        self._marks: tuple[Mark, ...] = ()
        self._outer_marks: list[tuple[Mark, ...]] = []
        self._leaf: list[Span] = []
        self._code: list[str] | None = None
        self._code_depth = 0
        self._code_language = ""
        self._code_pictures: list[Span] = []
        self._last_address = ""

    def open(self, node: HtmlElement, tag: str) -> None:
        if tag in _MARK_OF_TAG:
            self._outer_marks.append(self._marks)
            self._add_mark(_MARK_OF_TAG[tag], node)
        elif tag == "span":
            if node.get("class") == FORMULA_CLASS:
                self._outer_marks.append(self._marks)
                self._add_mark("math", node)
        elif tag in IMAGE_TAGS:
            self._image(node)
        elif tag == "br":
            self._line_break()
        elif tag == "pre":
            self._open_code(node)
        elif tag in _FRAMED_TAGS or (tag in _WRAPPER_TAGS and _is_figure_part(node)):
            self._open_frame(node)
        elif tag in _WRAPPER_TAGS:
            self._boundary()
        elif tag == "hr":
            self._rule()

    def close(self, node: HtmlElement, tag: str) -> None:
        if tag in _MARK_OF_TAG or (tag == "span" and node.get("class") == FORMULA_CLASS):
            self._marks = self._outer_marks.pop()
        elif tag == "pre":
            self._close_code()
        elif tag in _FRAMED_TAGS or (tag in _WRAPPER_TAGS and _is_figure_part(node)):
            self._boundary()
            if self._framed.pop():
                self._close_frame()
        elif tag in _WRAPPER_TAGS:
            self._boundary()

    def text(self, text: str) -> None:
        if self._code is not None:
            self._code.append(text)
        elif self._leaf or (text and not text.isspace()):
            self._add(Span(fold(text), self._marks))

    def skip(self, node: HtmlElement) -> None:
        # Pages that load pictures by script repeat them for readers without one.
        if node.tag == "noscript":
            for image in node.iter("img"):
                self._image(image)

    def finish(self) -> list[Block]:
        self._boundary()
        while len(self._stack) > 1:
            self._pop()
        return self._stack[0].blocks

    def _add(self, span: Span) -> None:
        if not self._leaf:
            self._make_room("p")
        self._leaf.append(span)

    def _add_mark(self, tag: str, node: HtmlElement) -> None:
        address = web_address(node.get("href")) if tag == "a" else ""
        outer = [known for known, _ in self._marks]
        # Readings are marked as such only where they belong: a stray one is text.
        if (tag == "a" and not address) or tag in outer or (tag in _READING_TAGS and "ruby" not in outer):
            return
        self._marks = (*self._marks, (tag, address))

    def _image(self, node: HtmlElement) -> None:
        if "emoji" in node.get("class", "") or "wp-smiley" in node.get("class", ""):
            self.text(node.get("alt", ""))
            return
        address = web_address(picture_address(node))
        if not address or address == self._last_address or is_pixel(node):
            return
        self._last_address = address
        alt, title = (fold(node.get(name, "")).strip(EDGE_SPACES) for name in ("alt", "title"))
        picture = Picture(address, alt, title)
        if self._code is not None:
            self._code_pictures.append(Span("", (), picture))
        else:
            self._add(Span("", self._marks, picture))

    def _line_break(self) -> None:
        if self._code is not None:
            self._code.append("\n")
        elif self._leaf:
            self._leaf.append(Span("\n", ()))

    def _rule(self) -> None:
        self._boundary()
        if self._code is None and self._stack[-1].tag in ("root", "blockquote"):
            self._stack[-1].blocks.append(Block("hr"))

    def _open_code(self, node: HtmlElement) -> None:
        self._boundary()
        self._code_depth += 1
        if self._code is None:
            self._make_room("pre")
            self._code = []
            self._code_language = _code_language(node)

    def _close_code(self) -> None:
        self._code_depth -= 1
        if self._code_depth or self._code is None:
            self._boundary()
            return
        code = _BLANK_LINES.sub(
            "", without_tag_characters("".join(self._code)).replace("\r\n", "\n").replace("\r", "\n")
        ).rstrip()
        self._code = None
        if not is_blank(code):
            attributes = {"language": self._code_language} if self._code_language else {}
            self._stack[-1].blocks.append(Block("pre", [Span(code, ())], attributes=attributes))
        self._leaf, self._code_pictures = self._code_pictures, []
        self._boundary()

    def _open_frame(self, node: HtmlElement) -> None:
        self._boundary()
        tag = node.tag
        if tag not in _FRAMED_TAGS:
            tag = "figure" if not _FIGURE_CLASSES.isdisjoint(node.get("class", "").split()) else "figcaption"
        room = self._code is None and len(self._stack) < _MAX_CONTAINER_DEPTH and self._make_room(tag)
        self._framed.append(room)
        if room:
            self._stack.append(Block(tag, attributes=_attributes_of(tag, node)))

    def _close_frame(self) -> None:
        while self._pop().implied:
            pass

    def _boundary(self) -> None:
        if self._code is not None:
            if self._code and not self._code[-1].endswith("\n"):
                self._code.append("\n")
            return
        if self._leaf:
            self._stack[-1].blocks.extend(Block("p", spans) for spans in paragraphs(self._leaf))
            self._leaf = []

    def _make_room(self, tag: str) -> bool:
        """Open or close implied containers until the top one takes ``tag``; false if none ever will."""
        if self._stack[-1].tag not in _ALLOWED_CHILDREN and tag not in _PART_TAGS:
            return True
        accepting = next((block for block in self._implied() if tag in _ALLOWED_CHILDREN.get(block.tag, ())), None)
        while accepting and self._stack[-1] is not accepting:
            self._pop()
        if tag in _REQUIRED_PARENT and not accepting:
            return self._stack[-1].tag == "table" and self._open_implied("tr")
        if not accepting:
            while self._stack[-1].implied and self._stack[-1].tag in _ALLOWED_CHILDREN:
                self._pop()
            for missing in _IMPLIED_CHILDREN.get(self._stack[-1].tag, ()):
                self._open_implied(missing)
        if tag in _IMPLIED_PARENT and not accepting:
            self._open_implied(_IMPLIED_PARENT[tag])
        return True

    def _implied(self) -> Iterator[Block]:
        """Yield the implied containers on top of the stack and the first one below them."""
        for block in reversed(self._stack):
            yield block
            if not block.implied:
                return

    def _open_implied(self, tag: str) -> bool:
        self._stack.append(Block(tag, implied=True))
        return True

    def _pop(self) -> Block:
        block = self._stack.pop()
        parent = self._stack[-1]
        for closed in _closed(block, parent.tag):
            last = parent.blocks[-1] if parent.blocks else closed
            if closed is not last and closed.implied and last.implied and last.tag == closed.tag:
                last.blocks.extend(closed.blocks)  # items without a list, one after the other
            else:
                parent.blocks.append(closed)
        return block


def _is_figure_part(node: HtmlElement) -> bool:
    """Tell whether an element is rendered with the picture beside it."""
    names = node.get("class")
    return names is not None and _names_figure_part(names)


@lru_cache(maxsize=4096)  # a site repeats its few classes
def _names_figure_part(names: str) -> bool:
    """Tell whether class names are those of a caption or frame, which are rendered with their picture."""
    return not _FIGURE_PART_CLASSES.isdisjoint(names.split())


def _closed(block: Block, parent: str) -> list[Block]:
    """Return what a container comes to once all of it is read: itself, its contents, or nothing."""
    tag = block.tag
    if tag in HEADINGS:
        return _closed_heading(block)
    if tag in ("caption", "figcaption"):
        return _closed_caption(block, parent)
    if tag == "figure":
        return _closed_figure(block)
    if tag == "table":
        return _closed_table(block)
    if tag == "tr":
        return [block]
    if tag == "dt" and any(child.tag != "p" for child in block.blocks):
        block.tag = "dd"  # HTML has no blocks in terms
    return [block] if block.blocks or tag in ("td", "th") else []


def _closed_heading(block: Block) -> list[Block]:
    spans = _joined(block.blocks)
    text = "".join(span.text for span in spans)
    if any(child.tag != "p" for child in block.blocks) or is_blank(text) or len(text) > _MAX_HEADING_CHARACTERS:
        return block.blocks
    return [Block(HEADINGS[block.tag], spans)]


def _closed_caption(block: Block, parent: str) -> list[Block]:
    spans = _joined(leaves(block.blocks))
    if not spans:
        return []
    caption = Block(block.tag, spans)
    return [caption] if block.tag == "caption" or parent == "figure" else [Block("figure", blocks=[caption])]


def _closed_figure(block: Block) -> list[Block]:
    pictured = [child for child in block.blocks if _has_picture(child)]
    captions: list[Block] = []
    others: list[Block] = []
    for child in block.blocks:
        is_caption = child.tag == "figcaption" or (pictured and child.tag == "p" and not _has_picture(child))
        (captions if is_caption else others).append(child)
    if not captions:
        return [block] if pictured and all(child.tag == "p" for child in others) else others
    block.blocks = [*others, Block("figcaption", _joined(captions))]
    return [block]


def _closed_table(table: Block) -> list[Block]:
    _drop_empty_rows(table)
    rows = [row for row in table.blocks if row.tag == "tr"]
    cells = [cell for row in rows for cell in row.blocks]
    if not rows:
        return [Block("p", child.spans) for child in table.blocks]
    if len(rows) == 1 or max(len(row.blocks) for row in rows) == 1 or any(_arranges(cell) for cell in cells):
        blocks = [Block("p", child.spans) for child in table.blocks if child.tag == "caption"]
        return blocks + [block for cell in cells for block in cell.blocks if not _is_gutter(block)]
    table.blocks.sort(key=lambda child: child.tag == "tr")  # the caption first
    return [table]


def _drop_empty_rows(table: Block) -> None:
    rows = [row for row in table.blocks if row.tag == "tr"]
    cells = [cell for row in rows for cell in row.blocks]
    if any(cell.blocks for cell in cells) and any("rowspan" in cell.attributes for cell in cells):
        return  # a cell may continue in an empty row
    table.blocks = [child for child in table.blocks if child.tag != "tr" or any(cell.blocks for cell in child.blocks)]


def _arranges(cell: Block) -> bool:
    """Tell whether a cell holds so much that its table arranges parts of the page, and is rendered as blocks."""
    if any(block.tag not in ("p", "ul", "ol", "dl") for block in _inside(cell.blocks)):
        return True
    return sum(len(span.text) for block in leaves(cell.blocks) for span in block.spans) > _MAX_CELL_CHARACTERS


def _is_gutter(block: Block) -> bool:
    """Tell whether a block of code holds the line numbers beside another one."""
    if block.tag != "pre":
        return False
    lines = block.spans[0].text.split()
    return (
        len(lines) > 1
        and all(line.isdigit() and len(line) < 7 for line in lines)
        and all(int(after) == int(before) + 1 for before, after in itertools.pairwise(lines))
    )


def _inside(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield ``blocks`` and all they hold, but for items and cells, which only group."""
    for block in blocks:
        if block.tag not in ("li", "dt", "dd"):
            yield block
        yield from _inside(block.blocks)


def leaves(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks that hold spans, in document order."""
    for block in blocks:
        if block.blocks:
            yield from leaves(block.blocks)
        elif block.spans:
            yield block


def is_compact(block: Block) -> bool:
    """Tell whether an item or cell is one line of text, perhaps with lists under it."""
    if not block.blocks or block.blocks[0].tag != "p":
        return False
    return all(child.tag in ("ul", "ol") for child in block.blocks[1:])


def _has_picture(block: Block) -> bool:
    return any(span.picture for leaf in leaves([block]) for span in leaf.spans)


def _joined(leaves: Iterable[Block]) -> list[Span]:
    """Return the spans of several leaves as one line, a blank between each two."""
    spans: list[Span] = []
    for leaf in leaves:
        if spans:
            spans.append(Span(" ", ()))
        spans.extend(Span(fold(span.text), span.marks, span.picture) for span in leaf.spans)
    return tidy_line(spans)


def item_numbers(numbered_list: Block) -> list[int]:
    """Return the numbers of the items of an ``ol`` (HTML Living Standard, 4.4.5 and 4.4.8)."""
    attributes = numbered_list.attributes
    step = -1 if "reversed" in attributes else 1
    number = int(attributes.get("start", len(numbered_list.blocks) if step < 0 else 1))
    numbers = []
    for item in numbered_list.blocks:
        number = int(item.attributes.get("value", number))
        numbers.append(max(0, number))  # Markdown has no negative ones
        number += step
    return numbers


def _attributes_of(tag: str, node: HtmlElement) -> dict[str, str]:
    if tag in ("td", "th"):
        spans = {name: _cell_span(node.get(name)) for name in ("colspan", "rowspan")}
        return {name: str(span) for name, span in spans.items() if span > 1}
    if tag == "li":
        return _number_of(node, "value")
    if tag == "ol":
        is_reversed = node.get("reversed") is not None
        return _number_of(node, "start", "" if is_reversed else "1") | ({"reversed": ""} if is_reversed else {})
    return {}


def _number_of(node: HtmlElement, name: str, default: str = "") -> dict[str, str]:
    value = node.get(name, "").strip()
    return {name: str(int(value))} if _is_number(value) and str(int(value)) != default else {}


def _cell_span(value: str | None) -> int:
    value = (value or "").strip()
    if not _is_number(value):
        return 1
    return min(int(value) or _MAX_CELL_SPAN, _MAX_CELL_SPAN)  # zero rows: to the end of the table


def _code_language(node: HtmlElement) -> str:
    """Return the language that a ``pre``, the code in it or the two elements around it name; else ""."""
    inside = node.find("code")
    around = itertools.islice(node.iterancestors(), _MAX_CODE_WRAPPERS)
    for element in (node, *(() if inside is None else (inside,)), *around):
        named = element.get("data-lang") or element.get("data-language")
        names = f"language-{named}" if named else element.get("class") or ""
        found = _LANGUAGE.fullmatch(names) if named else _LANGUAGE.search(names) or _LANGUAGE_BESIDE.search(names)
        if found:
            language = found[1].lower()
            return "" if language in _NO_LANGUAGES else language
    return ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
