"""What is known about Chinese characters: script, readings, and what usually follows what.

The tables are built by ``tools/build_chinese.py`` and read when first needed.
"""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

# 著 is written 着 in simplified text when it is the particle or the verb, and stays 著 in these surroundings.
_ZHU_BEFORE = frozenset("显顯名巨专專原编編译譯论論拙遗遺合新卓昭土旧舊撰所")
_ZHU_AFTER = frozenset("名作称稱述书書者录錄")

HARDLY_KNOWN = 30


def simplify(text: str) -> str:
    """Return ``text`` in simplified characters, one for one.

    OpenCC's character table without its phrase rules, which are for text that a person wrote in traditional
    characters: in text that a machine converted from simplified they see words where there are none (設計畫板).

    >>> simplify("隨著電動車普及，這位著名作者")
    '随着电动车普及，这位著名作者'
    """
    if not _any_traditional().search(text):  # ten times as fast as to translate what stays as it is
        return text
    simple = text.translate(_simplified())
    return _particle_zhe(simple) if "著" in simple else simple


def traditional_count(text: str) -> int:
    """Count the characters that simplified text does not have (in GB2312 terms)."""
    return len(text) - len(text.translate(_script().without_traditional))


def simplified_count(text: str) -> int:
    """Count the characters that traditional text does not have (in Big5 terms)."""
    return len(text) - len(text.translate(_script().without_simplified))


def is_traditional(character: str) -> bool:
    """Tell whether simplified text does not have ``character``."""
    return ord(character) in _script().without_traditional


def is_simplified(character: str) -> bool:
    """Tell whether traditional text does not have ``character``."""
    return ord(character) in _script().without_simplified


def has_reading(character: str, reading: str) -> bool:
    """Tell whether ``character`` can be read ``reading`` (Hanyu Pinyin with tone marks, lower case)."""
    return len(character) == 1 and character in readings().get(reading, "")


class Left(NamedTuple):
    """What the next character is judged by: the one before it, and whether a word begins with that one."""

    character: str
    begins: bool


def follow(left: Left, right: str) -> tuple[int, Left]:
    """Return how unlikely the ideograph ``right`` is after ``left``, in half nats, and the new left; both simplified.

    Running text costs about 12 a character, ``HARDLY_KNOWN`` is a character that it does not have. Text is taken as
    words that are independent of each other: a character goes on with a word or begins one.
    """
    table = costs()
    begun = min(table.begins.get(right, HARDLY_KNOWN) + end_cost(left), HARDLY_KNOWN)
    inside = table.pairs.get(left.character + right, HARDLY_KNOWN)
    return (inside, Left(right, False)) if inside <= begun else (begun, Left(right, True))


def end_cost(left: Left) -> int:
    """Return how unlikely it is that a word ends after ``left``, in half nats; 0 if it is no ideograph."""
    table = costs()
    return (table.alone if left.begins else table.ends).get(left.character, 0)


class Script(NamedTuple):
    """Deletion tables for ``str.translate``."""

    without_traditional: dict[int, None]
    without_simplified: dict[int, None]


@cache
def _script() -> Script:
    pairs = _simplified()
    traditional = (chr(code) for code in pairs)
    return Script(
        dict.fromkeys(ord(character) for character in traditional if not _in_charset(character, "gb2312")),
        dict.fromkeys(ord(character) for character in pairs.values() if not _in_charset(character, "big5")),
    )


@cache
def _simplified() -> dict[int, str]:
    return {ord(traditional): line[0] for line in _lines("simplified") for traditional in line[1:]}


@cache
def _any_traditional() -> re.Pattern[str]:
    return re.compile(f"[著{''.join(map(chr, _simplified()))}]")


@cache
def readings() -> dict[str, str]:
    """Return for each reading the characters that have it, most usual reading of the character first."""
    table = {}
    for line in _lines("readings"):
        reading, first, other = line.split("\t")
        table[reading] = first + other
    return table


@cache
def first_readings() -> dict[str, str]:
    """Return the usual reading of each character."""
    rows = (line.split("\t") for line in _lines("readings"))
    return {character: reading for reading, first, _ in rows for character in first}


class Costs(NamedTuple):
    """Half nats: of pairs inside words, of beginning a word, of ending it after one character, or after a later one."""

    pairs: dict[str, int]
    begins: dict[str, int]
    alone: dict[str, int]
    ends: dict[str, int]


@cache
def costs() -> Costs:
    """Return the costs; words are taken as independent of each other."""
    rows = {line[0]: _row(line) for line in _lines("bigrams")}
    begins, alone, ends = (rows.pop(name) for name in "^1$")
    pairs = {left + right: price for left, row in rows.items() for right, price in row.items()}
    return Costs(pairs, begins, alone, ends)


def _row(line: str) -> dict[str, int]:
    prices = {}
    for tier in line.split(" ")[1:]:
        characters = tier.lstrip("0123456789")
        prices.update(dict.fromkeys(characters, int(tier[: -len(characters)])))
    return prices


def _lines(name: str) -> list[str]:
    table = files("newscrawl.text").joinpath("tables", f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in table.splitlines() if not line.startswith("#")]


def _in_charset(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _particle_zhe(text: str) -> str:
    characters = list(text)
    for place, character in enumerate(text):
        if character == "著":
            before, after = text[place - 1 : place], text[place + 1 : place + 2]
            if before not in _ZHU_BEFORE and after not in _ZHU_AFTER:
                characters[place] = "着"
    return "".join(characters)
