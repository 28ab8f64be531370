"""The first stage: bytes → text, by what the bytes themselves say.

A server's header is often set once for a whole host, and a page's own label is often copied from a template;
both may be wrong, and text decoded in a wrong charset is lost for good. So labels are hypotheses here, and
the bytes are the judge: UTF-8 proves itself (text in another charset almost never happens to be valid UTF-8),
any other charset must yield text that reads like some language (``newscrawl.text.likelihood``).
"""

import codecs
import re
from collections.abc import Callable
from types import NoneType
from typing import NamedTuple

from newscrawl.argument_types import check_type
from newscrawl.text.decode.charsets import charset_of, codec_of, printable_label
from newscrawl.text.decode.competition import read_by_score, reads_better_in_sister
from newscrawl.text.decode.examination import Examination
from newscrawl.text.decode.fragments import read_nearly_utf8, read_utf8_parts
from newscrawl.text.decode.plausibility import MIN_SCORE, is_plausible, likelihood_in
from newscrawl.text.decode.reading import Reading, read_bytes
from newscrawl.text.decode.sample import SAMPLE_BYTES
from newscrawl.text.likelihood import likelihood

__all__ = ["Decoded", "charset_of", "decode"]


class Decoded(NamedTuple):
    """The text of a page and why it was read so.

    ``charset`` is the Python codec that was used, ``utf-8`` for pure ASCII. ``evidence`` are short findings
    for a person, in the order in which they were made. ``lossy`` says that some bytes are no text in that
    charset; each such place is marked by U+FFFD. ``utf_8`` is the text encoded, where the page came so.
    """

    text: str
    charset: str
    evidence: tuple[str, ...]
    lossy: bool
    utf_8: bytes | None = None


def decode(body: bytes, http_charset: str | None = None) -> Decoded:
    """Decode a page, feed, sitemap or other text; ``http_charset`` is the label of the HTTP header, if any.

    Byte order marks are taken off, a character cut at the very end is dropped. All bytes give an answer; raises
    ``TypeError`` for what is none.

    >>> decoded = decode("“4.7 kΩ”".encode(), "iso-8859-1")
    >>> decoded.text, decoded.charset
    ('“4.7 kΩ”', 'utf-8')
    >>> decoded.evidence
    ('valid UTF-8, 5 continuation bytes', 'HTTP says iso-8859-1: refuted by the bytes')
    """
    check_type("body", body, bytes, bytearray)
    check_type("http_charset", http_charset, str, NoneType)
    page = Examination(body, http_charset)
    for step in _STEPS:
        reading = step(page)
        if reading is not None:
            whole = read_utf8_parts(page.body, reading)
            if whole is not reading:
                page.note("but for parts in UTF-8")
                reading = whole
            text = reading.text.lstrip("\ufeff")
            utf_8 = page.body if reading.is_as_sent and len(text) == len(reading.text) else None
            return Decoded(text, reading.charset, tuple(page.evidence), reading.lossy, utf_8)
    raise AssertionError("the last step always answers")


# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)


def _by_mark(page: Examination) -> Reading | None:
    if page.body.startswith(codecs.BOM_UTF8):
        # Taken off, not trusted: a template saved with a mark may precede a page in GBK.
        page.note("byte order mark of UTF-8")
        page.body = page.body[3:]
        return None
    for mark, codec in _MARKS:
        if page.body.startswith(mark):
            reading = _read_utf_16(page, len(mark), codec) if codec.startswith("utf-16") else None
            reading = reading or read_bytes(page.body[len(mark) :], codec)
            if reading.text.count("\ufffd") * 10 <= len(reading.text):
                page.note(f"byte order mark of {codec}")
                return reading
            page.note(f"byte order mark of {codec}: refuted by the bytes")
    return None


# Of UTF-16 read in the wrong byte order: texts of the tests from five characters on score -9.4 or less, read in the
# right order -7.8 or more.
_MAX_TURNED_SCORE = -9.0


def _read_utf_16(page: Examination, start: int, codec: str) -> Reading | None:
    """Read UTF-16 whose mark has the bytes the wrong way round; ``None`` if the mark is right."""
    other = "utf-16-be" if codec == "utf-16-le" else "utf-16-le"
    marked, turned = (
        likelihood(page.body[start : start + SAMPLE_BYTES].decode(name, "ignore")) for name in (codec, other)
    )
    if marked.score > _MAX_TURNED_SCORE or turned.score < MIN_SCORE:
        return None
    page.note(f"byte order mark of {codec}: the text is {other}")
    return read_bytes(page.body[start:], other)


def _by_zero_bytes(page: Examination) -> Reading | None:
    """UTF-16 or UTF-32 without a mark: ASCII characters leave zeros at every other place."""
    if b"\0" not in page.body:
        return None
    codec = _codec_by_zeros(page.body[:65536])
    if codec is None:
        return None
    reading = read_bytes(page.body, codec)
    unprintable = len(_UNPRINTABLE.findall(reading.text))
    if unprintable * 100 > len(reading.text) or likelihood(_text_sample(reading.text)).score < MIN_SCORE:
        return None
    page.note(f"zero bytes as in {codec}")
    return reading


