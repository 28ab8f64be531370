"""Undo mojibake: text that was written in one charset and read in another.

Mix-ups of the multibyte charsets of East Asia come first (``multibyte``); ftfy, which knows UTF-8 read as single-byte
charsets, would destroy them. Everything is decided for one line at a time, or for a part of a line between sound parts;
but what most lines of a page have been through, its titles, tags and other short lines have been through, too. Sound
text comes back as it was, and a text about mojibake keeps its examples.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from newscrawl.text.mojibake import suspicion
from newscrawl.text.mojibake.irreparable import beyond_repair
from newscrawl.text.mojibake.lines import RepairedLine, repair_block, repair_line, repair_short
from newscrawl.text.mojibake.multibyte import Mixup
from newscrawl.text.repaired import Repaired, merge

__all__ = ["Mojibake", "Undone", "beyond_repair", "undo_mojibake", "undo_page", "undo_run"]

# Damaged lines are read one by one up to here, the rest of the page in blocks, by the mix-up of those before. No page
# of news is so long (chosen by hand).
_MAX_CHARACTERS_ONE_BY_ONE = 40_000
_MIN_CHARACTERS_OF_LINE = 50  # a shorter line takes as long as one of that many; by hand
# Suspicious lines in which nothing is found take up to 0.1 ms a character. Pages about mojibake have fewer of them.
_MAX_CHARACTERS_IN_VAIN = 3_000
# A longer line is read in pieces: what is found in one of them holds for it alone. No paragraph is so long (by hand).
_MAX_PIECE_CHARACTERS = 5_000
_MAX_PIECE_OVERHANG_CHARACTERS = 500  # at its end, in which an ASCII character is looked for; by hand
_ASCII = re.compile("[ -~]")
_MIN_FLOOD_SHARE = 0.2  # of the page in lines that still look damaged, from which it is given up; by hand
_BLOCK_LINES = 40
# A line that has been read in all charsets took so many times as long as one whose mix-up was known or plain.
_COST_OF_SEARCH = 8
# A mix-up is the page's own from that many characters on: a headline.
_MIN_USUAL_CHARACTERS = 8


class Mojibake(NamedTuple):
    """What a page shows of mojibake: the mix-up that most of it has been through, if one can be named.

    ``is_long``: there is more of it than is read line by line. ``is_flood``: there is, and some is left.
    """

    usual: Mixup | None
    is_long: bool = False
    is_flood: bool = False


class Undone(NamedTuple):
    """A page whose mojibake is undone, and what it has shown; ``None`` if nothing."""

    repaired: Repaired
    mojibake: Mojibake | None


def undo_mojibake(text: str) -> Repaired:
    """Undo what reading in wrong charsets did to ``text``, a page or a single run of text.

    Takes 0.1 ms for 4,000 characters of sound text. Where the wrong charset lost bytes, only what is certain is
    restored; the rest becomes U+FFFD.

    >>> undo_mojibake("µç×Ó·¢ÉÕÓÑÍø").text
    '电子发烧友网'
    >>> undo_mojibake("4.7 kÎ© Â±5 %").steps[0].rule
    'mojibake/utf-8-as-latin-1'
    """
    return undo_page(text).repaired


def undo_page(text: str) -> Undone:
    """Undo the mojibake of all visible text of a page, one run a line."""
    if not suspicion.any_line(text):
        return Undone(Repaired(text), None)
    page = _Page(list(_pieces(text)))
    repaired = page.repaired()
    shows_some = repaired.steps or page.is_flood
    return Undone(repaired, Mojibake(page.usual, page.is_long, page.is_flood) if shows_some else None)


def undo_run(text: str, page: Mojibake) -> Repaired:
    """Undo the mojibake of one run of a page's text: what the page has been through, and no other mix-up beside it."""
    if text.isascii():
        return Repaired(text)
    pieces = list(_pieces(text))
    return _joined(pieces, [_repaired_run(piece.text, page) for piece in pieces])


def _repaired_run(line: str, page: Mojibake) -> RepairedLine | None:
    if line.isascii() or (page.is_flood and page.usual is None):
        return None
    return repair_line(line, page.usual, is_usual=page.usual is not None)


class _Piece(NamedTuple):
    """A line or a part of a long one, and what ends it: a line feed or nothing."""

    text: str
    end: str


