"""Phrases that articles are searched for, and where a text says them."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from newscrawl.text.search_folding import fold, fold_in_place, is_cjk, words

_MAX_TERMS = 64  # of a phrase
_MAX_SPANS = 1000  # that an excerpt is chosen from
_MAX_CUT_CHARACTERS = 24  # of a word that an excerpt leaves out instead of cutting it; longer ones are cut
# Telling the words of 2,000 Chinese characters apart took 8 ms of CPU, finding one literally in 20,000 took 0.2 ms.
_START_CHARACTERS = 2_000  # of a text in which no phrase is found literally, that are looked at
_BEFORE_CHARACTERS = 80  # of a find that are looked at with it
_MAX_PLACES = 200  # of words that a quick excerpt chooses from
_MAX_TRIED_PLACES = 3
_SPACES = re.compile(r"\s")


class Phrase(NamedTuple):
    """Folded terms that follow each other; the last one may be the beginning of a longer one."""

    terms: tuple[str, ...]
    is_prefix: bool


class Span(NamedTuple):
    """A part of a text."""

    start: int
    end: int


class Excerpt(NamedTuple):
    """A part of a text and what is found in it."""

    text: str
    spans: tuple[Span, ...]


def read_phrase(written: str, *, is_prefix: bool) -> Phrase:
    """Return what is to be found of some words that were typed; no terms if there is no letter or digit.

    >>> read_phrase("国产GPU", is_prefix=False), read_phrase("芯", is_prefix=False)
    (Phrase(terms=('国产', '产', 'gpu'), is_prefix=False), Phrase(terms=('芯',), is_prefix=True))
    """
    terms = fold(written[: _MAX_TERMS * 4]).split()[:_MAX_TERMS]
    if not terms or not is_cjk(terms[-1]) or len(terms[-1]) > 1:
        return Phrase(tuple(terms), is_prefix)
    if len(terms) > 1 and len(terms[-2]) > 1 and is_cjk(terms[-2]):
        # The text may go on where the query ends: the last character need not be the end of a run.
        return Phrase(tuple(terms[:-1]), False)
    return Phrase(tuple(terms), True)


def find(text: str, phrases: Sequence[Phrase]) -> list[Span]:
    """Return where ``text`` says one of ``phrases``, in order; what overlaps or touches is one span."""
    return _merged(sorted(span for span, _ in _matches(text, phrases)))


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


def excerpt(text: str, phrases: Sequence[Phrase], width: int) -> Excerpt:
    """Return some ``width`` characters of ``text`` in one line, where most of ``phrases`` are found, and the spans.

    If none is found, it is the beginning.
    """
    matches = sorted(_matches(text, phrases))[:_MAX_SPANS]
    first = _best(matches, width)
    start = max(0, min(first - width // 4, len(text) - width))
    end = _word_cut(text, start + width, -1)
    if start:
        start = _word_cut(text, start, 1)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shown = before + _SPACES.sub(" ", text[start:end]) + after
    shift = len(before) - start
    spans = _merged(span for span, _ in matches if start <= span.start and span.end <= end)
    return Excerpt(shown, tuple(Span(span.start + shift, span.end + shift) for span in spans))


def quick_excerpt(text: str, phrases: Sequence[Phrase], width: int) -> Excerpt:
    """Return what ``excerpt`` does, but without telling all words of a long text from each other.

    The words of ``phrases`` are looked for as they are written first, then in folded characters; the excerpt is about
    where most of them stand together.
    """
    if not phrases:
        return excerpt(text[:_START_CHARACTERS], (), width)
    for folding in (str.lower, fold_in_place):
        for place in _likely_places(folding(text), phrases, width):
            start = max(0, place - _BEFORE_CHARACTERS)
            found = excerpt(text[start : start + 2 * _BEFORE_CHARACTERS + width], phrases, width)
            if found.spans:
                return found
    return excerpt(text[:_START_CHARACTERS], phrases, width)


def _likely_places(folded: str, phrases: Sequence[Phrase], width: int) -> Iterator[int]:
    """Yield where the first terms of phrases stand in a folded text, the places with most of them around first."""
    terms = re.compile("|".join(f"({_as_word(phrase)})" for phrase in phrases[:_MAX_TERMS]))
    found = [(one.start(), one.lastindex) for one in islice(terms.finditer(folded), _MAX_PLACES)]
    starts = [start for start, _ in found]

    def order(number: int) -> tuple[int, int, int]:
        inside = found[number : bisect_left(starts, starts[number] + width * 3 // 4)]
        return -len({term for _, term in inside}), -len(inside), number

    yield from (starts[number] for number in sorted(range(len(found)), key=order)[:_MAX_TRIED_PLACES])


def _as_word(phrase: Phrase) -> str:
    """Return an expression for the first term of a phrase, as a word of its own where it is one."""
    term = phrase.terms[0]
    if is_cjk(term):
        return re.escape(term)
    kind = r"\d" if term[0].isdecimal() else r"[^\W\d_]"
    after = "" if phrase.is_prefix and len(phrase.terms) == 1 else f"(?!{kind})"
    return f"(?<!{kind}){re.escape(term)}{after}"


def _word_cut(text: str, place: int, step: int) -> int:
    """Return the next place from ``place`` on, in steps of 1 or -1, at which no word is cut; ``place`` if it is far."""
    for found in range(place, place + step * _MAX_CUT_CHARACTERS, step):
        if not 0 < found < len(text) or not (_is_in_word(text[found - 1]) and _is_in_word(text[found])):
            return found
    return place


def _is_in_word(character: str) -> bool:
    return character.isalnum() and not is_cjk(character)


def _matches(text: str, phrases: Sequence[Phrase]) -> Iterator[tuple[Span, int]]:
    """Yield each place where a phrase is found, and the number of the phrase."""
    if not phrases:
        return
    found = list(words(text))
    terms = [word.term for word in found]
    places = defaultdict(list)
    for place, term in enumerate(terms):
        places[term].append(place)
    for number, phrase in enumerate(phrases):
        *before, last = phrase.terms
        begins = phrase.terms[0]
        starts = places.get(begins, []) if before or not phrase.is_prefix else range(len(terms))
        for start in starts:
            end = start + len(before)
            if terms[start:end] != before or end >= len(terms):
                continue
            if terms[end] == last or (phrase.is_prefix and terms[end].startswith(last)):
                word = found[end]
                # Of a pair that a single character begins, only that character was asked for.
                stop = word.start + len(last) if phrase.is_prefix and is_cjk(last) else word.end
                yield Span(found[start].start, min(stop, word.end)), number


def _best(matches: Sequence[tuple[Span, int]], width: int) -> int:
    """Return where the stretch of ``width`` characters begins that has most phrases, then most places."""
    starts = [span.start for span, _ in matches]
    best, best_count = 0, (0, 0)
    for number, start in enumerate(starts):
        inside = matches[number : bisect_left(starts, start + width * 3 // 4)]
        count = (len({phrase for _, phrase in inside}), len(inside))
        if count > best_count:
            best, best_count = start, count
    return best
