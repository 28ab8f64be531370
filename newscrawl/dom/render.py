"""Render an article's tree as allow-listed HTML, plain text and Markdown.

The tree is read once into a small model of blocks (paragraphs, lists, tables …) that hold runs of text; the three
renderings are writers of that model. What is not in the model, such as scripts, styles, classes and handlers,
cannot come out: the HTML is allow-listed by construction. All decisions (what is empty, what is a layout table)
are made on the model, not on the markup: therefore rendering rendered HTML again changes nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby, pairwise
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom.tree import INVISIBLE_TAGS, parse_fragment

Mark = tuple[str, str]  # tag and, of a link, its address

_MARKS = {
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
}
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
_CONTAINERS = frozenset({"ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "th", "td", "blockquote", "figure"})
_FRAMED = _CONTAINERS | set(_HEADINGS) | {"caption", "figcaption"}
_WRAPPERS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "address",
        "form",
        "fieldset",
        "legend",
        "center",
        "details",
        "summary",
        "body",
        "html",
        "thead",
        "tbody",
        "tfoot",
        "hgroup",
        "menu",
        "dir",
        "search",
        "dialog",
    ]
)
_SKIPPED = INVISIBLE_TAGS | frozenset(
    [
        "select",
        "option",
        "datalist",
        "textarea",
        "button",
        "audio",
        "video",
        "canvas",
        "map",
        "embed",
        "applet",
        "frame",
        "frameset",
        "noframes",
        "annotation",
        "annotation-xml",
        "colgroup",
    ]
)
_IMAGES = frozenset({"img", "amp-img"})

# What may stand directly in these containers; anything else is put into the chain of containers it lacks.
_ACCEPTED = {
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd"}),
    "table": frozenset({"tr", "caption"}),
    "tr": frozenset({"td", "th"}),
}
_MISSING = {"ul": ("li",), "ol": ("li",), "dl": ("dd",), "table": ("tr", "td"), "tr": ("td",)}
_ORPHANS = {"li": "ul", "dt": "dl", "dd": "dl"}
_STRUCTURAL = frozenset({"li", "dt", "dd", "tr", "td", "th", "caption"})
_ONLY_INSIDE = {"tr": "table", "caption": "table", "td": "tr", "th": "tr"}

_FIGURE_CLASSES = frozenset({"wp-caption", "wp-block-image", "image-with-caption", "captioned-image"})
_CAPTION_CLASSES = frozenset(
    [
        "wp-caption-text",
        "wp-caption-dd",
        "wp-element-caption",
        "image-caption",
        "img-caption",
        "photo-caption",
        "picture-caption",
        "figure-caption",
        "media-caption",
        "article-image-caption",
    ]
)

_MAX_DEPTH = 30  # containers within containers that are kept; deeper ones are unwrapped
_MAX_HEADING = 300  # characters; a longer "heading" is prose in an unclosed tag
_MAX_CELL = 800  # characters; a table with a longer cell arranges a page
_MAX_SPAN = 50

_EDGE = " \u3000\u00a0"
_IDEOGRAPH = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_CJK_LINE_END = re.compile(f"(?<=[{_IDEOGRAPH}])[ \t\r\f]*+\n[ \t\n\r\f]*+(?=[{_IDEOGRAPH}])")
_SPACES = re.compile("[ \t\n\r\f]++")
_INDENT = re.compile(" ?(?:\u3000|\u00a0\u00a0)")
_BLANK_LINES = re.compile(r"\A(?:[ \t]*+\n)++")
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad")

_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_LAZY_ADDRESSES = (
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-lazyload",
    "data-actualsrc",
    "data-original-src",
    "data-original-mos",
    "data-orig-file",
    "data-hi-res-src",
    "data-full-src",
    "data-url",
    "data-echo",
    "data-ks-lazyload",
    "ajax",
    "zoomfile",
    "file",
)
_SOURCE_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_PLACEHOLDER = re.compile(
    r"(?:^|/)(?:(?:blank|spacer?|loading|lazy(?:load|img)?|placeholder|transparent|missing-image|gr[ae]y|none)"
    r"\.(?:gif|png|svg)|(?:1x1|dot|pixel|clear)\.gif)(?:$|[?#])",
    re.IGNORECASE,
)


class Picture(NamedTuple):
    """A picture in running text."""

    url: str
    alt: str
    title: str


class CaptionedImage(NamedTuple):
    """A picture of an article, its alternative text and its caption; ``None`` where there is none."""

    url: str
    alt: str | None
    caption: str | None


class Run(NamedTuple):
    """A stretch of text, a line break (``"\\n"``) or a picture, and the marks around it, outermost first."""

    text: str
    marks: tuple[Mark, ...]
    picture: Picture | None = None


@dataclass(slots=True)
class Block:
    """One block of an article: a leaf holds ``runs``, a container holds ``blocks``."""

    tag: str
    runs: list[Run] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    implied: bool = False  # not in the markup, opened for what stood outside of its container


class Rendered(NamedTuple):
    """All renderings of one tree."""

    html: str
    text: str
    markdown: str
    images: tuple[CaptionedImage, ...]


def render(element: HtmlElement) -> Rendered:
    """Return what ``clean_html`` and the other functions return, for the price of reading the tree once."""
    blocks = read_blocks(element)
    return Rendered(_write_html(blocks), _write_text(blocks), _markdown_blocks(blocks), _write_images(blocks))


def absolute(element: HtmlElement, base_url: str) -> None:
    """Make the addresses of links and pictures in ``element`` absolute, in place.

    Pictures that a script would load get their real address as ``src``. An address that cannot be resolved is
    removed.
    """
    for link in element.iter("a"):
        _resolve(link, "href", link.get("href"), base_url)
    for image in element.iter(*_IMAGES):
        address = _picture_address(image)
        for name in (*_LAZY_ADDRESSES, *_SOURCE_SETS):
            image.attrib.pop(name, None)
        _resolve(image, "src", address, base_url)


def clean_html(element: HtmlElement) -> str:
    """Return the inside of ``element`` as allow-listed markup, one block a line.

    Paragraphs, headings (``h1`` becomes ``h2``), lists, tables, quotes, code, figures and inline marks stay, without
    classes, styles or scripts; links and pictures if their address is absolute and http(s). Layout wrappers and
    layout tables are unwrapped, loose text gets a ``p``, empty blocks are dropped.
    """
    return _write_html(read_blocks(element))


def render_text(content: HtmlElement | str) -> str:
    """Return plain text: blocks a blank line apart, list items and table rows on lines of their own.

    Cells are separated by tabs. Pictures and their captions are left out.
    """
    return _write_text(_blocks_of(content))


def render_markdown(content: HtmlElement | str) -> str:
    """Return GitHub-flavoured Markdown that renders back to what ``clean_html`` gives."""
    return _markdown_blocks(_blocks_of(content))


def images_of(element: HtmlElement) -> tuple[CaptionedImage, ...]:
    """Return the pictures in ``element`` in document order, each address once."""
    return _write_images(read_blocks(element))


def read_blocks(element: HtmlElement) -> list[Block]:
    """Read the inside of ``element`` into blocks."""
    reader = _Reader()
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            if node.tag in _SKIPPED:
                reader.skip(node)
                walk.skip_subtree()
                continue
            reader.open(node)
            reader.text(node.text)
            continue
        if event == "end" and node.tag not in _SKIPPED:
            reader.close(node)
        if node is not element:
            reader.text(node.tail)
    return reader.finish()


# Reading


class _Reader:
    def __init__(self) -> None:
        self._stack = [Block("root")]
        self._framed: list[bool] = []  # of the open elements that may have a frame: have they one?
        self._marks: tuple[Mark, ...] = ()
        self._outer_marks: list[tuple[Mark, ...]] = []
        self._leaf: list[Run] = []
        self._code: list[str] | None = None
        self._code_depth = 0
        self._code_pictures: list[Run] = []
        self._last_address = ""

    def open(self, node: HtmlElement) -> None:
        tag = node.tag
        if tag in _MARKS:
            self._outer_marks.append(self._marks)
            self._add_mark(_MARKS[tag], node)
        elif tag in _IMAGES:
            self._image(node)
        elif tag == "br":
            self._line_break()
        elif tag == "pre":
            self._open_code()
        elif tag in _FRAMED or (tag in _WRAPPERS and self._is_figure_part(node)):
            self._open_frame(node)
        elif tag in _WRAPPERS:
            self._boundary()
        elif tag == "hr":
            self._rule()

    def close(self, node: HtmlElement) -> None:
        tag = node.tag
        if tag in _MARKS:
            self._marks = self._outer_marks.pop()
        elif tag == "pre":
            self._close_code()
        elif tag in _FRAMED or (tag in _WRAPPERS and self._is_figure_part(node)):
            self._boundary()
            if self._framed.pop():
                self._close_frame()
        elif tag in _WRAPPERS:
            self._boundary()

    def text(self, text: str | None) -> None:
        if not text:
            return
        if self._code is not None:
            self._code.append(text)
        elif self._leaf or not text.isspace():
            self._add(Run(_fold(text), self._marks))

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

    def _add(self, run: Run) -> None:
        if not self._leaf:
            self._make_room("p")
        self._leaf.append(run)

    def _add_mark(self, tag: str, node: HtmlElement) -> None:
        address = _web_address(node.get("href")) if tag == "a" else ""
        if (tag == "a" and not address) or any(tag == known for known, _ in self._marks):
            return
        self._marks = (*self._marks, (tag, address))

    def _image(self, node: HtmlElement) -> None:
        if "emoji" in node.get("class", "") or "wp-smiley" in node.get("class", ""):
            self.text(node.get("alt"))
            return
        address = _web_address(_picture_address(node))
        if not address or address == self._last_address or _is_pixel(node):
            return
        self._last_address = address
        alt, title = (_fold(node.get(name, "")).strip(_EDGE) for name in ("alt", "title"))
        picture = Picture(address, alt, title)
        if self._code is not None:
            self._code_pictures.append(Run("", (), picture))
        else:
            self._add(Run("", self._marks, picture))

    def _line_break(self) -> None:
        if self._code is not None:
            self._code.append("\n")
        elif self._leaf:
            self._leaf.append(Run("\n", ()))

    def _rule(self) -> None:
        self._boundary()
        if self._code is None and self._stack[-1].tag in ("root", "blockquote"):
            self._stack[-1].blocks.append(Block("hr"))

    def _open_code(self) -> None:
        self._boundary()
        self._code_depth += 1
        if self._code is None:
            self._make_room("pre")
            self._code = []

    def _close_code(self) -> None:
        self._code_depth -= 1
        if self._code_depth or self._code is None:
            self._boundary()
            return
        code = _BLANK_LINES.sub("", "".join(self._code).replace("\r\n", "\n").replace("\r", "\n")).rstrip()
        self._code = None
        if not _is_blank(code):
            self._stack[-1].blocks.append(Block("pre", [Run(code, ())]))
        self._leaf, self._code_pictures = self._code_pictures, []
        self._boundary()

    def _is_figure_part(self, node: HtmlElement) -> bool:
        names = node.get("class")
        return bool(names) and not (_FIGURE_CLASSES | _CAPTION_CLASSES).isdisjoint(names.split())

    def _open_frame(self, node: HtmlElement) -> None:
        self._boundary()
        tag = node.tag
        if tag not in _FRAMED:
            tag = "figure" if not _FIGURE_CLASSES.isdisjoint(node.get("class", "").split()) else "figcaption"
        room = self._code is None and len(self._stack) < _MAX_DEPTH and self._make_room(tag)
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
            self._stack[-1].blocks.extend(Block("p", runs) for runs in _paragraphs(self._leaf))
            self._leaf = []

    def _make_room(self, tag: str) -> bool:
        """Open or close implied containers until the top one takes ``tag``; false if none ever will."""
        if self._stack[-1].tag not in _ACCEPTED and tag not in _STRUCTURAL:
            return True
        accepting = next((block for block in self._implied() if tag in _ACCEPTED.get(block.tag, ())), None)
        while accepting and self._stack[-1] is not accepting:
            self._pop()
        if tag in _ONLY_INSIDE and not accepting:
            return self._stack[-1].tag == "table" and self._open_implied("tr")
        if not accepting:
            while self._stack[-1].implied and self._stack[-1].tag in _ACCEPTED:
                self._pop()
            for missing in _MISSING.get(self._stack[-1].tag, ()):
                self._open_implied(missing)
        if tag in _ORPHANS and not accepting:
            self._open_implied(_ORPHANS[tag])
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


def _closed(block: Block, parent: str) -> list[Block]:
    """Return what a container comes to once all of it is read: itself, its contents, or nothing."""
    tag = block.tag
    if tag in _HEADINGS:
        return _closed_heading(block)
    if tag in ("caption", "figcaption"):
        return _closed_caption(block, parent)
    if tag == "figure":
        return _closed_figure(block)
    if tag == "table":
        return _closed_table(block)
    if tag == "tr":
        return [block] if any(cell.blocks for cell in block.blocks) else []
    if tag == "dt" and any(child.tag != "p" for child in block.blocks):
        block.tag = "dd"  # HTML has no blocks in terms
    return [block] if block.blocks or tag in ("td", "th") else []


def _closed_heading(block: Block) -> list[Block]:
    runs = _joined(block.blocks)
    text = "".join(run.text for run in runs)
    if any(child.tag != "p" for child in block.blocks) or _is_blank(text) or len(text) > _MAX_HEADING:
        return block.blocks
    return [Block(_HEADINGS[block.tag], runs)]


def _closed_caption(block: Block, parent: str) -> list[Block]:
    runs = _joined(_leaves(block.blocks))
    if not runs:
        return []
    caption = Block(block.tag, runs)
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
    rows = [row for row in table.blocks if row.tag == "tr"]
    cells = [cell for row in rows for cell in row.blocks]
    if not rows:
        return [Block("p", child.runs) for child in table.blocks]
    if len(rows) == 1 or max(len(row.blocks) for row in rows) == 1 or any(_arranges(cell) for cell in cells):
        blocks = [Block("p", child.runs) for child in table.blocks if child.tag == "caption"]
        return blocks + [block for cell in cells for block in cell.blocks if not _is_gutter(block)]
    table.blocks.sort(key=lambda child: child.tag == "tr")  # the caption first
    return [table]


def _arranges(cell: Block) -> bool:
    if any(block.tag not in ("p", "ul", "ol", "dl") for block in _inside(cell.blocks)):
        return True
    return sum(len(run.text) for block in _leaves(cell.blocks) for run in block.runs) > _MAX_CELL


def _is_gutter(block: Block) -> bool:
    """Tell whether a block of code holds the line numbers beside another one."""
    if block.tag != "pre":
        return False
    lines = block.runs[0].text.split()
    return (
        len(lines) > 1
        and all(line.isdigit() and len(line) < 7 for line in lines)
        and all(int(after) == int(before) + 1 for before, after in pairwise(lines))
    )


def _inside(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield ``blocks`` and all they hold, but for items and cells, which only group."""
    for block in blocks:
        if block.tag not in ("li", "dt", "dd"):
            yield block
        yield from _inside(block.blocks)


