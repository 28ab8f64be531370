"""The visible credits of a page: the line of names at its head, labelled names anywhere, signatures."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice, pairwise
from typing import NamedTuple

from lxml.html import HtmlElement

from newscrawl.dom.metadata.page_data import MAX_ELEMENTS, PageData
from newscrawl.dom.visible_text import (
    HEADLINE_TAGS,
    MAX_LINE_CHARACTERS,
    MAX_LINE_DEPTH,
    MAX_SHORT_CHARACTERS,
    MIN_HEADLINE_CHARACTERS,
    TextNode,
    VisibleText,
    class_and_id,
    elements_around,
    fold_blanks,
    key_of,
    line_of,
)
from newscrawl.text.bylines import Byline, posting_authors, read_byline, read_credits, read_names, read_signature
from newscrawl.text.names import WESTERN_NAME, distinct, is_chinese_name

# Class names and ids, in small letters: to search in any case takes three times as long.
_SIGNED_MARK = re.compile(r"auth(?:or|name)|byline|writer|reporter|contributor")
_AUTHOR_MARK = re.compile(r"(?<![a-z])(?:author|byline|writer|reporter)(?:-?_?name)?(?![a-z])", re.IGNORECASE)
_PROFILE_ADDRESS = re.compile(
    r"/(?:authors?|autor(?:en)?|writers?|people|staff|contributors?|bios?|journalists?|profile)/", re.IGNORECASE
)
_BY_WORD = re.compile(
    r"(?:(?:reporting|written|words|story|posted|published)\s)?(?:by|von|par|por|di|door|av|af)(?!\w)"
    r"|(?:автор|текст|yazan|autora?|autore)\s?:|(?:publi|pubbl)\w{1,8}\s",  # "Publié le 3 avril 2024 par Jeanne Roux"
    re.IGNORECASE,
)
_BY_WORD_INITIALS = frozenset("abdprsvwyатABDPRSVWYАТ")
# Words beside which Chinese, Japanese and Korean pages say who and whence, most telling first.
_CREDIT_WORDS = (
    "作者",
    "撰文",
    "执笔",
    "執筆",
    "记者",
    "記者",
    "기자",
    "发表于",
    "發表於",
    "张贴",
    "文/",
    "文／",
    "文：",
    "文|",
    "文＝",
    "文=",
    "取材",
    "執筆",
    "通讯员",
    "通訊員",
    "发文机关",
    "著者",
    "筆者",
)
_SOURCE_WORDS = ("来源", "來源", "稿源", "出处", "出處")
_EDITOR_WORDS = ("编辑", "編輯", "责编", "責編")
_LABELS = (*_CREDIT_WORDS, *_SOURCE_WORDS, *_EDITOR_WORDS)
_ANY_LABEL = re.compile("|".join(map(re.escape, _LABELS)))
_LABELLED_NAME = re.compile(r"(?:作者|著者|筆者|记者|記者)\s?[:：]\s?\S")
_BRACKETED = re.compile(r"[(（]([^()（）]{2,40})[)）]")
_OPENING_BRACKET = re.compile(r"[\[【［〔]")
_BETWEEN_HAN_NAMES = re.compile(r"\s?[、,，/]\s?|\s")
_BETWEEN_PARTS = re.compile(r"\s[|·•–—]\s")  # of a line with a name and a date
_SHORT_HAN = re.compile("[\u3400-\u9fff]{2,4}")
_SENTENCE_ENDS = (".", "!", "?")
# What else stands before a date.
_SECTION_WORDS = frozenset(
    """analysis article articles blog business comments entertainment feature features gallery guide health life news
    opinion politics posted press published release review reviews science shares sports stories story tech technology
    travel update updated video videos views world""".split()
)

# Chosen by hand on the pages under tests/sites.
_MAX_PART_CHARACTERS = 80  # of a part of a line: a longer one with a stop is prose
_MAX_BARE_LINE_CHARACTERS = 160  # of a line of names without labels; a longer one is about somebody
_MAX_BY_CHARACTERS = 16  # of a text node in which "by" is looked for
_MAX_NODES_WITH_LABEL = 5  # that are looked at for each label
_MAX_NODES_BESIDE_DATE = 15  # before or after the date, in which a page in CJK names its author
_PARAGRAPH_EDGE_CHARACTERS = 200  # at each end of a paragraph, in which names may stand in brackets
_MAX_BYLINE_WORDS_BEFORE_STOP = 8  # of a line of names that ends with a full stop
# Of essays that are signed below the headline:
_MAX_NODES_OF_HEAD = 200
_MAX_SIGNATURE_CHARACTERS = 40  # blanks around the name included
_MIN_FIRST_PARAGRAPH_CHARACTERS = 30
_MAX_SIGNING_NAMES = 5


class VisiblePage(NamedTuple):
    """A page, and what is known about it when its authors are looked for.

    ``site_keys`` are the keys of the site's names, ``title`` is the article's; ``date_line`` and ``date_place`` are the
    line of the visible date of publication and the index of its text node.
    """

    data: PageData
    text: VisibleText
    site_keys: frozenset[str]
    title: str | None
    is_cjk: bool
    date_line: str | None
    date_place: int | None


class Credit(NamedTuple):
    """Who is named on the page, and the line that says so."""

    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    line: str | None = None


def find_credit(page: VisiblePage) -> Credit:
    """Return the first credit that names an author; its line is the info bar if that names the source."""
    title = key_of(page.title or "")
    bar = _info_bar(page, title)
    credit = Credit(line=_without_prose(bar.line, title) if bar and bar.labelled.source else None)
    for line, byline in _bylines(page, bar):
        authors = without_site(byline.authors, page.site_keys)
        editors = credit.editors or byline.editors
        if authors or byline.source or editors:
            credit = Credit(authors, editors, credit.line or _without_prose(line, title))
        if authors:
            break
    return credit


def with_coauthors(page: VisiblePage, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the authors that a visible line names beside all of ``names``, which data state; else ``names``."""
    for node in map(page.text.nodes.__getitem__, islice(page.text.places(names[0]), _MAX_NODES_WITH_LABEL)):
        if len(node.text) > _MAX_BARE_LINE_CHARACTERS or page.text.is_elsewhere(node.element):
            continue
        line = page.text.line_around(node)
        if len(line) > _MAX_BARE_LINE_CHARACTERS or not _BY_WORD.match(line):
            continue
        found = without_site(read_byline(fold_blanks(line)).authors, page.site_keys)
        if set(names) < set(found) and all(map(WESTERN_NAME.fullmatch, found)):
            return found
    return names


