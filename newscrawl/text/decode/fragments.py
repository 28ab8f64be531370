"""Read UTF-8 with bad bytes: single errors, or fragments in another charset."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from newscrawl.text.decode.charsets import LANGUAGES, LATIN_WEST, MULTIBYTE, codec_of
from newscrawl.text.decode.examination import Examination
from newscrawl.text.decode.plausibility import MIN_SCORE, is_plausible
from newscrawl.text.decode.reading import Reading, read_bytes
from newscrawl.text.likelihood import likelihood


class _Mended(NamedTuple):
    text: str
    charsets: tuple[str, ...]


_CONTINUATION = bytes(range(0x80, 0xC0))
_ASCII = bytes(range(0x80))

_ESCAPED = re.compile("[\udc80-\udcff]")
# From the first to the last bad byte of a stretch without markup.
_BAD_REGION = re.compile("[\udc80-\udcff](?:[^<>\n]*[\udc80-\udcff])?")
_BAD_RUN = re.compile("[\udc80-\udcff]++")
_HALF_CHARACTER = re.compile("[\udce0-\udcf4][\udc80-\udcbf]")

# Judging a fragment takes time: a page of many has only the first ones read. Both bounds are chosen by hand.
_MAX_FRAGMENTS = 300
_FRAGMENT_SAMPLE_CHARACTERS = 2000

# As UTF-8, the first or last characters of a fragment may by chance be valid: they became one of these.
_CHANCE = re.compile("[\x80-\u07ff]")
_MAX_CHANCE_CHARACTERS = 6  # at either end; chosen by hand

# Four ideographs or kana in UTF-8: by chance, one in ten million stretches of GBK looks so.
_UTF_8_IDEOGRAPHS = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){4}")


def _count_beyond_ascii(body: bytes) -> int:
    return len(body.translate(None, _ASCII + _CONTINUATION))


def read_nearly_utf8(page: Examination) -> Reading | None:
    """UTF-8 with some bad bytes, or with a fragment (an advertisement, say) in another charset."""
    if not _perhaps_utf8(page.small_sample):
        return None
    escaped = page.body.decode("utf-8", "surrogateescape")
    bad = len(_ESCAPED.findall(escaped))
    good = _count_beyond_ascii(page.body)
    if bad > good // 2:
        return None
    # Hiragana in EUC-JP are full of two-byte sequences that are valid by chance.
    if bad > good // 20 and likelihood(page.sample.decode("utf-8", "ignore")).score < MIN_SCORE:
        return None
    mended = _mend_fragments(escaped, _fragment_charsets(page))
    page.note(f"UTF-8 but for {bad} bytes")
    if mended.charsets:
        page.note(f"fragments in {', '.join(mended.charsets)}")
    # A page may also hold marks that somebody else made.
    return Reading(mended.text, "utf-8", mended.text.count("\ufffd") > escaped.count("\ufffd"))


def _perhaps_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    return good > bad // 2


def _fragment_charsets(page: Examination) -> tuple[str, ...]:
    """List what the fragments of a UTF-8 page may be in: the declared charsets, then the usual suspects."""
    declared = [codec for _, label in page.declared if (codec := codec_of(label)) in LANGUAGES]
    language = likelihood(page.sample.decode("utf-8", "ignore")).language
    latin = language is None or language in LATIN_WEST
    # Single bytes fit any text; beside CJK text they would only be guessed.
    usable = [codec for codec in (*declared, "gb18030", "cp1252") if latin or codec in MULTIBYTE]
    return tuple(dict.fromkeys(usable))


def _mend_fragments(escaped: str, charsets: tuple[str, ...]) -> _Mended:
    """Decode the bad bytes of ``escaped`` in the first charset in which they read as text, else mark them."""
    parts: list[str] = []
    used: dict[str, None] = {}
    done = 0
    for region in islice(_BAD_REGION.finditer(escaped), _MAX_FRAGMENTS):
        for start, end, fragment in _fragments(escaped, done, region.span(), charsets):
            parts += (mark_bad_bytes(escaped[done:start]), fragment.text)
            used[fragment.charset] = None
            done = end
    parts.append(mark_bad_bytes(escaped[done:]))
    return _Mended("".join(parts), tuple(used))


def _fragments(
    escaped: str, min_start: int, region: tuple[int, int], charsets: tuple[str, ...]
) -> Iterator[tuple[int, int, Reading]]:
    """Find what can be read in a region: all of it in a multibyte charset, or single runs of bad bytes."""
    multibyte = tuple(codec for codec in charsets if codec in MULTIBYTE)
    for start, end in (_widened(escaped, min_start, *region), region):
        if fragment := _read_fragment(escaped[start:end], multibyte):
            yield start, end, fragment
            return
    for run in islice(_BAD_RUN.finditer(escaped, *region), _MAX_FRAGMENTS):
        if _HALF_CHARACTER.match(run[0]):
            continue  # an accent and a quotation mark of cp1252 look the same: too bold a guess
        if fragment := _read_fragment(run[0], charsets):
            yield *run.span(), fragment


def _widened(text: str, min_start: int, start: int, end: int) -> tuple[int, int]:
    for _ in range(_MAX_CHANCE_CHARACTERS):
        if start > min_start and _CHANCE.match(text, start - 1):
            start -= 1
        if _CHANCE.match(text, end):
            end += 1
    return start, end


def _read_fragment(escaped: str, charsets: tuple[str, ...]) -> Reading | None:
    body = escaped.encode("utf-8", "surrogateescape")
    for codec in charsets:
        try:
            text = body.decode(codec)
        except UnicodeDecodeError:
            continue
        found = likelihood(text[:_FRAGMENT_SAMPLE_CHARACTERS], LANGUAGES[codec])
        enough = found.characters >= 2 or codec not in MULTIBYTE
        if enough and is_plausible(found, codec):
            return Reading(text, codec, False)
    return None


def read_utf8_parts(body: bytes, reading: Reading) -> Reading:
    """Read the parts of a page between tags that are UTF-8, though the page is in another multibyte charset.

    A comment or an advertisement is spliced in without being converted. ``reading`` is the page as read so far.
    """
    if reading.charset not in MULTIBYTE or not _UTF_8_IDEOGRAPHS.search(body):
        return reading
    texts: list[str] = []
    kept: list[bytes] = []
    for part in body.split(b"<"):
        text = _utf8_part(part)
        if text is None:
            kept.append(part)
        else:
            texts += (read_bytes(b"<".join(kept), reading.charset).text, text) if kept else (text,)
            kept = []
    if not texts:
        return reading
    texts += (read_bytes(b"<".join(kept), reading.charset).text,) if kept else ()
    text = "<".join(texts)
    return Reading(text, reading.charset, "\ufffd" in text)


def _utf8_part(part: bytes) -> str | None:
    if not _UTF_8_IDEOGRAPHS.search(part):
        return None
    try:
        return part.decode("utf-8")
    except UnicodeDecodeError:
        return None


def mark_bad_bytes(escaped: str) -> str:
    """Return text with U+FFFD in place of its escaped bytes."""
    return escaped.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
