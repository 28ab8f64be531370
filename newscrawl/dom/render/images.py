"""The pictures of an article, with the captions of their figures."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newscrawl.dom.render.blocks import Block
from newscrawl.dom.render.inline_spans import Picture
from newscrawl.dom.render.text import plain_text


class Image(NamedTuple):
    """A picture of the article: absolute address, alternative text, caption with its credit."""

    url: str
    alt: str | None = None
    caption: str | None = None


def write_images(blocks: Iterable[Block]) -> tuple[Image, ...]:
    """Return the pictures in ``blocks`` in document order, each address once."""
    found: dict[str, Image] = {}
    for picture, caption in _pictures(blocks, None):
        found.setdefault(picture.url, Image(picture.url, picture.alt or None, caption))
    return tuple(found.values())


def _pictures(blocks: Iterable[Block], caption: str | None) -> Iterator[tuple[Picture, str | None]]:
    for block in blocks:
        here = caption
        if block.tag == "figure":
            here = next((plain_text(child.spans).strip() for child in block.blocks if child.tag == "figcaption"), None)
        for span in block.spans:
            if span.picture:
                yield span.picture, here
        yield from _pictures(block.blocks, here)