def is_site(name: str, site_keys: frozenset[str]) -> bool:
    """Tell whether ``name`` is one of the site's."""
    return key_of(name).removeprefix("the").removeprefix("www") in site_keys


def without_site(names: Iterable[str], site_keys: frozenset[str]) -> tuple[str, ...]:
    """Return ``names`` once each, without those of the site."""
    return tuple(dict.fromkeys(name for name in names if not is_site(name, site_keys)))


def _without_prose(line: str, title: str) -> str:
    """Return a line in one piece, without the sentences and the headline that stand in the same element."""
    parts = [part for part in line.split("\n") if key_of(part) != title]
    return fold_blanks(" ".join(part for part in parts if not _is_prose(part)) or line)


def _is_prose(part: str) -> bool:
    return "。" in part and (len(part) > _MAX_PART_CHARACTERS or (part.endswith("。") and not _ANY_LABEL.search(part)))


class _InfoBar(NamedTuple):
    """The line beside the date: what is labelled in it, and with that its bare names."""

    line: str
    labelled: Byline
    byline: Byline


def _info_bar(page: VisiblePage, title: str) -> _InfoBar | None:
    if page.date_line is None or not page.is_cjk:
        return None
    line = "\n".join(part for part in page.date_line.split("\n") if key_of(part) != title)
    labelled = read_credits(line)
    if labelled.authors or (labelled.source and not _OPENING_BRACKET.search(line)):  # a bare name there is no author's
        return _InfoBar(line, labelled, labelled)
    byline = read_byline(line)
    return _InfoBar(line, labelled, byline._replace(authors=tuple(filter(is_chinese_name, byline.authors))))


