"""Undo a mix-up in which the wrong reader lost bytes: fill what the loss itself makes certain, mark the rest U+FFFD.

A decoder that meets a byte it cannot use writes U+FFFD (or ``?``) and goes on. What it could not use is known, though:
the lost byte and the one after it are no character of its charset. Often only one byte fits.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from newscrawl.text.likelihood import likelihood
from newscrawl.text.mojibake.charsets import MULTIBYTE, Decoded, encoded, hidden_bytes, pair

# GBK has pairs for nearly all bytes, but 0x80 starts none: readers make it U+FFFD or, after Windows, the euro sign.
_SPLIT_AT_MARKS = re.compile("([\ufffd€])")
MARK = re.compile("[\ufffd?€]")
_NO_BYTE = b"\xff"
_0X80_INSIDE = re.compile(rb"(?<=[\xe0-\xef])\?(?=[\x80-\xbf](?![\x80-\xbf]))")
# A sequence cut short. A reader that writes ``?`` takes the next byte along: blank, digit or mark, nobody knows.
_CUT_SHORT = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})[\xff?]")
_MARK = "\ufffd".encode()
# A candidate for a lost character must be this much likelier (natural log) than the next one.
_DECISIVE = 3.0
# Known text beside which candidates are weighed; it settles the language.
_CONTEXT = 40


def utf_8_behind_gbk(text: str) -> Decoded | None:
    """Return the UTF-8 text that was read as GBK with losses, ``None`` if it cannot be that."""
    data = _gbk_bytes(text)
    if data is None:
        return None
    data = _CUT_SHORT.sub(_MARK, _0X80_INSIDE.sub(b"\x80", data))
    found = data.decode("utf-8", "replace")
    return Decoded(found, "\ufffd" in found)


def _gbk_bytes(text: str) -> bytes | None:
    # A reader that writes U+FFFD has a real euro sign for A2 E3.
    euro = b"\xa2\xe3" if "\ufffd" in text else b"\x80"
    pieces = _SPLIT_AT_MARKS.split(text)
    data = bytearray()
    for index, piece in enumerate(pieces):
        if piece == "€":
            data += euro
        elif piece == "\ufffd":
            data += b"\x80" if pieces[index + 1] > "\x7f" or _another_mark(pieces, index) else _NO_BYTE
        else:
            plain = encoded(piece, "gbk")
            if plain is None:
                return None
            data += plain
    return bytes(data)


def _another_mark(pieces: list[str], index: int) -> bool:
    return not pieces[index + 1] and index + 2 < len(pieces)


def pairs_with_losses(text: str, reader: str, source: str) -> Decoded | None:
    """Return the text of a double-byte charset behind one that lost single bytes to U+FFFD, ``None`` if it is none."""
    found: list[str | tuple[str, ...]] = []  # text, or the characters that a lost one may be
    lead = b""
    for index, piece in enumerate(text.split("\ufffd")):
        data = encoded(piece, reader)
        if data is None:
            return None
        if index:
            # At a line end nothing follows; a cut-off lead byte is all that can be lost there.
            following = data[0] if data else 0x0A
            hidden = hidden_bytes(following, reader)
            if lead:
                found.append(_characters(((lead[0], byte) for byte in hidden), source))
            else:
                found.append(_characters(((byte, following) for byte in hidden), source))
                data = data[1:] if following > 0x3F else data
        else:
            data = lead + data
        rest = _split(data, source)
        if rest is None:
            return None
        found.append(rest[0])
        lead = rest[1]
    if lead:
        found.append(())
    context = "".join(part for part in found if isinstance(part, str))[:_CONTEXT]
    whole = "".join(part if isinstance(part, str) else _decisive(part, context) for part in found)
    return Decoded(whole, "\ufffd" in whole)


def _split(data: bytes, source: str) -> tuple[str, bytes] | None:
    """Decode ``data`` but for a last lead byte; ``None`` if it does not fit ``source``."""
    codec = MULTIBYTE[source]
    try:
        return data.decode(codec), b""
    except UnicodeDecodeError as error:
        if error.start != len(data) - 1:
            return None
    return data[:-1].decode(codec), data[-1:]


def _characters(pairs: Iterator[tuple[int, int]], source: str) -> tuple[str, ...]:
    return tuple(character for lead, trail in pairs if (character := pair(lead, trail, source)))


@lru_cache(maxsize=4096)
def _decisive(candidates: tuple[str, ...], context: str) -> str:
    """Return the one candidate that is likely beside ``context``, U+FFFD if more than one is."""
    scored = sorted(((_total(context + candidate), candidate) for candidate in candidates), reverse=True)
    if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < _DECISIVE):
        return "\ufffd"
    return scored[0][1]


def _total(text: str) -> float:
    found = likelihood(text)
    return found.score * found.characters
