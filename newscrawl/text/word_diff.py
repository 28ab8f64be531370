"""What one text says that another does not, word by word; Chinese and Japanese character by character."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from newscrawl.text.measure import common_start

_MAX_CHARACTERS = 60_000  # of each text that are compared; no article is longer
# Pairs of equal words in two stretches that are compared word by word; the matcher looks at each often. A text of
# 3,000 ideographs has some 60,000 with itself (chosen by hand).
_MAX_EQUAL_PAIRS = 100_000
_ANCHOR_WORDS = 6  # of a run that both texts have once, white space counted (chosen by hand)
_MAX_SHORT_CHARACTERS = 2_000  # that are compared character by character
_CONTEXT_CHARACTERS = 60  # of what is the same, on each side of what differs

# A run of letters and digits, a character of a script without spaces, or anything else by itself.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|\w[^\W\u3040-\u9fff]*+|\s++|.", re.S
)


class Piece(NamedTuple):
    """A piece of two texts: what both say, or only the older, or only the newer one; ``gap`` stands for a cut."""

    kind: Literal["same", "removed", "added", "gap"]
    text: str


def diff_words(old: str, new: str) -> tuple[Piece, ...]:
    """Return the two texts as one, piece by piece.

    Of what is the same, only the surroundings of a difference are kept. Texts are compared up to 60,000 characters.

    >>> [tuple(piece) for piece in diff_words("国产芯片上市", "国产GPU上市")]
    [('same', '国产'), ('removed', '芯片'), ('added', 'GPU'), ('same', '上市')]
    """
    before, after = _words(old), _words(new)
    return tuple(_shortened(list(_pieces(before, after))))


def diff_characters(old: str, new: str) -> tuple[Piece, ...]:
    """Return two short texts as one, character by character; nothing is left out.

    >>> [tuple(piece) for piece in diff_characters("4.7 kÎ©", "4.7 kΩ")]
    [('same', '4.7 k'), ('removed', 'Î©'), ('added', 'Ω')]
    """
    return tuple(_pieces(old[:_MAX_SHORT_CHARACTERS], new[:_MAX_SHORT_CHARACTERS]))


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_MAX_CHARACTERS])


def _pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    start = common_start(before, after)
    rest_before, rest_after = before[start:], after[start:]
    end = common_start(rest_before[::-1], rest_after[::-1])
    middle_before = rest_before[: len(rest_before) - end]
    middle_after = rest_after[: len(rest_after) - end]
    if start:
        yield Piece("same", "".join(before[:start]))
    i = k = 0
    for run in _anchors(middle_before, middle_after):
        yield from _matched(middle_before[i : run.before], middle_after[k : run.after])
        i, k = run.before + run.words, run.after + run.words
        yield Piece("same", "".join(middle_before[run.before : i]))
    yield from _matched(middle_before[i:], middle_after[k:])
    if end:
        yield Piece("same", "".join(rest_before[len(rest_before) - end :]))


class _Run(NamedTuple):
    """Words that both texts have in a row, and where they begin in each."""

    before: int
    after: int
    words: int


def _anchors(before: Sequence[str], after: Sequence[str]) -> Iterator[_Run]:
    """Yield runs of words that each text has once, in the order of both; they are the same and need no matching.

    As in a patience diff (Bram Cohen), with runs of words instead of lines: the matcher, which is quadratic, is left
    with what lies between them.
    """
    places = _unique_runs(after)
    pairs = [(i, places[run]) for run, i in _unique_runs(before).items() if run in places]
    begun: _Run | None = None
    for i, k in _rising(pairs):
        if begun and i - begun.before == k - begun.after <= begun.words:
            begun = begun._replace(words=i - begun.before + _ANCHOR_WORDS)
        elif begun is None or (i >= begun.before + begun.words and k >= begun.after + begun.words):
            if begun:
                yield begun
            begun = _Run(i, k, _ANCHOR_WORDS)
    if begun:
        yield begun


def _unique_runs(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Return the runs of ``_ANCHOR_WORDS`` words that occur once, and where, in order."""
    runs = list(zip(*(words[start:] for start in range(_ANCHOR_WORDS)), strict=False))
    counts = Counter(runs)
    return {run: place for place, run in enumerate(runs) if counts[run] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of ``pairs``, which rise in the first number, that rises in the second, too."""
    ends: list[int] = []  # the smallest second number that a rising part of each length ends with
    places: list[int] = []  # where that pair stands
    before: list[int] = []  # the pair before each one in its rising part
    for place, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        ends[length : length + 1] = [second]
        places[length : length + 1] = [place]
        before.append(places[length - 1] if length else -1)
    found = []
    place = places[-1] if places else -1
    while place >= 0:
        found.append(pairs[place])
        place = before[place]
    return found[::-1]


def _matched(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    if _equal_pairs(before, after) > _MAX_EQUAL_PAIRS:
        yield from _replaced(before, after)
        return
    # White space begins no match: there is too much of it.
    matcher = SequenceMatcher(str.isspace, before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(before[i:j]))
        else:
            yield from _replaced(before[i:j], after[k:m])


def _equal_pairs(one: Sequence[str], other: Sequence[str]) -> int:
    counts = Counter(other)
    return sum(count * counts[word] for word, count in Counter(one).items() if not word.isspace())


def _replaced(removed: Sequence[str], added: Sequence[str]) -> Iterator[Piece]:
    if removed:
        yield Piece("removed", "".join(removed))
    if added:
        yield Piece("added", "".join(added))


def _shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for number, piece in enumerate(pieces):
        is_first, is_last = number == 0, number == len(pieces) - 1
        head = "" if is_first else piece.text[:_CONTEXT_CHARACTERS]
        tail = "" if is_last else piece.text[-_CONTEXT_CHARACTERS:]
        if piece.kind != "same" or len(pieces) == 1 or len(piece.text) <= len(head) + len(tail):
            yield piece
            continue
        if head:
            yield Piece("same", head)
        yield Piece("gap", "…")
        if tail:
            yield Piece("same", tail)
