"""What can be told of a block of a container without reading it: its form, its place, its names, its neighbours.

Each feature is a name that is given or not, such as ``tag:p``, ``ends:sentence`` or ``next:links``. Their weights are
the table ``block_weights.txt``.
"""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from newscrawl.dom.class_names import HUMP, Sign
from newscrawl.dom.content.boxes import LINE_ENDS, STOPS, Box

# Bounds of the classes that an amount falls into, chosen by hand.
_BYTES = (8, 16, 32, 64, 128, 256, 512, 1024)  # of a block
_SHARES = (0.0001, 0.02, 0.1, 0.3, 0.6, 0.9)  # of the prose of the container
_LINK_SHARES = (0.0001, 0.3, 0.9)  # of the bytes of a block
_STOP_SHARES = (0.0001, 0.01, 0.03)  # of its characters
_DIGIT_SHARES = (0.0001, 0.03, 0.1)
_CAPITAL_SHARES = (0.0001, 0.05, 0.15)
_MAX_COUNTED_BLOCKS = 6  # from either end of a container
_MAX_DEPTH = 6  # elements between a block and its container
_MAX_NAMES_CHARACTERS = 300  # of the class and id of an element; hostile pages have longer ones
_NAME_CHARACTERS = range(3, 16)  # of a word in a name
_MAX_READ_CHARACTERS = 1000  # of a block
# Blocks on a path with more of the prose of the container are its text. Chosen by hand: it halves the work.
_MAX_PATH_SHARE = 0.3
# Without a cell, a row would lose its columns, without an item, a list would have a gap, and without a heading, a text
# its name; code and captions have forms of their own.
_JUDGED_TAGS = frozenset("p div section blockquote center address article".split())
_SPARED_TAGS = frozenset({"figure", "figcaption", "table", "ul", "ol", "dl"})  # with all blocks inside them

_QUOTES = tuple('"“„«‘「')
_FORMULA_MARKS = ("$", "\\")
_ADDRESS = re.compile(r"@\w|https?:|www\.")
_DIGIT = re.compile("[0-9]")
_CAPITAL = re.compile("[A-Z]")
_NAME = re.compile("[a-z]+")


class Judged(NamedTuple):
    """A block that may be left out: where it stands, as a number for each path from the container, and its features."""

    box: Box
    path: int
    features: list[str]


class _Block:
    """A box without boxes inside, and what is known of its place."""

    __slots__ = ("box", "is_spared", "outer", "path", "size")

    def __init__(self, box: Box, path: int, outer: tuple[Box, ...], *, is_spared: bool) -> None:
        self.box = box
        self.path = path  # number of the way from the container to it: tags and first classes
        self.outer = outer  # the boxes between the container and it, and itself
        self.is_spared = is_spared  # belongs to the text whatever its features are
        self.size = box.text + box.links


def features_of_blocks(part: Box, kept: Sequence[Box]) -> Iterator[Judged]:
    """Yield those blocks of a container that may be left out, with their features, in document order.

    ``kept`` are the boxes of the container ``part`` that are not left out for another reason, parents first. Cells,
    items, headings, code and captions are not yielded, nor blocks that stand where much of the prose stands.
    """
    blocks, shares, prose = _blocks(part, kept)
    before = 0.0
    for number, block in enumerate(blocks):
        own = max(block.box.own, 0.0)
        if not block.is_spared and shares[block.path] < _MAX_PATH_SHARE * prose:
            yield Judged(
                block.box,
                block.path,
                [
                    *_form(block),
                    f"path:{bisect(_SHARES, shares[block.path] / prose)}",
                    f"start:{min(number, _MAX_COUNTED_BLOCKS)}",
                    f"end:{min(len(blocks) - 1 - number, _MAX_COUNTED_BLOCKS)}",
                    f"before:{bisect(_SHARES, before / prose)}",
                    f"after:{bisect(_SHARES, (prose - before - own) / prose)}",
                    *_names(block),
                    *_neighbour("previous", block, blocks[number - 1] if number else None),
                    *_neighbour("next", block, blocks[number + 1] if number + 1 < len(blocks) else None),
                ],
            )
        before += own


