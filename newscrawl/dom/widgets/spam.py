"""Recognise and remove what somebody put into a page for search engines: hidden blocks, link farms, keyword lists."""

import base64
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom.lines import Line, erase, read_lines
from newscrawl.dom.tree import is_inside, text_length, visible_text
from newscrawl.text.chinese import simplify
from newscrawl.text.measure import split_words
from newscrawl.text.repaired import EXCERPT_CHARACTERS, Step, merge
from newscrawl.text.scripts import HANGUL, IDEOGRAPHS, KANA
from newscrawl.urls import split_url

_HIDING = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0{1,9})?(?:!important)?(?:;|$)"
    r"|font-size:0(?:px|em|pt|%)?(?:!important)?(?:;|$)"
    r"|(?:left|right|top|bottom|text-indent|margin|margin-(?:left|top)):-\d{3,9}(?:\.\d{1,9})?(?:px|em|rem|pt|vw|%)"
    r"|(?:width|height|max-height|max-width):[01](?:px)?(?:!important)?(?:;|$)"
    r"|clip:rect\(0|transform:(?:translate(?:x|y)?\(-\d{4,9}|scale\(0\)))",
)
_COLLAPSED = re.compile(r"(?:^|;)(?:display:none|visibility:|max-height:|height:)")
_HIDDEN_CLASSES = frozenset({"hidden", "d-none", "is-hidden", "hide", "display-none", "offscreen", "off-screen"})

# All thresholds are chosen by hand.
_MIN_HIDDEN_PARTS = 2  # blocks that hide the text together, before a button shows it

_SEPARATORS = re.compile(r"[|｜丨_]|\s[-–—·•/]\s|[,，、;；]")
_BARS = re.compile(r"[|｜丨_]")
_MIN_FIELDS = 4  # of a list of keywords in one line
_MAX_FIELD_CHARACTERS = 40  # of one keyword of such a list (chosen by hand)
_SENTENCE = re.compile("[。！？]|[.!?](?:[\\s\"'”’»)\\]]|$)")
_LABEL = re.compile(r"[:：]|\d{4}[-/.年]\d|©")
_EDGE_LINES = 3  # of the beginning and the end of a text, where lists of keywords are put in
_MAX_LINE_CHARACTERS = 5000  # of a line that may be injected
_MAX_LABEL_CHARACTERS = 20  # of a line in another script that may be a name or a label
_MIN_LINKED_HOSTS = 4  # in one line
_MAX_SHARED_PAIR_SHARE = 0.3  # of a line's character pairs are in the rest of the text: it is about something else
_SAMPLE_CHARACTERS = 5_000  # by which the script of a text is told
_MAX_SEARCHED_CHARACTERS = 20_000  # in which vocabulary is looked for
_SPACED = "\u0e00"  # scripts before Thai put blanks between words
_END_CHARACTERS = 500  # of each end of a text, in which any text of spam has some of it
_MIN_SPAM_WORDS = 5  # different ones, of a text that is spam
_MIN_SPAM_SHARE = 0.15  # of a text; news of the trade itself stays below half of that
_MIN_TITLE_SPAM_SHARE = 0.25  # of a title is vocabulary of spam

_SCRIPTS = (
    ("Latn", "A-Za-z\u00c0-\u024f\u1e00-\u1eff"),
    ("Cyrl", "\u0400-\u052f"),
    ("Arab", "\u0600-\u06ff\u0750-\u077f"),
    ("Hebr", "\u0590-\u05ff"),
    ("Thai", "\u0e00-\u0e7f"),
    ("Deva", "\u0900-\u097f"),
    ("Hang", f"{HANGUL}\u1100-\u11ff"),
    ("Hani", f"{KANA}{IDEOGRAPHS}"),
)
_LETTERS = tuple((script, re.compile(f"[{ranges}]")) for script, ranges in _SCRIPTS)
_SCRIPT_OF_LANGUAGE = {"zh": "Hani", "ja": "Hani", "ko": "Hang", "en": "Latn", "de": "Latn"}


def strip_hidden(element: HtmlElement) -> tuple[Step, ...]:
    """Take hidden blocks out of ``element``, in place.

    Those that hold most of the prose stay: that is an article behind a "read on" button or a login. Excerpts of spam
    are masked in the steps.
    """
    return merge(_strip_hidden(element))


def strip_injected(element: HtmlElement, lines: Sequence[Line], *, language: str | None = None) -> tuple[Step, ...]:
    """Take injected ones of its ``lines`` out of ``element``, in place.

    Lines without a sentence go if they are lists of links to many hosts, or lists of keywords that have nothing to
    do with the rest, or full of the vocabulary of spam, or in another script than ``language`` (a BCP 47 tag) or the
    rest. Excerpts of spam are masked in the steps.
    """
    return merge(_strip_lines(element, [line for line in lines if not line.is_kept], language))


