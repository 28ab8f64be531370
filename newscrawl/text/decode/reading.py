"""Decode a whole page in one codec, whatever is in it."""

import codecs
from typing import NamedTuple


class Reading(NamedTuple):
    """A page in one codec; ``lossy`` says that some bytes are no text in it and are marked."""

    text: str
    charset: str
    lossy: bool
    is_as_sent: bool = False  # the page is this text in UTF-8


# Where the superset codec fails on vendor characters, this one may know them.
_WIDER_CODECS = {"euc_jp": "euc_jis_2004", "iso2022_jp": "iso2022_jp_ext"}


# Answering a codec in Python is slow: no page has more signs than this.
_MAX_EUROS = 10_000


_WITH_EURO = "newscrawl-gbk-euro"


def read_bytes(body: bytes, codec: str) -> Reading:
    """Decode all of ``body``: strictly if possible, in a wider codec if that helps, else with marks."""
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


def _read_euro(error: UnicodeError) -> tuple[str, int]:
    """Read a lone 0x80 in GBK as €, as browsers do (WHATWG Encoding, gb18030 decoder); mark other errors."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.object[error.start] == 0x80:
        return "€", error.start + 1
    cut = error.reason == "incomplete multibyte sequence"
    return "" if cut else "\ufffd", error.end


codecs.register_error(_WITH_EURO, _read_euro)
