"""Undo mix-ups of two charsets of one byte a character, and UTF-8 read in one that ftfy does not know.

Russian in windows-1251 or KOI8-R that was read as Western European is all accents; read as the other of the two it is
Cyrillic, but with small and capital letters exchanged. UTF-8 is its own proof: hardly any text that was not UTF-8 is
valid as such.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import NamedTuple

from newscrawl.text.likelihood import likelihood
from newscrawl.text.mojibake.charsets import single_bytes

_CYRILLIC = frozenset({"ru", "uk", "bg", "sr"})
# Charsets in which Russian is written, and those in which it is read by mistake.
_CYRILLIC_SOURCES = ("cp1251", "koi8-r", "cp866", "iso8859-5")
_WESTERN_READERS = ("latin-1", "cp1252", "mac-roman")
_READERS = (*_WESTERN_READERS, *_CYRILLIC_SOURCES)
_ASCII = bytes(range(0x80))
_MAX_OTHER_SHARE = 0.15  # of the bytes beyond ASCII: quotation marks and dashes
# What is left of words: a mix-up hits all letters of a run, beside which only digits and ASCII marks stand.
_MIN_LETTERS = 12  # two words or three
_MIN_KINDS = 6  # of letters: lines and shapes have fewer
# A reading must be likelier than the text as it stands by so much a character (natural log), and as likely as prose.
_MIN_GAIN = 1.0
_MIN_SCORE = -3.7
# Text as likely as that is Cyrillic as it stands.
_SOUND_SCORE = -4.5
_MIN_SHARE = 0.5  # of the characters that are not blank: text of accents, not with accents
_SAMPLE_CHARACTERS = 120
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_CAPITAL_AFTER_SMALL = re.compile("[а-я][А-Я]")
_CAPITAL_WITHIN_WORD = -4.0
_BLANK = re.compile("[\\s\xa0]+")

# Readers of UTF-8 that ftfy does not know, or leaves alone where a line has few characters beyond ASCII.
_UTF_8_READERS = (
    *("cp874", "cp866", "koi8-r", "iso8859-5", "cp1255", "cp1256", "cp850", "cp852", "cp1258", "iso8859-15"),
    *("cp1251", "mac-roman", "cp437", "cp1250", "iso8859-2", "cp1253"),
)
_MIN_UTF_8_CHARACTERS = 4  # beyond ASCII in such a text; chosen by hand
# Fewer are enough if one is an accented letter of a Latin word, whose bytes are of another script or signs.
_LATIN_WORD = re.compile("[A-Za-z][\u00c0-\u017f]|[\u00c0-\u017f][a-z]")
_NO_LATIN_WORD = re.compile(
    "[A-Za-z][^\u0000-\u024f]|[^\u0000-\u024f][a-z]|[a-z]Ă[^\u0000-\u007f]|Ă[^\u0000-\u007f][a-z]"
)
_CAPITAL_IN_WORD = re.compile("[a-z][\u00c0-\u00d6\u00d8-\u00de]")
_LATIN_AND_MARKS = re.compile("[\u0000-\u017f\u2010-\u203a\u20ac\u2122]*")
_LATIN_9_ONLY = re.compile("[ŠšŽžŒœŸ€]")
_C1_OF_CP1252 = re.compile("[\x80-\x9f](?<![\x81\x8d\x8f\x90\x9d])")  # controls whose bytes are letters in cp1252
_MIN_UTF_8_SCORE = -9.0  # running text lies above -8 (see ``likelihood``)
_UTF_8_BEGINS = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")


class Misread(NamedTuple):
    """A text before it was misread, and the rule that undoes it."""

    text: str
    rule: str


def utf_8_in_rare_reader(text: str) -> Misread | None:
    """Undo UTF-8 read in a charset of one byte a character that ftfy does not try."""
    data = single_bytes(text)
    # Latin-1 or cp1252, which ftfy reads; Latin-9 has letters at other bytes that continue a character, too.
    is_latin_9 = _LATIN_9_ONLY.search(text) and _C1_OF_CP1252.search(text)
    if data is not None and not is_latin_9 and _utf_8(data) is not None:
        return None
    first = _BEYOND_ASCII.search(text)
    start = text[first.start() : first.start() + 2] if first else ""
    best: Misread | None = None
    best_score = _MIN_UTF_8_SCORE
    for reader in _UTF_8_READERS:
        if reader == "iso8859-2" and best and best.rule.endswith("cp1250"):
            continue  # its bytes are other letters of as many languages there, and cp1250 is the commoner one
        head = _encoded(start, reader)
        read = _encoded(text, reader) if head and _UTF_8_BEGINS.match(head) else None
        found = None if read is None else _utf_8(read)
        if found is None:
            continue
        score = likelihood(found).score
        if score > best_score and _is_proved(text, found):
            best, best_score = Misread(found, f"mojibake/utf-8-as-{reader}"), score
    return best


def _utf_8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _is_proved(text: str, found: str) -> bool:
    """Tell whether ``found`` has characters enough to be no accident, or its accents stand in Latin words."""
    if _CAPITAL_IN_WORD.search(found):
        return False
    if len(_BEYOND_ASCII.findall(found)) >= _MIN_UTF_8_CHARACTERS:
        return True
    in_word = _LATIN_WORD.search(found) and _NO_LATIN_WORD.search(text)
    return bool(in_word) and _LATIN_AND_MARKS.fullmatch(found) is not None


def cyrillic(text: str) -> Misread | None:
    """Undo Russian, Ukrainian, Bulgarian or Serbian read in another charset of one byte a character."""
    sample = text[:_SAMPLE_CHARACTERS]
    letters = _BEYOND_ASCII.findall(sample)
    if len(letters) < _MIN_LETTERS or len(letters) < _MIN_SHARE * len(_BLANK.sub("", sample)):
        return None
    if len(set(letters)) < _MIN_KINDS:
        return None
    candidates = list(_candidates(sample))
    as_it_stands = _score(sample) if candidates else 0.0
    if as_it_stands > _SOUND_SCORE:
        return None
    if not _CAPITAL_AFTER_SMALL.search(sample):  # a headline in capitals, which are rare in the tables
        as_it_stands = max(as_it_stands, _score(sample.lower()))
    best, best_score = None, max(_MIN_SCORE, as_it_stands + _MIN_GAIN)
    for source, reader, found in candidates:
        score = _score(found)
        if score > best_score:
            best, best_score = (source, reader), score
    whole = _encoded(text, best[1]) if best else None
    if best is None or whole is None:
        return None
    try:
        return Misread(whole.decode(best[0]), f"mojibake/{best[0]}-as-{best[1]}")
    except UnicodeDecodeError:
        return None


def _candidates(sample: str) -> Iterator[tuple[str, str, str]]:
    """Yield source, reader and text of the mix-ups in which nearly all bytes beyond ASCII are letters."""
    for reader in _READERS:
        data = _encoded(sample, reader)
        beyond = data.translate(None, _ASCII) if data else b""
        for source in _CYRILLIC_SOURCES:
            if (
                data
                and source != reader
                and len(beyond.translate(None, _letters(source))) <= _MAX_OTHER_SHARE * len(beyond)
            ):
                with suppress(UnicodeDecodeError):
                    yield source, reader, data.decode(source)


@cache
def _letters(source: str) -> bytes:
    return bytes(byte for byte in range(0x80, 0x100) if bytes([byte]).decode(source, "ignore").isalpha())


def _score(text: str) -> float:
    """Return how likely ``text`` is in a Cyrillic language; capital letters inside of words are in none."""
    found = likelihood(text, _CYRILLIC)
    return found.score + _CAPITAL_WITHIN_WORD * len(_CAPITAL_AFTER_SMALL.findall(text)) / max(1, found.characters)


def _encoded(text: str, reader: str) -> bytes | None:
    """Return the bytes that ``reader`` read as ``text``; those that it has no character for passed as controls."""
    try:
        return text.encode(reader)
    except UnicodeEncodeError:
        pass
    try:
        return text.translate(_codes(reader)).encode("latin-1")
    except UnicodeEncodeError:
        return None


@cache
def _codes(reader: str) -> dict[int, int]:
    """Return a table that undoes a wrong reading: from the characters of the charset ``reader`` to its bytes.

    Characters up to U+00FF that stand for no byte of it become U+0100, which ``latin-1`` cannot write.
    """
    codes: dict[int, int] = {}
    for byte in range(0x80, 0x100):
        try:
            codes[ord(bytes([byte]).decode(reader))] = byte
        except UnicodeDecodeError:
            codes[byte] = byte
    return {code: codes.get(code, 0x100) for code in {*codes, *range(0x80, 0x100)}}