def looks_injected(title: str) -> bool:
    """Tell whether a title was replaced by spam."""
    words = _spam_words(title)
    if not words:
        return False
    fields = [field for field in _SEPARATORS.split(title) if field.strip()]
    return len(fields) >= _MIN_FIELDS or (
        sum(map(len, words)) >= _MIN_TITLE_SPAM_SHARE * len(title.strip()) + 2 and len(words) > 1
    )


def is_spam(text: str) -> bool:
    """Tell whether a whole text is made of the vocabulary of spam: of several of its words, and of hardly others."""
    if len(text) > 2 * _END_CHARACTERS and not _spam_words(f"{text[:_END_CHARACTERS]} {text[-_END_CHARACTERS:]}"):
        return False
    words = _spam_words(text)
    if len(words) < _MIN_SPAM_WORDS:
        return False
    folded = simplify(text[:_MAX_SEARCHED_CHARACTERS]).casefold()
    return sum(folded.count(word) * len(word) for word in words) >= _MIN_SPAM_SHARE * len(folded)


# Hidden blocks


def _strip_hidden(element: HtmlElement) -> Iterator[Step]:
    whole = None
    hidden = _hidden(element)
    if _hold_the_text(element, hidden):
        return
    for node in hidden:
        if node is element or not is_inside(node, element):
            continue
        text = visible_text(node)
        if not text:
            continue
        whole = len(visible_text(element)) if whole is None else whole
        if _is_article(node, len(text), whole):
            continue
        whole -= len(text)
        _separate(node)
        node.drop_tree()
        yield Step("injected/hidden-block", 1, _masked(text) if _spam_words(text) else text[:EXCERPT_CHARACTERS])


def _hold_the_text(element: HtmlElement, hidden: Sequence[HtmlElement]) -> bool:
    """Tell whether several hidden blocks together are most of the text, and prose: paragraphs behind a login."""
    known = set(hidden)
    outermost = [node for node in hidden if node is not element and known.isdisjoint(node.iterancestors())]
    if len(outermost) < _MIN_HIDDEN_PARTS:
        return False
    length = sum(map(text_length, outermost))
    if 2 * length < text_length(element):
        return False
    lines = [line for node in outermost for line in read_lines(node)]
    prose = [line for line in lines if _SENTENCE.search(line.text) and 4 * line.linked < line.length]
    is_prose = 4 * sum(line.length for line in prose) > 3 * sum(line.length for line in lines)
    return is_prose and not any(_spam_words(line.text) for line in prose)


def _hidden(element: HtmlElement) -> list[HtmlElement]:
    return [node for node in element.iter(etree.Element) if _is_hidden(node)]


def _is_hidden(node: HtmlElement) -> bool:
    style, names = node.get("style"), node.get("class")
    return bool((style and _hides(style)) or (names and _names_hidden(names)) or node.get("hidden") is not None)


@lru_cache(maxsize=4096)  # a site repeats its few styles and classes
def _hides(style: str) -> bool:
    return _HIDING.search("".join(style[:2000].lower().split())) is not None


@lru_cache(maxsize=4096)
def _names_hidden(names: str) -> bool:
    return not _HIDDEN_CLASSES.isdisjoint(names.split())


def _is_article(node: HtmlElement, length: int, whole: int) -> bool:
    """Tell whether a hidden block is the article or its collapsed rest."""
    if 2 * length > whole:
        return True
    style = "".join((node.get("style") or "").lower().split())
    if style and not _COLLAPSED.search(style):
        return False
    lines = read_lines(node)
    prose = sum(line.length for line in lines if _SENTENCE.search(line.text) and 4 * line.linked < line.length)
    return 4 * prose > whole and 4 * prose > 3 * length


def _separate(node: HtmlElement) -> None:
    if node.tail and not node.tail[0].isspace():
        node.tail = " " + node.tail


# Lines


def _strip_lines(element: HtmlElement, lines: Sequence[Line], language: str | None) -> Iterator[Step]:
    script = _Script(lines, language)
    suspects = {index: rule for index, line in enumerate(lines) if (rule := _rule_of(line, script))}
    edges = {*range(_EDGE_LINES), *range(len(lines) - _EDGE_LINES, len(lines))}
    for index in sorted(edges & set(range(len(lines)))):
        if index not in suspects and _is_keyword_line(lines, index):
            suspects[index] = "injected/keyword-line"
    if "injected/vocabulary" in suspects.values():
        others = " ".join(line.text for index, line in enumerate(lines) if index not in suspects)
        if len(_spam_words(others)) > 1:  # news of the trade itself
            suspects = {index: rule for index, rule in suspects.items() if rule != "injected/vocabulary"}
    for rule in dict.fromkeys(suspects.values()):
        taken = [lines[index] for index, its_rule in suspects.items() if its_rule == rule]
        erase(element, taken, with_pictures=True)
        yield Step(rule, len(taken), _masked(taken[0].text))


