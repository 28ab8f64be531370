"""Tell texts about mojibake from texts damaged by it: in those the damage is quoted, and the rest is sound."""

import re
from collections import Counter

from newscrawl.text.measure import common_start

_OPENING = frozenset("“‘„\"'`«‹「『《")
_CLOSING = frozenset("”’“\"'`»›」』》")
_ABOUT = re.compile(
    r"(?i)utf-?8|latin-?1|iso-?8859|cp-?125[0-9]|windows-?125[0-9]|\bgbk\b|gb ?2312|gb ?18030|big-?5|shift[-_]?jis|euc-"
    r"|unicode|mojibake|charset|encoding|乱码|亂碼|编码|編碼|字符集|文字化け|文字コード|인코딩|깨진|zeichensatz|kodierung"
)
_LEFT_OF_EXAMPLE = re.compile(
    "[\u0080-\u017f\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u20ac\u2122]{1,20}"
)
_LETTER = re.compile("[0-9A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[^\W\d_]+")
# What sets an example apart, or beside what it was meant to be.
_MARKS_OF_EXAMPLES = re.compile("[“”„‘«»‹›「」『』\"'`=→|]")
# In a text about mojibake the examples are less than that share of a line (by hand).
_MAX_EXAMPLE_SHARE = 0.5


def is_quoted(line: str, start: int, end: int) -> bool:
    """Tell whether ``line[start:end]`` stands between quotation marks."""
    return start > 0 and end < len(line) and line[start - 1] in _OPENING and line[end] in _CLOSING


def is_about_mojibake(before: str, after: str) -> bool:
    """Tell whether the repair ``before`` → ``after`` of a line would spoil the examples of a text about mojibake."""
    if _MARKS_OF_EXAMPLES.search(before) and _stand_in_both_forms(before, after):
        return True
    start = common_start(before, after)
    tail = common_start(before[start:][::-1], after[start:][::-1])
    end = len(before) - tail
    # The last characters of an example may be what they were, or bytes that nothing could be made of.
    left = _LEFT_OF_EXAMPLE.match(before, end)
    alone = _stands_alone(before, start, end) or (left is not None and _stands_alone(before, start, left.end()))
    if end - start > _MAX_EXAMPLE_SHARE * len(before) or not alone:
        return False
    sound = before[:start] + before[end:]
    # Damage of a whole line would have hit these marks as well.
    if _is_quoted_by_sound_marks(before, start, end):
        return True
    replacement = after[start : len(after) - tail]
    return (replacement != "" and replacement in sound) or _ABOUT.search(sound) is not None


def _stand_in_both_forms(before: str, after: str) -> bool:
    """Tell whether each word that the repair makes stands in the line already: “Ã¤” beside “ä”."""
    there = Counter(_WORD.findall(before))
    made = Counter(_WORD.findall(after)) - there
    return bool(made) and all(word in there and not word.isascii() for word in made)


def _is_quoted_by_sound_marks(line: str, start: int, end: int) -> bool:
    # The last bytes of the example may be what they were meant to be: of “Â°” only the first is undone.
    while end < len(line) and not line[end].isascii() and line[end] not in _CLOSING:
        end += 1
    return is_quoted(line, start, end) and not line[start - 1].isascii()


def _stands_alone(line: str, start: int, end: int) -> bool:
    """Damage hits parts of Latin words; a whole word of it is an example. Chinese has no words to tell."""
    return not _LETTER.match(line[start - 1 : start]) and not _LETTER.match(line[end : end + 1])
