"""Render an article's tree as allow-listed HTML, plain text and Markdown.

The tree is read once into a small model of blocks (paragraphs, lists, tables …) that hold spans of text; the three
renderings are writers of that model. What is not in the model, such as scripts, styles, classes and handlers,
cannot come out: the HTML is allow-listed by construction. All decisions (what is empty, what is a layout table)
are made on the model, not on the markup: therefore rendering rendered HTML again changes nothing.
"""

from typing import NamedTuple

from lxml.html import HtmlElement

from newscrawl.dom.render.blocks import Block, read_blocks
from newscrawl.dom.render.html import write_html
from newscrawl.dom.render.images import Image, write_images
from newscrawl.dom.render.markdown import write_markdown
from newscrawl.dom.render.text import write_text
from newscrawl.dom.tree import parse_fragment


class Rendered(NamedTuple):
    """All renderings of one tree."""

    html: str
    text: str
    markdown: str
    images: tuple[Image, ...]


def render(content: HtmlElement | str) -> Rendered:
    """Return all renderings of the inside of an element, or of markup, for the price of reading it once.

    ``html`` is allow-listed markup, one block a line: paragraphs, headings (``h1`` becomes ``h2``), lists, tables,
    quotes, code, figures and inline marks stay, without classes, styles or scripts; links and pictures if their
    address is absolute and http(s). Layout wrappers and layout tables are unwrapped, loose text gets a ``p``, empty
    blocks are dropped. ``images`` are the pictures in document order, each address once.
    """
    blocks = _blocks_of(content)
    return Rendered(write_html(blocks), write_text(blocks), write_markdown(blocks), write_images(blocks))


def render_text(content: HtmlElement | str) -> str:
    """Return plain text: blocks a blank line apart, list items and table rows on lines of their own.

    Cells are separated by tabs. Pictures and their captions are left out.
    """
    return write_text(_blocks_of(content))


def render_markdown(content: HtmlElement | str) -> str:
    """Return GitHub-flavoured Markdown that renders back to what ``render`` gives as ``html``."""
    return write_markdown(_blocks_of(content))


def _blocks_of(content: HtmlElement | str) -> list[Block]:
    return read_blocks(parse_fragment(content) if isinstance(content, str) else content)