def _codec_by_zeros(head: bytes) -> str | None:
    zeros = [head[place::4].count(0) for place in range(4)]
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    nearly_all = len(head) // 4 * 0.95
    if nearly_all and min(zeros[2:]) >= nearly_all:
        return "utf-32-le"
    if nearly_all and min(zeros[:2]) >= nearly_all:
        return "utf-32-be"
    if even + odd < len(head) // 33:
        return None
    if odd > 8 * even:
        return "utf-16-le"
    if even > 8 * odd:
        return "utf-16-be"
    return None


_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd-\uffff]")


_UTF_7_LABELS = frozenset({"utf-7", "utf7", "unicode-1-1-utf-7", "x-utf-7"})
_UTF_7_RUN = re.compile(rb"\+[A-Za-z0-9+/]{1,4000}+-?")
_ASCII_IN_UTF_7 = re.compile("[\x00-\x1f\"&'/<=>\x7f]")


# opening bytes, codec
_SEVEN_BIT = (
    (b"\x1b$)C", "iso2022_kr"),
    (b"\x1b$", "iso2022_jp"),
    (b"~{", "hz"),
)


def _seven_bit(page: Examination) -> Reading | None:
    if not page.body.isascii():
        return None
    for opening, codec in _SEVEN_BIT:
        if opening in page.body:
            reading = read_bytes(page.body, codec)
            found = likelihood(_text_sample(reading.text))
            if not reading.lossy and found.characters and found.score > MIN_SCORE:
                page.note(f"escape sequences of {codec}")
                return reading
    if any(label.strip().lower() in _UTF_7_LABELS for _, label in page.declared):
        by_label = _utf_7(page)
        if by_label:
            return by_label
    page.note("pure ASCII")
    return Reading(page.body.decode("ascii"), "utf-8", False, is_as_sent=True)


def _utf_7(page: Examination) -> Reading | None:
    """Read UTF-7 where a label says so and text comes out.

    Browsers refuse it, since markup can hide in it from filters: so no ASCII character is taken from an escape.
    """
    if any(_ASCII_IN_UTF_7.search(_decoded_utf_7(run)) for run in _UTF_7_RUN.findall(page.body)):
        return None
    text = _decoded_utf_7(page.body)
    found = likelihood(_text_sample(text))
    if not found.characters or "\ufffd" in text or found.score < MIN_SCORE:
        return None
    page.note("UTF-7, as labelled")
    return Reading(text, "utf-7", False)


def _decoded_utf_7(body: bytes) -> str:
    return body.decode("utf-7", "replace")


def _text_sample(text: str) -> str:
    first = _BEYOND_ASCII.search(text)
    return text[first.start() : first.start() + SAMPLE_BYTES] if first else ""


_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


def _strict_utf8(page: Examination) -> Reading | None:
    body, cut = page.body, ""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end < len(body) or error.reason != "unexpected end of data":
            return None
        # Valid up to a character cut at the end. A lone accent at the end of a Latin-1 text looks the same.
        body, cut = body[: error.start], ", cut at the end"
        if body.isascii():
            return None
        text = body.decode("utf-8")
    page.note(f"valid UTF-8, {len(body) - len(text)} continuation bytes{cut}")
    if page.http_charset and codec_of(page.http_charset) != "utf-8":
        page.note(f"HTTP says {printable_label(page.http_charset)}: refuted by the bytes")
    return Reading(text, "utf-8", False, is_as_sent=not cut)


# UTF-8 of programs that write UTF-16 code units (CESU-8), and Java's NUL.
_UNITS = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_JAVA_NUL = b"\xc0\x80"


def _utf8_of_units(page: Examination) -> Reading | None:
    """Read UTF-8 in which characters beyond U+FFFF are two surrogates each, or NULs two bytes."""
    if _JAVA_NUL not in page.body and not _UNITS.search(page.body):
        return None
    body = page.body.replace(_JAVA_NUL, b"")
    try:
        text = body.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeError:
        return None
    page.note("UTF-8 of UTF-16 code units")
    return Reading(text, "utf-8", False)


def _by_label(page: Examination) -> Reading | None:
    for source, label in page.labels():
        codec = codec_of(label)
        if codec is None:
            page.note(f"{source} says {printable_label(label)}: no charset that is used")
        elif codec == "utf-8":
            page.note(f"{source} says {printable_label(label)}: refuted by the bytes")
        elif reading := _read_as_labelled(page, codec):
            page.note(f"{source} says {printable_label(label)}, and it reads so")
            return reading
        else:
            page.note(f"{source} says {printable_label(label)}: doubtful")
    return None


def _read_as_labelled(page: Examination, codec: str) -> Reading | None:
    if codec.startswith("utf-16"):
        return _utf16(page.body, codec)
    plausible = is_plausible(likelihood_in(codec, page.small_sample), codec)
    return read_bytes(page.body, codec) if plausible and not reads_better_in_sister(page, codec) else None


def _utf16(body: bytes, codec: str) -> Reading | None:
    """UTF-16 without a mark and without ASCII, which leaves no zero bytes."""
    for name in ("utf-16-le", "utf-16-be") if codec == "utf-16" else (codec,):
        reading = read_bytes(body, name)
        if not reading.lossy and likelihood(reading.text[:SAMPLE_BYTES]).score > MIN_SCORE:
            return reading
    return None


_STEPS: tuple[Callable[[Examination], Reading | None], ...] = (
    _by_mark,
    _by_zero_bytes,
    _seven_bit,
    _strict_utf8,
    _utf8_of_units,
    read_nearly_utf8,
    _by_label,
    read_by_score,
)
