"""The body of an article on its way: parsed once, changed as a tree, and written when somebody asks for it."""

from typing import Self

from lxml.html import HtmlElement

from newscrawl.dom.render.blocks import Block, read_blocks
from newscrawl.dom.render.html import write_html
from newscrawl.dom.render.images import Image, write_images
from newscrawl.dom.render.markdown import write_markdown
from newscrawl.dom.render.text import write_text
from newscrawl.dom.tree import inner_html, parse_fragment


class Body:
    """The inside of an article, as a tree until it is stripped, as blocks from then on.

    ``html``, ``text``, ``markdown`` and ``images`` are written on the first request and kept.
    """

    __slots__ = ("_blocks", "_html", "_images", "_markdown", "_text", "_tree")

    def __init__(
        self, tree: HtmlElement | None = None, *, blocks: list[Block] | None = None, html: str | None = None
    ) -> None:
        self._tree = tree
        self._blocks = blocks
        self._html = html
        self._text: str | None = None
        self._markdown: str | None = None
        self._images: tuple[Image, ...] | None = None

    @classmethod
    def of_markup(cls, html: str) -> Self:
        """Return the body that is written as ``html``; it is parsed when its tree is asked for."""
        return cls(html=html)

    @property
    def is_rendered(self) -> bool:
        """Whether the body consists of blocks, from which text, Markdown and pictures are written, too."""
        return self._blocks is not None

    @property
    def tree(self) -> HtmlElement:
        """The element that holds the body. Whoever changes it makes a new ``Body`` of it."""
        if self._tree is None:
            self._tree = parse_fragment(self.html)
        return self._tree

    @property
    def blocks(self) -> list[Block]:
        """The blocks that the renderer writes down."""
        return read_blocks(self.tree) if self._blocks is None else self._blocks

    @property
    def html(self) -> str:
        """The body as markup: allow-listed if it is rendered, else as it is."""
        if self._html is None:
            self._html = inner_html(self.tree) if self._blocks is None else write_html(self._blocks)
        return self._html

    @property
    def text(self) -> str:
        """The body as plain text."""
        if self._text is None:
            self._text = write_text(self.blocks)
        return self._text

    @property
    def markdown(self) -> str:
        """The body as Markdown."""
        if self._markdown is None:
            self._markdown = write_markdown(self.blocks)
        return self._markdown

    @property
    def images(self) -> tuple[Image, ...]:
        """The pictures of the body, in order."""
        if self._images is None:
            self._images = write_images(self.blocks)
        return self._images

    def rendered(self) -> "Body":
        """Return the body as blocks: what the renderer keeps of its tree."""
        return Body(blocks=self.blocks)

    def is_written_as(self, html: str) -> bool:
        """Tell whether ``html`` is what this body has been written as."""
        return self._html == html
