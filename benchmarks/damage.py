"""The damage that text suffers between a newsroom and a crawler, as functions from clean to damaged text.

Charset mix-ups are a table of codecs. The mirror damage is a model of what hijacked mirrors do, on GBK
bytes and without regard to character boundaries; it reads the same character tables as the repair, so it
measures the method and not the tables.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from random import Random
from typing import NamedTuple

from newscrawl.text import chinese

ALL = ("zh-Hans", "zh-Hant", "en", "de", "ja", "ko")
CHINESE = ("zh-Hans", "zh-Hant")
SPACED = ("en", "de")

Apply = Callable[[str, Random], str | None]


class Damage(NamedTuple):
    """One kind of damage: ``apply`` is ``None`` where it does not fit, ``accepted`` gives the right repairs.

    ``whole_page`` damage is told only from many lines, and is applied to five paragraphs at once.
    ``to_the_letter``: the forms of characters are what was damaged, so they are compared, too.
    """

    name: str
    languages: tuple[str, ...]
    apply: Apply
    accepted: Callable[[str], tuple[str, ...]] = lambda clean: (clean,)
    whole_page: bool = False
    to_the_letter: bool = False


# --- charset mix-ups


def lenient_cp1252(body: bytes) -> str:
    """Read bytes as browsers read Windows-1252: the five undefined ones are C1 controls."""
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in body)


def gbk_with_question_marks(body: bytes) -> str:
    """Read bytes as GBK the way PHP does: a lead byte with an impossible trail byte becomes one ``?``."""
    parts: list[str] = []
    place = 0
    while place < len(body):
        width = 1 if body[place] <= 0x80 else 2
        parts.append("€" if body[place] == 0x80 else _gbk_unit(body[place : place + width]))
        place += width
    return "".join(parts)


@cache
def _gbk_unit(unit: bytes) -> str:
    for charset in ("gbk", "gb18030"):
        try:
            character = unit.decode(charset)
        except UnicodeDecodeError:
            continue
        if charset == "gbk" or "\ue000" <= character <= "\uf8ff":
            return character
    return "?"


def mixed_up(written: str, read: str | Callable[[bytes], str], rounds: int = 1) -> Apply:
    """Return the damage of text written in one charset and read in another."""

    def apply(clean: str, random: Random) -> str | None:
        text = clean
        for _ in range(rounds):
            try:
                body = text.encode(written)
            except UnicodeEncodeError:
                return None
            text = body.decode(read, "replace") if isinstance(read, str) else read(body)
        return text

    return apply


def in_one_line(damage: Apply) -> Apply:
    """Return ``damage`` done to one line of a page only."""

    def apply(clean: str, random: Random) -> str | None:
        lines = clean.split("\n")
        place = random.randrange(len(lines))
        damaged = damage(lines[place], random)
        return None if damaged is None else "\n".join((*lines[:place], damaged, *lines[place + 1 :]))

    return apply


def valid_utf_8_and_cp1252(clean: str, random: Random) -> str:
    """Read GBK bytes as UTF-8 where they happen to be valid, and as Windows-1252 elsewhere."""
    return (
        clean.encode("gb18030")
        .decode("utf-8", "surrogateescape")
        .translate({0xDC00 + byte: lenient_cp1252(bytes((byte,))) for byte in range(0x80, 0x100)})
    )


MIXUPS = (
    Damage("UTF-8 as Windows-1252", ALL, mixed_up("utf-8", lenient_cp1252)),
    Damage("UTF-8 as Latin-1", ALL, mixed_up("utf-8", "latin-1")),
    Damage("UTF-8 as Mac Roman", ALL, mixed_up("utf-8", "mac-roman")),
    Damage("UTF-8 as Windows-1252, twice", ALL, mixed_up("utf-8", lenient_cp1252, rounds=2)),
    Damage("UTF-8 as GBK, U+FFFD for losses", ALL, mixed_up("utf-8", "gb18030")),
    Damage("UTF-8 as GBK, ? for losses", ALL, mixed_up("utf-8", gbk_with_question_marks)),
    Damage("GBK as Latin-1", CHINESE, mixed_up("gb18030", "latin-1")),
    Damage("GBK as Windows-1252", CHINESE, mixed_up("gb18030", lenient_cp1252)),
    Damage("GBK as UTF-8 where valid", ("zh-Hans",), valid_utf_8_and_cp1252),
    Damage("GBK as Big5", ("zh-Hans",), mixed_up("gb18030", "big5hkscs")),
    Damage("Big5 as GBK", ("zh-Hant",), mixed_up("big5hkscs", "gb18030")),
    Damage("Big5 as Latin-1", ("zh-Hant",), mixed_up("big5hkscs", "latin-1")),
    Damage("Shift-JIS as Latin-1", ("ja",), mixed_up("cp932", "latin-1")),
    Damage("Shift-JIS as GBK", ("ja",), mixed_up("cp932", "gb18030")),
    Damage("EUC-JP as Latin-1", ("ja",), mixed_up("euc_jp", "latin-1")),
    Damage("EUC-KR as Latin-1", ("ko",), mixed_up("cp949", "latin-1")),
    Damage("EUC-KR as GBK", ("ko",), mixed_up("cp949", "gb18030")),
    Damage(
        "one line UTF-8 as Windows-1252",
        ("zh-Hans",),
        in_one_line(mixed_up("utf-8", lenient_cp1252)),
        whole_page=True,
    ),
    Damage("one line GBK as Latin-1", ("zh-Hans",), in_one_line(mixed_up("gb18030", "latin-1")), whole_page=True),
    Damage(
        "one line UTF-8 as GBK",
        ("zh-Hans",),
        in_one_line(mixed_up("utf-8", gbk_with_question_marks)),
        whole_page=True,
    ),
)


# --- escaping

_TAIL = ' (R&D, "Q&A", <32 bit)'
_HIGHLIGHT = re.compile("[\u4e00-\u9fff]{2}")


def _with_tail(clean: str) -> tuple[str, ...]:
    return (clean + _TAIL,)


def in_numbers(clean: str, random: Random) -> str:
    return "".join(character if character.isascii() else f"&#{ord(character)};" for character in clean)


def in_numbers_of_cp1252(clean: str, random: Random) -> str | None:
    damaged = "".join(
        f"&#{code[0]};" if character > "\u2000" and (code := character.encode("cp1252", "ignore")) else character
        for character in clean
    )
    return damaged if damaged != clean else None


def highlighted(clean: str, random: Random) -> str:
    """Mark words as a site search does, and escape the result once too often."""
    for word in sorted(set(_HIGHLIGHT.findall(clean)[:: random.randint(5, 9)][:6])):
        clean = clean.replace(word, f"<b class='flag-{len(word) + 3}'>{word}</b>", 2)
    return clean


ESCAPING = (
    Damage("references", ALL, lambda clean, random: html.escape(clean + _TAIL), _with_tail),
    Damage("references, twice", ALL, lambda clean, random: html.escape(html.escape(clean + _TAIL)), _with_tail),
    Damage("references in numbers", ALL, in_numbers),
    Damage("references in numbers of Windows-1252", SPACED, in_numbers_of_cp1252),
    Damage("escaped markup", ("zh-Hans",), highlighted, whole_page=True),
)


# --- forms of characters


def sprinkled(pool: str, distance: int) -> Apply:
    """Return the damage of a character of ``pool`` after every ``distance`` characters."""

    def apply(clean: str, random: Random) -> str:
        starts = range(0, len(clean), distance)
        return "".join(clean[start : start + distance] + random.choice(pool) for start in starts)

    return apply


def normal_form_d(clean: str, random: Random) -> str | None:
    damaged = unicodedata.normalize("NFD", clean)
    return damaged if damaged != clean else None


def replaced(first: int, last: int) -> Apply:
    """Return the damage of writing characters by their compatibility forms in a range of code points."""
    forms = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(first, last)}

    def apply(clean: str, random: Random) -> str | None:
        damaged = "".join(forms.get(character, character) for character in clean)
        return damaged if damaged != clean else None

    return apply


def half_width_kana(clean: str, random: Random) -> str | None:
    apart = re.sub("[\u30ac-\u30fe]", lambda match: unicodedata.normalize("NFD", match.group()), clean)
    damaged = replaced(0xFF66, 0xFFA0)(apart.replace("\u3099", "ﾞ").replace("\u309a", "ﾟ"), random)
    return damaged if damaged != clean else None


def with_icons(clean: str, random: Random) -> str:
    return f"{chr(random.randint(0xF000, 0xF2E0))}{clean}{chr(random.randint(0xE600, 0xE6FF))}"


FORMS = (
    Damage("zero-width characters", ALL, sprinkled("\u200b\ufeff\u2060", 9), to_the_letter=True),
    Damage("soft hyphens", ("en", "de", "zh-Hans"), sprinkled("\xad", 6), to_the_letter=True),
    Damage("direction marks", ALL, sprinkled("\u200e\u200f\u202a\u202c", 11), to_the_letter=True),
    Damage("control characters", ALL, sprinkled("\x00\x02\x08\x0b\x1e\x7f", 8), to_the_letter=True),
    Damage(
        "surrogate pairs",
        ALL,
        lambda clean, random: clean + " \ud83d\ude80",
        lambda clean: (clean + " 🚀",),
        to_the_letter=True,
    ),
    Damage("normal form D", ("en", "de", "ja", "ko"), normal_form_d, to_the_letter=True),
    Damage("Kangxi radicals", CHINESE, replaced(0x2F00, 0x2FD6), to_the_letter=True),
    Damage("half-width kana", ("ja",), half_width_kana, to_the_letter=True),
    Damage("icons of a font", ALL, with_icons, to_the_letter=True),
)


# --- hijacked mirrors

_CUTS = tuple(mark.encode("gbk") for mark in "，！？。")


@cache
def _traditional() -> dict[str, str]:
    """Return the traditional form of each simplified character, where GBK has it."""
    table = files("newscrawl.text").joinpath("tables", "simplified.txt").read_text(encoding="utf-8")
    pairs = ((line[0], line[1]) for line in table.splitlines() if not line.startswith("#"))
    known = {simple: traditional for simple, traditional in pairs if traditional.encode("gbk", "ignore")}
    return known | {"着": "著", "后": "后"}


def traditional(clean: str) -> str:
    return "".join(_traditional().get(character, character) for character in clean)


def glued(body: bytes, random: Random, characters: int) -> bytes:
    """Glue a reading to the bytes of some characters, wherever these bytes stand."""
    readings = chinese.first_readings()
    text = body.decode("gbk", "replace")
    known = sorted(
        {character for character in text if character in readings and not character.encode("gb2312", "ignore")}
    )
    for character in sorted(random.sample(known, min(characters, len(known))), key=readings.__getitem__):
        code = character.encode("gbk")
        body = body.replace(code, code + f"({readings[character]})".encode("gbk", "ignore"))
    return body


def cut(body: bytes) -> str:
    """Cut at the bytes of punctuation marks, one kind after another, and read the pieces one by one."""
    pieces = [body]
    for mark in _CUTS:
        pieces = [
            part
            for piece in pieces
            for part in ([piece] if piece in _CUTS else re.split(b"(" + re.escape(mark) + b")", piece))
        ]
    return "".join(map(gbk_with_question_marks, pieces))


def furnished(clean: str) -> str:
    """Give a page the characters that GBK lacks, where such pages have them."""
    lines = ["王五 • 来源：电子爱好者 • 作者：赵六 • 2025-03-18 09:26 • 次阅读"]
    for number, line in enumerate(clean.split("\n")):
        kinds = (
            "\xa0 \xa0 " + line,
            line.replace("。", "。\xa0", 1),
            line + " 采用 Cortex™ 内核和 Wi-Fi® 模块。",
        )
        lines += [kinds[number % 3], "的头像 发表于 03-18 09:26 \xa0318次阅读"]
    return "\n".join(lines)


def in_gbk(clean: str) -> bytes:
    return clean.encode("gbk", "replace")


def mirrored(clean: str, random: Random) -> str:
    body = glued(in_gbk(traditional(furnished(clean))), random, 95)
    return "".join(chr(ord(character) - 0xFEE0) if "！" <= character <= "～" else character for character in cut(body))


def _glued_on_characters(clean: str, random: Random) -> str:
    readings = chinese.first_readings()
    text = traditional(clean)
    known = sorted(
        {character for character in text if character in readings and not character.encode("gb2312", "ignore")}
    )
    chosen = set(random.sample(known, min(30, len(known))))
    return "".join(f"{character}({readings[character]})" if character in chosen else character for character in text)


def _either_script(clean: str) -> tuple[str, ...]:
    return clean, traditional(clean)


def _furnished(clean: str) -> tuple[str, ...]:
    return (furnished(clean),)


MIRRORS = (
    Damage("readings glued to characters", ("zh-Hans",), _glued_on_characters, _either_script, whole_page=True),
    Damage(
        "readings glued to bytes",
        ("zh-Hans",),
        lambda clean, random: gbk_with_question_marks(glued(in_gbk(traditional(clean)), random, 60)),
        _either_script,
        whole_page=True,
    ),
    Damage(
        "cut at bytes of punctuation",
        ("zh-Hans",),
        lambda clean, random: damaged if (damaged := cut(in_gbk(clean))) != clean else None,
        whole_page=True,
    ),
    Damage(
        "? for what GBK lacks",
        ("zh-Hans",),
        lambda clean, random: gbk_with_question_marks(in_gbk(furnished(clean))),
        _furnished,
        whole_page=True,
    ),
    Damage("the whole chain of a mirror", ("zh-Hans",), mirrored, _furnished, whole_page=True),
)

DAMAGES = MIXUPS + ESCAPING + FORMS + MIRRORS
