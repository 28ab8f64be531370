"""Tell widgets by the words of their lines and by their shape, where no class gives them away.

The words are in ``text/tables/widget_words.txt``. Tables, code, quotes and figures are never touched.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby, islice
from typing import NamedTuple

from lxml.html import HtmlElement

from newscrawl.dom.lines import Line, erase
from newscrawl.dom.tree import is_inside
from newscrawl.text.chinese import simplify
from newscrawl.text.measure import beyond_ascii, split_words
from newscrawl.text.repaired import EXCERPT_CHARACTERS, Step
from newscrawl.text.sentences import SENTENCE_ENDS

# All thresholds are chosen by hand.
_MAX_HEADING_CHARACTERS = 60
_MAX_LINE_CHARACTERS_FOR_WITHIN = 60  # of a line that is told by words within it
_MAX_CHARACTERS_BY_KIND = {  # of a line that is told by how it begins
    "notice": 400,
    "newsletter": 250,
    "read-more": 200,
    "image-credit": 80,
    "qr-code": 80,
    "tag-card": 160,
    "pagination": 120,
    "comments": 160,
    "login": 60,
    "paywall": 200,
    "share": 60,
    "rating": 160,
    "donation": 250,
    "follow": 320,
    "consent": 300,
    "contact": 80,
    "app-prompt": 100,
    "author-box": 300,
    "credits": 60,
}
_MAX_LINE_CHARACTERS = max(_MAX_CHARACTERS_BY_KIND.values())
_MAX_KEY_CHARACTERS = 100  # at the beginning of a line; no entry of the table is as long
_PICTURES_STAY = ("notice/", "image-credit/")
_MIN_PROSE_WEIGHT = 80  # a letter weighs 1, an ideograph 2.5
_MAX_LIST_LINES = 300  # below a heading, teasers and dates included (chosen by hand); hostile pages have more headings
_MIN_LIST_LINKS = 3  # of a list that goes for its shape
_MIN_RUN_LINKS = 4  # one after another, outside of lists
_MAX_CONTACT_LINES = 8  # at the end
_MAX_NOTE_LINES = 4  # at the end, in which a note about the author is looked for (chosen by hand)
_MAX_NAME_WORDS = 7  # before what such a note says of somebody, with titles and a year of birth (chosen by hand)
_MAX_COMMENT_HEAD_CHARACTERS = 80  # of a line with the name and the time of a comment (chosen by hand)
_MAX_COMMENT_HEAD_LINES = 3  # after the heading, in which the first of them is looked for (chosen by hand)
_MAIL_ADDRESS = re.compile(r"[\w.+-]@[\w-]{1,63}\.[\w.-]{2,63}")
_MAX_LABEL_CHARACTERS = 12  # of a line that is a label for those below it
_EDGE_LINES = 5  # at each end of a text where it may say when and where it was published
_MAX_INFO_BAR_CHARACTERS = 120  # of a line with date, source and name (chosen by hand)
# Beside dates, addresses and labels: the names of a source and of a person.
_MAX_INFO_BAR_REST_ALPHANUMERICS = 14
_FULL_STOPS = ("。", "！", "？")
_FIRST_CJK = "\u2e80"
_MONTH = (
    "(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?"
    "|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)[.]?"
)
_DAY = re.compile(
    r"(?<!\d)(?:\d{4} ?[-/.年년] ?\d{1,2} ?[-/.月월] ?\d{1,2}[日일]?|\d{1,2}[./]\d{1,2}[./]\d{4}(?!\d)"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th|[.])? {_MONTH},? \d{{4}})",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d{4}")  # most lines have none, and that is quicker seen
_STAMP = re.compile(
    r"\d{1,2}[:：]\d{2}(?>(?:[:：]\d{2})?)(?: ?[ap][.]?m[.]?)?|(?:https?://|www[.])[!-~]{1,80}+", re.IGNORECASE
)
_INFO_LABEL = re.compile(
    "来源|来自|出处|发布|发表|刊登|更新|时间|日期|作者|责任编辑|编辑|记者|字号|字级|设定|字体|阅读|浏览|评论|转载|文章|原文"
    "|公開|投稿|配信|입력|수정|기사|등록|[大中小次于]"
    r"|\b(?:published|updated|posted|modified|created|last|first|on|at|by|from|source|et|est|edt|pt|pst|pdt|gmt|utc|bst|cet"
    r"|cest|kst|jst|ist|uhr|am|um|von|stand|aktualisiert|veröffentlicht|erschienen|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|mon|tue|wed|thu|fri|sat|sun)\b",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\b(?:ago|vor \d{1,3}|il y a|hace)\b|\b(?:says|wrote|schrieb|sagte|schreibt)\s?:?\Z"
    r"|\d ?(?:分钟|小时|天|时间|日|分)前|\d ?(?:분|시간|일) ?전",
    re.IGNORECASE,
)
_OF_RIGHTS = re.compile(
    "著作权|版权|侵权|侵犯|转载|转摘|稿件|授权|著作權|版權|侵權|轉載|授權|copyright|all rights", re.IGNORECASE
)
_ORNAMENTS = " \u3000\u00a0:：>＞»›▼▶►▲■●◆★☆|｜·•—–-…~[]【】()（）《》「」『』<＜<*_/\"“”'‘’"
_HALF_WIDTH = str.maketrans("：，（）［］！？／｜", ":,()[]!?/|")
_SENTENCE_END = re.compile('[。！？；…]|[.!?;](?:\\s|$|["”’)])')
_COUNT = re.compile(
    r"[\d.,:+\-/ wWkKM万年月日次]{1,24}(?:阅读|評論|评论|浏览|回复|次|views?|comments?|댓글)?", re.IGNORECASE
)


class Words(NamedTuple):
    """The table of words: for each place, words with their kinds."""

    heading: dict[str, str]
    line: dict[str, str]
    start: dict[str, str]
    within: dict[str, str]
    link: dict[str, str]
    link_start: dict[str, str]
    anywhere: dict[str, str]
    end: dict[str, str]
    after_name: dict[str, str]
    after_name_in_italics: dict[str, str]


class ByWords(NamedTuple):
    """A step for each rule, and the rules for lists that would have taken more than half of the prose."""

    steps: tuple[Step, ...]
    spared: tuple[str, ...]


def strip_by_words(element: HtmlElement, lines: Sequence[Line]) -> ByWords:
    """Take out of ``element``, in place, those of its ``lines`` that their words or their shape tell as widgets.

    A heading such as "Related articles" takes the list below it along, up to the next heading or prose.
    Notices, "scan the code", "log in" and their like must be a short line of their own. Lists of nothing but
    links go, unless a line that ends in a colon announces them.
    """
    rules = _rules_of(element, lines)
    prose = sum(line.length - line.linked for line in lines)
    steps, spared = [], []
    for rule in dict.fromkeys(rule for rule in rules if rule):
        taken = [line for line, its_rule in zip(lines, rules, strict=True) if its_rule == rule]
        if not rule.endswith("/line") and 2 * sum(line.length - line.linked for line in taken) > prose:
            spared.append(rule)
            continue
        steps.append(Step(rule, len(taken), taken[0].text[:EXCERPT_CHARACTERS]))
        erase(element, taken, with_pictures=not rule.startswith(_PICTURES_STAY))
    return ByWords(tuple(steps), tuple(spared))


def _rules_of(root: HtmlElement, lines: Sequence[Line]) -> list[str | None]:
    """Return for each line the rule that takes it out, or ``None``."""
    rules: list[str | None] = [None if line.is_kept else _rule_of(line) for line in lines]
    for index, line in enumerate(lines):
        kind = None if line.is_kept or rules[index] else _heading_kind(line)
        for inside in range(index, _end_of_list(root, lines, index) if kind else index):
            rules[inside] = rules[inside] or (None if lines[inside].is_kept else f"{kind}/heading")
    _add_info_bars(lines, rules)
    _add_notice_tail(lines, rules)
    _add_contact_tail(lines, rules)
    _add_author_tail(lines, rules)
    if (
        sum(2 * line.linked > line.length for line in lines) >= _MIN_LIST_LINKS
    ):  # else there is neither a list nor a run
        _add_lists(lines, rules)
        _add_runs(lines, rules)
    if any(rules):
        _add_cards(lines, rules)
        _add_counts(lines, rules)
    return rules


# Words


def is_image_credit(text: str) -> bool:
    """Tell whether a line says whose a picture is."""
    key = _key(text[:_MAX_KEY_CHARACTERS])
    is_short = 0 < len(text) <= _MAX_CHARACTERS_BY_KIND["image-credit"]
    return is_short and "image-credit" in (_words().line.get(key), _starting(key, "start", len(text)))


def _rule_of(line: Line) -> str | None:
    if line.length > _MAX_LINE_CHARACTERS:
        return None
    key, words = _key(line.text[:_MAX_KEY_CHARACTERS]), _words()
    is_short = line.length <= _MAX_KEY_CHARACTERS
    kind = words.line.get(key) if is_short else None
    if not kind and is_short and 2 * line.linked >= line.length:
        kind = words.link.get(key)
    if not kind and line.linked:
        kind = _starting(key, "link_start", line.length)
    kind = kind or _starting(key, "start", line.length) or _holding(line)
    if not kind and line.length <= _MAX_LINE_CHARACTERS_FOR_WITHIN and not line.text.endswith(("。", "！", "？")):
        kind = next((kind for words, kind in words.within.items() if words in key), None)
    return f"{kind}/line" if kind else None


def _holding(line: Line) -> str | None:
    """Return the kind of the longest words of ``anywhere`` in the line."""
    text = simplify(line.text).casefold()
    by_word, by_pair = _anywhere()
    candidates = [words for word in by_word.keys() & split_words(text) for words in by_word[word]]
    if max(beyond_ascii(text), default="") >= _FIRST_CJK:
        candidates += [words for pair in filter(text.__contains__, by_pair) for words in by_pair[pair]]
    found = list(filter(text.__contains__, candidates))
    kind = _words().anywhere[max(found, key=len)] if found else None
    return kind if kind and line.length <= _MAX_CHARACTERS_BY_KIND[kind] else None


@cache
def _anywhere() -> tuple[dict[bytes, list[str]], dict[str, list[str]]]:
    """Return the words of ``anywhere`` by their longest word but the last, and those of CJK by two characters.

    To look a line's words up takes a tenth of the time of a pattern with all of them.
    """
    by_word: dict[bytes, list[str]] = defaultdict(list)
    by_pair: dict[str, list[str]] = defaultdict(list)
    for words in _words().anywhere:
        if max(words) >= _FIRST_CJK:
            by_pair[words[:2]].append(words)
        else:
            by_word[max(split_words(words)[:-1] or [words.encode()], key=len)].append(words)
    return dict(by_word), dict(by_pair)


def _starting(key: str, place: str, length: int) -> str | None:
    table: dict[str, str] = getattr(_words(), place)
    for size in _sizes(place).get(key[:2], ()):
        kind = table.get(key[:size])
        if kind:
            return kind if length <= _MAX_CHARACTERS_BY_KIND[kind] else None
    return None


@cache
def _sizes(place: str) -> dict[str, list[int]]:
    """Return the lengths of the words in a place by their first two characters, longest first."""
    sizes: dict[str, list[int]] = defaultdict(list)
    for size, head in sorted({(len(words), words[:2]) for words in getattr(_words(), place)}, reverse=True):
        sizes[head].append(size)
    return dict(sizes)


def _heading_kind(line: Line) -> str | None:
    return _words().heading.get(_key(line.text)) if line.length <= _MAX_HEADING_CHARACTERS else None


@lru_cache(maxsize=4096)  # labels repeat within a page and a site
def _key(text: str) -> str:
    """Return the form in which words are looked up: simplified, lower case, without ornaments at the ends."""
    return simplify(text).casefold().translate(_HALF_WIDTH).strip(_ORNAMENTS)


@cache
def _words() -> Words:
    tables: dict[str, dict[str, str]] = defaultdict(dict)
    for row in files("newscrawl.text.tables").joinpath("widget_words.txt").read_text("utf-8").splitlines():
        if row and not row.startswith("#"):
            place, kind, words = row.split("\t")
            is_whole = place in ("heading", "line", "link")
            tables[place.replace("-", "_")][_key(words) if is_whole else simplify(words).casefold()] = kind
    return Words(**tables)


# The list below a heading


def _end_of_list(root: HtmlElement, lines: Sequence[Line], heading: int) -> int:
    """Return the index after the list below a heading, or that of the heading if what follows is no list."""
    if _heads_comments(lines, heading):
        return len(lines)
    box = _box(root, lines, heading)
    links = 0
    stop = heading + 1
    while stop < min(len(lines), heading + _MAX_LIST_LINES) and not _ends_list(lines, heading, stop, box):
        links += lines[stop].is_link
        stop += 1
    # A heading that nothing follows is a list that a script would fill.
    at_end = stop == len(lines) or (box is not None and not _is_in(box, lines[stop].block))
    is_list = links or lines[heading].is_link or (at_end and stop == heading + 1)
    return stop if is_list else _end_of_pitches(lines, heading)


def _heads_comments(lines: Sequence[Line], heading: int) -> bool:
    """Tell whether a short line that says who wrote and when follows a heading of comments: comments go to the end."""
    return _heading_kind(lines[heading]) == "comments" and any(
        map(_is_comment_head, lines[heading + 1 : heading + 1 + _MAX_COMMENT_HEAD_LINES])
    )


def _is_comment_head(line: Line) -> bool:
    """Tell whether a short line that is no sentence says when something was written, or that it was."""
    if line.length > _MAX_COMMENT_HEAD_CHARACTERS or line.text.endswith(SENTENCE_ENDS):
        return False
    return bool(_DAY.search(line.text) or _AGO.search(line.text))


def _end_of_pitches(lines: Sequence[Line], heading: int) -> int:
    """Return the index after a list of sentences with a link in each right below the heading, or ``heading``."""
    first = heading + 1
    pitches = _list_of(lines[first]) if first < len(lines) else None
    if pitches is None or pitches is _list_of(lines[heading]):
        return heading
    stop = first
    while stop < len(lines) and _list_of(lines[stop]) is pitches:
        if not lines[stop].linked:
            return heading
        stop += 1
    return stop if stop > first + 1 else heading


def _box(root: HtmlElement, lines: Sequence[Line], heading: int) -> HtmlElement | None:
    """Return the largest element that begins with the heading and holds a list of links, if there is one."""
    before = lines[heading - 1].block if heading else root
    above = set(before.iterancestors()) | {before, root}
    box = None
    for element in (lines[heading].block, *lines[heading].block.iterancestors()):
        if element in above:
            break
        box = element
    if box is None or box is lines[heading].block:
        return None
    inside = []
    for line in islice(lines, heading + 1, heading + _MAX_LIST_LINES):
        if not _is_in(box, line.block):
            break
        inside.append(line)
    links = sum(line.is_link for line in inside)
    return box if links >= 2 and 5 * links >= len(inside) else None


def _is_in(box: HtmlElement, block: HtmlElement) -> bool:
    return block is box or is_inside(block, box)


def _ends_list(lines: Sequence[Line], heading: int, index: int, box: HtmlElement | None) -> bool:
    line = lines[index]
    if box is not None:
        return not _is_in(box, line.block)
    if line.is_kept:
        return True
    if line.is_link:
        return False
    if line.is_heading:
        return not _heading_kind(line)
    # A teaser stands between links.
    return _is_prose(line) and not (
        index > heading + 1
        and lines[index - 1].is_link
        and any(later.is_link for later in lines[index + 1 : index + 3])
    )


def _is_prose(line: Line) -> bool:
    if 2 * line.linked > line.length:
        return False
    weight = line.length + 1.5 * sum(character >= "\u2e80" for character in line.text)
    return weight >= _MIN_PROSE_WEIGHT and _SENTENCE_END.search(line.text) is not None


# The ends of a text


def _add_info_bars(lines: Sequence[Line], rules: list[str | None]) -> None:
    """Mark lines at the ends that hold a date and hardly anything but where and by whom a text was published."""
    for index in {*range(len(lines))[:_EDGE_LINES], *range(len(lines))[-_EDGE_LINES:]}:
        if rules[index] is None and not lines[index].is_kept and _is_info_bar(lines[index]):
            rules[index] = "info-bar/line"


def _is_info_bar(line: Line) -> bool:
    if line.length > _MAX_INFO_BAR_CHARACTERS or line.text.endswith(_FULL_STOPS):
        return False
    if not _YEAR.search(line.text) or not _DAY.search(line.text):
        return False
    left = _INFO_LABEL.sub(" ", _STAMP.sub(" ", _DAY.sub(" ", simplify(line.text))))
    return sum(map(str.isalnum, left)) <= _MAX_INFO_BAR_REST_ALPHANUMERICS


def _add_notice_tail(lines: Sequence[Line], rules: list[str | None]) -> None:
    """Mark what follows a notice to the end, if all of it speaks of rights: some have numbered paragraphs."""
    tail = next((index for index in range(len(lines) - 1, -1, -1) if not _OF_RIGHTS.search(lines[index].text)), -1) + 1
    notice = next((index for index in range(tail, len(lines)) if rules[index] == "notice/line"), len(lines))
    _mark(rules, range(notice, len(lines)), "notice/line")


def _add_contact_tail(lines: Sequence[Line], rules: list[str | None]) -> None:
    """Mark lines at the end that say how to reach the site: telephone, fax, mail, and the label above them."""
    found = False
    for index in range(len(lines) - 1, max(len(lines) - _MAX_CONTACT_LINES, 0) - 1, -1):
        line = lines[index]
        if rules[index]:
            continue
        kind = None if line.is_kept else _contact_kind(line)
        is_label = found and line.length <= _MAX_LABEL_CHARACTERS and line.text.endswith((":", "："))
        if not kind and not is_label:
            return
        rules[index] = f"{kind or 'contact'}/line"
        found = True


def _contact_kind(line: Line) -> str | None:
    """Return the kind of a line that begins as a contact does, or is short and has an address of mail."""
    kind = _starting(_key(line.text[:_MAX_KEY_CHARACTERS]), "end", line.length)
    has_address = line.length <= _MAX_CHARACTERS_BY_KIND["contact"] and _MAIL_ADDRESS.search(line.text)
    return kind or ("contact" if has_address else None)


def _add_author_tail(lines: Sequence[Line], rules: list[str | None]) -> None:
    """Mark notes at the end that say of a person with a name what they do for a paper."""
    for index in range(max(len(lines) - _MAX_NOTE_LINES, 0), len(lines)):
        if rules[index] is None and not lines[index].is_kept and _is_author_note(lines[index]):
            rules[index] = "author-box/line"


def _is_author_note(line: Line) -> bool:
    if line.length > _MAX_CHARACTERS_BY_KIND["author-box"]:
        return False
    text, words = line.text.casefold(), _words()
    telling = {**words.after_name, **words.after_name_in_italics} if _is_in_italics(line) else words.after_name
    found = next((at for said in telling if (at := text.find(f" {said} ")) > 0), 0)
    name = line.text[:found].split()
    return 2 <= len(name) <= _MAX_NAME_WORDS and all(word[0].isupper() for word in name[:2])


def _is_in_italics(line: Line) -> bool:
    return all(
        any(
            node.tag in ("em", "i")
            for node in ((element.getparent() if is_tail else element), *element.iterancestors())
        )
        for element, is_tail in line.places
    )


# Shapes


def _add_lists(lines: Sequence[Line], rules: list[str | None]) -> None:
    """Mark lists of which three quarters are links."""
    for element, group in groupby(range(len(lines)), key=lambda index: _list_of(lines[index])):
        indexes = list(group)
        if element is None or any(lines[index].is_kept for index in indexes):
            continue
        links = sum(2 * lines[index].linked > lines[index].length for index in indexes)  # a date may follow
        length = sum(lines[index].length for index in indexes)
        linked = sum(lines[index].linked for index in indexes)
        if links >= _MIN_LIST_LINKS and 4 * linked >= 3 * length and not _is_announced(lines, indexes[0]):
            anchors = sum(lines[index].anchors for index in indexes)
            _mark(rules, indexes, "navigation/contents" if 4 * anchors >= 3 * length else "related/link-list")


def _list_of(line: Line) -> HtmlElement | None:
    """Return the outermost list around a line."""
    lists = [node for node in (line.block, *line.block.iterancestors()) if node.tag in ("ul", "ol", "dl")]
    return lists[-1] if lists else None


def _is_announced(lines: Sequence[Line], first: int) -> bool:
    return first > 0 and lines[first - 1].text.endswith((":", "：")) and not _heading_kind(lines[first - 1])


def _add_runs(lines: Sequence[Line], rules: list[str | None]) -> None:
    """Mark link after link outside of lists."""
    for is_link, group in groupby(range(len(lines)), key=lambda index: _is_run_part(lines[index])):
        indexes = list(group)
        if is_link and len(indexes) >= _MIN_RUN_LINKS and not _is_announced(lines, indexes[0]):
            _mark(rules, indexes, "related/link-run")


def _is_run_part(line: Line) -> bool:
    return line.is_link and not line.is_kept and 10 * line.linked >= 9 * line.length


def _add_cards(lines: Sequence[Line], rules: list[str | None]) -> None:
    """Mark the rest of a list item that has a line such as "+ follow"."""
    cards = {_item_of(line): rule for line, rule in zip(lines, rules, strict=True) if rule == "tag-card/line"}
    for index, line in enumerate(lines):
        item = _item_of(line) if cards else None
        if item is not None and item in cards and not _is_prose(line):
            rules[index] = rules[index] or cards[item]


def _item_of(line: Line) -> HtmlElement | None:
    return next((node for node in (line.block, *line.block.iterancestors()) if node.tag in ("li", "dd")), None)


def _add_counts(lines: Sequence[Line], rules: list[str | None]) -> None:
    """Mark dates and counts beside lines of widgets, which are marked by their words."""
    for index in (*range(1, len(lines)), *range(len(lines) - 2, -1, -1)):
        if rules[index] is None and not lines[index].is_kept and _COUNT.fullmatch(lines[index].text):
            rules[index] = rules[index - 1] if index and rules[index - 1] else _after(rules, index)


def _after(rules: Sequence[str | None], index: int) -> str | None:
    return rules[index + 1] if index + 1 < len(rules) else None


def _mark(rules: list[str | None], indexes: Sequence[int], rule: str) -> None:
    for index in indexes:
        rules[index] = rules[index] or rule
