"""What a text is searched by: words in one form, and pairs of characters where no spaces stand between words.

The stored text is never folded, only what the index and a query are made of.
"""

import re
import unicodedata
from collections.abc import Iterator
from operator import add
from typing import NamedTuple

from newscrawl.text.chinese import simplify

FOLD_VERSION = "3"  # an index that was made by other rules is made anew: change this with any rule below

_MAX_WORD_CHARACTERS = 64  # characters of a word; longer ones are no words and are cut
# Of tokens whose terms are remembered, in 2 MB at most; chosen by hand: the commonest words make up most of a text.
_MAX_REMEMBERED_TOKENS = 5_000
_MAX_REMEMBERED_CHARACTERS = 20  # longer ones are runs of ideographs, which hardly recur
_FILLER = "\u200b"  # folds to nothing: keeps the places of characters when two become one

# Scripts without spaces: ideographs and their marks, kana, bopomofo, Hangul.
_CJK = (
    "\u1100-\u11ff\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
# Signs that mean something at some places, and are no part of a word: they survive folding until words are told apart.
_SIGNS = ".,+#"
# A letter (Sinological dot) that stands for the decimal point in a term: no tokenizer takes a term apart at a letter.
_POINT = "\ua78f"
_DIGITS = rf"\d{{1,{_MAX_WORD_CHARACTERS}}}+"
# A run of characters, a sign or a word.
_RUN = re.compile(
    rf"([{_CJK}]++)"
    r"|((?<=[a-z])\+\+|(?<=[a-z])\#(?![a-z])|(?<![a-z\d.])\.(?=[a-z]))"
    r"|(\d{1,3}+(?:,\d{3}(?!\d)){1,4}"
    rf"|(?<![^\s+])\.{_DIGITS}(?!\.)"
    rf"|{_DIGITS}(?:[.{_POINT}]{_DIGITS}|(?<!,\d)(?<!,\d\d),\d{{1,2}}+(?![\d,]))?"
    rf"|[^\s\d{_CJK}{_SIGNS}]{{1,{_MAX_WORD_CHARACTERS}}}+)"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_SIGN_TERMS = {"++": "plusplus", "#": "sharp", ".": "dot"}  # C++, C#, .NET
_POINTS = str.maketrans(".,", _POINT * 2)
_SAME_WORDS = {"ohm": "ω", "ohms": "ω", "kohm": "kω", "mohm": "mω"}
# A voiced kana may be written as two characters, a Hangul syllable as up to three letters.
_COMPOSED = re.compile("[\u3041-\u30ff\uff66-\uff9d][\u3099\u309a\uff9e\uff9f]|[\u1100-\u11ff]{2,3}+")
_VOICED_MARKS = "\u3099\u309a\uff9e\uff9f"  # one of these, or of the letters, is in all that is composed
_JAMO = re.compile("[\u1100-\u11ff]")

# Forms that NFKC keeps apart, but that mean the same in a data sheet.
_EQUIVALENTS = {"μ": "u"}
_SIGN_WORDS = {"%": " percent "}
# Between two digits it lists them, or ends a clause; after NFKC it would be a decimal comma.
_FULL_WIDTH_COMMA = "，"


# What does not become one character of ASCII: up to the first of these ``str.translate`` is twenty times as fast.
_NOT_ONE_TO_ONE = re.compile("([%\x80-\U0010ffff]+)")


class Word(NamedTuple):
    """A word or pair of the folded text, and where in the text it stands."""

    term: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return the terms of ``text``, separated by single spaces.

    Compatibility forms (NFKC), case, diacritics and traditional characters are folded; µ is u, and ohm is Ω; digits and
    letters are words of their own, so that 10 µF, 10µF and 10uF are the same. A number with a decimal point or comma is
    one term, so that 47 µF is not found in 0.47 µF or .47 µF. A percent sign is the word percent. C++, C# and .NET keep
    their signs as words. Chinese, Japanese and Korean become overlapping pairs of characters, and the last character of
    a run stands for itself: every single character begins a term.

    >>> fold("國產GPU，10µF（±５％）, C++ and .NET")
    '国产 产 gpu 10 uf 5 percent c plusplus and dot net'
    """
    # Most tokens are words of ASCII, which are terms as they are; to ask that costs less than to look them up.
    terms = [
        token
        if token.isalpha() and token.isascii() and token not in _SAME_WORDS and len(token) <= _MAX_WORD_CHARACTERS
        else _TERMS[token]
        for token in fold_in_place(text).split()
    ]
    return " ".join(filter(None, terms))


def fold_in_place(text: str) -> str:
    """Return ``text`` with each character folded: every word stands about where it stood, signs are between words.

    >>> fold_in_place("國產GPU")
    '国产gpu'
    """
    text = _in_place(text)
    if text.isascii() and "%" not in text:
        return text.translate(_FOLDS)
    return "".join(part.translate(_FOLDS) for part in _NOT_ONE_TO_ONE.split(text))


def words(text: str) -> Iterator[Word]:
    """Return the terms of ``fold``, in order, each with the place of what it was made of."""
    text = _in_place(text)
    places = [place for place, character in enumerate(text) for _ in _FOLDS[ord(character)]]
    # A character ends where the next one begins that folds to something: marks belong to what they follow.
    ends = [*places[1:], len(text)]
    for number in range(len(places) - 2, -1, -1):
        if places[number] == places[number + 1]:
            ends[number] = ends[number + 1]
    for found in _RUN.finditer(text.translate(_FOLDS)):
        if not found[1]:
            yield Word(_term(found[2], found[3]), places[found.start()], ends[found.end() - 1])
            continue
        for number, term in enumerate(_pairs(found[1]), found.start()):
            yield Word(term, places[number], ends[number + len(term) - 1])


def is_cjk(term: str) -> bool:
    """Tell whether a term is made of characters of a script without spaces."""
    return _CJK_TERM.match(term) is not None


_CJK_TERM = re.compile(f"[{_CJK}]")


def _term(sign: str, word: str) -> str:
    if sign:
        return _SIGN_TERMS[sign]
    if word[0] == ".":
        word = f"0{word}"
    if word[0].isdecimal():
        return word.replace(",", "") if _THOUSANDS.fullmatch(word) else word.translate(_POINTS)
    return _SAME_WORDS.get(word, word)


class _Terms(dict[str, str]):
    """The terms of what stands between blanks; those of short tokens are remembered, as texts repeat their words."""

    def __missing__(self, token: str) -> str:
        found = _terms(token)
        if len(token) <= _MAX_REMEMBERED_CHARACTERS:
            if len(self) >= _MAX_REMEMBERED_TOKENS:
                self.clear()
            self[token] = found
        return found


_TERMS = _Terms()


def _terms(token: str) -> str:
    # Most are words, perhaps with a stop behind them, which are told at a fifth of the cost of a search.
    word = token.rstrip(".,")
    if word.isascii() and word.isalpha() and len(word) <= _MAX_WORD_CHARACTERS:
        return _SAME_WORDS.get(word, word)
    terms: list[str] = []
    for run, sign, other in _RUN.findall(token):
        if run:
            terms += _pairs(run)
        else:
            terms.append(_term(sign, other))
    return " ".join(terms)


def _pairs(run: str) -> list[str]:
    return [*map(add, run, run[1:]), run[-1]]


def _in_place(text: str) -> str:
    """Compose what is written in parts; the text stays as long as it was."""
    if text.isascii() or not (_JAMO.search(text) or any(map(text.__contains__, _VOICED_MARKS))):
        return text
    return _COMPOSED.sub(lambda found: unicodedata.normalize("NFKC", found[0]).ljust(len(found[0]), _FILLER), text)


class _Folds(dict[int, str]):
    """What each character becomes; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_FOLDS = _Folds()


def _fold_character(character: str) -> str:
    if character in _SIGNS:
        return character
    if character == _FULL_WIDTH_COMMA:
        return " "
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
    return "".join(map(_fold_part, folded))


def _fold_part(character: str) -> str:
    if is_cjk(character):
        return simplify(character)
    kept = []
    for part in unicodedata.normalize("NFD", character):
        kind = unicodedata.category(part)
        if part.isalnum() or part in _SIGNS:
            kept.append(_EQUIVALENTS.get(part, part))
        elif part in _SIGN_WORDS:
            kept.append(_SIGN_WORDS[part])
        elif kind[0] != "M" and kind != "Cf":
            kept.append(" ")
    return "".join(kept)