def _rule_of(line: Line, script: "_Script") -> str | None:
    """Return the rule that takes a line out for what it is by itself."""
    if line.length > _MAX_LINE_CHARACTERS or _SENTENCE.search(line.text):
        return None
    is_list = len(_fields(line.text)) >= _MIN_FIELDS
    hosts = len(_hosts(line)) if line.is_link else 0
    if hosts >= _MIN_LINKED_HOSTS:
        return "injected/link-farm"
    words = _spam_words(line.text)
    if is_list and words:
        return "injected/keyword-line"
    if len(words) > 1 and sum(map(len, words)) >= _MIN_TITLE_SPAM_SHARE * line.length:
        return "injected/vocabulary"
    if (is_list or hosts > 1) and line.length > _MAX_LABEL_CHARACTERS and script.is_foreign(line.text):
        return "injected/keyword-line" if is_list else "injected/link-farm"
    return None


class _Script:
    """The script that the text is written in, found out when it is needed."""

    def __init__(self, lines: Sequence[Line], language: str | None) -> None:
        self._lines = lines
        self._script = _SCRIPT_OF_LANGUAGE.get((language or "").split("-")[0])

    def is_foreign(self, text: str) -> bool:
        """Tell whether a text is in another script; Latin letters are at home everywhere."""
        self._script = self._script or _script(" ".join(line.text for line in self._lines))
        return _script(text) not in (self._script, "Latn", None)


def _is_keyword_line(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is a list of keywords that the rest of the text does not know."""
    text = lines[index].text
    if not _BARS.search(text) or _LABEL.search(text) or _SENTENCE.search(text):
        return False
    fields = _fields(text)
    if len(fields) < _MIN_FIELDS:
        return False
    if lines[index].length < 30 or max(map(len, fields)) > _MAX_FIELD_CHARACTERS:
        return False
    pairs = _pairs(text)
    known = _pairs(" ".join(line.text for place, line in enumerate(lines) if place != index))
    return len(known) > len(pairs) and len(pairs & known) < _MAX_SHARED_PAIR_SHARE * len(pairs)


def _fields(text: str) -> list[str]:
    return [field for field in _SEPARATORS.split(text) if field.strip()]


def _pairs(text: str) -> set[str]:
    """Return the pairs of ideographs and the words of a text."""
    folded = simplify(text).casefold()
    words = set(re.findall(r"[^\W\d_]{3,40}", folded))
    pairs = {
        folded[at : at + 2] for at in range(len(folded) - 1) if folded[at] > "\u2e80" and folded[at + 1] > "\u2e80"
    }
    return pairs | {word for word in words if word < "\u2e80"}


def _hosts(line: Line) -> set[str]:
    hosts = set()
    for node, is_tail in line.places:
        link = None if is_tail and node.tag == "a" else node if node.tag == "a" else next(node.iterancestors("a"), None)
        if link is not None:
            hosts.add(split_url(link.get("href") or "").netloc)
    return hosts - {""}


def _script(text: str) -> str | None:
    """Return the script of most letters, ``Hani`` for Chinese and Japanese; ``None`` without letters."""
    counts = Counter({script: len(letters.findall(text[:_SAMPLE_CHARACTERS])) for script, letters in _LETTERS})
    script, count = counts.most_common(1)[0]
    return script if count else None


# Vocabulary


def _spam_words(text: str) -> set[str]:
    folded = simplify(text[:_MAX_SEARCHED_CHARACTERS]).casefold()
    vocabulary = _vocabulary()
    found: set[str] = set()
    for opening in vocabulary.openings.intersection(split_words(folded)):
        found.update(word for word in vocabulary.spaced[opening.decode()] if _stands_alone(word, folded))
    for head in vocabulary.any_head.finditer(folded):
        at = head.start()
        for word in vocabulary.unspaced.get(folded[at : at + 2], ()):
            if folded.startswith(word, at):
                found.add(word)
    return found


def _stands_alone(word: str, text: str) -> bool:
    """Tell whether a word of a script that has blanks between words is not only a part of others."""
    place = text.find(word)
    while place >= 0:
        end = place + len(word)
        if not text[place - 1 : place].isalnum() and not text[end : end + 1].isalnum():
            return True
        place = text.find(word, place + 1)
    return False


class _Vocabulary(NamedTuple):
    """Words and phrases with blanks in between by their first letters, others by their first two characters."""

    openings: frozenset[bytes]
    spaced: dict[str, list[str]]
    any_head: re.Pattern[str]
    unspaced: dict[str, list[str]]


@cache
def _vocabulary() -> _Vocabulary:
    rows = files("newscrawl.text.tables").joinpath("spam_words.txt").read_text("ascii").splitlines()
    words = [base64.b64decode(row).decode() for row in rows if not row.startswith("#")]
    spaced: dict[str, list[str]] = {}
    unspaced: dict[str, list[str]] = {}
    for word in words:
        if word > _SPACED:
            unspaced.setdefault(word[:2], []).append(word)
        else:
            spaced.setdefault(split_words(word)[0].decode(), []).append(word)
    heads = "".join({pair[0] for pair in unspaced})
    return _Vocabulary(frozenset(map(str.encode, spaced)), spaced, re.compile(f"[{heads}]"), unspaced)


def _masked(text: str) -> str:
    return re.sub(r"\w", "×", text[:EXCERPT_CHARACTERS])
