"""Cheap signs of damage. They may be wrong on sound text, which costs time; what they miss is not repaired.

Several searches for one class of characters each are faster than one alternation of them all, and ``in`` for a rare character
is faster by another order of magnitude.
"""

import re
from functools import cache

from newscrawl.text.likelihood import rare_share

_SINGLE_BYTE_CHARSETS = (
    "latin-1",
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1257",
    "iso-8859-2",
    "mac-roman",
    "cp437",
)
# Marks of prose, which stand side by side in sound text, too.
_PROSE_MARKS = "“”‘’–—…•·\xa0"


def _upper_half(charset: str) -> str:
    return bytes(range(0x80, 0x100)).decode(charset, "ignore")


# What bytes above ASCII become in single-byte charsets, and (up to U+07FF) two bytes that are valid UTF-8.
_FOREIGN = "".join(
    sorted(
        set("".join(map(_upper_half, _SINGLE_BYTE_CHARSETS)))
        - set(map(chr, range(0x80, 0x800)))
        - set(_PROSE_MARKS)
    )
)
FOREIGN_CLASS = f"\x80-\x9f\xa1-\xb6\xb8-\u07ff{re.escape(_FOREIGN)}"
_FOREIGN_PAIR = re.compile(f"[{FOREIGN_CLASS}]{{2}}")
_C1 = re.compile("[\x80-\x9f]")
# Â and Ã before a blank that was U+00A0; the lead byte of katakana in Shift-JIS, whose trail byte may be ASCII.
_LEFT_OF_BYTES = "ÂÃƒ"
# What the commonest bytes of UTF-8 text become in GBK, by script; sound text has hardly any of them.
_LEFT_OF_UTF_8 = "\ufffd锛銆鈥銇銈銉鏄鐨绗闂鍙涓"
# Two bytes of a Latin letter in UTF-8 are one ideograph in GBK, in the middle of a word.
_IDEOGRAPH_IN_WORD = re.compile("[\u4e00-\u9fff][a-z](?<=[a-z]..)")
# EUC-KR (and the kanji of EUC-JP) read as GBK are everyday ideographs, but only of the first rows of GB 2312. Of Chinese
# text four in ten are of others.
_FIRST_ROWS = "".join(
    bytes((lead, trail)).decode("gbk", "ignore") for lead in range(0xB0, 0xD0) for trail in range(0xA1, 0xFF)
)
_OF_FIRST_ROWS = re.compile(f"[{_FIRST_ROWS}]")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_FEWEST_IDEOGRAPHS, _MOST_OF_OTHER_ROWS = 4, 0.1
_SAMPLE = 160


@cache
def _rare_pair() -> re.Pattern[str]:
    common = (chr(code) for code in range(0x800, 0x10000) if not rare_share(chr(code)))
    return re.compile(f"[^\x00-\u07ff\u2000-\u206f{re.escape(''.join(common))}{re.escape(_FOREIGN)}]{{2}}")


def single_byte(text: str) -> bool:
    """Tell whether ``text`` shows signs of having been read in a charset of one byte a character."""
    return (
        any(map(text.__contains__, _LEFT_OF_BYTES))
        or _FOREIGN_PAIR.search(text) is not None
        or _C1.search(text) is not None
    )


def multibyte(text: str) -> bool:
    """Tell whether ``text`` shows signs of having been read in a multibyte charset that is not its own."""
    return (
        any(map(text.__contains__, _LEFT_OF_UTF_8))
        or _rare_pair().search(text) is not None
        or _IDEOGRAPH_IN_WORD.search(text) is not None
        or _first_rows_only(text[:_SAMPLE])
    )


def _first_rows_only(text: str) -> bool:
    ideographs = len(_IDEOGRAPH.findall(text))
    if ideographs < _FEWEST_IDEOGRAPHS:
        return False
    return len(_OF_FIRST_ROWS.findall(text)) >= ideographs * (1 - _MOST_OF_OTHER_ROWS)
