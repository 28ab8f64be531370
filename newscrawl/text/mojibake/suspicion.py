"""Cheap signs of damage. They may be wrong on sound text, which costs time; what they miss is not repaired.

Several searches for one class of characters each are faster than one alternation of them all, and ``in`` for a rare
character is faster by another order of magnitude.
"""

import math
import re
from functools import cache, lru_cache
from itertools import pairwise

from newscrawl.text.likelihood import likelihood, listed_characters
from newscrawl.text.measure import beyond_ascii
from newscrawl.text.mojibake.charsets import CJK_CHARACTER
from newscrawl.text.scripts import KANA, UNIFIED_IDEOGRAPHS

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
        set("".join(map(_upper_half, _SINGLE_BYTE_CHARSETS))) - set(map(chr, range(0x80, 0x800))) - set(_PROSE_MARKS)
    )
)
FOREIGN_CLASS = f"\x80-\x9f\xa1-\xb6\xb8-\u07ff{re.escape(_FOREIGN)}"
# Not before ß: Größe, mäßig and their like are on every German page.
# Nor two signs, which stand side by side in every datasheet, nor a quotation mark and the letter beside it: no charset
# makes text of one or two of these alone.
_SIGNS = "°±µ²³¹×÷½¼¾€£¥§©®™ªº†‡‰Ω≤≥≈≠∞√∑∆αβγδεθλμπρστφωΔΣΦ"
_FOREIGN_PAIR = re.compile(f"[{FOREIGN_CLASS}](?!ß)[{FOREIGN_CLASS}\ufffd]")
_MIN_PAIR_SHARE = 0.1  # of a line that is all bytes of another charset; by hand
_PAIR_OF_PROSE = re.compile(f"(?:[{_SIGNS}]{{2}}|[«‹„¿¡][À-ÿ]|[À-ÿ][»›])(?![{FOREIGN_CLASS}])")
# Characters below U+0800, two bytes in UTF-8, without which no text was misread a byte a character.
_PROVING = re.compile(f"[{''.join(c for c in map(chr, range(0x80, 0x800)) if c not in _SIGNS + _PROSE_MARKS)}]")
_ALL_BUT_LEADS_OF_TWO = bytes(byte for byte in range(0x100) if not 0xC2 <= byte <= 0xDF)
# Neighbours in the order of their codes, and their share, of a list of characters; in prose one pair in 50 (by hand).
_MIN_RISING_CHARACTERS, _MIN_RISING_SHARE = 6, 0.3
_LIST_SAMPLE_CHARACTERS = 1000  # by hand
_C1 = re.compile("[\x80-\x9f]")
# Â and Ã before a blank that was U+00A0; √ before ß, which was ç in Mac Roman; the lead byte of katakana in Shift-JIS,
# whose trail byte may be ASCII. Before a letter Â and Ã are Portuguese in capitals.
_LEFT_OF_BYTES = "ÂÃ√ƒ"
_LEFT_OF_BYTE = re.compile("[ÂÃ](?![A-Za-z])|[√ƒ]")
# Lead bytes that are signs: box drawing for accents in cp437, cp850 and KOI8-R, the root for accents and the dash for
# Cyrillic in Mac Roman. In text they stand neither within words nor side by side with letters and signs.
_LEAD_SIGNS = "├┬√"
_LEAD_SIGN_IN_TEXT = re.compile("[A-Za-z][├┬√][^\x00-\x7f]|[├┬√][^\x00-\x7f][a-z]")
_LEAD_DASHES = "–—"  # asked for apart: a search for one class of characters is ten times as fast
_LEAD_DASHES_IN_TEXT = re.compile("(?:[–—][\xa0-\u00ff\u2020-\u2044\u2100-\u25ff\u0131-\u0192]){3}")
# Words of alphabets other than the Latin one, and accents side by side in words: only where the text reads so.
_ACCENTED = [c for c in map(chr, range(0xC0, 0x250)) if c.isalpha()]
_SMALL, _CAPITAL = "".join(filter(str.islower, _ACCENTED)), "".join(filter(str.isupper, _ACCENTED))
_WRITTEN = re.compile(
    f"[\u0370-\u0e7f]+|(?<![{FOREIGN_CLASS}])(?:[{_SMALL}]{{2,3}}|(?<![a-z])[{_CAPITAL}]{{2,3}}(?![a-z]))(?![{FOREIGN_CLASS}])"
)
_WRITTEN_SAMPLE_CHARACTERS = 240  # by hand
# Words as they are written in Greek, Hebrew and Arabic, or in Cyrillic, with nothing beside them but ASCII and marks of
# prose. UTF-8 leaves signs of other kinds between its letters, one Cyrillic charset read as another capital letters
# within words, or all in the wrong case. Then the wrong small letters are frequent.
_BESIDE_WORDS = "\t\r -~“”«»–—…\xa0"
_GREEK_HEBREW_ARABIC = (
    "[Ά-Ω]{0,40}+[ά-ώ]{1,40}+|[Ά-Ω]{1,40}+|[\u05d0-\u05ea]{1,40}+"
    "|[\u060c\u061b\u061f\u0621-\u0652\u067e\u0686\u0698\u06a9\u06af\u06cc\u200c]{1,40}+"
)
_ALPHABETIC, _CYRILLIC = (
    re.compile(f"[{_BESIDE_WORDS}]*+(?>(?:(?>{words})(?:[{_BESIDE_WORDS}]++|\\Z))*)")
    for words in (_GREEK_HEBREW_ARABIC, "[А-ЯЁІЇЄҐЈЉЊЋЏЂ]{0,40}+[а-яёіїєґјљњћџђ]{0,40}+")
)
_FREQUENT_CYRILLIC = "оеаиі"
# Of the characters beyond ASCII: 0.36 in a Russian sentence, at most 0.19 if its capitals were misread as small ones.
_MIN_FREQUENT_SHARE = 0.26
# Mean log likelihood of text in an alphabet; that of mojibake lies below -5, of sound lines above -4 (measured on 3,000
# documents in 30 languages of a Linux distribution).
MIN_WRITTEN_SCORE = -4.5
# … of a headline in small letters, from which no reading in another charset can gain what it must.
_MIN_CAPITALS_SCORE = -3.6
# What the commonest bytes of UTF-8 text become in GBK, by script; sound text has hardly any of them.
_LEFT_OF_UTF_8 = "\ufffd锛銆鈥銇銈銉鏄鐨绗闂鍙涓"
# Two bytes of a Latin letter in UTF-8 are one ideograph in GBK, in the middle of a word.
_IDEOGRAPH_IN_WORD = re.compile(f"[{UNIFIED_IDEOGRAPHS}][a-z](?<=[a-z]..)")
_KANA = re.compile(f"[{KANA}]")
_IDEOGRAPH = re.compile(f"[{UNIFIED_IDEOGRAPHS}]")
# Mean log likelihood below which text is looked at closely (by hand). EUC-KR read as GBK is all everyday ideographs,
# but too few of them are the commonest.
_MIN_EVERYDAY_SCORE = -8.0
_EVERYDAY_SCATTER = 2.5  # less the root of so many characters, by which headings of a few scatter; by hand
_MIN_UNLIKELY_CHARACTERS = 4  # fewer everyday ones can gain nothing that convinces
# Function characters whose bytes are no common character in another charset: no need to look closer.
_EVERYDAY = "在是不上为这也对就会时時说說们們让新要國到於来行业與이다에을가는의로기도고"
_MIN_EVERYDAY_SHARE = 0.04  # of the characters, by hand; in noise it is one in 1000
_SAMPLE_CHARACTERS = 160  # from the first CJK character on, by hand


