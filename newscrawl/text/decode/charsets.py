"""Charsets that a page may be in: codecs, the languages they were made for, and the labels that name them."""

import re
from functools import lru_cache
from typing import NamedTuple

from w3lib.encoding import resolve_encoding


class Charset(NamedTuple):
    """A charset that an unlabelled page may be in."""

    codec: str
    languages: frozenset[str]  # which it was made for; text in others is possible, but no proof
    prior: float  # log odds, beside the common charsets, that an unlabelled page of the Web is in it


_CHARSET_PARAMETER = re.compile(r"charset\s*+=\s*+[\"']?+([^\s\"';,]++)", re.IGNORECASE)


LATIN_WEST = frozenset({"da", "de", "es", "fi", "fr", "is", "it", "nb", "nl", "pt", "sv", "et"})


_LATIN_EAST = frozenset({"cs", "hr", "hu", "pl", "ro", "sk", "sl"})
_BALTIC = frozenset({"lt", "lv", "et"})
_CYRILLIC = frozenset({"bg", "ru", "sr", "uk"})


# What an unlabelled page may be in; the priors are chosen by hand.
CANDIDATES = (
    Charset("gb18030", frozenset({"zh-Hans", "zh-Hant"}), 0.0),
    Charset("big5hkscs", frozenset({"zh-Hant"}), 0.0),
    Charset("cp932", frozenset({"ja"}), 0.0),
    Charset("euc_jp", frozenset({"ja"}), -1.0),
    Charset("cp949", frozenset({"ko"}), 0.0),
    Charset("euc_tw", frozenset({"zh-Hant"}), -8.0),
    Charset("johab", frozenset({"ko"}), -8.0),
    Charset("cp1252", LATIN_WEST, 1.0),
    Charset("cp1251", _CYRILLIC, -4.0),
    Charset("cp1250", _LATIN_EAST, -6.0),
    Charset("iso8859-2", _LATIN_EAST, -6.0),
    Charset("cp1253", frozenset({"el"}), -6.0),
    Charset("iso8859-7", frozenset({"el"}), -9.0),
    Charset("cp1254", frozenset({"tr"}), -6.0),
    Charset("cp1255", frozenset({"he"}), -6.0),
    Charset("cp1256", frozenset({"ar", "fa"}), -6.0),
    Charset("iso8859-6", frozenset({"ar"}), -8.0),
    Charset("cp1257", _BALTIC, -7.0),
    Charset("cp1258", frozenset({"vi"}), -7.0),
    Charset("cp874", frozenset({"th"}), -6.0),
    Charset("koi8-r", _CYRILLIC, -6.0),
    Charset("koi8-u", _CYRILLIC, -6.5),
    Charset("iso8859-5", _CYRILLIC, -7.0),
    Charset("cp866", _CYRILLIC, -8.0),
    Charset("mac-cyrillic", _CYRILLIC, -9.0),
)


MULTIBYTE = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "euc_tw", "johab"})


LANGUAGES = {candidate.codec: candidate.languages for candidate in CANDIDATES}


# Codecs that a label may choose although no unlabelled page is taken for one. Whatever stands in neither
# table (unicode_escape, base64, idna, utf-7 …) never reaches a codec.
_BY_LABEL_ONLY = frozenset(
    {
        "utf-8",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
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
    "euc-tw": "euc_tw",
    "x-euc-jp": "euc_jp",
    "x-euc-tw": "euc_tw",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-windows-949": "cp949",
    "x-x-big5": "big5hkscs",
}


_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:()+-]{0,40}")


_UNPRINTABLE_IN_LABEL = re.compile("[^ -~]")


def charset_of(content_type: str) -> str | None:
    """Return the charset label of a ``Content-Type`` header, if it has one.

    >>> charset_of('text/html; charset="GB2312"')
    'GB2312'
    """
    found = _CHARSET_PARAMETER.search(content_type)
    return found[1] if found else None


def printable_label(label: str) -> str:
    """Return a label as the detection trace shows it, whatever a server sent as one."""
    return _UNPRINTABLE_IN_LABEL.sub("?", label[:40])


@lru_cache(maxsize=256)
def codec_of(label: str) -> str | None:
    """Map a label to the codec of its WHATWG superset; ``None`` if there is none that may be used."""
    label = label.strip(" \t\r\n\"'").lower()
    if not _LABEL.fullmatch(label):
        return None
    codec = _ALIASES.get(label) or resolve_encoding(label)
    return codec if codec in LANGUAGES or codec in _BY_LABEL_ONLY else None
