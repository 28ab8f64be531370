"""The first stage: bytes → text, by what the bytes themselves say.

A server's header is often set once for a whole host, and a page's own label is often copied from a template;
both may be wrong, and text decoded in a wrong charset is lost for good. So labels are hypotheses here, and
the bytes are the judge: UTF-8 proves itself (text in another charset almost never happens to be valid UTF-8),
any other charset must yield text that reads like some language (``newscrawl.text.likelihood``).
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import NamedTuple

from w3lib.encoding import resolve_encoding

from newscrawl.text.likelihood import Likelihood, likelihood


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

    Byte order marks are taken off, a character cut at the very end is dropped. Every input gives an answer.

    >>> decoded = decode("“4.7 kΩ”".encode(), "iso-8859-1")
    >>> decoded.text, decoded.charset
    ('“4.7 kΩ”', 'utf-8')
    >>> decoded.evidence
    ('valid UTF-8, 5 continuation bytes', 'HTTP says iso-8859-1: refuted by the bytes')
    """
    page = _Page(body, http_charset)
    for step in _STEPS:
        reading = step(page)
        if reading is not None:
            text = reading.text.lstrip("\ufeff")
            utf_8 = page.body if reading.is_as_sent and len(text) == len(reading.text) else None
            return Decoded(text, reading.charset, tuple(page.evidence), reading.lossy, utf_8)
    raise AssertionError("the last step always answers")


def charset_of(content_type: str) -> str | None:
    """Return the charset label of a ``Content-Type`` header, if it has one.

    >>> charset_of('text/html; charset="GB2312"')
    'GB2312'
    """
    found = _CHARSET_PARAMETER.search(content_type)
    return found[1] if found else None


_CHARSET_PARAMETER = re.compile(r"charset\s*+=\s*+[\"']?+([^\s\"';,]++)", re.IGNORECASE)


# --- What is known of charsets ---


class _Charset(NamedTuple):
    codec: str
    languages: frozenset[str]  # which it was made for; text in others is possible, but no proof
    prior: float  # log odds, beside the common charsets, that an unlabelled page of the Web is in it


_LATIN_WEST = frozenset({"da", "de", "es", "fi", "fr", "is", "it", "nb", "nl", "pt", "sv", "et"})
_LATIN_EAST = frozenset({"cs", "hr", "hu", "pl", "ro", "sk", "sl"})
_BALTIC = frozenset({"lt", "lv", "et"})
_CYRILLIC = frozenset({"bg", "ru", "sr", "uk"})

# What an unlabelled page may be in.
_CANDIDATES = (
    _Charset("gb18030", frozenset({"zh-Hans", "zh-Hant"}), 0.0),
    _Charset("big5hkscs", frozenset({"zh-Hant"}), 0.0),
    _Charset("cp932", frozenset({"ja"}), 0.0),
    _Charset("euc_jp", frozenset({"ja"}), -1.0),
    _Charset("cp949", frozenset({"ko"}), 0.0),
    _Charset("cp1252", _LATIN_WEST, 1.0),
    _Charset("cp1251", _CYRILLIC, -4.0),
    _Charset("cp1250", _LATIN_EAST, -6.0),
    _Charset("iso8859-2", _LATIN_EAST, -6.0),
    _Charset("cp1253", frozenset({"el"}), -6.0),
    _Charset("iso8859-7", frozenset({"el"}), -9.0),
    _Charset("cp1254", frozenset({"tr"}), -6.0),
    _Charset("cp1255", frozenset({"he"}), -6.0),
    _Charset("cp1256", frozenset({"ar", "fa"}), -6.0),
    _Charset("iso8859-6", frozenset({"ar"}), -8.0),
    _Charset("cp1257", _BALTIC, -7.0),
    _Charset("cp874", frozenset({"th"}), -6.0),
    _Charset("koi8-r", _CYRILLIC, -6.0),
    _Charset("koi8-u", _CYRILLIC, -6.5),
    _Charset("iso8859-5", _CYRILLIC, -7.0),
    _Charset("cp866", _CYRILLIC, -8.0),
    _Charset("mac-cyrillic", _CYRILLIC, -9.0),
)
_MULTIBYTE = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})
_LANGUAGES = {candidate.codec: candidate.languages for candidate in _CANDIDATES}

