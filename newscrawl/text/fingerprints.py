"""What a paragraph is known again by, whatever day it was written on."""

import re
import unicodedata
from hashlib import blake2b
from itertools import accumulate
from typing import NamedTuple
from zlib import crc32

from newscrawl.text.dates import find_date
from newscrawl.text.measure import alphanumerics, count_alphanumerics

# All bounds are chosen by hand.
MAX_EXCERPT_CHARACTERS = 200  # that a person who judges a paragraph is shown
_MAX_HASHED_CHARACTERS = 5000  # that are compared: nothing that a site repeats is longer
_MAX_DATED_CHARACTERS = 300  # in which the date of a notice is looked for

_WIDE_SIGNS = tuple((wide, unicodedata.normalize("NFKC", wide)) for wide in "，：；（）！？％")
_NUMBER = re.compile(r"(\d\d*+)")  # so written, the search for a digit takes half the time
_YEAR_NUMBER = r"(?<![\d.,$€£¥])(?:199\d|20[0-3]\d)(?:[年년]|(?![^\W_]|[.,]\d))"
# A day of the calendar, a time of day, or a year; 1999元 and 20.24 are none.
_WHEN = re.compile(
    r"(?<!\d)(?>(?:\d{4}\s?+[年년]\s?+)?)\d{1,2}+\s?+[月월]\s?+\d{1,2}+\s?+[日일]"
    r"|(?<![\d./-])(?:(?:19|20)\d\d([./-])\d{1,2}+\1\d{1,2}+|\d{1,2}+([./-])\s?+\d{1,2}+\2\s?+(?:19|20)\d\d)(?![\d/-])"
    r"|(?<![\d:])\d{1,2}+:\d\d(?>(?::\d\d)?)(?![\d:])"
    rf"|{_YEAR_NUMBER}"
)
_YEAR = re.compile(_YEAR_NUMBER)


class Paragraph(NamedTuple):
    """A paragraph of an article as others are compared with it.

    ``fingerprint`` is a number of 64 bits with a sign, the same for texts that differ in case, white space,
    punctuation, compatibility forms, dates and numbers only. ``numbers`` stands for the numbers that are no dates, 0 if
    there are none: where they differ, two paragraphs do not say the same. ``alphanumerics`` counts letters, digits and
    ideographs; ``is_heading`` tells what only leads to the text below it. ``excerpt`` is the beginning as written.
    """

    fingerprint: int
    numbers: int
    alphanumerics: int
    is_heading: bool
    excerpt: str


def read_paragraph(text: str, *, is_heading: bool = False) -> Paragraph | None:
    """Return ``text`` as a paragraph; ``None`` if it has no letter, or says nothing but a date.

    >>> [read_paragraph(f"© {year} Acme, all rights reserved").fingerprint for year in (2023, 2024)]
    [2308860542670176091, 2308860542670176091]
    """
    *parts, end = _without_dates(_NUMBER.split(_composed(text[:_MAX_HASHED_CHARACTERS])))
    numbers = parts[1::2]
    words = alphanumerics("0".join((*parts[::2], end)).casefold())
    if not words:
        return None
    digest = blake2b(words, digest_size=8).digest()
    return Paragraph(
        fingerprint=int.from_bytes(digest, "big", signed=True),
        numbers=crc32(" ".join(numbers).encode()) if numbers else 0,
        alphanumerics=count_alphanumerics(text),
        is_heading=is_heading,
        excerpt=" ".join(text[: 2 * MAX_EXCERPT_CHARACTERS].split())[:MAX_EXCERPT_CHARACTERS],
    )


def _composed(text: str) -> str:
    """Return ``text`` in NFKC. Most Chinese is, but for its signs, and a quick look tells what is."""
    if not text.isascii():
        for wide, sign in _WIDE_SIGNS:
            text = text.replace(wide, sign)
        if not unicodedata.is_normalized("NFKC", text):
            text = unicodedata.normalize("NFKC", text)
    return text


def _without_dates(parts: list[str]) -> list[str]:
    """Take dates out of a text, which is given and returned as split at its numbers: they have the odd places."""
    if len(parts) == 1:
        return parts
    text = "".join(parts)
    # Both patterns begin with a digit after what is none: they are tried there alone, not searched for.
    places = _places_of_numbers(parts)
    found = find_date(text[:_MAX_DATED_CHARACTERS]) if any(_YEAR.match(text, place) for place in places) else None
    if found:
        text = text.replace(found.written, "", 1)
        parts = _NUMBER.split(text)
        places = _places_of_numbers(parts)
    kept, end = [], 0
    for place in places:
        if place >= end and (when := _WHEN.match(text, place)):
            kept.append(text[end:place])
            end = when.end()
    return _NUMBER.split("".join((*kept, text[end:]))) if kept else parts


def _places_of_numbers(parts: list[str]) -> list[int]:
    return list(accumulate(map(len, parts)))[:-1:2]
