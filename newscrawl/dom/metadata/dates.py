"""When a page says that it was published: stated dates, visible ones by what speaks for them, the address."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from lxml.html import HtmlElement

from newscrawl.dom.metadata import jsonld
from newscrawl.dom.metadata.page_data import MAX_ELEMENTS, Found, PageData, Statement, statements_about
from newscrawl.dom.visible_text import (
    MAX_LINE_CHARACTERS,
    MAX_LINE_DEPTH,
    TextNode,
    VisibleText,
    class_and_id,
    elements_around,
    line_of,
)
from newscrawl.text.dates import FoundDate, find_dates, read_date
from newscrawl.text.sentences import SENTENCE_ENDS

# Of names in small letters: to tell letters apart is three times as fast as not to.
_DATED_MARK = re.compile(r"date|time|publi|pub[-_]|posted")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_OR_UNIX = re.compile(r"(?:19|20)\d\d|1\d{9}(?:\d{3})?\Z")
_DATE_LIKE = re.compile(
    r"(?:19|20)\d\d\s?[-/.年년]\s?\d|\d{1,2}(?:st|nd|rd|th)?[.,]?\s(?:19|20)\d\d|[^\W\d_]\.?\s(?:19|20)\d\d|\d[/.]\s?(?:19|20)\d\d",
    re.IGNORECASE,
)
_MODIFIED_MARK = re.compile(
    r"\bstand\b|modif|updat|revis|edited|corrected|aktualisiert|geändert|bearbeitet|mis à jour|mise à jour|"
    r"ac?tuali[sz]ad|"
    r"aggiornat|обновлен|обновлён|bijgewerkt|gewijzigd|aktualizac|uppdaterad|oppdatert|opdateret|güncelle|更新|修改|改訂|改定|修正|수정|업데이트",
    re.IGNORECASE,
)
_PUBLISHED_MARK = re.compile(
    r"publi|pubbl|опубликован|geplaatst|yayın|creat|posted|pubdate|entry-date|first\s|originally|veröffentlicht|erstellt|erschienen|"
    r"发布|發布|發佈|发表|發表|刊登|公開|掲載|投稿|配信|初出|入力|입력|등록|게재|승인|来源|來源|张贴",
    re.IGNORECASE,
)
_DATE_WORD = re.compile("时间|時間|日期")  # of either kind
# Dates without a century, those of eras, and those in Chinese numerals.
_SHORT_DATE = re.compile(
    r"(?=[\d'’令平一二])(?:(?<![\d.])\d\d\.\d\d\.\d\d(?![\d.])|(?<![\d/])\d\d\d?/\d\d/\d\d(?![\d/])|(?<!\d)\d\d\d?\s?年\s?\d{1,2}\s?月"
    r"|(?:令和|平成)\s?[\d元]|['’]\d\d(?!\d)"
    r"|(?<![\d.])\d\d?[ -][a-zäéû]{3,9}[ -]\d\d(?![\d:])|[一二][〇○零一二三四五六七八九]{3}年)",
    re.IGNORECASE,
)
_OTHERS_MARK = re.compile("推荐|推薦|相关|相關|热门|熱門|関連|관련|related|recommended", re.IGNORECASE)
_URL_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<mark>[-/_]?)(?P<m>0[1-9]|1[0-2]|(?<=[-/_])[1-9])(?P=mark)(?P<d>0[1-9]|[12]\d|3[01]|(?<=[-/_])[1-9])(?!\d)"
    r"|(?<!\d)(?P<y2>(?:19|20)\d{2})[-/](?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?!\d)"
)


# Dates of one event: zones, and articles that are announced in the evening (by hand).
_MAX_SAME_EVENT_DISTANCE = timedelta(days=2)

# Weights by which visible dates are compared; chosen by hand on the pages under tests/sites.
_TIME_ELEMENT_WEIGHT = 4
_MARKED_WEIGHT = 2
_SAME_DAY_AS_URL_WEIGHT = 8
_CONVINCING_WEIGHT = 6  # marked as a date, with a clock, and a word that it is the date of publication
_MAX_SHORT_DATE_CHARACTERS = 60  # of a text node with a date without a century
_MAX_ATTRIBUTES = 400  # elements whose attributes are looked at for a date
_MAX_LABEL_CHARACTERS = 20  # of the text before a date that may say which date it is
_MAX_URL_CHARACTERS = 1024
_MAX_PAGE_NODES = 20  # JSON-LD objects among which that of the page is looked for


class Clock(NamedTuple):
    """How times of a page are read: on the clock ``timezone`` if they name none, and none after ``fetched``.

    With ``day_first``, ``04/03/2024`` is the fourth of March.
    """

    timezone: str
    fetched: datetime | None
    day_first: bool = False


class FoundPublished(NamedTuple):
    """The date of publication, and of a visible one its line and the index of its text node, if it was found by it.

    ``modified`` is the visible date of the last change.
    """

    date: Found[FoundDate | None]
    line: str | None = None
    place: int | None = None
    modified: FoundDate | None = None


def find_published(page: PageData, text: VisibleText, clock: Clock) -> FoundPublished:
    """Return the stated date, else the visible one, else that of the address.

    It is disputed if another kind of data, or the address, names a day more than two days from it.
    """
    stated = _stated_dates(page, clock)
    url_date = _url_date(page, clock)
    found = _first_published(page, text, clock, stated, url_date)
    moment = found.date.value.moment if found.date.value else None
    others = [*islice(stated.values(), 1, None), *filter(None, [url_date])]
    if moment and any(abs(moment - other.moment) > _MAX_SAME_EVENT_DISTANCE for other in others):
        return found._replace(date=found.date._replace(is_disputed=True))
    return found


def find_modified(page: PageData, clock: Clock, published: FoundPublished) -> Found[FoundDate | None]:
    """Return when the article was changed last: what its data state, or what stands beside the visible date.

    It is disputed if it is before the publication.
    """
    for statement in _date_statements(page, "modified", "dateModified"):
        found = _read_date(statement.text, clock)
        if found:
            first = published.date.value
            return Found(
                found, statement.source, first is not None and first.moment - found.moment > _MAX_SAME_EVENT_DISTANCE
            )
    return Found(published.modified, "visible" if published.modified else None)


def _first_published(
    page: PageData, text: VisibleText, clock: Clock, stated: dict[str, FoundDate], url_date: FoundDate | None
) -> FoundPublished:
    for source, date in stated.items():
        return FoundPublished(Found(date, source))
    seen, modified = _visible_dates(page, text, clock, url_date)
    if seen:
        line = seen.line if seen.is_marked else text.line_around(text.nodes[seen.place or 0])
        return FoundPublished(Found(seen.found, "visible"), line, seen.place, modified)
    return FoundPublished(Found(url_date, "url" if url_date else None))


def _stated_dates(page: PageData, clock: Clock) -> dict[str, FoundDate]:
    """Return the date of publication that each kind of data states, the most trusted first."""
    stated: dict[str, FoundDate] = {}
    for statement in _date_statements(page, "published", "datePublished"):
        if statement.source not in stated and (found := _read_date(statement.text, clock)):
            stated[statement.source] = found
    return stated


def _date_statements(page: PageData, name: str, key: str) -> Iterator[Statement]:
    if page.article:
        yield from (Statement("json-ld", text) for text in jsonld.strings(page.article.get(key)))
    for node, kinds in zip(page.nodes[:_MAX_PAGE_NODES], page.kinds, strict=False):
        if node is not page.article and not kinds.isdisjoint(("WebPage", "ItemPage")):
            yield from (Statement("json-ld", text) for text in jsonld.strings(node.get(key)))
    yield from statements_about(page, name)


def _read_date(text: str, clock: Clock) -> FoundDate | None:
    return read_date(text, timezone=clock.timezone, now=clock.fetched, day_first=clock.day_first)


class _LabelledDates(NamedTuple):
    """The dates of one line: that of publication, or the first of which it does not say what it is; and of a change."""

    published: FoundDate | None = None
    modified: FoundDate | None = None


def read_labelled_dates(line: str, clock: Clock) -> _LabelledDates:
    """Tell the dates of a line apart by the words before or after them: ``Updated 1 May 2024, published 3 April 2024``.

    A line in which all dates are those of changes has no other.
    """
    dates = find_dates(line, timezone=clock.timezone, now=clock.fetched, day_first=clock.day_first)
    labels = _labels_between(line, [date.written for date in dates])
    if labels and not _role(labels[0]):  # the words stand after the dates
        labels = labels[1:]
    roles = list(map(_role, labels))
    modified = next((date for date, role in zip(dates, roles, strict=False) if role == "modified"), None)
    published = next((date for date, role in zip(dates, roles, strict=False) if role == "published"), None)
    unnamed = (date for date, role in zip(dates, roles, strict=False) if role is None)
    return _LabelledDates(published or next(unnamed, None), modified)


def _labels_between(line: str, written: list[str]) -> list[str]:
    """Return what stands before each date of a line, and after the last."""
    labels: list[str] = []
    end = 0
    for date in written:
        start = line.index(date, end)
        labels.append(line[end:start])
        end = start + len(date)
    return [*labels, line[end:]] if labels else []


def _role(label: str) -> str | None:
    if _PUBLISHED_MARK.search(label):
        return "published"
    return "modified" if _MODIFIED_MARK.search(label) else None


class _SeenDate(NamedTuple):
    """A date on the page, how much speaks for it, and its line.

    ``place`` is the index of its text node, if it was found by that; ``is_marked`` says that an element calls it a
    date, so that the line is that element's. ``modified`` is the date of the last change, if the line names it.
    """

    found: FoundDate
    weight: int
    line: str
    place: int | None = None
    is_marked: bool = True
    modified: FoundDate | None = None


class _Scale(NamedTuple):
    """What visible dates are weighed by."""

    clock: Clock
    url_date: FoundDate | None

    def weighed(self, line: str, marks: str, weight: int) -> Iterator[_SeenDate]:
        """Yield the date in ``line``, if there is one; ``marks`` are words about it, ``weight`` is where it starts."""
        found = _read_date(line, self.clock)
        if found is None:
            return
        around = f"{marks} {line[:MAX_LINE_CHARACTERS]}"
        modified: FoundDate | None = None
        if _MODIFIED_MARK.search(around) and not _OTHERS_MARK.search(around):
            published, modified = read_labelled_dates(line, self.clock)
            found = published or found
            if modified is None and not _PUBLISHED_MARK.search(around):
                modified = found  # an element calls it so
        if self.url_date and abs(found.moment - self.url_date.moment) <= timedelta(days=1):
            weight += _SAME_DAY_AS_URL_WEIGHT
        if len(line) > 4 * len(found.written) + 20:
            weight -= 2  # prose that mentions a date
        elif line.endswith(SENTENCE_ENDS) and len(line) - len(found.written) > _MAX_LABEL_CHARACTERS:
            weight -= 3  # a sentence that does, perhaps with a clock
        if found.precision == "time":
            weight += 2
        if _PUBLISHED_MARK.search(around):
            weight += 2
        elif modified is not None:
            weight -= 3
        elif _DATE_WORD.search(around):
            weight += 2
        if _OTHERS_MARK.search(around):
            weight -= 4
        yield _SeenDate(found, weight, line, modified=modified)

    def is_convincing(self, seen: _SeenDate) -> bool:
        """Tell whether hardly more could speak for a date."""
        return seen.weight >= _CONVINCING_WEIGHT + (_SAME_DAY_AS_URL_WEIGHT if self.url_date else 0)


def _visible_dates(
    page: PageData, text: VisibleText, clock: Clock, url_date: FoundDate | None
) -> tuple[_SeenDate | None, FoundDate | None]:
    """Return the visible date for which most speaks, of equals one that is marked as a date, then the first.

    The second is the date of the last change that the same line names, or else another.
    """
    scale = _Scale(clock, url_date)
    sources = chain(_time_elements(page, text, scale), _dates_in_attributes(page, text, scale))
    seen = list(_until_convinced(scale, chain(sources, _dates_with_year(text, scale))))
    best = _best(seen)
    if clock.fetched and (best is None or not best.is_marked):
        seen += _marked_dates(text, scale)
        best = _best((*filter(None, [best]), *seen))
    if best is None:
        return None, None
    return best, best.modified or next((one.modified for one in seen if one.modified), None)


def _until_convinced(scale: _Scale, dates: Iterable[_SeenDate]) -> Iterator[_SeenDate]:
    for seen in dates:
        yield seen
        if scale.is_convincing(seen):
            break


def _best(seen: Iterable[_SeenDate]) -> _SeenDate | None:
    return max(seen, key=lambda one: (one.weight, one.is_marked), default=None)  # max takes the first of equals


def _time_elements(page: PageData, text: VisibleText, scale: _Scale) -> Iterator[_SeenDate]:
    for element in page.times:
        if not text.is_elsewhere(element) and not _is_in_aside(element):
            line = element.get("datetime") or element.get("title") or line_of(element)
            yield from scale.weighed(line, class_and_id(element), _TIME_ELEMENT_WEIGHT)


def _is_in_aside(element: HtmlElement) -> bool:
    """Tell whether an element stands beside the text, and in no article within what does."""
    outer = next(element.iterancestors("aside", "article"), None)
    return outer is not None and outer.tag == "aside" and next(outer.iter("h1"), None) is None


def _dates_in_attributes(page: PageData, text: VisibleText, scale: _Scale) -> Iterator[_SeenDate]:
    """Yield full dates in attributes of elements that show them in short: ``<abbr title="2024-04-03">today</abbr>``."""
    dated = (element for element in text.marked(_is_dated) if element.tag not in ("time", "abbr"))
    elements = list(islice(chain(page.root.iter("abbr"), dated), _MAX_ATTRIBUTES))
    for name in _ATTRIBUTES_WITH_DATE:
        for element in elements:
            value = element.get(name) or ""
            if _YEAR_OR_UNIX.match(value.strip()) and not text.is_elsewhere(element):
                yield from scale.weighed(value, class_and_id(element), _TIME_ELEMENT_WEIGHT)


_ATTRIBUTES_WITH_DATE = (
    "title",
    "datetime",
    "data-date",
    "data-datetime",
    "data-time",
    "data-timestamp",
    "data-published",
    "data-publish-date",
    "data-utc-date",
)


def _dates_with_year(text: VisibleText, scale: _Scale) -> Iterator[_SeenDate]:
    asked: set[HtmlElement] = set()
    for place in islice(_places_with_year(text), MAX_ELEMENTS):
        node = text.nodes[place]
        element = _marked_around(node)
        line = line_of(element) if element is not None else ""
        if element is None or not line:
            if _DATE_LIKE.search(node.text) or _SHORT_DATE.search(node.text):
                before = text.nodes.texts[place - 1] if place else ""
                label = before if len(before) < _MAX_LABEL_CHARACTERS else ""
                seen = scale.weighed(node.text, label, 0)
                yield from (one._replace(place=place, is_marked=False) for one in seen)
        elif element not in asked:
            asked.add(element)
            seen = scale.weighed(line, class_and_id(element), _MARKED_WEIGHT)
            yield from (one._replace(place=place) for one in seen)


def _places_with_year(text: VisibleText) -> Iterator[int]:
    """Yield the indices of the text nodes that may hold a date."""
    short = {
        place for place in text.places_of(_SHORT_DATE) if len(text.nodes.texts[place]) < _MAX_SHORT_DATE_CHARACTERS
    }
    for place in sorted({*text.places("20"), *text.places("19"), *short}):
        node = text.nodes[place]
        has_year = place in short or _YEAR.search(node.text)
        if has_year and len(node.text) < MAX_LINE_CHARACTERS and text.is_own(node):
            yield place


def _marked_around(node: TextNode) -> HtmlElement | None:
    """Return the innermost element around a text node that calls itself a date."""
    for element in islice(elements_around(node), MAX_LINE_DEPTH):
        if _is_dated(element.get("class") or "") or _is_dated(element.get("id") or ""):
            return element
    return None


def _marked_dates(text: VisibleText, scale: _Scale) -> Iterator[_SeenDate]:
    """Yield dates without a year, and relative ones: believed only where an element says that it holds a date."""
    for element in islice(text.marked(_is_dated), 4 * MAX_ELEMENTS):
        if not text.is_elsewhere(element):
            yield from scale.weighed(line_of(element), class_and_id(element), _MARKED_WEIGHT)


def _url_date(page: PageData, clock: Clock) -> FoundDate | None:
    found = _URL_DATE.search(page.url[:_MAX_URL_CHARACTERS])
    if not found:
        return None
    year, month, day = (found[name] or found[name + "2"] for name in "ymd")
    date = _read_date(f"{year}-{month}-{day}", clock)
    return date._replace(written=found[0]) if date else None


# Class names repeat within a page and a site.
@lru_cache(maxsize=16384)
def _is_dated(names: str) -> bool:
    return _DATED_MARK.search(names[:300].lower()) is not None