def _bylines(page: VisiblePage, bar: _InfoBar | None) -> Iterator[tuple[str, Byline]]:
    """Yield lines that may name people, the most telling kinds of place first."""
    if bar:
        yield bar.line, bar.byline
    if page.is_cjk:
        yield from _labelled_lines(page.text)
    signed = [(line, element) for element in _signed_elements(page) if (line := line_of(element))]
    yield from ((line, byline) for line, _ in signed if (byline := read_credits(line)).authors)
    if not page.is_cjk:
        yield from _lines_with_by(page.text)
        yield from _linked_profiles(page)
    for line, element in signed:
        is_name = len(line) <= MAX_SHORT_CHARACTERS and _AUTHOR_MARK.search(class_and_id(element))
        if is_name if page.is_cjk else len(line) <= _MAX_BARE_LINE_CHARACTERS:
            if element.tag in ("ul", "ol"):
                yield line.replace("\n", " " if page.is_cjk else ", "), _read_list(line)
            else:
                yield line, read_byline(line)
    for line in _names_under_headline(page) if page.is_cjk else _names_before_date(page):
        yield line, Byline(authors=read_names(line))


def _read_list(line: str) -> Byline:
    """Read the line of a list, of which each part is a byline."""
    return Byline(authors=tuple(name for part in line.split("\n") for name in read_byline(part).authors))


def _labelled_lines(text: VisibleText) -> Iterator[tuple[str, Byline]]:
    yield from ((line, read_credits(line)) for line in dict.fromkeys(_lines_with_label(text)))
    signature = read_signature(text.text)
    if signature:
        yield signature, Byline(authors=(signature,))


def _lines_with_label(text: VisibleText) -> Iterator[str]:
    """Yield lines in which a word stands that introduces names."""
    found = set(_ANY_LABEL.findall(text.text))
    for word in filter(found.__contains__, _LABELS):
        nodes = (node for place in text.places(word) if _is_credit(text, node := text.nodes[place]))
        for node in islice(nodes, _MAX_NODES_WITH_LABEL):
            yield from _excerpts(text, node, word)


def _is_credit(text: VisibleText, node: TextNode) -> bool:
    """Tell whether a text node is the article's own: not a link, unless that leads to somebody who is named in it."""
    is_link = node.element.tag == "a" and not node.is_tail
    names_somebody = is_link and _LABELLED_NAME.match(node.text.lstrip()) is not None
    return text.is_own(node) or (names_somebody and not text.is_elsewhere(node.element))


def _excerpts(text: VisibleText, node: TextNode, word: str) -> Iterator[str]:
    """Yield the line around a short text; of a paragraph, what stands in brackets."""
    if len(node.text) <= MAX_SHORT_CHARACTERS:
        yield text.line_around(node)
        return
    start, rest = node.text[:_PARAGRAPH_EDGE_CHARACTERS], node.text[_PARAGRAPH_EDGE_CHARACTERS:]
    for bracketed in _BRACKETED.findall(start + "\n" + rest[-_PARAGRAPH_EDGE_CHARACTERS:]):
        if word in bracketed:
            yield bracketed


def _signed_elements(page: VisiblePage) -> list[HtmlElement]:
    """Return elements that say that they hold an author; in Chinese, Japanese and Korean those beside the info bar.

    Far from it they hold readers who comment.
    """
    if page.date_place is None or not page.is_cjk:
        elements = page.text.marked(_is_signed)
    else:
        elements = _signed_beside(page.text, page.date_place)
    return list(islice((element for element in elements if not page.text.is_elsewhere(element)), MAX_ELEMENTS))


def _signed_beside(text: VisibleText, place: int) -> Iterator[HtmlElement]:
    asked: set[HtmlElement] = set()
    for node in text.nodes[max(place - _MAX_NODES_BESIDE_DATE, 0) : place + _MAX_NODES_BESIDE_DATE]:
        for element in islice(elements_around(node), MAX_LINE_DEPTH):
            if element in asked:
                break
            asked.add(element)
            if _is_signed(element.get("class") or "") or _is_signed(element.get("id") or ""):
                yield element


def _lines_with_by(text: VisibleText) -> Iterator[tuple[str, Byline]]:
    for place, one in enumerate(text.nodes.texts):
        start = one.lstrip()[:_MAX_BY_CHARACTERS]
        if start[:1] not in _BY_WORD_INITIALS or not _BY_WORD.match(start) or len(one) >= MAX_LINE_CHARACTERS:
            continue
        node = text.nodes[place]
        if text.is_own(node):
            if _is_sentence(one):
                continue
            for line in (_line_with_name(node.element), fold_blanks(node.text)):
                byline = read_credits(line)
                authors = byline.authors or posting_authors(byline)
                if authors and all(map(_is_capitalised, authors)):
                    yield line, byline._replace(authors=authors)


