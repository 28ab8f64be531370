"""How likely a Chinese character is after those before it: the words of news, mixed with the pairs of running text.

A character may go on with a word that is begun, or begin one. What it costs is the sum over all ways to divide the
characters before it into words, each as frequent as the table says, independent of the others (a unigram model of
words, computed by the forward algorithm). Words that follow each other more often than that are what the pairs of
``chinese.follow`` add. The table is built by ``tools/build_chinese_words.py`` and read when first needed.
"""

import math
from collections import defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from newscrawl.text import chinese
from newscrawl.text.chinese import Left

MAX_HISTORY_CHARACTERS = 3  # 4 and 5 foretell characters no better (7.13 and 7.12 bits each, of 50 news texts)
_WORDS_SHARE = 0.8  # of the words in the mixture; 0.6 to 0.9 tried on the same texts
_UNKNOWN_WORD = 1e-7  # probability of a character that begins no word of the table, chosen by hand


class Context(NamedTuple):
    """What the next character is judged by: what ``chinese.follow`` asks for, and ideographs since the last mark."""

    left: Left
    history: str = ""


def follow(context: Context, right: str) -> tuple[int, Context]:
    """Return how unlikely the ideograph or mark ``right`` is in this context, in half nats, and the new context.

    Both in simplified characters. Running text costs about 10 a character, at most ``chinese.HARDLY_KNOWN``.
    """
    pair_price, left = chinese.follow(context.left, right)
    is_mark = not chinese.is_ideograph(right)
    history = "" if is_mark else (context.history + right)[-MAX_HISTORY_CHARACTERS:]
    if is_mark and not chinese.is_ideograph(context.left.character):  # what marks follow each other, words do not tell
        return pair_price, Context(left, history)
    likely = _WORDS_SHARE * _share(context.history, right) + (1 - _WORDS_SHARE) * math.exp(-pair_price / 2)
    return min(round(-2 * math.log(likely)), chinese.HARDLY_KNOWN), Context(left, history)


def _share(history: str, right: str) -> float:
    """Return the probability of ``right`` after the characters of ``history``, by words."""
    shares = _words().beginnings
    share = 0.0
    for begun, probability in _begun(history):
        share += probability * shares.get(begun + right, 0.0 if begun else _UNKNOWN_WORD)
    return share


@lru_cache(maxsize=1 << 14)
def _begun(history: str) -> tuple[tuple[str, float], ...]:
    """Return what words may have begun at the end of ``history``, the empty one included, and how likely each is.

    Each probability still lacks that of the word: it is multiplied by the share of words that begin so and go on.
    """
    beginnings, wholes = _words()
    forward = [1.0]
    for end in range(1, len(history) + 1):
        reached = forward[-1] * _UNKNOWN_WORD
        for begin in range(end):
            reached += forward[begin] * wholes.get(history[begin:end], 0.0)
        forward.append(reached)
    begun = [("", forward[-1])]
    total = forward[-1]
    for begin, probability in enumerate(forward[:-1]):
        word = history[begin:]
        goes_on = beginnings.get(word, 0.0) - wholes.get(word, 0.0)
        if goes_on > 0:
            begun.append((word, probability))
            total += probability * goes_on
    return tuple((word, probability / total) for word, probability in begun)


class Words(NamedTuple):
    """Shares of words in running text: of all that begin with some characters, and of each word itself."""

    beginnings: dict[str, float]
    wholes: dict[str, float]


@cache
def _words() -> Words:
    beginnings: defaultdict[str, float] = defaultdict(float)
    wholes = {}
    for line in chinese.table_lines("words"):
        price, *words = line.split(" ")
        share = math.exp(-int(price) / 2)
        for word in words:
            wholes[word] = share
            for end in range(1, len(word) + 1):
                beginnings[word[:end]] += share
    return Words(dict(beginnings), wholes)
