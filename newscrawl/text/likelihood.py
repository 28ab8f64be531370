"""How much a text reads like writing in one of the languages that newscrawl knows.

The same measure serves two ends: to choose the charset of a page that does not tell (or lies), and to tell
mojibake from sound text. It looks at single characters only, so it costs little and needs small tables.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, KeysView
from functools import cache
from importlib.resources import files
from typing import NamedTuple

CJK = frozenset({"zh-Hans", "zh-Hant", "ja", "ko"})

# Log probability of a character that no table of the language has: rarer than anything listed.
_UNLISTED = -12.0
# … and of one that has no place in any text: controls, private use, U+FFFD, lone surrogates.
_MISPLACED = -16.0
# Characters that news of every language uses: punctuation, signs and units, and rarer symbols.
_TYPOGRAPHIC = "\u00a0“”‘’„«»–—…•·"
_SIGNS = "€£§©®™°±µ²³½×Ω\u00ad"
_SYMBOLS = "\u2009\u200b\u202f\u2011‚‹›¹¼¾÷¡¿ªº†‡‰′″−≤≥≈√→←↑↓■□●○◆◇★☆▲△▼※№℃μαβγδλπσφωΔ①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ㎡㎜㎝㎏㈱"
_FULL_WIDTH = "".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000"
# marks, their score in every language
_SHARED = ((_TYPOGRAPHIC, -4.0), (_SIGNS, -6.0), (_SYMBOLS, -8.5), (_FULL_WIDTH, -8.5))
# A Latin letter that the language itself does not use: a foreign name.
_FOREIGN_LETTERS = "".join(c for c in map(chr, range(0xC0, 0x180)) if c.isalpha())
_FOREIGN_LETTER = -9.0
# A Latin text has an accent here and there, seldom two in a row: each further one is this much less likely.
# Without it, any bytes read as Latin-1 would score like a text made of accents.
_ACCENT_AFTER_ACCENT = -5.0
_ACCENT_RUN = re.compile("[\u0080-\u009f\u00a1-\u00aa\u00ac-\u00b6\u00b8-\u00ba\u00bc-\u024f\u02c6\u02dc€™†‡‰]{2,}")
# Other alphabets do not change to Latin letters inside a word, nor Cyrillic from small to capital letters.
_CLASH = re.compile("[A-Za-z][\u0370-\u0e7f]|[\u0370-\u0e7f][A-Za-z]|[\u0430-\u045f][\u0401-\u042f]")
_CLASH_SCORE = -4.0
_MISPLACED_CHARACTER = re.compile("[\x80-\x9f\ud800-\udfff\ue000-\uf8ff\ufff0-\uffff\U000e0000-\U0010ffff]")


class Likelihood(NamedTuple):
    """The language whose characters fit best, and how well.

    ``language`` is a BCP 47 tag of ``ranks.tsv`` (``zh-Hans``, ``ja``, ``de`` …), ``None`` if nothing but
    ASCII and marks common to all languages stands there. Related languages are not told apart reliably.
    ``score`` is the mean natural log probability of a non-ASCII character there, 0.0 for pure ASCII. Running
    text lies at -7.5 to -5.5 in CJK languages and at -5 to -1 in alphabetic ones; text read in a wrong
    charset at -14 to -9, EUC-KR or EUC-JP as GBK at -9.5 to -7.5. Fewer than ten characters scatter by 2.
    ``characters`` is the number of non-ASCII characters looked at.
    """

    language: str | None
    score: float
    characters: int

    @property
    def total(self) -> float:
        """Log probability of all non-ASCII characters together."""
        return self.score * self.characters


def likelihood(text: str, among: Collection[str] = ()) -> Likelihood:
    """Find the language under which the non-ASCII characters of ``text`` are the most likely.

    ``among`` limits the choice to these languages; among CJK languages one is chosen for any text beyond ASCII.
    Takes about 0.4 ms for 8,000 characters; give it a sample of longer texts.

    >>> likelihood("電子工程師的新聞").language
    'zh-Hant'
    >>> likelihood("plain ASCII")
    Likelihood(language=None, score=0.0, characters=0)
    """
    if among and CJK.issuperset(among):
        return _likelihood_in(among, text)
    counts = Counter(text)
    tables = _tables()
    totals = [0.0] * len(tables.languages)
    characters = 0
    everywhere = 0.0
    for character, count in counts.items():
        if character <= "\x7f":
            continue
        characters += count
        entry = tables.entries.get(character)
        if entry is None:
            everywhere += _floor(character) * count
            continue
        everywhere += entry.floor * count
        for index, gain in entry.gains:
            totals[index] += gain * count
    if not characters:
        return Likelihood(None, 0.0, 0)
    _charge(totals, tables.latin, _ACCENT_AFTER_ACCENT * sum(len(run) - 1 for run in _ACCENT_RUN.findall(text)))
    _charge(totals, tables.other_alphabets, _CLASH_SCORE * len(_CLASH.findall(text)))
    considered = [i for i, tag in enumerate(tables.languages) if tag in among] or range(len(totals))
    best = max(considered, key=totals.__getitem__)
    language = tables.languages[best] if totals[best] > 0 else None
    return Likelihood(language, (everywhere + totals[best]) / characters, characters)


def _likelihood_in(languages: Collection[str], text: str) -> Likelihood:
    """Judge by few languages, one after the other; their words have no accents and no letters of two alphabets."""
    characters = len(text) - len(text.encode("ascii", "ignore"))
    if not characters:
        return Likelihood(None, 0.0, 0)
    totals = {language: sum(map(_scores(language).__getitem__, text)) for language in sorted(languages)}
    best = max(totals, key=totals.__getitem__)
    return Likelihood(best, totals[best] / characters, characters)


def _floor(character: str) -> float:
    return _MISPLACED if _MISPLACED_CHARACTER.match(character) else _UNLISTED


class _Scores(dict[str, float]):
    """Log probabilities of characters in one language, 0.0 for ASCII."""

    def __missing__(self, character: str) -> float:
        return _floor(character)


@cache
def _scores(language: str) -> _Scores:
    tables = _tables()
    index = tables.languages.index(language)
    scores = _Scores(dict.fromkeys(map(chr, range(0x80)), 0.0))
    for character, entry in tables.entries.items():
        gain = dict(entry.gains).get(index, 0.0)
        if entry.floor + gain > _UNLISTED:
            scores[character] = entry.floor + gain
    return scores


def rare_share(text: str) -> float:
    """Return the share of the non-ASCII characters of ``text`` that are common in no language, 0.0 to 1.0.

    Sound text stays below 0.05, mojibake of multibyte charsets mostly above 0.1.
    """
    tables = _tables()
    characters = rare = 0
    for character, count in Counter(text).items():
        if character > "\x7f":
            characters += count
            if character not in tables.entries:
                rare += count
    return rare / characters if characters else 0.0


def listed_characters() -> KeysView[str]:
    """Return the characters that are common in some language, and the marks and signs of all."""
    return _tables().entries.keys()


class _Entry(NamedTuple):
    floor: float  # score in the languages that do not list the character
    gains: list[tuple[int, float]]  # index of a language that does, and its score less the floor


class _Tables(NamedTuple):
    languages: tuple[str, ...]
    latin: tuple[int, ...]  # indices of the languages in Latin letters
    other_alphabets: tuple[int, ...]  # … and in Cyrillic, Greek, Hebrew, Arabic, Thai
    entries: dict[str, _Entry]


def _charge(totals: list[float], indices: tuple[int, ...], amount: float) -> None:
    if amount:
        for index in indices:
            totals[index] += amount


@cache
def _tables() -> _Tables:
    languages: list[str] = []
    latin: list[int] = []
    other_alphabets: list[int] = []
    entries = {mark: _Entry(score, []) for marks, score in _SHARED for mark in marks}
    text = files("newscrawl.text.tables").joinpath("ranks.tsv").read_text(encoding="utf-8")
    for index, line in enumerate(line for line in text.splitlines() if not line.startswith("#")):
        language, ranks = line.split("\t")
        languages.append(language)
        if language in CJK:
            scores = _ranked(ranks)
        elif ranks[0] < "\u0370":
            latin.append(index)
            scores = dict.fromkeys(_FOREIGN_LETTERS, _FOREIGN_LETTER) | _counted(ranks)
        else:
            other_alphabets.append(index)
            scores = _counted(ranks)
        for character, score in scores.items():
            entry = entries.setdefault(character, _Entry(_UNLISTED, []))
            # A quotation mark tells no language, though some table may rank it.
            if entry.floor == _UNLISTED or character.isalpha() or character in _FULL_WIDTH:
                entry.gains.append((index, score - entry.floor))
    return _Tables(tuple(languages), tuple(latin), tuple(other_alphabets), entries)


def _ranked(ranks: str) -> dict[str, float]:
    """Turn ranks into log probabilities after Zipf and Mandelbrot: p = c / (rank + 12)."""
    normal = math.log(math.log((len(ranks) + 12) / 12))
    return {character: -math.log(rank + 12) - normal for rank, character in enumerate(ranks)}


def _counted(ranks: str) -> dict[str, float]:
    """Turn parts per 10,000 into log probabilities."""
    return {entry[0]: math.log(int(entry[1:]) / 10_000) for entry in ranks.split(" ")}