# Codecs that a label may choose although no unlabelled page is taken for one. Whatever stands in neither
# table (unicode_escape, base64, idna, utf-7 …) never reaches a codec.
_BY_LABEL_ONLY = frozenset(
    {
        "utf-8",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "cp1258",
        "cp437",
        "cp850",
        "cp852",
        "cp862",
        "iso8859-3",
        "iso8859-4",
        "iso8859-8",
        "iso8859-10",
        "iso8859-13",
        "iso8859-14",
        "iso8859-15",
        "iso8859-16",
        "johab",
        "mac-roman",
    }
)
# Labels seen in the wild that the label table of w3lib does not know.
_ALIASES = {
    "unicode": "utf-16",
    "utf-8-sig": "utf-8",
    "utf8mb4": "utf-8",
    "iso-8859-8-i": "cp1255",
    "logical": "cp1255",
    "windows-949": "cp949",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-windows-949": "cp949",
    "x-x-big5": "big5hkscs",
}
# Where the superset codec fails on vendor characters, this one may know them.
_WIDER = {"euc_jp": "euc_jis_2004", "iso2022_jp": "iso2022_jp_ext"}

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:()+-]{0,40}")
_UNPRINTABLE_IN_LABEL = re.compile("[^ -~]")


def _shown(label: str) -> str:
    """Make a label fit for the evidence, whatever a server sent as one."""
    return _UNPRINTABLE_IN_LABEL.sub("?", label[:40])


@lru_cache(maxsize=256)
def _codec_of(label: str) -> str | None:
    """Map a label to the codec of its WHATWG superset; ``None`` if there is none that may be used."""
    label = label.strip(" \t\r\n\"'").lower()
    if not _LABEL.fullmatch(label):
        return None
    codec = _ALIASES.get(label) or resolve_encoding(label)
    return codec if codec in _LANGUAGES or codec in _BY_LABEL_ONLY else None


# --- The page under examination ---


class _Page:
    """Bytes, labels and the findings so far; what several steps need is worked out once."""

    def __init__(self, body: bytes, http_charset: str | None) -> None:
        self.body = body
        self.http_charset = http_charset
        self.evidence: list[str] = []

    def note(self, finding: str) -> None:
        self.evidence.append(finding)

    def labels(self) -> Iterator[tuple[str, str]]:
        """Yield who says what: the document's own labels in their order, then the header's."""
        head = self.body[: self.body.rfind(b">", 0, _HEAD_SIZE) + 1]
        known: set[tuple[str, str]] = set()
        # Most pages name their charset in the head, and are read so: then the rest is not searched.
        for label in chain(_document_labels(head), _document_labels(self.body)):
            if label not in known:
                known.add(label)
                yield label
        if self.http_charset:
            yield "HTTP", self.http_charset

    @cached_property
    def declared(self) -> tuple[tuple[str, str], ...]:
        """All labels."""
        return tuple(self.labels())

    @cached_property
    def sample(self) -> bytes:
        """What is judged where all charsets compete."""
        return _sample(self.body, _SAMPLE_SIZE)

    @cached_property
    def small_sample(self) -> bytes:
        """What is judged where one charset must be plausible, which needs less proof."""
        return _sample(self.body, _SMALL_SAMPLE_SIZE)


class _Reading(NamedTuple):
    text: str
    charset: str
    lossy: bool
    is_as_sent: bool = False  # the page is this text in UTF-8


# More bytes make a judgement no better, but slower.
_SAMPLE_SIZE = 1500
_SMALL_SAMPLE_SIZE = 250


