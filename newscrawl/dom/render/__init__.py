"""Render an article's tree as allow-listed HTML, plain text and Markdown.

The tree is read once into a small model of blocks (paragraphs, lists, tables …) that hold runs of text; the three
renderings are writers of that model. What is not in the model, such as scripts, styles, classes and handlers,
cannot come out: the HTML is allow-listed by construction. All decisions (what is empty, what is a layout table)
are made on the model, not on the markup: therefore rendering rendered HTML again changes nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import quote, urljoin

from lxml.html import HtmlElement

from newscrawl.dom.render.blocks import Block, is_compact, read_blocks
from newscrawl.dom.render.images import IMAGES, OF_SCRIPTS, Image, picture_address
from newscrawl.dom.render.inline_spans import EDGE, Mark, Picture, Run, grouped, plain
from newscrawl.dom.render.markdown import write_markdown
from newscrawl.dom.tree import parse_fragment

# Most links are absolute; to take one apart and join it again costs as much as to render its line.
_ABSOLUTE = re.compile(r"https?://[A-Za-z0-9_.-]++(?::\d{1,5})?+/[!-~]*+(?<![?#])")
_SAFE = "!#$%&'()*+,/:;=?@[]~"  # of an address, beside letters, digits and "_.-"


class Rendered(NamedTuple):
    """All renderings of one tree."""

    html: str
    text: str
    markdown: str
    images: tuple[Image, ...]


def render(element: HtmlElement) -> Rendered:
    """Return what ``clean_html`` and the other functions return, for the price of reading the tree once."""
    blocks = read_blocks(element)
    return Rendered(write_html(blocks), write_text(blocks), write_markdown(blocks), write_images(blocks))


def absolute(element: HtmlElement, base_url: str) -> None:
    """Make the addresses of links and pictures in ``element`` absolute, in place.

    Pictures that a script would load get their real address as ``src``. An address that cannot be resolved is
    removed.
    """
    for link in element.iter("a"):
        _resolve(link, "href", link.get("href"), base_url)
    for image in element.iter(*IMAGES):
        address = picture_address(image)
        for name in OF_SCRIPTS.intersection(image.keys()):
            del image.attrib[name]
        _resolve(image, "src", address, base_url)


def clean_html(element: HtmlElement) -> str:
    """Return the inside of ``element`` as allow-listed markup, one block a line.

    Paragraphs, headings (``h1`` becomes ``h2``), lists, tables, quotes, code, figures and inline marks stay, without
    classes, styles or scripts; links and pictures if their address is absolute and http(s). Layout wrappers and
    layout tables are unwrapped, loose text gets a ``p``, empty blocks are dropped.
    """
    return write_html(read_blocks(element))


def render_text(content: HtmlElement | str) -> str:
    """Return plain text: blocks a blank line apart, list items and table rows on lines of their own.

    Cells are separated by tabs. Pictures and their captions are left out.
    """
    return write_text(_blocks_of(content))


def render_markdown(content: HtmlElement | str) -> str:
    """Return GitHub-flavoured Markdown that renders back to what ``clean_html`` gives."""
    return write_markdown(_blocks_of(content))


def images_of(element: HtmlElement) -> tuple[Image, ...]:
    """Return the pictures in ``element`` in document order, each address once."""
    return write_images(read_blocks(element))


def _resolve(node: HtmlElement, name: str, address: str | None, base_url: str) -> None:
    if not address:
        return
    address = address.strip()
    try:
        node.set(name, address if _ABSOLUTE.fullmatch(address) else quote(urljoin(base_url, address), safe=_SAFE))
    except ValueError:  # "http://[" and the like
        node.attrib.pop(name, None)


def _blocks_of(content: HtmlElement | str) -> list[Block]:
    return read_blocks(parse_fragment(content) if isinstance(content, str) else content)


def write_html(blocks: Iterable[Block]) -> str:
    """Return blocks as allow-listed markup, one a line."""
    return "\n".join(map(_html, blocks))


def write_text(blocks: Iterable[Block]) -> str:
    """Return blocks as plain text, an empty line between each two."""
    return "\n\n".join(filter(None, map(_text, blocks)))


def write_images(blocks: Iterable[Block]) -> tuple[Image, ...]:
    """Return the pictures in blocks, each address once, with the captions of their figures."""
    found: dict[str, Image] = {}
    for picture, caption in _pictures(blocks, None):
        found.setdefault(picture.url, Image(picture.url, picture.alt or None, caption))
    return tuple(found.values())


def _pictures(blocks: Iterable[Block], caption: str | None) -> Iterator[tuple[Picture, str | None]]:
    for block in blocks:
        here = caption
        if block.tag == "figure":
            here = next((plain(child.runs) for child in block.blocks if child.tag == "figcaption"), None)
        for run in block.runs:
            if run.picture:
                yield run.picture, here
        yield from _pictures(block.blocks, here)


def _text(block: Block) -> str:
    tag = block.tag
    if tag == "figcaption":
        return ""
    if tag == "table":
        return "\n".join(filter(None, (_text_row(row) for row in block.blocks)))
    if not block.blocks:
        return _trimmed(plain(block.runs)) if tag != "pre" else block.runs[0].text
    gap = "\n\n" if tag in ("blockquote", "figure") else "\n"
    return gap.join(filter(None, (_text(child) for child in block.blocks)))


def _trimmed(text: str) -> str:
    """Trim lines: beside a picture that is not shown they may end in blanks."""
    return "\n".join(filter(None, (line.strip(EDGE) for line in text.split("\n"))))


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
    if block.tag in ("li", "td", "th", "dt", "dd") and is_compact(block):
        return _html_runs(block.blocks[0].runs) + "".join(_html(child) for child in block.blocks[1:])
    if block.tag == "figure":
        return "".join(
            _html_runs(child.runs) if all(run.picture for run in child.runs or [Run("", ())]) else _html(child)
            for child in block.blocks
        )
    return "".join(_html(child) for child in block.blocks)


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
    if len(runs) == 1 and not runs[0].marks:  # most lines
        return _html_run(runs[0])
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


def _nested(runs: Sequence[Run], write: Callable[[Run], str], wrap: Callable[[Mark, str], str], depth: int = 0) -> str:
    """Write runs with their marks nested, a mark that neighbours share opened once."""
    parts: list[str] = []
    for mark, group in grouped(runs, depth):
        if mark is None:
            parts.extend(map(write, group))
        else:
            parts.append(wrap(mark, _nested(group, write, wrap, depth + 1)))
    return "".join(parts)