def _pieces(text: str) -> Iterator[_Piece]:
    """Part a text at line feeds, and its long lines behind an ASCII character, which ends no lead byte."""
    for line in text.split("\n"):
        start = 0
        while len(line) - start > _MAX_PIECE_CHARACTERS:
            end = start + _MAX_PIECE_CHARACTERS
            overhang = line[end - _MAX_PIECE_OVERHANG_CHARACTERS : end]
            ascii_ = _ASCII.search(overhang[::-1])
            end -= ascii_.start() if ascii_ else 0
            yield _Piece(line[start:end], "")
            start = end
        yield _Piece(line[start:], "\n")


class _Page:
    """The lines of a page while they are repaired."""

    def __init__(self, pieces: list[_Piece]) -> None:
        self._pieces = pieces
        self._lines = [piece.text for piece in pieces]
        self._found: list[RepairedLine | None] = [None] * len(pieces)
        self._known: dict[str, RepairedLine | None] = {}
        self.usual: Mixup | None = None
        self.is_long = self.is_flood = False

    def repaired(self) -> Repaired:
        end = self._repair_one_by_one()
        self.usual = self._find_usual()
        self.is_long = end < len(self._lines)
        if self.is_long:
            if any(self._found):
                self._repair_in_blocks(end)
            self.is_flood = self._looks_damaged(end)
        if self.usual:
            self._repair_short_lines(end, self.usual)
        return _joined(self._pieces, self._found)

    def _repair_one_by_one(self) -> int:
        """Repair damaged lines up to the bounds; return the number of lines that are done."""
        examined = in_vain = 0
        expected: Mixup | None = None
        for number, line in enumerate(self._lines):
            if line.isascii() or not (expected or suspicion.any_charset(line)):
                continue
            if examined > _MAX_CHARACTERS_ONE_BY_ONE or in_vain > _MAX_CHARACTERS_IN_VAIN:
                return number
            if line not in self._known:
                found = self._known[line] = repair_line(line, expected)
                size = max(len(line), _MIN_CHARACTERS_OF_LINE)
                examined += size * (_COST_OF_SEARCH if found and found.is_searched else 1)
                in_vain += size if found is None and suspicion.any_charset(line) else 0
            self._found[number] = found = self._known[line]
            expected = (found.mixup if found else None) or expected
        return len(self._lines)

    def _find_usual(self) -> Mixup | None:
        sizes = Counter[Mixup]()
        for found in filter(None, self._found):
            if found.mixup:
                sizes[found.mixup] += len(found.text)
        mixup, size = max(sizes.items(), key=lambda item: item[1], default=(None, 0))
        return mixup if size >= _MIN_USUAL_CHARACTERS else None

    def _repair_in_blocks(self, start: int) -> None:
        for first in range(start, len(self._lines), _BLOCK_LINES):
            block = self._lines[first : first + _BLOCK_LINES]
            found = repair_block(block, self.usual)
            self._found[first : first + _BLOCK_LINES] = found

    def _looks_damaged(self, start: int) -> bool:
        """Tell whether much of the page, from line ``start`` on, still looks damaged; words in capitals do not."""
        shows_damage = suspicion.any_charset if any(self._found) else suspicion.is_full_of_bytes
        left = _MIN_FLOOD_SHARE * sum(map(len, self._lines))
        for line, found in zip(self._lines[start:], self._found[start:], strict=True):
            if found is None and shows_damage(line) and shows_damage(line.lower()):
                left -= len(line)
                if left < 0:
                    return True
        return False

    def _repair_short_lines(self, end: int, usual: Mixup) -> None:
        """Read as the page shows what proves too little by itself, or would be read in another charset."""
        for number, line in enumerate(self._lines[:end]):
            found = self._found[number]
            if not line.isascii() and (found is None or found.mixup not in (None, usual)):
                self._found[number] = repair_short(line, usual) or found


def _joined(pieces: list[_Piece], found: list[RepairedLine | None]) -> Repaired:
    read = ((one.text if one else piece.text, piece.end) for piece, one in zip(pieces, found, strict=True))
    text = "".join(part for pair in read for part in pair)[:-1]
    steps = merge(step for repaired in found if repaired for step in repaired.steps)
    return Repaired(text, steps, any(repaired.lossy for repaired in found if repaired))
