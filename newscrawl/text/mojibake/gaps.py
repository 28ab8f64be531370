"""Undo a mix-up in which the wrong reader lost bytes: fill what the loss itself makes certain, mark the rest U+FFFD.

A decoder that meets a byte it cannot use writes U+FFFD (or ``?``) and goes on. What it could not use is known, though:
the lost byte and the one after it are no character of its charset. Often only one byte fits.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from newscrawl.text.likelihood import likelihood
from newscrawl.text.mojibake.charsets import MULTIBYTE, Redecoded, encoded, hidden_bytes, pair

# GBK has pairs for nearly all bytes, but 0x80 starts none: readers make it U+FFFD or, after Windows, the euro sign.
_SPLIT_AT_MARKS = re.compile("([\ufffd€])")
MARK = re.compile("[\ufffd?€]")
_NO_BYTE = b"\xff"
_0X80_INSIDE = re.compile(rb"(?<=[\xe0-\xef])\?(?=[\x80-\xbf](?![\x80-\xbf]))")
# Of all pairs of a last and a first byte GBK lacks but one, in Japanese the end of ア before other kana.
_A2E3_INSIDE = re.compile(rb"(?<=[\xe0-\xef][\x80-\xbf])\?(?=[\x80-\xbf]{2}(?![\x80-\xbf]))")
# A sequence cut short. A reader that writes ``?`` takes the next byte along: blank, digit or mark, nobody knows.
_CUT_SHORT = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})[\xff?]")
_MARK = "\ufffd".encode()
# A mark of English prose without its last byte, behind a word or its full stop and before a blank or another mark.
_MARK_OF_ENGLISH = re.compile(rb"(?<=[A-Za-z0-9.,!?])\xe2\x80\xff(?=[ .,;:!?)\r\n]|\Z)")
# A candidate for a lost character must be this much likelier (natural log; by hand) than the next one.
_MIN_DECISIVE_MARGIN = 3.0
# The full stop of Chinese and Japanese without its last byte. At the end of a line, with all quotations and brackets
# closed, it is no other mark: 945 of 945 lines in translations of two programs.
_FULL_STOP_IN_UTF_8 = (b"\xe3\x80\xff", b"\xe3\x80?")
_FULL_STOP_IN_GBK = b"\xa1"
_OPEN_AND_CLOSED = ("“”", "‘’", "「」", "『』", "《》", "〈〉", "【】", "〔〕", "（）")
# Known text beside which candidates are weighed; it settles the language. By hand.
_CONTEXT_CHARACTERS = 40
_MIN_SETTLING_CHARACTERS = 10  # of known text beyond ASCII; by hand


def utf_8_behind_gbk(text: str) -> Redecoded | None:
    """Return the UTF-8 text that was read as GBK with losses, ``None`` if it cannot be that."""
    data = _gbk_bytes(text)
    if data is None:
        return None
    data = _A2E3_INSIDE.sub(b"\xa2\xe3", _0X80_INSIDE.sub(b"\x80", data))
    data = _MARK_OF_ENGLISH.sub(_english_mark, data)
    found = _CUT_SHORT.sub(_MARK, data).decode("utf-8", "replace")
    if data.endswith(_FULL_STOP_IN_UTF_8) and _is_closed(found[:-1]):
        found = found[:-1] + "。"
    return Redecoded(found, "\ufffd" in found)


def _english_mark(match: re.Match[bytes]) -> bytes:
    """Complete a quotation mark or apostrophe that ends a word; dashes and dots end none."""
    before = match.string[: match.start()]
    if before.count(b"\xe2\x80\x9c") > before.count(b"\xe2\x80\x9d"):
        return b"\xe2\x80\x9d"
    return b"\xe2\x80\x99" if before.endswith(b"s") else match[0]


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


def pairs_with_losses(text: str, reader: str, source: str) -> Redecoded | None:
    """Return the text of a double-byte charset behind one that lost bytes to U+FFFD, ``None`` if it is none."""
    pieces = text.split("\ufffd")
    known = encoded(pieces[0], reader)
    rest = _split(known, source) if known is not None else None
    if rest is None:
        return None
    lead = b""
    found: list[str | tuple[str, ...]] = [rest.text]  # known text, or what a lost character may be
    for piece in pieces[1:]:
        data = encoded(piece, reader)
        if data is None:
            return None
        lead, following = rest.lead, data[:1] or b"\n"
        found.append(_characters(lead, following[0], reader, source))
        if not lead:
            data = data[1:] if following > b"\x3f" else data
        rest = _split(data, source)
        if rest is None:
            return None
        found.append(rest.text)
    if rest.lead:
        found.append(())
    return _filled(found, is_full_stop=source == "gbk" and text.endswith("\ufffd") and lead == _FULL_STOP_IN_GBK)


def _filled(found: list[str | tuple[str, ...]], is_full_stop: bool) -> Redecoded:
    context = "".join(part for part in found if isinstance(part, str))[:_CONTEXT_CHARACTERS]
    whole = "".join(part if isinstance(part, str) else _decisive(part, context) for part in found)
    if is_full_stop and _is_closed(whole[:-1]):
        whole = whole[:-1] + "。"
    return Redecoded(whole, "\ufffd" in whole)


def _is_closed(text: str) -> bool:
    # An ellipsis or a dash may be the first half of a longer one.
    return not text.endswith(("…", "—")) and all(
        text.count(marks[0]) <= text.count(marks[1]) for marks in _OPEN_AND_CLOSED
    )


class _Split(NamedTuple):
    text: str
    lead: bytes  # the byte at the end that waits for its trail, if any


def _split(data: bytes, source: str) -> _Split | None:
    """Decode ``data`` but for a last lead byte; ``None`` if it does not fit ``source``."""
    codec = MULTIBYTE[source]
    try:
        return _Split(data.decode(codec), b"")
    except UnicodeDecodeError as error:
        if error.start != len(data) - 1:
            return None
    return _Split(data[:-1].decode(codec), data[-1:])


@lru_cache(maxsize=8192)
def _characters(lead: bytes, following: int, reader: str, source: str) -> tuple[str, ...]:
    """Return what a lost character may be: the trail after ``lead``, or without one the lead before ``following``."""
    hidden = hidden_bytes(following, reader)
    pairs = ((lead[0], byte) if lead else (byte, following) for byte in hidden)
    return tuple(character for pair_ in pairs if (character := pair(*pair_, source)))


@lru_cache(maxsize=4096)
def _decisive(candidates: tuple[str, ...], context: str) -> str:
    """Return the one candidate that is likely beside ``context``, U+FFFD if more than one is."""
    known = likelihood(context)
    # A sentence settles the language, and to weigh it with each candidate takes many times as long.
    among = {known.language} if known.language and known.characters >= _MIN_SETTLING_CHARACTERS else ()
    weighed = candidates if among else [context + candidate for candidate in candidates]
    scored = sorted(zip((likelihood(text, among).total for text in weighed), candidates, strict=True), reverse=True)
    if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < _MIN_DECISIVE_MARGIN):
        return "\ufffd"
    return scored[0][1]
