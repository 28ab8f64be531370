"""Undo mojibake: text that was written in one charset and read in another.

Mix-ups of the multibyte charsets of East Asia come first (``multibyte``); ftfy, which knows UTF-8 read as single-byte
charsets, would destroy them. Everything is decided for one line at a time, or for a part of a line between sound parts.
Sound text comes back as it was, and a text about mojibake keeps its examples.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from newscrawl.text.mojibake import quotation, suspicion
from newscrawl.text.mojibake.irreparable import beyond_repair
from newscrawl.text.mojibake.multibyte import (
    MIN_GAIN_OF_LINE,
    MIN_GAIN_OF_PART,
    Mixup,
    Reading,
    decided,
    from_multibyte,
    from_single_byte,
    reads_like_prose,
    weight,
)
from newscrawl.text.mojibake.utf_8 import is_damaged_in_signs_only, undo_single_byte
from newscrawl.text.repaired import EXCERPT_CHARACTERS, Repaired, Step, merge

__all__ = ["beyond_repair", "undo_mojibake"]

_MAX_ROUNDS = 3  # damage upon damage
# Marks of cp1252 where ASCII prose has them; as halves of a GBK pair they would be rarities.
_MARK_OF_PROSE = re.compile(
    r"(?<![^\s(])[“‘](?=\w)|(?<=[\w.,!?])[”’…](?![^\s.,;:!?)])|(?<=[a-z])’(?=[a-z])|(?<=[\w\s])[–—](?=[\w\s])", re.ASCII
)
# What may have come through a charset of one byte a character, and stretches between blanks and marks of Chinese prose.
_FOREIGN_STRETCH = re.compile(f"[ -~·{suspicion.FOREIGN_CLASS}]+")
_MIN_PART_CHARACTERS = 4
_STRETCH = re.compile("[^\\s，。：；！？、“”‘’…（）()《》「」]+")


def undo_mojibake(text: str) -> Repaired:
    """Undo what reading in wrong charsets did to ``text``, a field or a run of text of a page.

    Takes 0.1 ms for 4,000 characters of sound text. Where the wrong charset lost bytes, only what is certain is
    restored; the rest becomes U+FFFD.

    >>> undo_mojibake("µç×Ó·¢ÉÕÓÑÍø").text
    '电子发烧友网'
    >>> undo_mojibake("4.7 kÎ© Â±5 %").steps[0].rule
    'mojibake/utf-8-as-latin-1'
    """
    if text.isascii() or not (suspicion.single_byte(text) or suspicion.multibyte(text)):
        return Repaired(text)
    lines: list[str] = []
    steps: list[Step] = []
    lossy = False
    expected: Mixup | None = None
    for line in text.split("\n"):
        repaired = _repaired(line, expected) if not line.isascii() else None
        lines.append(repaired.text if repaired else line)
        if repaired:
            steps += repaired.steps
            lossy |= repaired.lossy
            expected = repaired.mixup or expected
    return Repaired("\n".join(lines), merge(steps), lossy)


class _RepairedLine(NamedTuple):
    text: str
    steps: tuple[Step, ...]
    lossy: bool
    mixup: Mixup | None = None  # the last one undone


def _repaired(line: str, expected: Mixup | None) -> _RepairedLine | None:
    result = _RepairedLine(line, (), False)
    for _ in range(_MAX_ROUNDS):
        found = _once(result.text, expected)
        if found is None or found.text == result.text:
            break
        result = _RepairedLine(found.text, result.steps + found.steps, found.lossy, found.mixup or result.mixup)
        if result.lossy:
            break
    return result if result.steps and not quotation.is_about_mojibake(line, result.text) else None


def _once(line: str, expected: Mixup | None) -> _RepairedLine | None:
    known = decided(line, expected) if expected else None
    if known:
        return _reread_line(line, known)
    found = _from_single_byte(line) if suspicion.single_byte(line) else None
    if found is None and suspicion.multibyte(line):
        found = _from_multibyte(line)
    return found


def _from_single_byte(line: str) -> _RepairedLine | None:
    by_ftfy = _by_ftfy(line)
    if by_ftfy and by_ftfy.steps[0].rule.startswith("mojibake/utf-8-as-") and reads_like_prose(by_ftfy.text):
        return by_ftfy
    if by_ftfy and is_damaged_in_signs_only(line):
        return by_ftfy
    whole = from_single_byte(line, MIN_GAIN_OF_LINE)
    found = _reread_line(line, whole) if whole else None
    # In Shift-JIS the marks are lead bytes of everyday characters.
    if whole is None or (whole.mixup.source != "shift-jis" and _MARK_OF_PROSE.search(line)):
        parts = _parts(line, _FOREIGN_STRETCH, lambda part: from_single_byte(part, MIN_GAIN_OF_PART))
        found = _likelier(found, _patched(line, parts))
    return _likelier(found, by_ftfy)


def _by_ftfy(line: str) -> _RepairedLine | None:
    text, rules = undo_single_byte(line)
    return _RepairedLine(text, tuple(_step(rule, line, text) for rule in rules), "\ufffd" in text) if rules else None


def _from_multibyte(line: str) -> _RepairedLine | None:
    whole = from_multibyte(line, MIN_GAIN_OF_LINE)
    if whole:
        return _reread_line(line, whole)
    if "\ufffd" in line:
        return None  # lossy as a whole, or sound text with lost characters
    return _patched(line, _parts(line, _STRETCH, _from_part_multibyte))


def _from_part_multibyte(part: str) -> Reading | None:
    return from_multibyte(part, MIN_GAIN_OF_PART) if suspicion.multibyte(part) else None


def _parts(
    line: str, stretch: re.Pattern[str], read: Callable[[str], Reading | None]
) -> list[tuple[int, int, Reading]]:
    """Return start, end and reading of the parts of ``line`` that are damaged and not quoted."""
    parts = []
    for match in stretch.finditer(line):
        part = match[0]
        if len(part) < _MIN_PART_CHARACTERS or part.isascii() or quotation.is_quoted(line, *match.span()):
            continue
        reading = read(part)
        if reading:
            parts.append((*match.span(), reading))
    return parts


def _patched(line: str, parts: list[tuple[int, int, Reading]]) -> _RepairedLine | None:
    if not parts:
        return None
    pieces, steps, done = [], [], 0
    for start, end, reading in parts:
        pieces += [line[done:start], reading.text]
        steps.append(_step(reading.mixup.rule, line[start:end], reading.text))
        done = end
    text = "".join([*pieces, line[done:]])
    return _RepairedLine(text, tuple(steps), any(reading.lossy for _, _, reading in parts), parts[-1][2].mixup)


def _likelier(one: _RepairedLine | None, other: _RepairedLine | None) -> _RepairedLine | None:
    if one is None or other is None:
        return one or other
    return one if weight(one.text) >= weight(other.text) else other


def _reread_line(line: str, reading: Reading) -> _RepairedLine:
    return _RepairedLine(reading.text, (_step(reading.mixup.rule, line, reading.text),), reading.lossy, reading.mixup)


def _step(rule: str, before: str, after: str) -> Step:
    return Step(rule, 1, before[:EXCERPT_CHARACTERS], after[:EXCERPT_CHARACTERS])
