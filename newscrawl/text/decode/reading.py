"""Decode a whole page in one codec, whatever is in it."""

import codecs
import unicodedata
from functools import cache
from typing import NamedTuple

from newscrawl.text.decode.euc_tw import decode_euc_tw


class Reading(NamedTuple):
    """A page in one codec; ``lossy`` says that some bytes are no text in it and are marked."""

    text: str
    charset: str
    lossy: bool
    is_as_sent: bool = False  # the page is this text in UTF-8


# Where the superset codec fails on vendor characters, this one may know them.
_WIDER_CODECS = {"iso2022_jp": "iso2022_jp_ext"}


# Answering a codec in Python is slow: no page has more signs than this (chosen by hand).
_MAX_EUROS = 10_000


_WITH_EURO = "newscrawl-gbk-euro"
_WITH_VENDOR_ROWS = "newscrawl-euc-jp-vendor-rows"


def read_bytes(body: bytes, codec: str) -> Reading:
    """Decode all of ``body``: strictly if possible, in a wider codec if that helps, else with marks."""
    if codec in _SPECIAL:
        text = decode_sample(body, codec)
        return Reading(text, codec, "\ufffd" in text)
    for name in (codec, _WIDER_CODECS.get(codec, codec)):
        try:
            return Reading(body.decode(name), codec, False)
        except UnicodeDecodeError:
            continue
    try:
        # An incremental decoder waits for the rest of a character cut at the end, and so drops it.
        text = codecs.getincrementaldecoder(codec)("replace").decode(body)
    except UnicodeError:  # it waits for more than it has room for: escape sequences without end
        text = body.decode(codec, "replace")
    if codec == "gb18030" and b"\x80" in body and text.count("\ufffd") <= _MAX_EUROS:
        text = body.decode(codec, _WITH_EURO)
    return Reading(text, codec, "\ufffd" in text)


def decode_sample(body: bytes, codec: str) -> str:
    """Decode ``body`` with U+FFFD in place of errors, as browsers do where Python's codec does not."""
    if codec == "euc_tw":
        return decode_euc_tw(body)
    if codec == "cp1258":  # Vietnamese with accents as characters of their own
        return unicodedata.normalize("NFC", body.decode(codec, "replace"))
    if codec == "euc_jp":
        return body.decode(codec, _WITH_VENDOR_ROWS).translate(_browser_signs())
    return body.decode(codec, "replace")


_SPECIAL = frozenset({"euc_tw", "cp1258", "euc_jp"})


@cache
def _browser_signs() -> dict[int, str]:
    """Map signs that Python reads from rows 1 and 2 of JIS X 0208 to those that browsers read, ～ for 〜."""
    signs = {}
    for row in (0xA1, 0xA2):
        for cell in range(0xA1, 0xFF):
            pair = bytes((row, cell))
            ours, theirs = pair.decode("euc_jp", "ignore"), _in_cp932(pair)
            if ours and theirs and ours != theirs:
                signs[ord(ours)] = theirs
    return signs


def _in_cp932(pair: bytes) -> str:
    """Read a pair of bytes of EUC-JP by the same row and cell in cp932, which has the rows of vendors; else nothing."""
    row, cell = pair[0] - 0xA1, pair[1] - 0xA1
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + (0x9F if row % 2 else 0x40 if cell < 63 else 0x41)
    return bytes((lead, trail)).decode("cp932", "ignore")


def _read_vendor_rows(error: UnicodeError) -> tuple[str, int]:
    """Read ① and 髙, which NEC and IBM put into unused rows (WHATWG Encoding, index jis0208)."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    if len(pair) == 2 and min(pair) >= 0xA1 and max(pair) <= 0xFE and (character := _in_cp932(pair)):
        return character, error.start + 2
    return "\ufffd" if len(pair) == 2 else "", error.start + 1


codecs.register_error(_WITH_VENDOR_ROWS, _read_vendor_rows)


def _read_euro(error: UnicodeError) -> tuple[str, int]:
    """Read a lone 0x80 in GBK as €, as browsers do (WHATWG Encoding, gb18030 decoder); mark other errors."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.object[error.start] == 0x80:
        return "€", error.start + 1
    cut = error.reason == "incomplete multibyte sequence"
    return "" if cut else "\ufffd", error.end


codecs.register_error(_WITH_EURO, _read_euro)
