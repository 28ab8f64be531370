"""Recognise pages that answer 200 and are no article, by the words they use.

Titles of such pages are known as a whole. Their texts are known by phrases, which count only where a text is hardly
longer than the phrase: an article may well be about captchas, and end with an offer to subscribe. The words are in
``tables/refusal_phrases.txt``.
"""

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from newscrawl.text.measure import weighted_length, weighted_length_up_to
from newscrawl.text.scripts import KANA, UNIFIED_IDEOGRAPHS
from newscrawl.text.sentences import split_sentences

# Lengths are weighted as in ``weighted_length``; chosen on saved pages of gatekeepers and of short news.
_MAX_TINY_LENGTH = 450  # of a text in which one phrase tells
_MAX_SMALL_LENGTH = 1100  # of a text in which two tell, or one among its first words
_MIN_WEIGHT = 2.0  # of the phrases in such a text
_OPENING_CHARACTERS = 200
_WEIGHTS = {"text": 1.0, "text-weak": 0.5}
# A text that is about such pages, for the most part in sentences that neither say what they say nor speak to anybody.
_MIN_PLAIN_SHARE = 0.55  # of its letters; chosen on 210 made articles and the walls under tests
# How many such sentences it has at least; of other reasons no article is known.
_MIN_PLAIN_SENTENCES = {
    "consent wall": 2,
    "paywall": 2,
    "login wall": 2,
    "script wall": 2,
    "soft 404": 3,
    "blocked page": 3,
}
_MIN_PLAIN_LENGTH = 25  # of such a sentence; walls have labels and buttons
_MIN_PLAIN_END_LENGTH = 25  # of the plain sentences after the last phrase: what is cut ends with the offer
# Offers stand below the beginning of articles that have dates, too.
_OFFERS = frozenset({"paywall", "login wall"})

_SEPARATOR = re.compile(r"\s[-–—|:]\s|[|｜_—–]")
# Chinese and Japanese are written with and without a blank beside a foreign word.
_BLANK_BESIDE_CJK = re.compile(f"(?<=[{KANA}{UNIFIED_IDEOGRAPHS}]) | (?=[{KANA}{UNIFIED_IDEOGRAPHS}])")
# How much of an article is not shown, as its offer says: 剩余 90%, 残り1,245文字, remaining 90%.
_HIDDEN_REST = re.compile(
    "(?:剩余|剩餘|还有|還有|残り|남은(?: 내용)?|remaining|noch|restlichen?) ?(?:约|約|ca\\.)? ?"
    "[0-9]{1,3}(?:[.,][0-9]{3})? ?(?:[%％]|字|文字|글자|words|wörter|zeichen)"
)
_EDGES = " .!?。！？…,，:：·"


class _Phrase(NamedTuple):
    text: str
    reason: str
    weight: float


class _Table(NamedTuple):
    """The table of words: reasons by the words of a title, marks of markup, phrases of texts."""

    titles: dict[str, str]
    first_titles: dict[str, str]
    title_starts: dict[str, str]
    markup: tuple[bytes, ...]
    phrases: tuple[_Phrase, ...]
    address: re.Pattern[str]


@cache
def _table() -> _Table:
    text = files("newscrawl.text.tables").joinpath("refusal_phrases.txt").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]

    def words_at(wanted: str) -> dict[str, str]:
        return {words: reason for place, reason, words in rows if place == wanted}

    return _Table(
        words_at("title"),
        words_at("title-alone"),
        words_at("title-start"),
        tuple(mark.encode() for mark in words_at("markup")),
        tuple(_Phrase(words, reason, _WEIGHTS[place]) for place, reason, words in rows if place in _WEIGHTS),
        re.compile("|".join(rf"\b{words}\b" if words < "\u2e80" else words for words in words_at("address"))),
    )


def is_not_found(title: str) -> bool:
    """Tell whether ``title`` is that of a page that is not there; a title that only mentions such words is not."""
    return any(_table().titles.get(part) == "soft 404" for part in _parts(title))