def _leaves(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.blocks:
            yield from _leaves(block.blocks)
        elif block.runs:
            yield block


def _has_picture(block: Block) -> bool:
    return any(run.picture for leaf in _leaves([block]) for run in leaf.runs)


def _joined(leaves: Iterable[Block]) -> list[Run]:
    """Return the runs of several leaves as one line, a blank between each two."""
    runs: list[Run] = []
    for leaf in leaves:
        if runs:
            runs.append(Run(" ", ()))
        runs.extend(Run(_fold(run.text), run.marks, run.picture) for run in leaf.runs)
    return _tidy_line(runs)


def _attributes_of(tag: str, node: HtmlElement) -> dict[str, str]:
    if tag in ("td", "th"):
        spans = {name: _span(node.get(name)) for name in ("colspan", "rowspan")}
        return {name: str(span) for name, span in spans.items() if span > 1}
    start = node.get("start", "").strip() if tag == "ol" else ""
    return {"start": str(int(start))} if _is_number(start) and int(start) != 1 else {}


def _span(value: str | None) -> int:
    value = (value or "").strip()
    return min(int(value), _MAX_SPAN) if _is_number(value) else 1


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


# Text


def _fold(text: str) -> str:
    """Fold white space as a browser does, but join lines of Chinese and Japanese without a blank."""
    if "\n" in text:
        text = _CJK_LINE_END.sub("", text)
    return _SPACES.sub(" ", text)


def _is_blank(text: str) -> bool:
    return not text or (not text.isascii() and not text.translate(_INVISIBLE).strip()) or text.isspace()


def _paragraphs(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Split at empty lines and before indented ones, which is how pages without ``p`` mark paragraphs."""
    if len(runs) == 1:
        if line := _tidy_line(runs):
            yield line
        return
    paragraph: list[Run] = []
    for is_break, group in groupby(runs, key=lambda run: run.text == "\n"):
        line = list(group)
        if is_break:
            if len(line) > 1 and paragraph:
                yield paragraph
                paragraph = []
            continue
        if paragraph and line[0].text and _INDENT.match("".join(run.text for run in line[:3])):
            yield paragraph
            paragraph = []
        tidy = _tidy_line(line)
        if not tidy:
            if paragraph:
                yield paragraph
            paragraph = []
            continue
        if paragraph:
            paragraph.append(Run("\n", _common(paragraph[-1].marks, tidy[0].marks)))
        paragraph.extend(tidy)
    if paragraph:
        yield paragraph


def _tidy_line(runs: Sequence[Run]) -> list[Run]:
    """Fold blanks across runs, trim the ends, take blanks out of marks at their ends, merge equal marks."""
    if len(runs) == 1 and not runs[0].picture:  # most lines: all that follows comes to this
        text = runs[0].text.strip(_EDGE)
        return [] if _is_blank(text) else [Run(text, runs[0].marks)]
    line: list[Run] = []
    for run in runs:
        text = run.text
        if not run.picture:
            if not line:
                text = text.lstrip(_EDGE)
            elif text.startswith(" ") and line[-1].text.endswith(" "):
                text = text[1:]
            if not text:
                continue
        line.append(Run(text, run.marks, run.picture))
    while line and not line[-1].picture:
        last = line.pop()
        if text := last.text.rstrip(_EDGE):
            line.append(Run(text, last.marks))
            break
    if not any(run.picture for run in line) and _is_blank("".join(run.text for run in line)):
        return []
    return _merged(_blanks_apart(line) if any(run.marks for run in line) else line)


def _blanks_apart(line: Sequence[Run]) -> list[Run]:
    parts: list[Run] = []
    for run in line:
        body = run.text.strip(" ")
        if run.picture or (body and body == run.text):
            parts.append(run)
            continue
        if run.text.startswith(" "):
            parts.append(Run(" ", ()))
        if body:
            parts.append(Run(body, run.marks))
            if run.text.endswith(" "):
                parts.append(Run(" ", ()))
    for index in range(1, len(parts) - 1):
        if parts[index].text == " ":
            parts[index] = Run(" ", _common(parts[index - 1].marks, parts[index + 1].marks))
    return parts


def _merged(line: Sequence[Run]) -> list[Run]:
    merged: list[Run] = []
    for (marks, is_picture), group in groupby(line, key=lambda run: (run.marks, bool(run.picture))):
        if is_picture:
            merged.extend(group)
        else:
            merged.append(Run("".join(run.text for run in group), marks))
    return merged


def _common(first: tuple[Mark, ...], second: tuple[Mark, ...]) -> tuple[Mark, ...]:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return first[:length]


# Addresses


def _web_address(address: str | None) -> str:
    """Return an absolute http(s) address without white space, or nothing."""
    address = (address or "").strip()
    if not _WEB.match(address):
        return ""
    return "".join(address.split("\n")).replace("\t", "").replace("\r", "").replace(" ", "%20")


def _resolve(node: HtmlElement, name: str, address: str | None, base_url: str) -> None:
    if not address:
        return
    try:
        node.set(name, urljoin(base_url, address.strip()))
    except ValueError:  # "http://[" and the like
        node.attrib.pop(name, None)


def _picture_address(image: HtmlElement) -> str:
    """Return the address a script would load, the widest of a set, or ``src``, in this order; else ""."""
    addresses = [image.get(name) for name in _LAZY_ADDRESSES]
    addresses += [_widest(image.get(name)) for name in _SOURCE_SETS[:2]]
    addresses.append(image.get("src"))
    addresses.append(_widest(image.get("srcset")))
    # Not only the parent: libxml2 does not know that a source has no end tag and puts the picture into it.
    for picture in image.iterancestors("picture"):
        addresses += [_widest(source.get(name)) for source in picture.iter("source") for name in _SOURCE_SETS]
    return next((address.strip() for address in addresses if address and _is_real(address.strip())), "")


def _is_real(address: str) -> bool:
    return bool(address) and address[:5].lower() != "data:" and not _PLACEHOLDER.search(address[-200:])


def _widest(source_set: str | None) -> str:
    """Return the candidate with the largest descriptor of a ``srcset`` (HTML Living Standard, 4.8.4.2.1)."""
    best, best_size = "", -1.0
    for candidate in (source_set or "").replace(",\n", ", ").split(", "):
        address, _, descriptor = candidate.strip().rstrip(",").partition(" ")
        try:
            size = float(descriptor.strip()[:-1] or 0)
        except ValueError:
            size = 0.0
        if address and size > best_size:
            best, best_size = address, size
    return best


def _is_pixel(image: HtmlElement) -> bool:
    return image.get("width", "").strip() in ("0", "1") or image.get("height", "").strip() in ("0", "1")


# Writing


def _blocks_of(content: HtmlElement | str) -> list[Block]:
    return read_blocks(parse_fragment(content) if isinstance(content, str) else content)


def _write_html(blocks: Iterable[Block]) -> str:
    return "\n".join(map(_html, blocks))


def _write_text(blocks: Iterable[Block]) -> str:
    return "\n\n".join(filter(None, map(_text, blocks)))


def _write_images(blocks: Iterable[Block]) -> tuple[CaptionedImage, ...]:
    found: dict[str, CaptionedImage] = {}
    for picture, caption in _pictures(blocks, None):
        found.setdefault(picture.url, CaptionedImage(picture.url, picture.alt or None, caption))
    return tuple(found.values())


def _pictures(blocks: Iterable[Block], caption: str | None) -> Iterator[tuple[Picture, str | None]]:
    for block in blocks:
        here = caption
        if block.tag == "figure":
            here = next((_plain(child.runs) for child in block.blocks if child.tag == "figcaption"), None)
        for run in block.runs:
            if run.picture:
                yield run.picture, here
        yield from _pictures(block.blocks, here)


def _plain(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def _text(block: Block) -> str:
    tag = block.tag
    if tag == "figcaption":
        return ""
    if tag == "table":
        return "\n".join(filter(None, (_text_row(row) for row in block.blocks)))
    if not block.blocks:
        return _trimmed(_plain(block.runs)) if tag != "pre" else block.runs[0].text
    gap = "\n\n" if tag in ("blockquote", "figure") else "\n"
    return gap.join(filter(None, (_text(child) for child in block.blocks)))


def _trimmed(text: str) -> str:
    """Trim lines: beside a picture that is not shown they may end in blanks."""
    return "\n".join(filter(None, (line.strip(_EDGE) for line in text.split("\n"))))


def _text_row(row: Block) -> str:
    if row.tag == "caption":
        return _text(row)
    cells = [" ".join(filter(None, map(_text, cell.blocks))).replace("\n", " ") for cell in row.blocks]
    return "\t".join(cells) if any(cells) else ""


def _html(block: Block) -> str:
    tag = block.tag
    if tag == "hr":
        return "<hr>"
    if tag == "pre":
        return f"<pre>{escape(block.runs[0].text, quote=False)}</pre>"
    attributes = "".join(f' {name}="{value}"' for name, value in block.attributes.items())
    return f"<{tag}{attributes}>{_html_inside(block)}</{tag}>"


def _html_inside(block: Block) -> str:
    if block.runs:
        return _html_runs(block.runs)
    if block.tag == "table":
        return _html_table(block)
    if block.tag in ("li", "td", "th", "dt", "dd") and _is_compact(block):
        return _html_runs(block.blocks[0].runs) + "".join(_html(child) for child in block.blocks[1:])
    if block.tag == "figure":
        return "".join(
            _html_runs(child.runs) if all(run.picture for run in child.runs or [Run("", ())]) else _html(child)
            for child in block.blocks
        )
    return "".join(_html(child) for child in block.blocks)


def _is_compact(block: Block) -> bool:
    """Tell whether an item or cell is one line of text, perhaps with lists under it."""
    if not block.blocks or block.blocks[0].tag != "p":
        return False
    return all(child.tag in ("ul", "ol") for child in block.blocks[1:])


def _html_table(table: Block) -> str:
    parts = [_html(child) for child in table.blocks if child.tag == "caption"]
    rows = [row for row in table.blocks if row.tag == "tr"]
    heads = _head_rows(rows)
    for tag, group in (("thead", rows[:heads]), ("tbody", rows[heads:])):
        if group:
            parts.append(f"<{tag}>{''.join(_html(row) for row in group)}</{tag}>")
    return "".join(parts)


def _head_rows(rows: Sequence[Block]) -> int:
    heads = 0
    while heads < len(rows) and all(cell.tag == "th" for cell in rows[heads].blocks):
        heads += 1
    return heads


def _html_runs(runs: Sequence[Run]) -> str:
    return _nested(runs, _html_run, _html_mark)


def _html_run(run: Run) -> str:
    if run.picture:
        url, alt, title = (escape(part) for part in run.picture)
        return f'<img src="{url}" alt="{alt}"' + (f' title="{title}">' if title else ">")
    return "<br>" if run.text == "\n" else escape(run.text, quote=False)


def _html_mark(mark: Mark, inside: str) -> str:
    tag, address = mark
    opening = f'a href="{escape(address)}"' if tag == "a" else tag
    return f"<{opening}>{inside}</{tag}>"


def _nested(runs: Iterable[Run], write: Callable[[Run], str], wrap: Callable[[Mark, str], str], depth: int = 0) -> str:
    """Write runs with their marks nested, a mark that neighbours share opened once."""
    parts: list[str] = []
    for mark, group in groupby(runs, key=lambda run: run.marks[depth] if len(run.marks) > depth else None):
        if mark is None:
            parts.extend(write(run) for run in group)
        else:
            parts.append(wrap(mark, _nested(group, write, wrap, depth + 1)))
    return "".join(parts)


# Markdown: CommonMark 0.31.2 with the tables and strikethrough of GitHub Flavored Markdown 0.29

_SPECIAL = re.compile(r"[\\`*\[\]<>~]|(?<![^\W_])_|_(?![^\W_])|&(?=[#\w])")
_SPECIAL_START = re.compile(r"(?m)^(?:[+\-=|:]|#{1,6}(?=\s|$))|^(\d{1,9})([.)])(?=\s|$)")
_FENCES = re.compile("`{1,1000}")
_ESCAPED_IN_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C"})
_DELIMITERS = {"em": "*", "strong": "**", "del": "~~", "s": "~~"}


def _markdown_blocks(blocks: Iterable[Block]) -> str:
    parts: list[str] = []
    before = ""
    for block in blocks:
        if block.tag in ("ul", "ol") and before == block.tag:
            parts.append("<!-- -->")  # else the two lists would be one
        if text := _markdown(block):
            parts.append(text)
            before = block.tag
    return "\n\n".join(parts)


def _markdown(block: Block) -> str:
    tag = block.tag
    if tag == "hr":
        return "---"
    if tag == "pre":
        return _markdown_code(block.runs[0].text)
    if tag == "figcaption":
        return _markdown_line([_emphasised(run) for run in block.runs])
    if tag in _HEADINGS:
        text = _markdown_line(block.runs)
        return "#" * int(tag[1]) + " " + (text[:-1] + "\\#" if text.endswith("#") else text)
    if tag in ("ul", "ol"):
        return _markdown_list(block)
    if tag == "table":
        return _markdown_table(block)
    if tag == "dl":
        return "\n\n".join(_markdown(child) for child in block.blocks)
    if tag == "dd":
        return _indented(_markdown_blocks(block.blocks), ": ")
    if block.blocks:
        text = _markdown_blocks(block.blocks)
        return re.sub("(?m)^", "> ", text).replace("> \n", ">\n") if tag == "blockquote" else text
    return _markdown_runs(block.runs)


def _emphasised(run: Run) -> Run:
    return run._replace(marks=(("em", ""), *(mark for mark in run.marks if mark[0] != "em")))


def _markdown_code(code: str) -> str:
    fence = _fence(code, 3)
    return f"{fence}\n{code}\n{fence}"


def _fence(code: str, shortest: int) -> str:
    longest = max((len(run) for run in _FENCES.findall(code)), default=0)
    return "`" * max(shortest, longest + 1)


def _markdown_list(block: Block) -> str:
    loose = any(child.tag not in ("ul", "ol") for item in block.blocks for child in item.blocks[1:])
    number = int(block.attributes.get("start", 1))
    items = []
    for item in block.blocks:
        marker = "- " if block.tag == "ul" else f"{number}. "
        number += 1
        text = _markdown_blocks(item.blocks)
        items.append(_indented(text if loose else text.replace("\n\n", "\n"), marker))
    return ("\n\n" if loose else "\n").join(items)


def _indented(text: str, marker: str) -> str:
    return marker + re.sub(r"\n(?=[^\n])", "\n" + " " * len(marker), text)


def _markdown_table(table: Block) -> str:
    caption = "".join(_markdown_runs(child.runs) + "\n\n" for child in table.blocks if child.tag == "caption")
    rows = [_markdown_cells(row) for row in table.blocks if row.tag == "tr"]
    width = max(len(row) for row in rows)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return caption + "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _markdown_cells(row: Block) -> list[str]:
    cells: list[str] = []
    for cell in row.blocks:
        lines = (_markdown_line(leaf.runs, "<br>") for leaf in _leaves(cell.blocks))
        cells.append("<br>".join(lines).replace("|", "\\|"))
        cells += [""] * (int(cell.attributes.get("colspan", 1)) - 1)
    return cells


def _markdown_line(runs: Sequence[Run], line_break: str = " ") -> str:
    """Write runs where Markdown allows one line only."""
    return _markdown_runs(runs).replace("\\\n", line_break)


def _markdown_runs(runs: Sequence[Run]) -> str:
    text = _markdown_nested(list(runs), 0, "", "")
    return _SPECIAL_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else "\\" + found[0], text)


def _markdown_nested(runs: list[Run], depth: int, before: str, after: str) -> str:
    """Write runs with marks nested; ``before`` and ``after`` are the characters around them."""
    groups = [
        (mark, list(group))
        for mark, group in groupby(runs, key=lambda run: run.marks[depth] if len(run.marks) > depth else None)
    ]
    parts: list[str] = []
    for index, (mark, group) in enumerate(groups):
        left = (_plain(groups[index - 1][1]) or "!")[-1] if index else before
        right = (_plain(groups[index + 1][1]) or "!")[0] if index + 1 < len(groups) else after
        if mark is None:
            parts.extend(_markdown_run(run, right) for run in group)
        elif mark[0] == "code" and not any(run.picture for run in group):
            parts.append(_markdown_inline_code(_plain(group)))
        else:
            inside = _markdown_nested(group, depth + 1, "", "")
            parts.append(_markdown_wrapped(mark, inside, left, right, group[0].marks[:depth]))
    return "".join(parts)


def _markdown_run(run: Run, after: str) -> str:
    if run.picture:
        url, alt, title = run.picture
        quoted = ' "' + title.replace("\\", "\\\\").replace('"', '\\"') + '"' if title else ""
        return f"![{_escaped(alt)}]({_markdown_address(url)}{quoted})"
    if run.text == "\n":
        return "\\\n"
    text = _escaped(run.text)
    return text[:-1] + "\\!" if text.endswith("!") and after else text


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


def _markdown_inline_code(code: str) -> str:
    code = code.replace("\n", " ")
    fence = _fence(code, 1)
    pad = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{fence}{pad}{code}{pad}{fence}"


def _markdown_wrapped(mark: Mark, inside: str, before: str, after: str, outer: tuple[Mark, ...]) -> str:
    tag, address = mark
    if tag == "a":
        return f"[{inside}]({_markdown_address(address)})"
    delimiter = _DELIMITERS.get(tag)
    is_doubled = delimiter == "~~" and any(_DELIMITERS.get(other) == "~~" for other, _ in outer)
    if delimiter and not is_doubled and _flanks(before, inside[0]) and _flanks(after, inside[-1]):
        return delimiter + inside + delimiter
    return f"<{tag}>{inside}</{tag}>"


def _flanks(outside: str, inside: str) -> bool:
    """Tell whether a delimiter between these characters opens or closes emphasis (CommonMark 0.31.2, 6.2)."""
    if inside.isspace():
        return False
    return not _is_punctuation(inside) or not outside or outside.isspace() or _is_punctuation(outside)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _markdown_address(url: str) -> str:
    return url.translate(_ESCAPED_IN_ADDRESS)