def _line_with_name(element: HtmlElement) -> str:
    """Return the line of an element, or of what is around it where it holds "by" alone: ``<i>By</i> Jane Roe``."""
    line, parent = line_of(element), element.getparent()
    return line_of(parent) if parent is not None and _BY_WORD.fullmatch(line.rstrip(" :")) else line


def _is_sentence(text: str) -> bool:
    """Tell whether a text that begins with "by" is prose: "Von Händlern wird seit Wochen auf den Treiber gewartet."."""
    return text.rstrip().endswith(_SENTENCE_ENDS) and len(text.split()) > _MAX_BYLINE_WORDS_BEFORE_STOP


def _is_capitalised(name: str) -> bool:
    words = name.split()
    return words[0][0].isupper() and words[-1][0].isupper()


def _linked_profiles(page: VisiblePage) -> Iterator[tuple[str, Byline]]:
    """Yield the names of links to authors; of those that stand side by side, all at once."""
    for _, links in groupby(_profile_links(page), key=_line_parent):
        lines = list(filter(None, map(line_of, links)))
        yield ", ".join(lines), Byline(authors=distinct(name for line in lines for name in read_byline(line).authors))


def _line_parent(link: HtmlElement) -> HtmlElement | None:
    parent = link.getparent()
    return parent.getparent() if parent is not None and parent.tag in ("li", "span") else parent


def _profile_links(page: VisiblePage) -> Iterator[HtmlElement]:
    for element in page.data.root.iter("a"):
        is_profile = element.get("rel") == "author" or _PROFILE_ADDRESS.search(element.get("href") or "")
        if is_profile and not page.text.is_elsewhere(element):
            yield element


def _names_under_headline(page: VisiblePage) -> Iterator[str]:
    """Yield lines of nothing but Chinese names between a headline and the text, as essays are signed."""
    nodes = page.text.nodes
    head = nodes.texts[:_MAX_NODES_OF_HEAD]
    for place, (text, following) in enumerate(pairwise(head[1:]), 1):
        if (
            len(text) <= _MAX_SIGNATURE_CHARACTERS
            and len(following) >= _MIN_FIRST_PARAGRAPH_CHARACTERS
            and _are_chinese_names(fold_blanks(text))
            and _is_headline(nodes[place - 1], page)
            and nodes[place].element.tag != "a"
            and page.text.is_own(nodes[place])
        ):
            yield fold_blanks(text)


def _is_headline(node: TextNode, page: VisiblePage) -> bool:
    """Tell whether a text node is what the page is called, or short and in letters for headlines."""
    line = fold_blanks(node.text)
    if not MIN_HEADLINE_CHARACTERS <= len(line) <= MAX_SHORT_CHARACTERS or "。" in line:
        return False
    is_title = key_of(line) in key_of(f"{page.data.window_title or ''} {page.title or ''}")
    return is_title or any(one.tag in HEADLINE_TAGS for one in islice(elements_around(node), 2))


def _are_chinese_names(line: str) -> bool:
    names = _BETWEEN_HAN_NAMES.split(line)
    return len(names) <= _MAX_SIGNING_NAMES and is_chinese_name(names[0]) and all(map(_SHORT_HAN.fullmatch, names))


def _names_before_date(page: VisiblePage) -> Iterator[str]:
    """Yield the name that stands just before the date in an element of the same kind: ``Jane Roe | Apr 3, 2024``.

    The two may stand in one text, too, with an office between them.
    """
    name, *others = map(str.strip, _BETWEEN_PARTS.split(page.date_line or ""))
    if others and _is_western_name(name):
        yield name
    if not page.date_place:
        return
    before, date = page.text.nodes[page.date_place - 1 : page.date_place + 1]
    name = fold_blanks(before.text)
    kinds = [(node.element.tag, node.element.get("class"), node.is_tail) for node in (before, date)]
    if _is_western_name(name) and kinds[0] == kinds[1] and not before.is_tail:
        yield name


def _is_western_name(text: str) -> bool:
    return WESTERN_NAME.fullmatch(text) is not None and _SECTION_WORDS.isdisjoint(text.lower().split())


# Class names repeat within a page and a site.
@lru_cache(maxsize=16384)
def _is_signed(names: str) -> bool:
    return _SIGNED_MARK.search(names[:300].lower()) is not None
