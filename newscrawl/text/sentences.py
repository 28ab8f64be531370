"""Sentences of a text, and which of them another text does not have."""

import re

from newscrawl.text.search_folding import fold

# The end of a sentence: full-width signs anywhere, others before white space; and the end of a line.
_END = re.compile(r"(?<=[。！？])(?![。！？”」』）\s])|(?<=[.!?。！？”」』）])\s++|\n++")
_MAX_CHARACTERS = 60_000  # of a text that are looked at; no article is longer
SENTENCE_ENDS = (".", "!", "?", "。", "！", "？")
_MIN_TERMS = 3  # of a sentence that says something by itself (chosen by hand)


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text, without white space around them.

    >>> split_sentences("国产芯片上市。价格不变！ It costs 4.7 €. Why? No.")
    ['国产芯片上市。', '价格不变！', 'It costs 4.7 €.', 'Why?', 'No.']
    """
    return [one for part in _END.split(text[:_MAX_CHARACTERS]) if (one := part.strip())]


def left_out(whole: str, part: str) -> list[str]:
    """Return the sentences of ``whole`` that ``part`` does not have; letters and digits are compared, not signs.

    >>> left_out("The chip is out. It costs ten euros. Orders begin now.", "The chip is out!\\nOrders begin now")
    ['It costs ten euros.']
    """
    said = f" {fold(part[:_MAX_CHARACTERS])} "
    missing = []
    for sentence in split_sentences(whole):
        terms = fold(sentence)
        if len(terms.split()) >= _MIN_TERMS and f" {terms} " not in said:
            missing.append(sentence)
    return missing