def _blocks(part: Box, kept: Sequence[Box]) -> tuple[list[_Block], list[float], float]:
    """Return the blocks of a container, the prose on each path, and all of it."""
    paths: dict[tuple[int, str, str], int] = {}
    places: dict[Box, tuple[int, tuple[Box, ...], bool]] = {part: (-1, (), False)}
    blocks: list[_Block] = []
    shares: list[float] = []
    for box in kept:
        if box is not part and box.parent in places:
            outer_path, outer, is_spared = places[box.parent]
            style = (box.style or "")[:_MAX_NAMES_CHARACTERS].partition(" ")[0]
            path = paths.setdefault((outer_path, box.tag, style), len(paths))
            if path == len(shares):
                shares.append(0.0)
            outer = (*outer, box) if len(outer) < _MAX_DEPTH else outer
            is_spared = is_spared or box.tag in _SPARED_TAGS or box.sign == Sign.CAPTION
            places[box] = path, outer, is_spared
            if box.is_leaf:
                blocks.append(_Block(box, path, outer, is_spared=is_spared or box.tag not in _JUDGED_TAGS))
                shares[path] += max(box.own, 0.0)
    return blocks, shares, sum(shares) or 1.0


def _form(block: _Block) -> Iterator[str]:
    box = block.box
    text = " ".join(box.runs)[:_MAX_READ_CHARACTERS].strip()
    length = len(text) or 1
    yield f"tag:{box.tag}"
    yield f"bytes:{bisect(_BYTES, block.size)}"
    yield f"links:{bisect(_LINK_SHARES, box.links / (block.size or 1))}"
    yield f"stops:{bisect(_STOP_SHARES, len(STOPS.findall(text)) / length)}"
    yield f"digits:{bisect(_DIGIT_SHARES, len(_DIGIT.findall(text)) / length)}"
    yield f"capitals:{bisect(_CAPITAL_SHARES, len(_CAPITAL.findall(text)) / length)}"
    if text.endswith(LINE_ENDS):
        yield "ends:sentence"
    elif text.endswith((":", "：")):
        yield "ends:colon"
    if text.startswith(_QUOTES):
        yield "starts:quote"
    elif text[:1].islower():
        yield "starts:small-letter"
    elif not text[:1].isalnum() and not text.startswith(_FORMULA_MARKS):
        yield "starts:mark"
    if "?" in text or "？" in text:
        yield "has:question"
    if "|" in text or "©" in text:
        yield "has:bar"
    if _ADDRESS.search(text):
        yield "has:address"
    if box.own > 0:
        yield "is:prose"
        if box.own > box.prose:
            yield "is:told"  # by JSON-LD or the summary


def _names(block: _Block) -> set[str]:
    names = {f"in:{outer.tag}" for outer in block.outer[:-1]}
    for outer in block.outer:
        names |= _words(outer.style or "") | _words(outer.identifier or "")
    return names


@lru_cache(maxsize=4096)
def _words(names: str) -> frozenset[str]:
    """Return the words of a class or id: ``authorBio-2`` gives ``name:author`` and ``name:bio``."""
    words = _NAME.findall(HUMP.sub("-", names[:_MAX_NAMES_CHARACTERS]).lower())
    return frozenset(f"name:{word}" for word in islice(words, 40) if len(word) in _NAME_CHARACTERS)


def _neighbour(side: str, block: _Block, other: _Block | None) -> Iterator[str]:
    if other is None:
        yield f"{side}:none"
        return
    yield f"{side}-tag:{other.box.tag}"
    yield f"{side}-bytes:{bisect(_BYTES, other.size)}"
    if other.path == block.path:
        yield f"{side}:same-path"
    if other.box.parent is block.box.parent:
        yield f"{side}:sibling"
    if other.box.links > other.box.text:
        yield f"{side}:links"
    if other.box.own > 0:
        yield f"{side}:prose"
