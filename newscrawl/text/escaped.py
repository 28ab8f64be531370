"""Take out markup that was escaped by mistake and now stands in the text: ``<b class='flag-5'>芯片</b>``.

Search engines and site searches mark the words that were looked for; where such an excerpt is escaped once
too often, the reader sees the tags. The tags go, the words stay. Texts that *write about* markup keep it.
"""

import re
from collections import Counter, defaultdict
from typing import NamedTuple

from newscrawl.text.repaired import Repaired, step_at

# Inline elements that highlight words within a sentence; a block element in a text is an example, or a matter
# for a parser.
_NAMES = "a|b|big|em|font|i|mark|small|span|strong|u"
_ATTRIBUTE = r"""\s{1,8}[A-Za-z][A-Za-z-]{0,30}\s{0,4}=\s{0,4}(?:"[^"<>]{0,300}"|'[^'<>]{0,300}')"""
_TAG = re.compile(rf"<(?:({_NAMES})((?>(?:{_ATTRIBUTE}){{0,8}}))\s{{0,8}}>|/({_NAMES})\s{{0,8}}>)")
# A tag that an excerpt's end cut off.
_CUT_OFF = re.compile(rf"<(?:{_NAMES})\s[^<>]{{0,300}}\Z")

# Tags that end a paragraph or a line, and the marks of forums: what is left of them between sentences.
_BREAK = re.compile(r"\s{0,8}(?:</?(?:p|div|br)\s{0,4}/?>\s{0,8}){1,40}", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"</p>\s{0,8}<p\s{0,4}>|(?:<br\s{0,4}/?>\s{0,8}){2}", re.IGNORECASE)
_FORUM_CODE = re.compile(
    r"\[(b|i|u|s|url|color|size|font|align|quote|backcolor|indent|email)(?:=[^\[\]\n]{1,300})?\]"
    r"([^\[\]]{0,2000})\[/\1\]|\[(?:img|attach)(?:=[^\[\]\n]{1,40})?\][^\[\]\n]{0,300}\[/(?:img|attach)\]",
    re.IGNORECASE,
)
_SPEAKS_OF_FORUM_CODE = re.compile("(?i)bbcode|\\bubb")
# What Discuz puts, invisible, before and behind line ends of a post: 5 to 15 times one of the characters 32 to 59, a
# blank, and one of the characters 63 to 126 (``jammer`` in its source).
_JAMMER = re.compile(
    r"(?:^(?:[ -;] [?-~]){5,15}|(?<=[\u3000-\u9fff\uac00-\ud7a3\uff00-\uffef])(?:[ -;] [?-~]){5,15}$)", re.M
)
_END_OF_JAMMER = re.compile(" [?-~][ -;] [?-~]\n")  # found ten times as fast
_OF_A_LIST = frozenset(" ,.;:-")
_MIN_OTHERS_IN_JAMMER = 3  # characters that do not stand before the parts of a list; by hand
_MIN_JAMMERS = 2  # of a page
_MAX_NESTED_CODES = 8  # codes of forums around one another; by hand
# An opening tag that recurs so often marks words, whatever the page is about.
_MIN_REPEATS = 3

_SPEAKS_OF_MARKUP = re.compile(
    "HTML|CSS|XML|[Mm]arkup|<div|<p>|<br|标签|標籤|代码|程式碼|属性|屬性|语义|語義|元素"
    "|タグ|要素|コード|태그|요소|코드|[Aa]ttribut|[Ee]lement|[Tt]ags?\\b"
)


def left_over(page: str) -> frozenset[str]:
    """Return the opening tags of ``page`` that are left over from escaping, as written; none for sound pages.

    A tag counts when it is closed again in the same line and has attributes, or recurs. In a page that
    speaks of markup only tags with attributes count that recur.
    """
    if "</" not in page or not _TAG.search(page):
        return frozenset()
    found = Counter[str]()
    about = False
    for line in page.split("\n"):
        if "</" not in line:
            continue
        closed = _closed_tags(line)
        found.update(closed)
        about = about or (bool(closed) and bool(_SPEAKS_OF_MARKUP.search(line)))
    return frozenset(tag for tag, count in found.items() if _is_left_over(tag, count, about))