@cache
def _rare_pair() -> re.Pattern[str]:
    common = (character for character in listed_characters() if "\u0800" <= character <= "\uffff")
    return re.compile(f"[^\x00-\u07ff\u2000-\u206f{re.escape(''.join(common))}{re.escape(_FOREIGN)}]{{2}}")


def single_byte(text: str) -> bool:
    """Tell whether a line shows signs of having been read in a charset of one byte a character."""
    return not _is_alphabetic(text) and _shows_bytes(text) and not _is_written_so(text)


def _is_alphabetic(text: str) -> bool:
    """Tell whether a line is words of one alphabet, at a hundredth of the cost of weighing each character."""
    if _CYRILLIC.fullmatch(text):
        return sum(map(text.count, _FREQUENT_CYRILLIC)) >= _MIN_FREQUENT_SHARE * len(beyond_ascii(text))
    return _ALPHABETIC.fullmatch(text) is not None


@lru_cache(maxsize=16)  # a line is asked about several times
def _is_written_so(text: str) -> bool:
    """Tell whether all signs are in words of a language that is written with letters side by side beyond ASCII."""
    sample = text[:_WRITTEN_SAMPLE_CHARACTERS]
    if likelihood(sample).score <= MIN_WRITTEN_SCORE and not _is_in_capitals(sample):
        return False
    rest = _WRITTEN.sub(" ", text)
    return rest != text and not _shows_bytes(rest)


