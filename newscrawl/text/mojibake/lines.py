"""Undo mojibake in one line, or in a part of a line between sound parts."""

import re
from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from newscrawl.text.mojibake import quotation, single_byte, suspicion
from newscrawl.text.mojibake.multibyte import (
    MIN_GAIN_OF_LINE,
    MIN_GAIN_OF_PART,
    Mixup,
    Reading,
    decided,
    from_multibyte,
    from_single_byte,
    reads_like_prose,
    reread_block,
    reread_short,
    weight,
)
from newscrawl.text.mojibake.utf_8 import is_damaged_in_signs_only, undo_single_byte
from newscrawl.text.repaired import EXCERPT_CHARACTERS, Step

_MAX_ROUNDS = 3  # damage upon damage
# Marks of cp1252 where ASCII prose has them; as halves of a GBK pair they would be rarities.
_MARK_OF_PROSE = re.compile(
    r"(?<![^\s(])[“‘](?=\w)|(?<=[\w.,!?])[”’…](?![^\s.,;:!?)])|(?<=[a-z])’(?=[a-z])|(?<=[\w\s])[–—](?=[\w\s])", re.ASCII
)
# What may have come through a charset of one byte a character, and stretches between blanks and marks of Chinese prose.
_FOREIGN_STRETCH = re.compile(f"[ -~·{suspicion.FOREIGN_CLASS}]+")
# What words of another alphabet are left of, with the marks between them.
_ALPHABET_RUN = re.compile("[\xa0-\u04ff][ -@\xa0-\u04ff\u2010-\u2122]{11,}+")
_SHARE_OF_WHOLE_LINE = 0.8  # a run that long has been looked at with its line
_MIN_PART_CHARACTERS = 4
_MAX_PARTS = 100  # read of a line: no paragraph has more of them that are damaged (chosen by hand)
_MAX_PARTS_IN_VAIN = 20  # that no charset fits; a search through all of them takes milliseconds
_STRETCH = re.compile("[^\\s，。：；！？、“”‘’…（）()《》「」]+")


class RepairedLine(NamedTuple):
    """A line whose damage is undone."""

    text: str
    steps: tuple[Step, ...]
    lossy: bool
    mixup: Mixup | None = None  # the last one undone
    is_searched: bool = False  # whether all charsets were tried


def repair_line(line: str, expected: Mixup | None, *, is_usual: bool = False) -> RepairedLine | None:
    """Undo what reading in wrong charsets did to ``line``, ``None`` if it is sound or cannot be read.

    ``expected`` is a mix-up that other lines of the page have been through. If it ``is_usual``, most of them have: then
    little proof is enough for it, and no other mix-up of multibyte charsets is looked for.
    """
    short = repair_short(line, expected) if expected and is_usual else None
    if short:
        return short
    only = expected if is_usual else None
    result = RepairedLine(line, (), False)
    for _ in range(_MAX_ROUNDS):
        found = _once(result.text, expected, only)
        if found is None or found.text == result.text:
            break
        is_searched = result.is_searched or found.is_searched
        steps = result.steps + found.steps
        result = RepairedLine(found.text, steps, found.lossy, found.mixup or result.mixup, is_searched)
        if result.lossy:
            break
    return result if result.steps and not quotation.is_about_mojibake(line, result.text) else None


def repair_short(line: str, usual: Mixup) -> RepairedLine | None:
    """Undo the mix-up that most of the page has been through in a line that proves nothing by itself."""
    found = reread_short(line, usual)
    return _reread_line(line, found) if found else None


def _once(line: str, expected: Mixup | None, only: Mixup | None) -> RepairedLine | None:
    known = decided(line, expected) if expected else None
    if known:
        return _reread_line(line, known)
    plain = (_from_alphabet(line) or _from_utf_8(line)) if suspicion.single_byte(line) else None
    if plain:
        return plain
    found = _from_single_byte(line, only) if suspicion.single_byte(line) else None
    # A short line shows little: that its page has been through the mix-up is reason enough to weigh it.
    if found is None and (only or suspicion.multibyte(line)):
        found = _from_multibyte(line, only)
    return found._replace(is_searched=True) if found else None


def _from_alphabet(line: str) -> RepairedLine | None:
    whole = single_byte.utf_8_in_rare_reader(line) or single_byte.cyrillic(line)
    if whole:
        return RepairedLine(whole.text, (_step(whole.rule, line, whole.text),), False)
    pieces: list[str] = []
    steps: list[Step] = []
    done = 0
    for run in islice(_ALPHABET_RUN.finditer(line), _MAX_PARTS):
        is_line = len(run[0]) > _SHARE_OF_WHOLE_LINE * len(line)
        if not is_line and (found := single_byte.cyrillic(run[0])):
            pieces += (line[done : run.start()], found.text)
            steps.append(_step(found.rule, run[0], found.text))
            done = run.end()
    return RepairedLine("".join((*pieces, line[done:])), tuple(steps), False) if steps else None