def is_blocked(title: str) -> bool:
    """Tell whether ``title`` is that of a challenge, captcha or ban page."""
    return any(_table().titles.get(part) == "blocked page" for part in _parts(title))


def has_challenge(html: str) -> bool:
    """Tell whether the text of a page's source has the words that mark a captcha or browser challenge."""
    lowered = html.encode("utf-8", "replace").lower()  # of bytes: ten times as fast, and the marks are ASCII
    return any(mark in lowered for mark in _table().markup)


def refusal_of_title(title: str) -> str | None:
    """Return the reason why a page of that title is no article, or ``None``.

    >>> refusal_of_title("Just a moment..."), refusal_of_title("Just a moment: timing closure explained")
    ('blocked page', None)
    """
    if is_not_found(title):
        return "soft 404"
    if is_blocked(title):
        return "blocked page"
    first, start = _parts(title)[0], title.casefold().lstrip()
    for words, reason in _table().title_starts.items():
        if first.startswith(words) or start.startswith(words):
            return reason
    # The site's name may stand before or behind, never another sentence.
    return _table().first_titles.get(first)


def refusal_of_text(text: str, *, is_dated: bool = False) -> str | None:
    """Return the reason why a page of that text is no article, or ``None``.

    ``is_dated`` tells that the page says when the text was published, as walls and pages of errors do not.

    >>> refusal_of_text("Please log in to continue. Forgot your password?")
    'login wall'
    """
    size = weighted_length_up_to(text, _MAX_SMALL_LENGTH)
    if size > _MAX_SMALL_LENGTH:
        return None
    folded = _BLANK_BESIDE_CJK.sub("", " ".join(text.casefold().replace("’", "'").split()))
    found = [(place, phrase) for phrase in _table().phrases if (place := folded.find(phrase.text)) >= 0]
    weight = sum(phrase.weight for _, phrase in found)
    opens = any(place < _OPENING_CHARACTERS and phrase.weight == 1 for place, phrase in found)
    if weight < 1 or (size > _MAX_TINY_LENGTH and weight < _MIN_WEIGHT and not opens):
        return None
    weights = Counter[str]()
    for _, phrase in found:
        weights[phrase.reason] += phrase.weight  # type: ignore[assignment]
    reason = weights.most_common(1)[0][0]
    return None if _is_about(text, reason, is_dated=is_dated and reason not in _OFFERS) else reason


def _is_about(text: str, reason: str, *, is_dated: bool) -> bool:
    """Tell whether a text with such phrases is an article about them: most of it is plain, and so is its end."""
    if reason not in _MIN_PLAIN_SENTENCES:
        return False
    plain = total = end = 0.0
    sentences = 0
    for sentence in split_sentences(text):
        folded = _BLANK_BESIDE_CJK.sub("", sentence.casefold().replace("’", "'"))
        length = weighted_length(folded)
        total += length
        has_phrase = any(phrase.text in folded for phrase in _table().phrases)
        if has_phrase and total == length and reason not in _OFFERS:
            return False  # a page of errors opens with what it has to say
        if has_phrase or length < _MIN_PLAIN_LENGTH or _table().address.search(folded):
            end = 0.0 if has_phrase else end
            continue
        plain, end, sentences = plain + length, end + length, sentences + 1
    is_plain = sentences >= _MIN_PLAIN_SENTENCES[reason] and plain >= _MIN_PLAIN_SHARE * total
    return is_plain and (is_dated or end >= _MIN_PLAIN_END_LENGTH)


def tells_of_hidden_rest(line: str) -> bool:
    """Tell whether a line that is no prose says how much of its article is not shown.

    >>> tells_of_hidden_rest("剩余 90% 内容请订阅"), tells_of_hidden_rest("Subscribe today")
    (True, False)
    """
    return _HIDDEN_REST.search(line.casefold()) is not None


def _parts(title: str) -> list[str]:
    return [part.strip(_EDGES).casefold() for part in _SEPARATOR.split(title[:300])]