def _is_in_capitals(text: str) -> bool:
    """Tell whether a headline reads well in small letters; those of the tables are rarely capital."""
    return beyond_ascii(text).isupper() and likelihood(text.lower()).score > _MIN_CAPITALS_SCORE


def _shows_bytes(text: str) -> bool:
    if any(map(text.__contains__, _LEAD_SIGNS)) and _LEAD_SIGN_IN_TEXT.search(text):
        return True
    beyond = beyond_ascii(text)
    # What stands side by side in the text does so in what is beyond ASCII, which is shorter.
    if any(map(beyond.__contains__, _LEAD_DASHES)) and all(map(_LEAD_DASHES_IN_TEXT.search, (beyond, text))):
        return True
    if not beyond.encode("utf-8", "surrogatepass").translate(None, _ALL_BUT_LEADS_OF_TWO):
        return False
    return _PROVING.search(beyond) is not None and (
        (any(map(beyond.__contains__, _LEFT_OF_BYTES)) and _LEFT_OF_BYTE.search(text) is not None)
        or any(not _PAIR_OF_PROSE.match(text, pair.start()) for pair in _FOREIGN_PAIR.finditer(text))
        or _C1.search(beyond) is not None
    )


def any_charset(text: str) -> bool:
    """Tell whether a line shows signs of having been read in a charset that is not its own."""
    return single_byte(text) or multibyte(text)


def any_line(page: str) -> bool:
    """Tell whether a line of ``page`` may show such signs; of letters only its lines tell."""
    return _shows_bytes(page) or multibyte(page)


def is_full_of_bytes(text: str) -> bool:
    """Tell whether the signs of a charset of one byte a character make up a part of a line."""
    return single_byte(text) and 2 * len(_FOREIGN_PAIR.findall(text)) >= _MIN_PAIR_SHARE * len(text)


def lists_characters(text: str) -> bool:
    """Tell whether ``text`` holds characters in the order of their codes, as tables and lists of an alphabet do."""
    beyond = beyond_ascii(text[:_LIST_SAMPLE_CHARACTERS])
    rising = sum(ord(one) + 1 == ord(other) for one, other in pairwise(beyond))
    return rising >= _MIN_RISING_CHARACTERS and rising > _MIN_RISING_SHARE * len(beyond)


def several_bytes(text: str) -> bool:
    """Tell whether ``text`` shows more signs of a charset of one byte a character than a name with two accents."""
    return len(_FOREIGN_PAIR.findall(text)) > 1 or "ƒ" in text or _C1.search(text) is not None


def multibyte(text: str) -> bool:
    """Tell whether ``text`` shows signs of having been read in a multibyte charset that is not its own."""
    beyond = beyond_ascii(text)
    if any(map(beyond.__contains__, _LEFT_OF_UTF_8)):
        return True
    first = CJK_CHARACTER.search(text) if CJK_CHARACTER.search(beyond) else None
    if first is None:
        return False
    start = max(0, first.start() - 1)
    return _rare_pair().search(text) is not None or _unlikely(text[start : start + _SAMPLE_CHARACTERS])


def reads_everyday(text: str) -> bool:
    """Tell whether function characters are as frequent as in prose, one in 25."""
    return _MIN_EVERYDAY_SHARE * len(text) <= sum(map(text.count, _EVERYDAY))


def _unlikely(text: str) -> bool:
    if _KANA.search(text):
        return _not_japanese(text)
    if any(map(text.__contains__, _EVERYDAY)):
        return False
    if _IDEOGRAPH_IN_WORD.search(text):
        return True
    characters = len(CJK_CHARACTER.findall(text))
    if characters < _MIN_UNLIKELY_CHARACTERS:
        return False
    return likelihood(text).score < _MIN_EVERYDAY_SCORE - _EVERYDAY_SCATTER / math.sqrt(characters)


def _not_japanese(text: str) -> bool:
    # EUC-JP read as GBK keeps its kana, but the ideographs between them are Chinese.
    try:
        "".join(_IDEOGRAPH.findall(text)).encode("cp932")
    except UnicodeEncodeError:
        return True
    return "〖" in text  # the bar that makes kana long
