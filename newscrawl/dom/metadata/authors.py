"""Who a page says wrote it: stated names, the visible line of names, and signatures."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from lxml.html import HtmlElement

from newscrawl.dom.metadata import jsonld
from newscrawl.dom.metadata.page import (
    HEADLINES,
    LONGEST_LINE,
    LONGEST_TITLE,
    MOST_ELEMENTS,
    SHORT_TEXT,
    SHORTEST_HEADLINE,
    WIDEST,
    Page,
    claims_about,
    elements_around,
    flow_of,
    folded,
    is_elsewhere,
    is_own,
    key_of,
    line_around,
    line_of,
    marked_elements,
    marks_of,
)
from newscrawl.text.bylines import Byline, is_chinese_name, read_byline, read_credits, read_names, read_signature

# Of names in small letters: to tell letters apart is three times as fast as not to.
_SIGNED_MARK = re.compile(r"auth(?:or|name)|byline|writer|reporter|contributor")
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en)?|writers?|people|staff|contributors?|bios?|journalists?|profile)/", re.I
)
_BY_WORD = re.compile(r"(?:(?:reporting|written|words|story)\s)?(?:by|von)(?!\w)", re.IGNORECASE)
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
    "通讯员",
    "通訊員",
    "发文机关",
    "著者",
    "筆者",
)
_SOURCE_WORDS = ("来源", "來源", "稿源", "出处", "出處")
_EDITOR_WORDS = ("编辑", "編輯", "责编", "責編")
_INTRODUCING = (*_CREDIT_WORDS, *_SOURCE_WORDS, *_EDITOR_WORDS)
_ANY_INTRODUCING = re.compile("|".join(map(re.escape, _INTRODUCING)))


def find_authors(
    page: Page, names: frozenset[str], sources: dict[str, str], disagreements: list[str]
) -> tuple[tuple[str, ...], str | None]:
    """Return the authors and the visible line of names.

    Chinese, Japanese and Korean pages often give the newsroom's software or the paper in ``meta``: there a labelled
    name on the page comes first.
    """
    persons, houses = _json_ld_authors(page)
    stated: list[tuple[str, tuple[str, ...]]] = [
        ("json-ld", _people(persons, names)),
        ("microdata", _people(page.items.get("authors", ()), names)),
        ("meta", _meta_people(page, names)),
    ]
    first, *others = [one for one in stated if one[1]] or [("", ())]
    if others and not _share_a_name(first[1], others[0][1]):
        disagreements.append("authors")
    if first[1] and not page.is_cjk:
        sources["authors"] = first[0]
        return first[1], None
    credit = _visible_credit(page, names)
    ranked = [
        (first[0], first[1] if first[0] != "meta" or not page.is_cjk else ()),
        ("visible", credit.authors),
        (first[0], tuple(name for name in first[1] if not _HOUSE.search(name))),
        ("json-ld", _people(houses, names)),
        ("visible", credit.editors),
    ]
    for source, people in ranked:
        if people:
            sources["authors"] = source
            return people, credit.line
    return (), credit.line


_HOUSE = re.compile("网络|科技|传媒|集团|中心|公司|日报|晚报|[网網报報社台]$|管理员|[0-9]")


def _meta_people(page: Page, names: frozenset[str]) -> tuple[str, ...]:
    people = _people((claim.text for claim in claims_about(page, "authors") if claim.source != "microdata"), names)
    # A sentence about the site that was cut at its commas is not a list of names.
    return () if page.is_cjk and any(len(name) > 8 and not name.isascii() for name in people) else people


def _json_ld_authors(page: Page) -> tuple[list[str], list[str]]:
    """Return the names of persons, and of organisations that sign."""
    if not page.article:
        return [], []
    value = page.article.get("author") or page.article.get("creator")
    persons = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
    houses: list[str] = []
    known = {name: node for node in page.nodes if isinstance(name := node.get("@id"), str)} if value else {}
    for one in jsonld.objects(value):
        reference = one.get("@id")
        node = one if "name" in one or not isinstance(reference, str) else known.get(reference, one)
        (houses if jsonld.types(node) & _HOUSES else persons).extend(jsonld.strings(node.get("name")))
    return persons, houses


_HOUSES = frozenset({"Organization", "NewsMediaOrganization", "Corporation", "Brand", "WebSite"})


def _people(texts: Iterable[str], names: frozenset[str]) -> tuple[str, ...]:
    """Return the names of people in ``texts``, without those of the site."""
    people: dict[str, None] = {}
    for text in texts:
        if key_of(text[:LONGEST_TITLE]).removeprefix("the") in names:
            continue
        for name in read_names(text):
            if key_of(name).removeprefix("the") not in names:
                people.setdefault(name)
    return tuple(people)


def _share_a_name(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(key_of(a) in key_of(b) or key_of(b) in key_of(a) for a in some for b in others)


class _Credit(NamedTuple):
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    line: str | None = None


def _visible_credit(page: Page, names: frozenset[str]) -> _Credit:
    """Return the first credit that names an author; its line is the info bar if that names the source."""
    bar = _read_bar(page)
    fallback = _Credit(line=_without_prose(bar.line) if bar and bar.labelled.source else None)
    for line, byline in _bylines(page, bar):
        authors = _people(byline.authors, names)
        editors = fallback.editors or byline.editors
        if authors or byline.source or editors:
            fallback = _Credit(authors, editors, fallback.line or _without_prose(line))
        if authors:
            break
    return fallback


def _without_prose(line: str) -> str:
    """Return a line in one piece, without the sentences that stand in the same element."""
    parts = line.split("\n")
    return folded(" ".join(part for part in parts if len(part) <= _LONGEST_PART or "。" not in part) or line)


_LONGEST_PART = 80  # characters of a part of a line: a longer one with a stop is prose


class _Bar(NamedTuple):
    """The line beside the date: what is labelled in it, and with that its bare names."""

    line: str
    labelled: Byline
    byline: Byline


_BRACKET = re.compile(r"[\[【［〔]")


def _read_bar(page: Page) -> _Bar | None:
    if page.date_line is None or not page.is_cjk:
        return None
    labelled = read_credits(page.date_line)
    if labelled.authors or (
        labelled.source and not _BRACKET.search(page.date_line)
    ):  # a bare name there is no author's
        return _Bar(page.date_line, labelled, labelled)
    byline = read_byline(page.date_line)
    return _Bar(page.date_line, labelled, byline._replace(authors=tuple(filter(is_chinese_name, byline.authors))))


def _bylines(page: Page, bar: _Bar | None) -> Iterator[tuple[str, Byline]]:
    """Yield lines that may name people, the most telling kinds of place first."""
    if bar:
        yield bar.line, bar.byline
    if page.is_cjk:
        yield from _cjk_bylines(page)
    signed = [(line, element) for element in _signed_elements(page) if (line := line_of(element))]
    yield from ((line, byline) for line, _ in signed if (byline := read_credits(line)).authors)
    if not page.is_cjk:
        yield from _lines_with_by(page)
        yield from ((line, read_byline(line)) for line in map(line_of, _author_links(page)))
    for line, element in signed:
        if (
            len(line) <= SHORT_TEXT and _AUTHOR_CLASS.search(marks_of(element))
            if page.is_cjk
            else len(line) <= _BARE_LINE
        ):
            yield line, _read_list(line) if element.tag in ("ul", "ol") else read_byline(line)
    for line in _names_under_headline(page) if page.is_cjk else _names_before_date(page):
        yield line, Byline(authors=read_names(line))


def _read_list(line: str) -> Byline:
    """Read the line of a list, of which each part is a byline."""
    return Byline(authors=tuple(name for part in line.split("\n") for name in read_byline(part).authors))


def _names_under_headline(page: Page) -> Iterator[str]:
    """Yield lines of nothing but Chinese names between a headline and the text, as essays are signed."""
    runs = flow_of(page).runs[:_MOST_RUNS]
    for headline, run, following in zip(runs, runs[1:], runs[2:], strict=False):
        if (
            len(run) <= _LONGEST_SIGNATURE
            and len(following) >= _LONG_RUN
            and _are_chinese_names(folded(run))
            and _is_headline(headline, page)
            and run.getparent().tag != "a"
            and is_own(page, run)
        ):
            yield folded(run)


_MOST_RUNS = 200
_LONGEST_SIGNATURE = 40  # characters, with blanks around it
_LONG_RUN = 30  # characters of a run of text with which an article may begin


def _is_headline(run: Any, page: Page) -> bool:
    """Tell whether a run of text is what the page is called, or short and in letters for headlines."""
    line = folded(run)
    if not SHORTEST_HEADLINE <= len(line) <= SHORT_TEXT or "。" in line:
        return False
    is_title = key_of(line) in key_of(f"{page.title or ''} {page.headline or ''}")
    return is_title or any(one.tag in HEADLINES for one in islice(elements_around(run), 2))


def _are_chinese_names(line: str) -> bool:
    names = _BETWEEN_HAN_NAMES.split(line)
    return len(names) <= _MOST_NAMES and is_chinese_name(names[0]) and all(map(_SHORT_HAN.fullmatch, names))


_BETWEEN_HAN_NAMES = re.compile(r"\s?[、,，/]\s?|\s")
_SHORT_HAN = re.compile("[\u3400-\u9fff]{2,4}")
_MOST_NAMES = 5


def _names_before_date(page: Page) -> Iterator[str]:
    """Yield the name that stands just before the date in an element of the same kind: ``Jane Roe | Apr 3, 2024``."""
    place = page.date_place
    if place:
        before, date = flow_of(page).runs[place - 1 : place + 1]
        kinds = [(run.getparent().tag, run.getparent().get("class")) for run in (before, date)]
        name = folded(before)
        is_name = _WESTERN_NAME.fullmatch(name) and _SECTION_WORDS.isdisjoint(name.lower().split())
        if is_name and before.is_text and date.is_text and kinds[0] == kinds[1]:
            yield name


# What else stands before a date.
_SECTION_WORDS = frozenset(
    """analysis article articles blog business comments entertainment feature features gallery guide health life news
    opinion politics posted press published release review reviews science shares sports stories story tech technology
    travel update updated video videos views world""".split()
)
_WESTERN_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]{1,20}(?:[-'’ ][^\W\d_a-z](?:[^\W\d_]{1,20}|\.)){1,3}")
_BARE_LINE = 160  # characters; a longer one is about somebody
_AUTHOR_CLASS = re.compile(r"(?<![a-z])(?:author|byline|writer|reporter)(?:-?_?name)?(?![a-z])", re.IGNORECASE)


def _signed_elements(page: Page) -> list[HtmlElement]:
    own = (element for element in _named_for_authors(page) if not is_elsewhere(page, element))
    return list(islice(own, MOST_ELEMENTS))


def _named_for_authors(page: Page) -> Iterator[HtmlElement]:
    """Yield elements that say that they hold an author; in Chinese, Japanese and Korean those beside the info bar.

    Far from it they hold readers who comment.
    """
    if page.date_place is None or not page.is_cjk:
        yield from marked_elements(page.root, _is_signed)
        return
    first = max(page.date_place - _BESIDE, 0)
    asked: set[HtmlElement] = set()
    for run in flow_of(page).runs[first : page.date_place + _BESIDE]:
        for element in islice(elements_around(run), WIDEST):
            if element in asked:
                break
            asked.add(element)
            if _is_signed(element.get("class") or "") or _is_signed(element.get("id") or ""):
                yield element


_BESIDE = 15  # runs of text


def _cjk_bylines(page: Page) -> Iterator[tuple[str, Byline]]:
    yield from ((line, read_credits(line)) for line in _unrepeated(_credit_lines(page)))
    signature = read_signature(flow_of(page).text)
    if signature:
        yield signature, Byline(authors=(signature,))


def _unrepeated(lines: Iterable[str]) -> Iterator[str]:
    known: set[str] = set()
    for line in lines:
        if line not in known:
            known.add(line)
            yield line


def _is_capitalised(name: str) -> bool:
    words = name.split()
    return words[0][0].isupper() and words[-1][0].isupper()


def _lines_with_by(page: Page) -> Iterator[tuple[str, Byline]]:
    for run in flow_of(page).runs:
        start = run.lstrip()[:_LONGEST_BY]
        if start[:1] in _STARTS_OF_BY and _BY_WORD.match(start) and len(run) < LONGEST_LINE and is_own(page, run):
            for line in (line_of(run.getparent()), " ".join(run.split())):
                byline = read_credits(line)
                if byline.authors and all(map(_is_capitalised, byline.authors)):
                    yield line, byline


_LONGEST_BY = 16  # characters
_STARTS_OF_BY = frozenset("bvrwsBVRWS")


def _author_links(page: Page) -> Iterator[HtmlElement]:
    for element in page.root.iter("a"):
        is_profile = element.get("rel") == "author" or _PROFILE.search(element.get("href") or "")
        if is_profile and not is_elsewhere(page, element):
            yield element


def _is_credit(page: Page, run: Any) -> bool:
    """Tell whether a run is the article's own: not a link, unless that leads to somebody who is named in it."""
    parent = run.getparent()
    names_somebody = parent.tag == "a" and run.is_text and _LABELLED_NAME.match(run.lstrip()) is not None
    return is_own(page, run) or (names_somebody and not is_elsewhere(page, parent))


_LABELLED_NAME = re.compile(r"(?:作者|著者|筆者|记者|記者)\s?[:：]\s?\S")


def _credit_lines(page: Page) -> Iterator[str]:
    """Yield lines in which a word stands that introduces names."""
    flow = flow_of(page)
    found = set(_ANY_INTRODUCING.findall(flow.text))
    for word in filter(found.__contains__, _INTRODUCING):
        having = (run for place in flow.places(word) if _is_credit(page, run := flow.runs[place]))
        for run in islice(having, _MOST_NODES_WITH):
            yield from _excerpts(page, run, word)


_MOST_NODES_WITH = 5


def _excerpts(page: Page, node: Any, word: str) -> Iterator[str]:
    """Yield the line around a short text; of a paragraph, what stands in brackets."""
    if len(node) <= SHORT_TEXT:
        yield line_around(page, node)
        return
    for bracketed in re.findall(r"[(（]([^()（）]{2,40})[)）]", node[:200] + "\n" + node[200:][-200:]):
        if word in bracketed:
            yield bracketed


# Names repeat within a page and a site.
@lru_cache(maxsize=16384)
def _is_signed(names: str) -> bool:
    return _SIGNED_MARK.search(names[:300].lower()) is not None
