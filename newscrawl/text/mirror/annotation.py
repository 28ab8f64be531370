"""Tell readings that a machine glued to characters from readings that a person wrote."""

import re
from collections import Counter
from typing import NamedTuple

from newscrawl.text import chinese
from newscrawl.text.mirror.beam_search import LETTERS

# All thresholds are chosen by hand.
_MIN_ANNOTATIONS = 5  # readings of a page
_MIN_ANNOTATED_KINDS = 3  # characters that have them
_MIN_TRADITIONAL_SHARE = 0.7  # of the readings are those of traditional characters
# Lists with ordinary characters are told by their persistence: no lesson explains one character again and again.
_MIN_ORDINARY_ANNOTATIONS = 12
_MIN_REPEATS = 3
# Readings without tones are a machine's if so many of them come again; a lesson gives one a character, by design.
_MIN_TONELESS_ANNOTATIONS = 20
_MIN_TONELESS_REPEATS = 5
# 开(kai)(kai): glued twice, by a machine that ran twice.
_MIN_DOUBLED = 3
# Shares of the characters that have their reading wherever they stand. What was spliced into a page later has none, so
# among many readings fewer are enough (lessons have 0.2 to 0.4).
_MIN_CONSISTENCY = 0.9
_MANY_ANNOTATIONS, _MIN_CONSISTENCY_OF_MANY = 30, 0.6
# Shares of the ideographs. A lesson gives all readings, of characters of both scripts; a third to a half of those of a
# text exist in traditional characters only, and a short page may have more of them.
_MAX_ANNOTATED_SHARE, _MAX_ANNOTATED_SHARE_OF_TRADITIONAL = 0.5, 0.7
_MIN_TRADITIONAL_SHARE_OF_MANY = 0.95

# One pattern for each bracket: searching for a fixed first character costs a sound page next to nothing.
_READINGS = tuple(
    re.compile(rf"{opening} ?+([{LETTERS}]{{1,7}}+) ?+{closing}") for opening, closing in ((r"\(", r"\)"), ("（", "）"))
)
_TONELESS = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ", "aaaaeeeeiiiioooouuuuüüüünnnm")


class Annotations(NamedTuple):
    """What the readings on a page look like."""

    good: Counter[str]
    readings: int  # kinds of a character with one reading
    other: int
    followed: int
    toneless: int
    doubled: int


def annotated_characters(text: str) -> frozenset[str]:
    """Return the characters to which readings were glued on this page, none if a person wrote the readings.

    The mirrors annotate traditional characters, each one that is on their list wherever it stands and always
    with the same reading, in the middle of sentences. Lessons and poems annotate simplified or all characters,
    once, at the ends of words, with any of their readings.
    """
    found = _annotations(text)
    total = found.good.total()
    if total < _MIN_ANNOTATIONS or len(found.good) < _MIN_ANNOTATED_KINDS:
        return frozenset()
    kinds = found.good.keys()
    occurrences = sum(map(text.count, kinds))
    traditional = sum(count for character, count in found.good.items() if chinese.is_traditional(character))
    ordinary = total >= _MIN_ORDINARY_ANNOTATIONS and total >= _MIN_REPEATS * len(kinds)
    toneless = found.toneless >= _MIN_TONELESS_ANNOTATIONS and total - len(kinds) >= _MIN_TONELESS_REPEATS
    by_machine = ordinary or toneless or found.doubled >= _MIN_DOUBLED
    consistency = _MIN_CONSISTENCY_OF_MANY if total >= _MANY_ANNOTATIONS else _MIN_CONSISTENCY
    is_only_traditional = total >= _MANY_ANNOTATIONS and traditional >= _MIN_TRADITIONAL_SHARE_OF_MANY * total
    share = _MAX_ANNOTATED_SHARE_OF_TRADITIONAL if is_only_traditional else _MAX_ANNOTATED_SHARE
    glued = (
        total >= 0.9 * (total + found.other)
        # A machine has one reading for a character; a lesson shows that some have two.
        and len(kinds) >= 0.9 * found.readings
        and total >= consistency * occurrences
        and total <= share * _ideographs(text)
        and found.followed >= 0.35 * total
        and (traditional >= _MIN_TRADITIONAL_SHARE * total or by_machine)
    )
    return frozenset(kinds) if glued else frozenset()


def _annotations(text: str) -> Annotations:
    good: Counter[str] = Counter()
    readings: set[tuple[str, str]] = set()
    other = followed = toneless = doubled = 0
    for pattern in _READINGS:
        for match in pattern.finditer(text):
            character, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
            if _reads(character, match[1]):
                good[character] += 1
                readings.add((character, match[1]))
                followed += "\u4e00" <= after <= "\u9fff"
                toneless += match[1].isascii()
            elif character in ")）" and text.endswith(match[0], 0, match.start()):
                doubled += 1
                followed += "\u4e00" <= after <= "\u9fff"
            elif not match[1].isascii() and "\u4e00" <= character <= "\u9fff":
                other += 1
    return Annotations(good, len(readings), other, followed, toneless, doubled)


def _reads(character: str, reading: str) -> bool:
    if chinese.has_reading(character, reading):
        return True
    return reading.isascii() and chinese.first_readings().get(character, "").translate(_TONELESS) == reading


def _ideographs(text: str) -> int:
    return sum("\u4e00" <= character <= "\u9fff" for character in text)
