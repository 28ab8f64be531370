"""Undo escapes that were written into text instead of being read: a program's, an address's, or a mail's.

``\\\\u7535`` and ``%u7535`` (JavaScript), ``\\\\xe7\\\\x94\\\\xb5`` (bytes in Python), ``%E7%94%B5`` (addresses),
``=E7=94=B5`` (quoted-printable), ``~{5gWS~}`` (HZ) and ``$B$3$N(B`` (ISO-2022-JP without its escape characters). What
is undone must read as text of some language; a page that explains such escapes keeps them.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from newscrawl.text.likelihood import CJK, likelihood
from newscrawl.text.repaired import Repaired, step_at

# Bytes or characters that a run of escapes has at least: fewer may be an example, a number or a path.
_MIN_BYTES = 6
_MIN_CHARACTERS = 3
# Mean log likelihood of decoded characters; running text lies above -8 (see ``likelihood``).
_MIN_SCORE = -8.5
_MAX_RUNS_OF_LINE = 100  # chosen by hand: a paragraph of HZ changes between Chinese and ASCII a few dozen times
_MIN_HZ_SCORE = -9.0  # of two characters or more, which scatter
# A text that speaks of these explains escapes, or is code.
_ABOUT = re.compile(
    r"(?i)unicode|utf-?8|\butf|\bgbk\b|gb ?2312|ascii|escap|encod|json|regex|\bu\+[0-9a-f]{4}|quoted.printable|percent"
    r"|java|python|\bhz\b|iso-?2022|url|转义|轉義|转码|转換|编码|編碼|解码|解碼|字符|字元|正则|字串|乱码|亂碼"
    r"|エスケープ|コード|文字化け|이스케이프|인코딩|깨진|kodier|zeichen"
)
# Words of pages that explain escapes, whatever line the examples stand in.
_TEACHES_ESCAPES = re.compile(
    "(?i)unicode|percent.encod|url.?encod|escape (?:sequence|character)|quoted.printable|转义|轉義|跳脫字元|编码方式"
    "|字符编码|字元編碼|乱码|亂碼|エスケープ|文字コード|文字化け|이스케이프|인코딩|maskier"
)
_CODE = re.compile(r"[{}]|=>|->|\w\(|[\"'`]\s{0,3}[;,)+]|(?<![=!<>])= ?[\"'`]|^\s{0,8}(?:#|//|\$ |>>>)")
# An escaped letter within a Latin word (M\\u00fcller) proves those at the ends of other words.
_IN_WORD = re.compile(
    r"[A-Za-z](?:(?:\\{1,2}u|%u)(?:0[01]|1[eE])[0-9a-fA-F]{2}|(?:\\x|%|=)(?:[cC][3-5]|[eE]1(?:\\x|%|=)[bB][aAbB]))"
)
_WITHIN_WORD = re.compile(
    r"[A-Za-z](?:(?:\\{1,2}u|%u)(?:0[01]|1[eE])[0-9a-fA-F]{2}|(?:\\x|%|=)[cC][3-5](?:\\x|%|=)[89abAB][0-9a-fA-F]"
    r"|(?:\\x|%|=)[eE]1(?:\\x|%|=)[bB][aAbB](?:\\x|%|=)[89abAB][0-9a-fA-F])[a-z]"
)
_MAX_WORD_CHARACTERS = 60  # before an escape, in which a path shows; by hand
_OF_PATH = re.compile(r"[\\/:=?&]")
_QUOTE_BEFORE = frozenset("\"'`“‘「『")
_EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff\u200d\ufe0f]")
# An address or a path holds its escapes by right.
_ADDRESS = re.compile(r"://|www\.|[/\\?&=]")


class _Form(NamedTuple):
    name: str
    mark: str  # that any such escape holds
    run: re.Pattern[str]
    read: Callable[[re.Match[str]], str | None]
    max_marks: int | None = None  # in a line; from each on, the end of its run is looked for
    read_few: Callable[[re.Match[str]], str | None] | None = None  # without asking for proof


def are_left(page: str) -> bool:
    """Tell whether the visible text of a page has escapes in it, and is not about them."""
    # Prices and query strings have the marks; the words are looked for only where a run of escapes is.
    if not any(form.mark in page and form.run.search(page) for form in _FORMS):
        return False
    return not _TEACHES_ESCAPES.search(page) and undo_escapes(page).text != page


def undo_escapes(text: str) -> Repaired:
    """Return ``text`` with the characters for which its escapes stand.

    >>> undo_escapes("\\\\u7535\\\\u6e90\\\\u7ba1\\\\u7406").text
    '电源管理'
    >>> undo_escapes("%D0%C2%BF%EE%B5%E7%D4%B4").text
    '新款电源'
    """
    for form in _FORMS:
        if form.mark not in text:
            continue
        lines = text.split("\n")
        undone = [_undone(line, form) if form.mark in line else line for line in lines]
        if undone != lines:
            joined = "\n".join(undone)
            changed = [number for number, line in enumerate(lines) if line != undone[number]]
            place = sum(len(line) + 1 for line in lines[: changed[0]])
            step = step_at(place, f"escapes/{form.name}", len(changed), text, joined)
            rest = undo_escapes(joined)
            return Repaired(rest.text, (step, *rest.steps))
    return Repaired(text)


def _undone(line: str, form: _Form) -> str:
    if form.max_marks and line.count(form.mark) > form.max_marks:
        return line
    if not form.run.search(line) or _ABOUT.search(form.run.sub("", line)) or _CODE.search(form.run.sub("x", line)):
        return line

    is_proved = False

    def read(match: re.Match[str]) -> str:
        nonlocal is_proved
        if line[match.start() - 1 : match.start()] in _QUOTE_BEFORE:
            return match[0]
        found = form.read(match)
        is_proved = is_proved or found is not None
        return found or match[0]

    found = form.run.sub(read, line)
    is_proved = is_proved or _WITHIN_WORD.search(found) is not None
    if form.read_few and (is_proved or _IN_WORD.search(line)):
        found = form.run.sub(lambda match: _few(match, form, is_proved) or match[0], found)
    return found


def _few(match: re.Match[str], form: _Form, is_proved: bool) -> str | None:
    """Read a run that proves nothing by itself: beside others that do, or an accented letter within a Latin word."""
    text, start, end = match.string, match.start(), match.end()
    if text[start - 1 : start] in _QUOTE_BEFORE or form.read_few is None:
        return None
    found = form.read_few(match)
    word = re.split(r"\s", text[max(0, start - _MAX_WORD_CHARACTERS) : start])[-1]
    if found is None or not found.isalpha() or _OF_PATH.search(form.run.sub("", word)):
        return None
    around = text[start - 1 : start] + text[end : end + 1]
    is_in_word = len(found) == 1 and "\xc0" <= found <= "\u017f" and around.isascii() and around.isalpha()
    return found if is_in_word or (is_proved and found > "\x7f") else None


def _units(match: re.Match[str]) -> str | None:
    units = b"".join(int(unit, 16).to_bytes(2, "big") for unit in re.split(r"[\\%]{1,2}u", match[0])[1:])
    try:
        return units.decode("utf-16-be")
    except UnicodeDecodeError:
        return None


def _read_units(match: re.Match[str]) -> str | None:
    text = _units(match)
    if text is None:
        return None
    if _EMOJI.sub("", text) == "":
        return text
    return text if len(text) >= _MIN_CHARACTERS and _reads(text, _MIN_SCORE) else None


def _read_bytes(match: re.Match[str]) -> str | None:
    data = _bytes(match)
    if len(data) < _MIN_BYTES or data.isascii() or _stands_in_address(match):
        return None
    for charset in ("utf-8", "gb18030"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            continue
        if _reads(text, _MIN_SCORE):
            return text
    return None


def _utf_8(match: re.Match[str]) -> str | None:
    if _stands_in_address(match):
        return None
    try:
        return _bytes(match).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _bytes(match: re.Match[str]) -> bytes:
    return bytes.fromhex(re.sub(r"\\x|[%=]", "", match[0]))


def _stands_in_address(match: re.Match[str]) -> bool:
    text = match.string
    before = re.split(r"\s", text[max(0, match.start() - 200) : match.start()])[-1]
    return match[0].startswith("%") and _ADDRESS.search(before) is not None


def _read_hz(match: re.Match[str]) -> str | None:
    try:
        text = match[0].encode("ascii").decode("hz")
    except UnicodeDecodeError:
        return None
    return text if len(text) >= 2 and _reads(text, _MIN_HZ_SCORE) else None


def _read_iso_2022_jp(match: re.Match[str]) -> str | None:
    try:
        text = f"\x1b$B{match[1]}\x1b(B".encode("ascii").decode("iso2022_jp_ext")
    except UnicodeDecodeError:
        return None
    return text if len(text) >= _MIN_CHARACTERS and _reads(text, _MIN_SCORE) else None


def _reads(text: str, min_score: float) -> bool:
    plain = _EMOJI.sub("", text)
    found = likelihood(plain)
    return (
        found.characters > 0
        and found.score > min_score
        and (found.language in CJK or 2 * found.characters >= len(plain))
    )


_HZ = re.compile(r"~\{[!-}]{2,400}?~\}")
_ISO_2022_JP = re.compile(r"\x1b?\$[B@]((?:[!-~]{2}){1,400}?)\x1b?\([BJ]")
# Each pattern begins with a plain character: only that lets a search skip what has none of them.
_FORMS = (
    _Form(
        "javascript",
        "\\u",
        re.compile(r"\\\\?u[0-9a-fA-F]{4}(?>(?:\\{1,2}u[0-9a-fA-F]{4})*)"),
        _read_units,
        read_few=_units,
    ),
    _Form("javascript", "%u", re.compile("%u[0-9a-fA-F]{4}(?>(?:%u[0-9a-fA-F]{4})*)"), _read_units, read_few=_units),
    _Form("bytes", "\\x", re.compile(r"\\x[0-9a-fA-F]{2}(?>(?:\\x[0-9a-fA-F]{2})*)"), _read_bytes, read_few=_utf_8),
    _Form("percent", "%", re.compile("%[0-9a-fA-F]{2}(?>(?:%[0-9a-fA-F]{2})*)"), _read_bytes, read_few=_utf_8),
    _Form("quoted-printable", "=", re.compile("=[0-9A-F]{2}(?>(?:=[0-9A-F]{2})*)"), _read_bytes, read_few=_utf_8),
    _Form("hz", "~{", _HZ, _read_hz, _MAX_RUNS_OF_LINE),
    _Form(
        "iso-2022-jp",
        "$B",
        _ISO_2022_JP,
        _read_iso_2022_jp,
        _MAX_RUNS_OF_LINE,
    ),
)
