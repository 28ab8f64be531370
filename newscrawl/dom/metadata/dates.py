"""When a page says that it was published: stated dates, visible ones by what speaks for them, the address."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache
from itertools import chain, islice
from typing import Any, NamedTuple

from lxml.html import HtmlElement

from newscrawl.dom.metadata import jsonld
from newscrawl.dom.metadata.page import (
    LONGEST_LINE,
    MOST_ELEMENTS,
    WIDEST,
    Claim,
    Page,
    claims_about,
    elements_around,
    flow_of,
    is_elsewhere,
    is_own,
    line_around,
    line_of,
    marked_elements,
    marks_of,
)
from newscrawl.text.dates import FoundDate, find_date, parse_date

# Of names in small letters: to tell letters apart is three times as fast as not to.
_DATED_MARK = re.compile(r"date|time|publi|pub[-_]|posted")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE_LIKE = re.compile(
    r"(?:19|20)\d\d\s?[-/.年년]\s?\d|\d{1,2}(?:st|nd|rd|th)?[.,]?\s(?:19|20)\d\d|[a-z]\.?\s(?:19|20)\d\d|\d/(?:19|20)\d\d",
    re.IGNORECASE,
)
_MODIFIED_MARK = re.compile(r"modif|updat|revis|aktualisiert|更新|수정", re.IGNORECASE)
_PUBLISHED_MARK = re.compile(
    r"publi|creat|posted|pubdate|entry-date|veröffentlicht|发布|發布|發佈|发表|發表|公開|入力|입력|등록|来源|來源|张贴",
    re.IGNORECASE,
)
_DATE_WORD = re.compile("时间|時間|日期")  # of either kind
_OTHERS_MARK = re.compile("推荐|推薦|相关|相關|热门|熱門|関連|관련|related|recommended", re.IGNORECASE)
_URL_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<mark>[-/_]?)(?P<m>0[1-9]|1[0-2]|(?<=[-/_])[1-9])(?P=mark)(?P<d>0[1-9]|[12]\d|3[01]|(?<=[-/_])[1-9])(?!\d)"
    r"|(?<!\d)(?P<y2>(?:19|20)\d{2})[-/](?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?!\d)"
)


def find_published(page: Page, sources: dict[str, str], disagreements: list[str]) -> FoundDate | None:
    """Return the stated date, else the visible one, else that of the address; note the line of a visible one."""
    stated = _stated_dates(page)
    page.url_date = _url_date(page)
    found: FoundDate | None
    if stated:
        sources["published"], found = next(iter(stated.items()))
    else:
        found = _visible_date(page, sources) or _date_of_url(page, sources)
    others = [*islice(stated.values(), 1, None), *filter(None, [page.url_date])]
    if found and any(abs(found.moment - other.moment) > _SAME_EVENT for other in others):
        disagreements.append("published")
    return found


_SAME_EVENT = timedelta(days=2)  # zones, and articles that are announced in the evening


def find_modified(
    page: Page, published: FoundDate | None, sources: dict[str, str], disagreements: list[str]
) -> FoundDate | None:
    """Return when the article was changed last, as its data state."""
    modified = _date(_date_claims(page, "modified", "dateModified"), page, "modified", sources)
    if published and modified and published.moment - modified.moment > _SAME_EVENT:
        disagreements.append("modified")
    return modified


def _stated_dates(page: Page) -> dict[str, FoundDate]:
    """Return the date of publication that each kind of data states, the most believed first."""
    stated: dict[str, FoundDate] = {}
    for claim in _date_claims(page, "published", "datePublished"):
        if claim.source not in stated and (found := _read_date(claim.text, page)):
            stated[claim.source] = found
    return stated


def _date_of_url(page: Page, sources: dict[str, str]) -> FoundDate | None:
    if page.url_date:
        sources["published"] = "url"
    return page.url_date


def _date_claims(page: Page, name: str, key: str) -> Iterator[Claim]:
    if page.article:
        yield from (Claim("json-ld", text) for text in jsonld.strings(page.article.get(key)))
    for node, kinds in zip(page.nodes[:20], page.kinds, strict=False):
        if node is not page.article and not kinds.isdisjoint(("WebPage", "ItemPage")):
            yield from (Claim("json-ld", text) for text in jsonld.strings(node.get(key)))
    yield from claims_about(page, name)


def _date(claims: Iterable[Claim], page: Page, name: str, sources: dict[str, str]) -> FoundDate | None:
    for claim in claims:
        found = _read_date(claim.text, page)
        if found:
            sources[name] = claim.source
            return found
    return None


def _read_date(text: str, page: Page) -> FoundDate | None:
    found = find_date(text, timezone=page.timezone, now=page.fetched)
    if found is None:
        moment = parse_date(text, timezone=page.timezone, now=page.fetched)
        return FoundDate(moment, text.strip()) if moment else None
    return found


class _Seen(NamedTuple):
    """A date on the page, how much speaks for it, and its line.

    ``place`` is the number of its run of text, if it was found by that; ``is_marked`` says that an element calls it a
    date, so that the line is that element's.
    """

    found: FoundDate
    weight: int
    line: str
    place: int | None = None
    is_marked: bool = True


def _visible_date(page: Page, sources: dict[str, str]) -> FoundDate | None:
    """Return the visible date for which most speaks, of equals one that is marked as a date, then the first."""
    best = _best(_until_convinced(page, chain(_stated_times(page), _dates_with_year(page))))
    if page.fetched and (best is None or not best.is_marked):
        best = _best((*filter(None, [best]), *_marked_dates(page)))
    if best is None:
        return None
    page.date_place = best.place
    page.date_line = best.line if best.is_marked else line_around(page, flow_of(page).runs[best.place or 0])
    sources["published"] = "visible"
    return best.found


def _until_convinced(page: Page, dates: Iterable[_Seen]) -> Iterator[_Seen]:
    """Yield dates up to the first for which hardly more could speak."""
    enough = _CONVINCING + (_AS_IN_URL if page.url_date else 0)
    for seen in dates:
        yield seen
        if seen.weight >= enough:
            break


_CONVINCING = 6  # marked as a date, with a clock, and a word that it is the date of publication
_AS_IN_URL = 8


def _best(seen: Iterable[_Seen]) -> _Seen | None:
    return max(seen, key=lambda one: (one.weight, one.is_marked), default=None)  # max takes the first of equals


def _stated_times(page: Page) -> Iterator[_Seen]:
    for element in page.times:
        if not is_elsewhere(page, element):
            yield from _weighed(page, element.get("datetime") or line_of(element), marks_of(element), 4)


def _dates_with_year(page: Page) -> Iterator[_Seen]:
    asked: set[HtmlElement] = set()
    runs = flow_of(page).runs
    for place in islice(_places_with_year(page), MOST_ELEMENTS):
        element = _marked_around(runs[place])
        line = line_of(element) if element is not None else ""
        if element is None or not line:
            if _DATE_LIKE.search(runs[place]):
                label = runs[place - 1] if place and len(runs[place - 1]) < _SHORT_LABEL else ""
                seen = _weighed(page, str(runs[place]), label, 0)
                yield from (one._replace(place=place, is_marked=False) for one in seen)
        elif element not in asked:
            asked.add(element)
            yield from (one._replace(place=place) for one in _weighed(page, line, marks_of(element), 2))


def _places_with_year(page: Page) -> Iterator[int]:
    """Yield the numbers of the runs of text that may hold a date."""
    flow = flow_of(page)
    for place in sorted({*flow.places("20"), *flow.places("19")}):
        run = flow.runs[place]
        if len(run) < LONGEST_LINE and _YEAR.search(run) and is_own(page, run):
            yield place


def _marked_around(run: Any) -> HtmlElement | None:
    """Return the innermost element around a run of text that calls itself a date."""
    for element in islice(elements_around(run), WIDEST):
        if _is_dated(element.get("class") or "") or _is_dated(element.get("id") or ""):
            return element
    return None


def _marked_dates(page: Page) -> Iterator[_Seen]:
    """Yield dates without a year, and relative ones: believed only where an element says that it holds a date."""
    for element in islice(marked_elements(page.root, _is_dated), 4 * MOST_ELEMENTS):
        if not is_elsewhere(page, element):
            yield from _weighed(page, line_of(element), marks_of(element), 2)


_SHORT_LABEL = 20  # characters of the text before a date that may say which date it is


def _weighed(page: Page, line: str, marks: str, weight: int) -> Iterator[_Seen]:
    """Yield the date in ``line``, if there is one; ``marks`` are words about it, ``weight`` is where it starts."""
    found = _read_date(line, page)
    if found is None:
        return
    around = f"{marks} {line[:LONGEST_LINE]}"
    if page.url_date and abs(found.moment - page.url_date.moment) <= timedelta(days=1):
        weight += _AS_IN_URL
    if ":" in found.written or "：" in found.written or "时" in found.written:
        weight += 2
    if _PUBLISHED_MARK.search(around):
        weight += 2
    elif _MODIFIED_MARK.search(around):
        weight -= 3
    elif _DATE_WORD.search(around):
        weight += 2
    if _OTHERS_MARK.search(around):
        weight -= 4
    if len(line) > 4 * len(found.written) + 20:
        weight -= 2  # a sentence that mentions a date
    yield _Seen(found, weight, line)


def _url_date(page: Page) -> FoundDate | None:
    found = _URL_DATE.search(page.url[:1024])
    if not found:
        return None
    year, month, day = (found[name] or found[name + "2"] for name in "ymd")
    moment = parse_date(f"{year}-{month}-{day}", timezone=page.timezone, now=page.fetched)
    return FoundDate(moment, found[0]) if moment else None


@lru_cache(maxsize=16384)
def _is_dated(names: str) -> bool:
    return _DATED_MARK.search(names[:300].lower()) is not None
