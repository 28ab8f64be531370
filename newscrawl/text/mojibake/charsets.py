"""The charsets that get mixed up, and the bytes behind wrongly read text."""

import codecs
import re
from functools import cache
from typing import NamedTuple

# Name in rules → Python codec, the widest of its family: what a browser reads under that label.
MULTIBYTE = {
    "utf-8": "utf-8",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift-jis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
}
# The wrong readers, too: UTF-8 leaves no text behind but U+FFFD, save for the mixed kind (``lattice``).
DOUBLE_BYTE = tuple(name for name in MULTIBYTE if name != "utf-8")

CJK_CHARACTER = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uff61-\uff9f]")  # what double bytes are read as, but for signs

# Characters that cp1252 has at 0x80–0x9F; the five bytes without one pass as C1 controls.
CP1252_ONLY = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0))
_CP1252_TO_LATIN_1 = {ord(character): character.encode("cp1252")[0] for character in CP1252_ONLY}


class Redecoded(NamedTuple):
    """Text decoded anew; ``lossy`` if the last character was cut off and is U+FFFD now."""

    text: str
    lossy: bool


def single_bytes(text: str) -> bytes | None:
    """Return the bytes of ``text`` if it was read as Latin-1 or cp1252, or a mix of both, else ``None``."""
    try:
        return text.translate(_CP1252_TO_LATIN_1).encode("latin-1")
    except UnicodeEncodeError:
        return None


def encoded(text: str, charset: str) -> bytes | None:
    """Return the bytes of ``text`` in a charset of ``MULTIBYTE``, ``None`` if it lacks a character."""
    try:
        return text.encode(MULTIBYTE[charset])
    except UnicodeEncodeError:
        return None


@cache
def shift_jis_twins() -> dict[str, tuple[bytes, ...]]:
    """Return the characters that cp932 has twice or thrice, with all their codes: text does not tell which was read."""
    codes: dict[str, tuple[bytes, ...]] = {}
    for lead in (*range(0x81, 0xA0), *range(0xE0, 0xFD)):
        for trail in range(0x40, 0xFD):
            character = pair(lead, trail, "shift-jis")
            if character:
                codes[character] = (*codes.get(character, ()), bytes((lead, trail)))
    return {character: found for character, found in codes.items() if len(found) > 1}


def decoded(data: bytes, charset: str) -> Redecoded | None:
    """Decode ``data`` strictly, except that the last character may be cut off; ``None`` if it does not fit."""
    codec = MULTIBYTE[charset]
    try:
        return Redecoded(data.decode(codec), False)
    except UnicodeDecodeError as error:
        # Only a tail too short for a character can be a cut: three bytes in UTF-8 and GB18030, else one or two.
        if len(data) - error.start > 3 or not error.start:
            return None
        start = error.start
    if not _waits_for_more(data[start:], codec):
        return None
    return Redecoded(data[:start].decode(codec) + "\ufffd", True)


def _waits_for_more(tail: bytes, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        return not decoder.decode(tail)
    except UnicodeDecodeError:
        return False


@cache
def pair(lead: int, trail: int, charset: str) -> str | None:
    """Return the character of two bytes, ``None`` if there is none (or they are two characters)."""
    try:
        text = bytes((lead, trail)).decode(MULTIBYTE[charset])
    except UnicodeDecodeError:
        return None
    return text if len(text) == 1 else None


@cache
def hidden_bytes(following: int, reader: str) -> tuple[int, ...]:
    """Return the bytes that ``reader`` cannot decode when ``following`` comes next: what its U+FFFD may hide."""
    return tuple(byte for byte in range(0x80, 0x100) if _is_error(byte, following, reader))


def _is_error(byte: int, following: int, reader: str) -> bool:
    try:
        bytes((byte, following)).decode(MULTIBYTE[reader])
    except UnicodeDecodeError as error:
        return error.start == 0
    return False