def _sample(body: bytes, size: int) -> bytes:
    """Collect about ``size`` bytes of stretches with bytes beyond ASCII from all over the page.

    Stretches begin at ``<``, a byte that is never the second half of a character in any candidate charset.
    """
    parts = _parts_in_windows(body) if len(body) > _WINDOWS * _WINDOW_SIZE else []
    if sum(map(len, parts)) < 2 * size:
        parts = _parts(body)
    parts = parts[:: max(1, len(parts) // _MOST_PARTS)]
    longest = size // max(1, min(_FEWEST_PARTS, len(parts)))
    pieces = [_from_first_high_byte(part, longest) for part in parts]
    step = max(1, sum(map(len, pieces)) // size)
    return b"\n".join(pieces[::step]) + _END


# Whatever is cut at the end of the sample shall count as an error: gb18030 may take up to four bytes.
_END = b"\n\n\n"
_MOST_PARTS = 100
_FEWEST_PARTS = 4
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


def _parts(body: bytes) -> list[bytes]:
    return [part for part in body.split(b"<") if not part.isascii()]


def _parts_in_windows(body: bytes) -> list[bytes]:
    """Look into a large page at regular distances only."""
    starts = range(0, len(body), len(body) // _WINDOWS)
    windows = (body[start : start + _WINDOW_SIZE] for start in starts)
    return [part for window in windows for part in _parts(window.partition(b"<")[2].rpartition(b"<")[0])]


_WINDOWS = 10
_WINDOW_SIZE = 1000


def _from_first_high_byte(part: bytes, longest: int) -> bytes:
    if len(part) <= longest:
        return part
    first = _HIGH_BYTE.search(part)
    start = first.start() if first else 0
    return part[start : start + longest]


_META_CHARSET = re.compile(rb"charset\s{0,9}+=[\s\"']{0,9}+([\w.:()+-]{1,40}+)")
_XML_ENCODING = re.compile(rb"\s*+<\?xml\s[^>]{0,200}?encoding\s{0,9}+=\s{0,9}+[\"']([\w.:()+-]{1,40}+)")
_HEAD_SIZE = 4096
# Bounds for hostile pages: labels looked at, bytes of a tag before its label, bytes of a comment around it.
_MOST_LABELS = 50
_LONGEST_TAG = 1000
_LONGEST_COMMENT = 100_000


def _document_labels(body: bytes) -> Iterator[tuple[str, str]]:
    lowered = body.lower()
    if xml := _XML_ENCODING.match(lowered[:400]):
        yield "XML", xml[1].decode("ascii", "replace")
    place = -1
    for _ in range(_MOST_LABELS):
        place = lowered.find(b"charset", place + 1)
        if place < 0:
            return
        tag = lowered.rfind(b"<", max(0, place - _LONGEST_TAG), place)
        label = _META_CHARSET.match(lowered, place)
        if label and lowered.startswith(b"<meta", tag) and not _in_comment(lowered, tag):
            yield "meta", label[1].decode("ascii", "replace")


def _in_comment(body: bytes, place: int) -> bool:
    opened = body.rfind(b"<!--", max(0, place - _LONGEST_COMMENT), place)
    return opened >= 0 and body.find(b"-->", opened, place) < 0


# --- Decoding that never fails ---


def _read(body: bytes, codec: str) -> _Reading:
    """Decode all of ``body``: strictly if possible, in a wider codec if that helps, else with marks."""
    for name in (codec, _WIDER.get(codec, codec)):
        try:
            return _Reading(body.decode(name), codec, False)
        except UnicodeDecodeError:
            continue
    try:
        # An incremental decoder waits for the rest of a character cut at the end, and so drops it.
        text = codecs.getincrementaldecoder(codec)("replace").decode(body)
    except UnicodeError:  # it waits for more than it has room for: escape sequences without end
        text = body.decode(codec, "replace")
    if codec == "gb18030" and b"\x80" in body and text.count("\ufffd") <= _MOST_EUROS:
        text = body.decode(codec, _WITH_EURO)
    return _Reading(text, codec, "\ufffd" in text)


# Answering a codec in Python is slow: no page has more signs than this.
_MOST_EUROS = 10_000
_WITH_EURO = "newscrawl-gbk-euro"


def _read_euro(error: UnicodeError) -> tuple[str, int]:
    """Read a lone 0x80 in GBK as €, as browsers do (WHATWG Encoding, gb18030 decoder); mark other errors."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.object[error.start] == 0x80:
        return "€", error.start + 1
    cut = error.reason == "incomplete multibyte sequence"
    return "" if cut else "\ufffd", error.end


codecs.register_error(_WITH_EURO, _read_euro)


# --- The steps, each an answer or None ---

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)


def _by_mark(page: _Page) -> _Reading | None:
    if page.body.startswith(codecs.BOM_UTF8):
        # Taken off, not trusted: a template saved with a mark may precede a page in GBK.
        page.note("byte order mark of UTF-8")
        page.body = page.body[3:]
        return None
    for mark, codec in _MARKS:
        if page.body.startswith(mark):
            reading = _read(page.body[len(mark) :], codec)
            if reading.text.count("\ufffd") * 10 <= len(reading.text):
                page.note(f"byte order mark of {codec}")
                return reading
            page.note(f"byte order mark of {codec}: refuted by the bytes")
    return None


def _by_zero_bytes(page: _Page) -> _Reading | None:
    """UTF-16 or UTF-32 without a mark: ASCII characters leave zeros at every other place."""
    if b"\0" not in page.body:
        return None
    codec = _codec_by_zeros(page.body[:65536])
    if codec is None:
        return None
    reading = _read(page.body, codec)
    unprintable = len(_UNPRINTABLE.findall(reading.text))
    if unprintable * 100 > len(reading.text) or likelihood(_text_sample(reading.text)).score < _PLAUSIBLE:
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

# opening bytes, codec
_SEVEN_BIT = (
    (b"\x1b$)C", "iso2022_kr"),
    (b"\x1b$", "iso2022_jp"),
    (b"~{", "hz"),
)


def _seven_bit(page: _Page) -> _Reading | None:
    if not page.body.isascii():
        return None
    for opening, codec in _SEVEN_BIT:
        if opening in page.body:
            reading = _read(page.body, codec)
            found = likelihood(_text_sample(reading.text))
            if not reading.lossy and found.characters and found.score > _PLAUSIBLE:
                page.note(f"escape sequences of {codec}")
                return reading
    page.note("pure ASCII")
    return _Reading(page.body.decode("ascii"), "utf-8", False, is_as_sent=True)


def _text_sample(text: str) -> str:
    first = _BEYOND_ASCII.search(text)
    return text[first.start() : first.start() + _SAMPLE_SIZE] if first else ""


_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


def _strict_utf8(page: _Page) -> _Reading | None:
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
    if page.http_charset and _codec_of(page.http_charset) != "utf-8":
        page.note(f"HTTP says {_shown(page.http_charset)}: refuted by the bytes")
    return _Reading(text, "utf-8", False, is_as_sent=not cut)


_CONTINUATION = bytes(range(0x80, 0xC0))
_ASCII = bytes(range(0x80))


def _count_beyond_ascii(body: bytes) -> int:
    return len(body.translate(None, _ASCII + _CONTINUATION))


def _nearly_utf8(page: _Page) -> _Reading | None:
    """UTF-8 with some bad bytes, or with a fragment (an advertisement, say) in another charset."""
    if not _perhaps_utf8(page.small_sample):
        return None
    escaped = page.body.decode("utf-8", "surrogateescape")
    bad = len(_ESCAPED.findall(escaped))
    good = _count_beyond_ascii(page.body)
    if bad > good // 2:
        return None
    # Hiragana in EUC-JP are full of two-byte sequences that are valid by chance.
    if bad > good // 20 and likelihood(page.sample.decode("utf-8", "ignore")).score < _PLAUSIBLE:
        return None
    mended = _mend_fragments(escaped, _fragment_charsets(page))
    page.note(f"UTF-8 but for {bad} bytes")
    if mended.charsets:
        page.note(f"fragments in {', '.join(mended.charsets)}")
    # A page may also hold marks that somebody else made.
    return _Reading(mended.text, "utf-8", mended.text.count("\ufffd") > escaped.count("\ufffd"))


def _perhaps_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    return good > bad // 2


_ESCAPED = re.compile("[\udc80-\udcff]")
# From the first to the last bad byte of a stretch without markup.
_BAD_REGION = re.compile("[\udc80-\udcff](?:[^<>\n\udc80-\udcff]*+[\udc80-\udcff])*+")
_BAD_RUN = re.compile("[\udc80-\udcff]++")
_HALF_CHARACTER = re.compile("[\udce0-\udcf4][\udc80-\udcbf]")
# Judging a fragment takes time: a page of many has only the first ones read.
_MOST_FRAGMENTS = 300
_FRAGMENT_SAMPLE_SIZE = 2000


class _Mended(NamedTuple):
    text: str
    charsets: tuple[str, ...]


def _fragment_charsets(page: _Page) -> tuple[str, ...]:
    """List what the fragments of a UTF-8 page may be in: the declared charsets, then the usual suspects."""
    declared = [codec for _, label in page.declared if (codec := _codec_of(label)) in _LANGUAGES]
    language = likelihood(page.sample.decode("utf-8", "ignore")).language
    latin = language is None or language in _LATIN_WEST
    # Single bytes fit any text; beside CJK text they would only be guessed.
    usable = [codec for codec in (*declared, "gb18030", "cp1252") if latin or codec in _MULTIBYTE]
    return tuple(dict.fromkeys(usable))


def _mend_fragments(escaped: str, charsets: tuple[str, ...]) -> _Mended:
    """Decode the bad bytes of ``escaped`` in the first charset in which they read as text, else mark them."""
    parts: list[str] = []
    used: dict[str, None] = {}
    done = 0
    for region in islice(_BAD_REGION.finditer(escaped), _MOST_FRAGMENTS):
        for start, end, fragment in _fragments(escaped, done, region.span(), charsets):
            parts += (_marked(escaped[done:start]), fragment.text)
            used[fragment.charset] = None
            done = end
    parts.append(_marked(escaped[done:]))
    return _Mended("".join(parts), tuple(used))


def _fragments(
    escaped: str, least: int, region: tuple[int, int], charsets: tuple[str, ...]
) -> Iterator[tuple[int, int, _Reading]]:
    """Find what can be read in a region: all of it in a multibyte charset, or single runs of bad bytes."""
    multibyte = tuple(codec for codec in charsets if codec in _MULTIBYTE)
    for start, end in (_widened(escaped, least, *region), region):
        if fragment := _read_fragment(escaped[start:end], multibyte):
            yield start, end, fragment
            return
    for run in islice(_BAD_RUN.finditer(escaped, *region), _MOST_FRAGMENTS):
        if _HALF_CHARACTER.match(run[0]):
            continue  # an accent and a quotation mark of cp1252 look the same: too bold a guess
        if fragment := _read_fragment(run[0], charsets):
            yield *run.span(), fragment


# As UTF-8, the first or last characters of a fragment may by chance be valid: they became one of these.
_CHANCE = re.compile("[\x80-\u07ff]")
_MOST_BY_CHANCE = 6


def _widened(text: str, least: int, start: int, end: int) -> tuple[int, int]:
    for _ in range(_MOST_BY_CHANCE):
        if start > least and _CHANCE.match(text, start - 1):
            start -= 1
        if _CHANCE.match(text, end):
            end += 1
    return start, end


def _read_fragment(escaped: str, charsets: tuple[str, ...]) -> _Reading | None:
    body = escaped.encode("utf-8", "surrogateescape")
    for codec in charsets:
        try:
            text = body.decode(codec)
        except UnicodeDecodeError:
            continue
        found = likelihood(text[:_FRAGMENT_SAMPLE_SIZE], _LANGUAGES[codec])
        enough = found.characters >= 2 or codec not in _MULTIBYTE
        if enough and _believable(found, codec):
            return _Reading(text, codec, False)
    return None


def _marked(escaped: str) -> str:
    return escaped.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


# Scores (see ``Likelihood``) from which text is believed to be in the charset in which it was read. Letters
# of an alphabet are each more likely than one of thousands of characters.
_PLAUSIBLE = -8.5
_PLAUSIBLE_ALPHABET = -6.5


def _believable(found: Likelihood, codec: str) -> bool:
    return found.score > (_PLAUSIBLE if codec in _MULTIBYTE else _PLAUSIBLE_ALPHABET)


def _by_label(page: _Page) -> _Reading | None:
    for source, label in page.labels():
        codec = _codec_of(label)
        if codec is None:
            page.note(f"{source} says {_shown(label)}: no charset that is used")
        elif codec == "utf-8":
            page.note(f"{source} says {_shown(label)}: refuted by the bytes")
        elif reading := _read_as_labelled(page, codec):
            page.note(f"{source} says {_shown(label)}, and it reads so")
            return reading
        else:
            page.note(f"{source} says {_shown(label)}: doubtful")
    return None


def _read_as_labelled(page: _Page, codec: str) -> _Reading | None:
    if codec.startswith("utf-16"):
        return _utf16(page.body, codec)
    plausible = _believable(_likelihood_in(codec, page.small_sample), codec)
    return _read(page.body, codec) if plausible else None


def _utf16(body: bytes, codec: str) -> _Reading | None:
    """UTF-16 without a mark and without ASCII, which leaves no zero bytes."""
    for name in ("utf-16-le", "utf-16-be") if codec == "utf-16" else (codec,):
        reading = _read(body, name)
        if not reading.lossy and likelihood(reading.text[:_SAMPLE_SIZE]).score > _PLAUSIBLE:
            return reading
    return None


def _likelihood_in(codec: str, sample: bytes) -> Likelihood:
    """Judge ``sample``, read in ``codec``, by the languages of that charset only.

    EUC-JP read as GBK keeps its kana and looks like Japanese, short EUC-KR can look like Greek.
    """
    return likelihood(sample.decode(codec, "replace"), _LANGUAGES.get(codec, ()))


def _total(found: Likelihood) -> float:
    return found.score * found.characters


def _by_score(page: _Page) -> _Reading:
    declared = {_codec_of(label) for _, label in page.declared}
    language = _document_language(page.body)

    def rank(read: tuple[_Charset, Likelihood]) -> float:
        charset, found = read
        bonus = _LANGUAGE_BONUS if language in charset.languages else 0.0
        if charset.codec in declared:
            bonus += _LABEL_BONUS + _LABEL_BONUS_PER_CHARACTER * found.characters
        return _total(found) + charset.prior + bonus

    def read(candidates: Iterable[_Charset], sample: bytes) -> list[tuple[_Charset, Likelihood]]:
        found = [(charset, _likelihood_in(charset.codec, sample)) for charset in candidates]
        return sorted(found, key=rank, reverse=True)

    def within(distance: float, readings: list[tuple[_Charset, Likelihood]]) -> list[_Charset]:
        return [reading[0] for reading in readings if rank(readings[0]) - rank(reading) < distance]

    readings = read(_CANDIDATES, page.small_sample)
    readings = read(within(_HOPELESS, readings), page.sample)
    close = within(_CLOSE, readings)
    if len(close) > 1:
        readings = read(close, page.body[:_LARGER_SAMPLE_SIZE] + _END)
    best, found = readings[0]
    page.note(f"reads best as {best.codec}: language {found.language}, score {found.score:.1f}")
    return _read(page.body, best.codec)


# So far behind on the small sample, no charset catches up on the larger one.
_HOPELESS = 150.0
# Sister charsets (cp1253 and iso8859-7) differ in so few characters that the sample may have none.
_CLOSE = 2.0
_LARGER_SAMPLE_SIZE = 40_000
_LABEL_BONUS, _LABEL_BONUS_PER_CHARACTER = 3.0, 0.3
_LANGUAGE_BONUS = 8.0
_DOCUMENT_LANGUAGE = re.compile(rb"(?:\blang=[\"']?|<language>)([A-Za-z]{2})(?:[-_]([A-Za-z]{2,4})\b)?")
_TRADITIONAL = frozenset({b"tw", b"hk", b"mo", b"hant"})


def _document_language(body: bytes) -> str | None:
    """Find the language that the head of the document names, as a tag of ``ranks.tsv``; a hint, no more."""
    named = _DOCUMENT_LANGUAGE.search(body[:2000])
    if not named:
        return None
    language, region = named[1].lower(), (named[2] or b"").lower()
    if language == b"zh":
        return "zh-Hant" if region in _TRADITIONAL else "zh-Hans"
    return language.decode("ascii")


_STEPS: tuple[Callable[[_Page], _Reading | None], ...] = (
    _by_mark,
    _by_zero_bytes,
    _seven_bit,
    _strict_utf8,
    _nearly_utf8,
    _by_label,
    _by_score,
)