def repair_block(lines: list[str], usual: Mixup | None) -> list[RepairedLine | None]:
    """Undo in many lines at once the mix-up that the page has been through, or else UTF-8 read byte by byte."""
    block = "\n".join(lines)
    found = reread_block(block, usual) if usual else None
    repaired = _reread_line(block, found) if found else _by_ftfy(block) if suspicion.single_byte(block) else None
    texts = repaired.text.split("\n") if repaired else []
    if repaired is None or len(texts) != len(lines):
        return [None] * len(lines)
    return [repaired._replace(text=text) if text != line else None for line, text in zip(lines, texts, strict=True)]


def _from_utf_8(line: str) -> RepairedLine | None:
    """Undo UTF-8 read byte by byte where the result is beyond doubt."""
    by_ftfy = _by_ftfy(line)
    if by_ftfy and by_ftfy.steps[0].rule.startswith("mojibake/utf-8-as-") and reads_like_prose(by_ftfy.text):
        return by_ftfy
    return by_ftfy if by_ftfy and is_damaged_in_signs_only(line) else None


def _from_single_byte(line: str, only: Mixup | None) -> RepairedLine | None:
    by_ftfy = _by_ftfy(line)
    whole = from_single_byte(line, MIN_GAIN_OF_LINE, only)
    found = _reread_line(line, whole) if whole else None
    # In Shift-JIS the marks are lead bytes of everyday characters.
    if whole is None or (whole.mixup.source != "shift-jis" and _MARK_OF_PROSE.search(line)):
        parts = _parts(line, _FOREIGN_STRETCH, lambda part: from_single_byte(part, MIN_GAIN_OF_PART, only))
        found = _likelier(found, _patched(line, parts))
    return _likelier(found, by_ftfy)


def _by_ftfy(line: str) -> RepairedLine | None:
    text, rules = undo_single_byte(line)
    return RepairedLine(text, tuple(_step(rule, line, text) for rule in rules), "\ufffd" in text) if rules else None


def _from_multibyte(line: str, only: Mixup | None) -> RepairedLine | None:
    whole = from_multibyte(line, MIN_GAIN_OF_LINE, only)
    if whole:
        return _reread_line(line, whole)
    if "\ufffd" in line:
        return None  # lossy as a whole, or sound text with lost characters

    def read(part: str) -> Reading | None:
        return from_multibyte(part, MIN_GAIN_OF_PART, only) if suspicion.multibyte(part) else None

    return _patched(line, _parts(line, _STRETCH, read))


def _parts(
    line: str, stretch: re.Pattern[str], read: Callable[[str], Reading | None]
) -> list[tuple[int, int, Reading]]:
    """Return start, end and reading of the parts of ``line`` that are damaged and not quoted."""
    parts = []
    examined = in_vain = 0
    for match in stretch.finditer(line):
        part = match[0]
        if len(part) < _MIN_PART_CHARACTERS or part.isascii() or quotation.is_quoted(line, *match.span()):
            continue
        examined += 1
        if examined > _MAX_PARTS or in_vain > _MAX_PARTS_IN_VAIN:
            break
        reading = read(part)
        if reading:
            parts.append((*match.span(), reading))
        else:
            in_vain += 1
    return parts


def _patched(line: str, parts: list[tuple[int, int, Reading]]) -> RepairedLine | None:
    if not parts:
        return None
    pieces, steps, done = [], [], 0
    for start, end, reading in parts:
        pieces += [line[done:start], reading.text]
        steps.append(_step(reading.mixup.rule, line[start:end], reading.text))
        done = end
    text = "".join([*pieces, line[done:]])
    return RepairedLine(text, tuple(steps), any(reading.lossy for _, _, reading in parts), parts[-1][2].mixup)


def _likelier(one: RepairedLine | None, other: RepairedLine | None) -> RepairedLine | None:
    if one is None or other is None:
        return one or other
    return one if weight(one.text) >= weight(other.text) else other


def _reread_line(line: str, reading: Reading) -> RepairedLine:
    return RepairedLine(reading.text, (_step(reading.mixup.rule, line, reading.text),), reading.lossy, reading.mixup)


def _step(rule: str, before: str, after: str) -> Step:
    return Step(rule, 1, before[:EXCERPT_CHARACTERS], after[:EXCERPT_CHARACTERS])
