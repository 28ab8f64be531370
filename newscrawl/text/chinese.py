"""What is known about Chinese characters: script, readings, and what usually follows what.

The tables are built by ``tools/build_chinese.py`` and read when first needed.
"""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

# 著 is written 着 in simplified text when it is the particle or the verb, and stays 著 in these surroundings.
_ZHU_BEFORE = frozenset("显顯名巨专專原编編译譯论論拙遗遺合新卓昭土旧舊撰所")
# Verbs of which it is the particle even before 作 and 录: 拿着录音机.
_ZHE_BEFORE = frozenset("拿流跟带帶随隨抱穿戴坐站拉走跑笑哭唱等望盯握提背扛推骑騎躺靠挂掛")
# 乾 is 干 (dry) in simplified text, and stays in the words and names that begin with these.
_QIAN = re.compile("乾(?=[坤隆陵县縣元卦宁寧嘉])")
_ZHU_NAMED = frozenset("名称稱")
_ZHU_AFTER = frozenset("名作称稱述书書者录錄")

HARDLY_KNOWN = 30  # half nats, the highest cost of a character; by hand
START = "^"
WORD_GAIN = 3  # half nats by which a pair inside a word is cheaper than two characters


def simplify(text: str) -> str:
    """Return ``text`` in simplified characters, one for one.

    OpenCC's character table without its phrase rules, which are for text that a person wrote in traditional
    characters: in text that a machine converted from simplified they see words where there are none (設計畫板).

    >>> simplify("隨著電動車普及，這位著名作者")
    '随着电动车普及，这位著名作者'
    """
    if text.isascii() or not _any_traditional().search(text):  # ten times as fast as to translate what stays as it is
        return text
    simple = text.translate(_simplified())
    if "乾" in text:
        kept = (match.start() for match in _QIAN.finditer(text))
        simple = _with_characters(simple, dict.fromkeys(kept, "乾"))
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


def is_ideograph(character: str) -> bool:
    """Tell whether ``character`` is an ideograph of the block that GBK and Big5 have."""
    return "\u4e00" <= character <= "\u9fff"


def has_reading(character: str, reading: str) -> bool:
    """Tell whether ``character`` can be read ``reading`` (Hanyu Pinyin with tone marks, lower case)."""
    return len(character) == 1 and character in readings().get(reading, "")


class Left(NamedTuple):
    """What the next character is judged by: the one before it, and whether that one goes on with a word."""

    character: str
    goes_on: bool = False


def follow(left: Left, right: str) -> tuple[int, Left]:
    """Return how unlikely the ideograph or mark ``right`` is after ``left``, in half nats, and the new left.

    Both in simplified characters. Running text costs about 11 a character, ``HARDLY_KNOWN`` is a character that it does
    not have. Of what is neither an ideograph nor a mark nothing is known, as of the begin of a line.
    """
    table = costs()
    row = left.character if left.character in table.lefts else START
    by_itself = table.characters.get(right, HARDLY_KNOWN) + table.lefts.get(row, 0)
    price = table.pairs.get(row + right, by_itself)
    goes_on = price + WORD_GAIN <= by_itself
    if not is_ideograph(right):
        price += (table.ends if left.goes_on else table.ends_alone).get(row, 0)
    return min(max(price, 0), HARDLY_KNOWN), Left(right, goes_on)


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
    return {ord(traditional): line[0] for line in table_lines("simplified") for traditional in line[1:]}


@cache
def _any_traditional() -> re.Pattern[str]:
    return re.compile(f"[著{''.join(map(chr, _simplified()))}]")


@cache
def readings() -> dict[str, str]:
    """Return for each reading the characters that have it, most usual reading of the character first."""
    table = {}
    for line in table_lines("readings"):
        reading, first, other = line.split("\t")
        table[reading] = first + other
    return table


@cache
def first_readings() -> dict[str, str]:
    """Return the usual reading of each character."""
    rows = (line.split("\t") for line in table_lines("readings"))
    return {character: reading for reading, first, _ in rows for character in first}


class Costs(NamedTuple):
    """Half nats: of pairs, of characters in pairs that are not listed, and what the left one of those adds.

    What a mark costs more (or less, below 0) after a character that goes on with a word, or that does not.
    """

    pairs: dict[str, int]
    characters: dict[str, int]
    lefts: dict[str, int]
    ends: dict[str, int]
    ends_alone: dict[str, int]


@cache
def costs() -> Costs:
    """Return the costs of running text."""
    rows = {line[0]: _row(line) for line in table_lines("bigrams")}
    characters, added, ends, ends_alone = (rows.pop(name) for name in "*+$1")
    pairs = {left + right: price for left, row in rows.items() for right, price in row.items()}
    lefts = dict.fromkeys(characters, 0) | dict.fromkeys(rows, 0) | added
    return Costs(pairs, characters, lefts, ends, ends_alone)


def _row(line: str) -> dict[str, int]:
    prices = {}
    for tier in line.split(" ")[1:]:
        characters = tier.lstrip("-0123456789")
        prices.update(dict.fromkeys(characters, int(tier[: -len(characters)])))
    return prices


def table_lines(name: str) -> list[str]:
    """Return the lines of a table of ``newscrawl.text.tables``, without its comments."""
    table = files("newscrawl.text").joinpath("tables", f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in table.splitlines() if not line.startswith("#")]


def _in_charset(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _with_characters(text: str, characters: dict[int, str]) -> str:
    """Return ``text`` with other characters at some places."""
    return "".join(characters.get(place, character) for place, character in enumerate(text)) if characters else text


def _particle_zhe(text: str) -> str:
    characters = list(text)
    for place, character in enumerate(text):
        if character == "著":
            before, after = text[place - 1 : place], text[place + 1 : place + 2]
            is_particle = before in _ZHE_BEFORE and after not in _ZHU_NAMED
            if is_particle or (before not in _ZHU_BEFORE and after not in _ZHU_AFTER):
                characters[place] = "着"
    return "".join(characters)
