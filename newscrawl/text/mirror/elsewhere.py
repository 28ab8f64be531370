"""What a page says elsewhere: its own words are good guesses for what is lost from it.

A cache language model (R. Kuhn and R. De Mori 1990, "A cache-based natural language model for speech recognition"): how
likely a character is after another is a mixture of what the language says and what the page says.
"""

import math
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from newscrawl.text import chinese

# Shares of the page's pairs, and of its single characters, in the mixture; chosen by hand.
_PAIR_SHARE = 0.7
_CHARACTER_SHARE = 0.01
# A character that the page has but once tells little about what follows it: it is given that many more uses (by hand).
_MORE_USES = 1


class Elsewhere(NamedTuple):
    """How often a text has each character and each pair of neighbours, in simplified characters."""

    length: int
    characters: Counter[str]
    pairs: Counter[str]


def gather(text: str) -> Elsewhere:
    """Count the characters and pairs of ``text``."""
    simple = chinese.simplify(text)
    return Elsewhere(len(simple), Counter(simple), Counter(map("".join, pairwise(simple))))


def gain(left: str, right: str, price: int, elsewhere: Elsewhere) -> int:
    """Return by how many half nats ``right``, after ``left``, is cheaper than ``price`` because the page has it.

    Both in simplified characters; the price is that of ``language_model.follow``. What marks follow each other tells
    nothing.
    """
    uses = elsewhere.characters.get(right, 0)
    ideograph = chinese.is_ideograph(right)
    if not uses or not (ideograph or chinese.is_ideograph(left)):
        return 0
    pairs = elsewhere.pairs.get(left + right, 0)
    share = _PAIR_SHARE * pairs / (elsewhere.characters.get(left, 0) + _MORE_USES)
    if ideograph:
        share += _CHARACTER_SHARE * uses / elsewhere.length
    return round(2 * math.log1p(share * math.exp(price / 2)))