def strip_tags(text: str, tags: frozenset[str]) -> Repaired:
    """Take the opening ``tags`` (see ``left_over``) and their closing tags out of ``text``."""
    if not tags or "<" not in text:
        return Repaired(text)
    places = _places(text, tags)
    cut = _CUT_OFF.search(text, max(0, len(text) - 400))
    if cut and any(tag.startswith(cut.group()) for tag in tags):
        places.append(cut.span())
    if not places:
        return Repaired(text)
    kept: list[str] = []
    end = 0
    for start, stop in places:
        kept.append(text[end:start])
        end = stop
    stripped = "".join((*kept, text[end:]))
    return Repaired(stripped, (step_at(places[0][0], "markup/escaped", len(places), text, stripped),))


class Leftover(NamedTuple):
    """Which marks of paragraphs, lines and forum posts are left over in a page."""

    breaks: bool
    forum_codes: bool
    jammers: bool = False


def leftover_marks(page: str) -> Leftover:
    """Tell which marks are left over, and not what the page is about."""
    breaks = "<" in page and _PARAGRAPHS.search(page) is not None and not _SPEAKS_OF_MARKUP.search(_BREAK.sub("", page))
    forum_codes = "[/" in page and _FORUM_CODE.search(page) is not None and not _SPEAKS_OF_FORUM_CODE.search(page)
    jammers = _END_OF_JAMMER.search(page) is not None and _jammer_count(page) >= _MIN_JAMMERS
    return Leftover(breaks, forum_codes, jammers)


def strip_marks(text: str, leftover: Leftover) -> Repaired:
    """Turn the ends of paragraphs and lines into line ends, and take the codes and jammers of forums out."""
    current, steps = text, []
    if leftover.breaks and (found := _BREAK.search(text)):
        current = _BREAK.sub("\n", text).strip("\n")
        steps.append(step_at(found.start(), "markup/paragraph", 1, text, current))
    found = _FORUM_CODE.search(current) if leftover.forum_codes else None
    if found:
        before = current
        for _ in range(_MAX_NESTED_CODES):
            shorter = _FORUM_CODE.sub(r"\2", current)
            if shorter == current:
                break
            current = shorter
        steps.append(step_at(found.start(), "markup/forum-code", 1, before, current))
    if leftover.jammers and (found := _JAMMER.search(current)):
        before = current
        current = _JAMMER.sub(lambda match: "" if _is_jammer(match[0]) else match[0], current)
        if current != before:
            steps.append(step_at(found.start(), "markup/jammer", 1, before, current))
    return Repaired(current, tuple(steps))


def _jammer_count(page: str) -> int:
    return sum(1 for match in _JAMMER.finditer(page) if _is_jammer(match[0]))


def _is_jammer(text: str) -> bool:
    return len(set(text[::3]) - _OF_A_LIST) >= _MIN_OTHERS_IN_JAMMER


def _is_left_over(tag: str, count: int, about: bool) -> bool:
    has_attributes = "=" in tag
    return has_attributes or count >= _MIN_REPEATS if not about else has_attributes and count >= _MIN_REPEATS


def _closed_tags(line: str) -> list[str]:
    """Return the opening tags of ``line`` that are closed in it."""
    waiting: defaultdict[str, list[str]] = defaultdict(list)
    closed = []
    for match in _TAG.finditer(line):
        name, _, closing = match.groups()
        if name:
            waiting[name].append(match.group())
        elif waiting[closing]:
            closed.append(waiting[closing].pop())
    return closed


def _places(text: str, tags: frozenset[str]) -> list[tuple[int, int]]:
    """Return where ``tags`` stand and are closed; a closing tag without an opening one belongs to them."""
    names = {match[1] for match in map(_TAG.match, tags) if match}
    waiting: defaultdict[str, list[bool]] = defaultdict(list)
    places = []
    for match in _TAG.finditer(text):
        name, _, closing = match.groups()
        if name:
            goes = match.group() in tags
            waiting[name].append(goes)
        else:
            goes = waiting[closing].pop() if waiting[closing] else closing in names
        if goes:
            places.append(match.span())
    return places
