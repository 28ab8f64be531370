"""Dates as news sites write them, in five languages and the commonest forms of more, read without a clock of our own.

A date is a *day form* (``2024-04-03``, ``3. April 2024``, ``令和6年4月3日``), perhaps with a *clock form* beside it
(``14:05``, ``下午2点05分``, ``2:05 pm EDT``) and a zone; or it is relative (``3 days, 4 hours ago``, ``昨天 18:20``).
Each form is one line of a table; the words stand in ``tables/date_words.txt``. ISO 8601, RFC 3339, RFC 5322 and C's
``asctime`` come out of the same tables.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from importlib.resources import files
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

# Before that a date on a web page is a default, a joke, or the date of what the article is about.
EARLIEST_YEAR = 1995
# What is known of a moment: an instant, only its day, or not even that ("2 months ago").
Precision = Literal["time", "day", "about"]

_MAX_CHARACTERS = 2000  # of a text that are searched; chosen by hand
_MAX_AHEAD = timedelta(days=1)  # by which a date may lie after ``now``: clocks and zones differ
_MAX_ZONE_OFFSET = timedelta(hours=14)  # from UTC: the largest there is


def _read_words() -> dict[str, dict[str, str]]:
    """Return for each kind of word in the table what each of its words means; words are in small letters."""
    words: dict[str, dict[str, str]] = {}
    for row in files("newscrawl.text.tables").joinpath("date_words.txt").read_text("utf-8").splitlines():
        if not row.startswith("#"):
            kind, meaning, listed = row.split("\t")
            meanings = words.setdefault(kind, {})
            meanings |= {word.replace("_", " ").lower(): meaning for word in listed.split()}
    return words


_WORDS = _read_words()
_MONTHS = {word: int(month) for kind in ("month-with-year", "month") for word, month in _WORDS[kind].items()}
_HALVES = _WORDS["half"]  # of the day that a clock means: am, pm or noon
_ZONES = _WORDS["zone"]
_UNITS = _WORDS["unit"]
_NUMBERS = {word: float(number) for word, number in _WORDS["number"].items()}
_DAYS_AGO = {word: int(days) for word, days in _WORDS["days-ago"].items()}
_ERAS = {word: int(year) for word, year in _WORDS["era"].items()}
# 晚上8点 is 20:00, and 晚上20点 is 20:00, too; 中午1点 is 13:00, but 中午11点 is 11:00.
_SHIFTED_BEFORE_HOUR = {"am": 0, "pm": 12, "noon": 3}
_UNIT_DAYS = {"months": 30, "years": 365}  # a page that says "2 months ago" has no better idea
_UNIT_PRECISION: dict[str, Precision] = {
    "seconds": "time",
    "minutes": "time",
    "hours": "time",
    "days": "day",
    "weeks": "about",
    "months": "about",
    "years": "about",
}


class FoundDate(NamedTuple):
    """A moment (aware, UTC) and the characters of the page that say so.

    ``day`` is the day on the site's own clock, and ``precision`` what is known of the moment. Of a bare day the moment
    is its first, on that clock. A time that is written in UTC is put on the site's clock, any other is left on its own.
    """

    moment: datetime
    written: str
    day: date
    precision: Precision = "time"

    @property
    def instant(self) -> datetime:
        """What is stored: the moment, and for a bare day its first moment in UTC, so that it is that day everywhere."""
        return datetime.combine(self.day, time(), UTC) if self.precision == "day" else self.moment


class _Day(NamedTuple):
    year: int
    month: int
    day: int


class _Clock(NamedTuple):
    hour: int = 0
    minute: int = 0
    second: int = 0
    microsecond: int = 0


class _Reading(NamedTuple):
    """What one candidate says: local time, its zone if it is written, and where it stands."""

    local: datetime
    zone: tzinfo | None
    start: int
    end: int
    precision: Precision


def _any(words: Iterable[str]) -> str:
    """Return an alternation of words, longest first, so that ``seconds`` is not read as ``sec``.

    Words of one first letter share a branch, and a place with none of these letters is passed over at once: hundreds
    of branches would be tried at every place of a text.
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests.setdefault(re.escape(word[0]), []).append(re.escape(word[1:]).replace(r"\ ", r"\s"))
    branches = (f"{first}(?:{'|'.join(found)})" for first, found in rests.items())
    return f"(?=[{''.join(rests)}])(?:{'|'.join(branches)})"


# Small letters of the alphabets in which the table has words.
_LETTER = "a-zà-ÿšžğışřůőűα-ωά-ώа-яёіїєґ"
_MONTH = f"(?P<month>{_any(_MONTHS)})"
_MONTH_ALONE = f"(?P<month>{_any(_WORDS['month'])})"
_YEAR = r"(?<!\d)(?P<year>(?:19|20)\d{2})"
_MONTH_NUMBER = r"(?P<month>1[0-2]|0?[1-9])"
_DAY_NUMBER = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_TWO_DIGIT_MONTH = "(?P<month>0[1-9]|1[0-2])"
_TWO_DIGIT_DAY = r"(?P<day>0[1-9]|[12]\d|3[01])"
_WEEKDAY = f"(?:{_any(_WORDS['weekday'])})"
_NO_WORD_BEFORE = "(?<![a-z\\d])"
_ERA = f"(?P<era>{_any(_ERAS)})"
_HAN_VALUES = {sign: value for value, signs in enumerate("〇○零 一 二 三 四 五 六 七 八 九".split()) for sign in signs}
_HAN_DIGITS = "".join(_HAN_VALUES)
_HAN_DAY = "(?:三十|卅)一?|(?:二十|廿|十)[一二三四五六七八九]?|[一二三四五六七八九]"

# What a text must hold for a form to be looked for in it: to look for these is quick, and few texts hold many.
_DIGIT = re.compile(r"\d")
_NUMERAL = re.compile(r"\d|年[一二三四五六七八九十]")
_YEAR_NUMBER = re.compile(r"(?:19|20)\d\d")
_MONTH_WORD = re.compile(f"(?<![{_LETTER}])(?:{_any(_MONTHS)})", re.IGNORECASE)
_MONTH_SIGN = re.compile("[月월]")
_VIETNAMESE_MONTH = re.compile(r"\stháng\s", re.IGNORECASE)
_PARTED_NUMBERS = re.compile(r"\d[-/.]\d")
_ERA_SIGN = re.compile(_any(_ERAS), re.IGNORECASE)


class _Forms(NamedTuple):
    """Patterns of days; each is tried if the text has what the one of ``needed`` with its number looks for."""

    needed: tuple[re.Pattern[str], ...]
    forms: tuple[tuple[int, re.Pattern[str]], ...]


def _forms(*forms: tuple[re.Pattern[str], str]) -> _Forms:
    needed = list(dict.fromkeys(first for first, _ in forms))
    return _Forms(
        tuple(needed), tuple((needed.index(first), re.compile(pattern, re.IGNORECASE)) for first, pattern in forms)
    )


_FULL_DAYS = _forms(
    # 2024-04-03  2024/4/3  2024.04.03  2024. 4. 3.
    (
        _YEAR_NUMBER,
        rf"{_YEAR}\s?(?P<mark>[-/.])\s?{_MONTH_NUMBER}\s?(?P=mark)\s?{_DAY_NUMBER}(?!\d|\.\d)",
    ),
    # 2024年4月3日  2024 年 04 月 03 日  2024년 4월 3일
    (_MONTH_SIGN, rf"{_YEAR}\s?[年년]\s?{_MONTH_NUMBER}\s?[月월]\s?{_DAY_NUMBER}\s?[日号號일]"),
    # 20240403  20240403T140500Z  20240403140500
    (
        _YEAR_NUMBER,
        rf"(?<![\d.])(?P<year>(?:19|20)\d{{2}}){_TWO_DIGIT_MONTH}{_TWO_DIGIT_DAY}"
        r"(?=\D|\d{6}(?!\d)|\d{4}(?!\d)|$)(?!\.\d)",
    ),
    # 03.04.2024  3. 4. 2024
    (_YEAR_NUMBER, rf"(?<![\d.]){_DAY_NUMBER}\.\s?{_MONTH_NUMBER}\.\s?(?P<year>(?:19|20)\d{{2}})(?!\d)"),
    # April 3, 2024  Apr. 3rd 2024  April 3, '24
    (
        _MONTH_WORD,
        rf"{_NO_WORD_BEFORE}{_MONTH}[.,]?\s{{0,3}}{_DAY_NUMBER}(?:st|nd|rd|th)?[,.\s]{{1,4}}"
        r"(?P<year>(?:19|20)\d{2}|['’]\d{2})(?!\d)",
    ),
    # 3 April 2024  3. April 2024  3rd of April, 2024  03-Apr-2024  03 Apr 24 14:05  3 April '24  1er avril 2024
    # 3 de abril de 2024  3 d'abril de 2024
    (
        _MONTH_WORD,
        rf"{_NO_WORD_BEFORE}{_DAY_NUMBER}(?:st|nd|rd|th|er|º|ª|\.)?[\s\xad-]{{0,3}}(?:(?:of|de|di)\s|d['’])?"
        rf"{_MONTH}[.,]?[\s,-]{{1,3}}(?:del?\s)?"
        r"(?P<year>(?:19|20)\d{2}(?!\d)|['’]\d{2}(?!\d)|\d{2}(?=\s\d{1,2}:))",
    ),
    # 2024. április 3.  2024 April 3
    (_MONTH_WORD, rf"{_YEAR}\.?\s{_MONTH}\.?\s{_DAY_NUMBER}(?![\d:])"),
    # 3 tháng 4 năm 2024  3 tháng 4, 2024
    (
        _VIETNAMESE_MONTH,
        rf"(?<!\d){_DAY_NUMBER}\stháng\s{_MONTH_NUMBER}(?:\snăm|,)\s(?P<year>(?:19|20)\d{{2}})(?!\d)",
    ),
    # 二〇二四年四月三日  二○二四年十月廿五日
    (
        _MONTH_SIGN,
        rf"(?P<year>[一二][{_HAN_DIGITS}]{{3}})年(?P<month>十[一二]?|[一二三四五六七八九])月(?P<day>{_HAN_DAY})[日号號]",
    ),
    # 民國一一三年四月三日  令和六年四月三日
    (
        _ERA_SIGN,
        rf"{_ERA}(?P<year>[{_HAN_DIGITS}十百]{{1,6}})年(?P<month>十[一二]?|[一二三四五六七八九])月"
        rf"(?P<day>{_HAN_DAY})[日号號]",
    ),
    # Apr  3 14:05:00 2024 (asctime; the clock is found inside)
    (
        _MONTH_WORD,
        rf"{_NO_WORD_BEFORE}{_MONTH}\s{{1,2}}{_DAY_NUMBER}\s(?P<clock>\d{{1,2}}:\d{{2}}(?::\d{{2}})?)\s"
        r"(?:(?P<zone>[A-Z]{2,4}|[+-]\d{4})\s)?(?P<year>(?:19|20)\d{2})(?!\d)",
    ),
    # 令和6年4月3日  平成元年…  民國113年4月3日  R6.4.3
    (
        _ERA_SIGN,
        rf"(?<![a-z]){_ERA}\s?(?P<year>\d{{1,3}}|元)\s?[年./-]\s?{_MONTH_NUMBER}\s?[月./-]\s?{_DAY_NUMBER}(?!\d)日?",
    ),
    # 113年4月3日, as Taiwan counts without a word
    (_MONTH_SIGN, rf"(?<![\d國国])(?P<taiwan>1[0-4]\d)\s?年\s?{_MONTH_NUMBER}\s?月\s?{_DAY_NUMBER}\s?日"),
    # 113/04/03
    (_PARTED_NUMBERS, rf"(?<![\d./-])(?P<taiwan>1[0-4]\d)/{_TWO_DIGIT_MONTH}/{_TWO_DIGIT_DAY}(?![\d/])"),
    # 24年4月3日
    (
        _MONTH_SIGN,
        rf"(?<![\d和成国國R])(?<![和成国國]\s)(?P<year>\d{{2}})\s?年\s?{_MONTH_NUMBER}\s?月\s?{_DAY_NUMBER}\s?日",
    ),
    # 03.04.24 (DIN 5008: day, month, year)
    # 3 Apr 24 or 03-Apr-24, with nothing behind it that would make the number another
    (
        _MONTH_WORD,
        rf"(?<![\d.:/-]){_DAY_NUMBER}(?P<gap>[ -]){_MONTH_ALONE}(?P=gap)(?P<year>\d{{2}})(?=\s?(?:\Z|[|,;)\n]))",
    ),
    (_PARTED_NUMBERS, rf"(?<![\d.,:/-]){_TWO_DIGIT_DAY}\.{_TWO_DIGIT_MONTH}\.(?P<year>\d{{2}})(?!\d|[.,]\d)"),
)
# Day and month in an order that only the country tells: 04/03/2024 is the American one unless that is
# impossible or a word beside it is of a language that names the day first, 03-04-2024 the European one.
_EITHER_ORDER = re.compile(
    r"(?<![\d/-])(?P<first>\d{1,2})(?P<mark>[/-])(?P<second>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d{2})(?!\d)"
)
# 04/25/24 and 25/04/24: with a year of two digits only where one number can be no month.
_EITHER_ORDER_SHORT = re.compile(
    r"(?<![\d./-])(?:(?P<month>0[1-9]|1[0-2])/(?P<day>1[3-9]|2\d|3[01])"
    r"|(?P<day_first>1[3-9]|2\d|3[01])/(?P<month_second>0[1-9]|1[0-2]))/(?P<year>\d{2})(?![\d/])"
)

_YEARLESS_DAYS = _forms(
    (_MONTH_SIGN, rf"(?<![年년\d])(?<![年년]\s){_MONTH_NUMBER}\s?[月월]\s?{_DAY_NUMBER}\s?[日号號일]"),
    (
        _MONTH_WORD,
        rf"{_NO_WORD_BEFORE}{_MONTH_ALONE}\.?\s{{1,2}}{_DAY_NUMBER}(?:st|nd|rd|th)?"
        r"(?!,?\s?(?:\d{4}|['’]\d{2})|[\d:])",
    ),
    (
        _MONTH_WORD,
        rf"(?<![\d.]){_DAY_NUMBER}(?:st|nd|rd|th|\.)?\s{{1,2}}(?:de\s)?{_MONTH_ALONE}(?![{_LETTER}]|[.,]?\s?(?:del?\s)?\d{{4}})",
    ),
    (
        _PARTED_NUMBERS,
        rf"(?<![\d.:/-]){_MONTH_NUMBER}[-/](?P<day>3[01]|[12]\d|0?[1-9])(?![\d/.-])(?P<needs_clock>)",
    ),
    (_PARTED_NUMBERS, rf"(?<![\d.:/-]){_DAY_NUMBER}\.{_MONTH_NUMBER}\.(?!\d)(?P<needs_clock>)"),
)

_HALF = f"(?:(?P<half>{_any(_HALVES)})\\s?)?"
_CLOCKS = tuple(
    re.compile(_HALF + pattern, re.IGNORECASE)
    for pattern in (
        # 14:05  14:05:33.250  2:05 pm  14:05 Uhr
        r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?!\d)(?::(?P<second>\d{2})(?!\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
        r"(?:\s?(?P<after>[ap])\.?m\b\.?)?(?:\sUhr)?",
        # 14時05分  14时  下午2点05  오후 2시 5분 33초
        r"(?P<hour>\d{1,2})\s?[时時시点點]\s?(?:(?P<minute>\d{1,2})(?:\s?[分분](?:\s?(?P<second>\d{1,2})\s?[秒초])?)?)?",
        # 2 pm  2.05 p.m.
        r"(?P<hour>\d{1,2})(?:[.](?P<minute>\d{2}))?\s?(?P<after>[ap])\.?m\b\.?",
        # 14.05 Uhr  14 Uhr
        r"(?P<hour>\d{1,2})(?:[.](?P<minute>\d{2}))?\s?Uhr\b",
        # 14h05  14 h 05  14 heures
        r"(?P<hour>\d{1,2})\s?(?:h\s?(?P<minute>\d{2})(?!\d)|heures\b)",
        # 14.05 GMT, and ore 14.05, kl. 14.05, klo 14.05
        rf"(?P<hour>\d{{1,2}})\.(?P<minute>\d{{2}})(?=\s(?:{_any(_ZONES)})(?![a-z]))",
        r"(?:kl\.?|klo|alle(?:\sore)?|ore|om)\s(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?![\d.])",
        # the T140500 of ISO's basic form: the last one, see _SPACED_CLOCKS
        r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?!\d)",
    )
)
_SPACED_CLOCKS = _CLOCKS[:-1]
# What may stand between a day and its clock.
_GAP = re.compile(
    rf"(?>(?:[\s,，、.|•·/()（）\[\]–—-]|{_WEEKDAY}\.?(?=[\s,)）\]])|(?:{_any(_WORDS['between'])})(?=[\s,.])){{0,6}})",
    re.IGNORECASE,
)
_ISO_T = re.compile("T(?=\\d)", re.IGNORECASE)
_BEFORE_DAY = re.compile(
    rf"(?<=[\dmr.分분秒초时時시点點])\s?(?P<zone>[A-Z]{{1,4}}\b|[+-]\d{{2}}:?\d{{2}})?[\s,|•·–—-]{{0,3}}(?:on\s)?(?:{_WEEKDAY}[.,]?)?[\s,|]{{0,3}}",
    re.IGNORECASE,
)
_WEEKDAY_AT_END = re.compile(rf"(?<![^\s(（]){_WEEKDAY}[.,]?\s?\Z", re.IGNORECASE)
_MAX_CLOCK_DISTANCE = 48  # characters before a day in which its clock may stand; chosen by hand
_MAX_CHARACTERS_BEFORE_CLOCK = 12  # behind a day: the half of the day that a clock means, and its first digit; by hand
_ZONE = re.compile(
    r"\s{0,2}\(?(?:(?:UTC|GMT)?\s?(?P<sign>[+−-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?![\d:])"
    rf"|(?P<name>{_any(_ZONES)})(?![a-z]))",
    re.IGNORECASE,
)

# "3 days", "一个半小时", "half an hour", "2,5 Stunden": a number in digits or words, perhaps a half, and a unit.
_COUNT = (
    r"(?:(?P<digits>\d{1,4}(?:[.,]\d)?)"
    rf"|(?P<number>(?:a\s)?(?:{_any(_NUMBERS)}))(?=[\s个個か]|(?P<half_after>[半반])|[^{_LETTER}\s])(?:\sof)?)"
)
_HALF_WORD = rf"(?:{_any(_WORDS['half-word'])})"
_AMOUNT = (
    rf"(?:(?P<half>{_HALF_WORD})\s?(?:(?:an?|one)\s)?|(?:eine[mr]?\s)(?P<german_half>halben?)\s"
    rf"|{_COUNT}\s?(?P<and_half>(?:个|個|か)?半|and\sa\shalf\s)?\s?)"
    rf"(?P<unit>{_any(_UNITS)})(?![{_LETTER}])\.?(?P<half_behind>\sand\sa\shalf|半|반)?"
)
_UNNAMED_AMOUNT = re.sub(r"\?P<\w+>", "?:", _AMOUNT)
_AMOUNTS = rf"(?P<amounts>{_UNNAMED_AMOUNT}(?:[\s,と]{{0,2}}(?:and\s|und\s)?{_UNNAMED_AMOUNT}){{0,3}})"
_ONE_AMOUNT = re.compile(rf"(?<!\d){_AMOUNT}", re.IGNORECASE)
_AGO = re.compile(
    rf"(?<![\d.{_LETTER}]){_AMOUNTS}\s?(?:{_any(_WORDS['ago-after'])})(?<!ago(?=[{_LETTER}]))", re.IGNORECASE
)
_AGO_BEFORE = re.compile(rf"\b(?:{_any(_WORDS['ago-before'])})\s{_AMOUNTS}(?![{_LETTER}])", re.IGNORECASE)
_DAY_WORD = re.compile(rf"(?<![{_LETTER}])(?P<word>{_any(_DAYS_AGO)})(?![{_LETTER}])", re.IGNORECASE)
_NOW_WORD = re.compile(_any(_WORDS["now"]), re.IGNORECASE)
# One of them stands in every relative date.
_RELATIVE_WORD = re.compile(
    rf"(?<![{_LETTER}])(?:{_any((*_WORDS['ago-before'], *_WORDS['ago-after'], *_DAYS_AGO, *_WORDS['now']))})",
    re.IGNORECASE,
)
_DAY_FIRST_WORD = re.compile(rf"(?<![{_LETTER}])(?:{_any(_WORDS['day-first'])})(?![{_LETTER}])", re.IGNORECASE)
_CLOCK_ONLY = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})")

_ZONE_AT_END = re.compile(r"(?<=\d)\s?+(?:Z|[+-]\d{2}:?+\d{2}|[A-Z]{2,4})\s*+\Z")
_UNIX = re.compile(r"(?P<seconds>\d{9,10})(?:\.\d{1,9})?|(?P<milliseconds>\d{12,13})")
_MAX_UNIX_CHARACTERS = 48  # white space and all; by hand
# RFC 3339
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)

# One to one, so that places in the folded text are places in the text as written.
_UNFOLDED = "０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९：．／－−–\u00a0\u3000\u202f\u2009"
_ANY_UNFOLDED = re.compile(f"[{_UNFOLDED}]")
_FOLDED = str.maketrans(_UNFOLDED, "0123456789" * 4 + ":./---    ")


def parse_date(
    text: str, *, timezone: str | tzinfo = "UTC", now: datetime | None = None, day_first: bool = False
) -> datetime | None:
    """Return the first date in ``text`` as an aware UTC time, or ``None`` if there is none worth believing.

    ``timezone`` (an IANA name or a ``tzinfo``) is the clock of dates that name no zone. ``now`` is when the
    page was fetched: only with it are relative dates (``3小时前``) and dates without a year read, and dates more
    than a day after it refused; the computer's clock is never looked at. Dates before ``EARLIEST_YEAR`` are
    refused. A text that is a number of nine digits or more is Unix time in seconds or milliseconds. With ``day_first``,
    ``04/03/2024`` is the fourth of March.

    >>> parse_date("2024年4月3日 下午2:05", timezone="Asia/Shanghai")
    datetime.datetime(2024, 4, 3, 6, 5, tzinfo=datetime.timezone.utc)
    """
    found = read_date(text, timezone=timezone, now=now, day_first=day_first)
    return found.moment if found else None


def read_date(
    text: str, *, timezone: str | tzinfo = "UTC", now: datetime | None = None, day_first: bool = False
) -> FoundDate | None:
    """Do what ``parse_date`` does, and tell the day and what is known of the moment, too.

    >>> read_date("2024-04-23", timezone="Europe/Berlin").day
    datetime.date(2024, 4, 23)
    """
    unix = _UNIX.fullmatch(text.strip()) if len(text) < _MAX_UNIX_CHARACTERS else None
    if unix:
        return _from_unix(unix, _zone_info(timezone), now)
    return find_date(text, timezone=timezone, now=now, day_first=day_first)


def find_date(
    text: str, *, timezone: str | tzinfo = "UTC", now: datetime | None = None, day_first: bool = False
) -> FoundDate | None:
    """Return the first believable date in ``text`` as written there; arguments as in ``parse_date``.

    >>> find_date("来源：示例网 2024-04-03 14:05 阅读 12").written
    '2024-04-03 14:05'
    """
    zone = _zone_info(timezone)
    if plain := _read_iso(text, zone, now):
        return plain
    text = text[:_MAX_CHARACTERS]
    first: FoundDate | None = None
    place = len(text)
    for reading in _readings(_fold(text), zone, now, day_first=day_first):
        if reading.start < place and (found := _believed(reading, text, zone, now)):
            first, place = found, reading.start
        if place == 0:
            break
    return first


def find_dates(
    text: str, *, timezone: str | tzinfo = "UTC", now: datetime | None = None, day_first: bool = False
) -> list[FoundDate]:
    """Return all believable dates in ``text`` in order, none inside another; arguments as in ``parse_date``.

    >>> [found.day.isoformat() for found in find_dates("Updated: May 1, 2024 / Published: April 3, 2024")]
    ['2024-05-01', '2024-04-03']
    """
    zone = _zone_info(timezone)
    text = text[:_MAX_CHARACTERS]
    dates: list[FoundDate] = []
    end = 0
    for reading in sorted(
        _readings(_fold(text), zone, now, day_first=day_first), key=lambda one: one.start
    ):  # stable: the fullest first
        if reading.start >= end and (found := _believed(reading, text, zone, now)):
            dates.append(found)
            end = reading.end
    return dates


def without_weekday(text: str) -> str:
    """Return ``text`` without the name of a weekday at its end, as it stands before a date: ``By Jane Roe Monday,``."""
    return _WEEKDAY_AT_END.sub("", text)


def written_day(written: str, moment: datetime) -> date:
    """Return the day that ``written`` names for ``moment``: the site's own, where UTC may have another.

    >>> written_day("2024-01-23T23:15:00-05:00", parse_date("2024-01-23T23:15:00-05:00"))
    datetime.date(2024, 1, 23)
    """
    there = parse_date(_ZONE_AT_END.sub("", written), now=moment)
    return there.date() if there and abs(there - moment) <= _MAX_ZONE_OFFSET else moment.date()


def _zone_info(timezone: str | tzinfo) -> tzinfo:
    return ZoneInfo(timezone) if isinstance(timezone, str) else timezone


def _fold(text: str) -> str:
    return text.translate(_FOLDED) if _ANY_UNFOLDED.search(text) else text


def _read_iso(text: str, zone: tzinfo, now: datetime | None) -> FoundDate | None:
    """Read what most data in pages are, quicker than by the forms, which read it no differently."""
    if not _ISO.fullmatch(text):
        return None
    try:
        stated = datetime.fromisoformat(text)
    except ValueError:
        return None
    reading = _Reading(stated.replace(tzinfo=None), stated.tzinfo, 0, len(text), "time")
    return _believed(reading, text, zone, now)


def _readings(text: str, zone: tzinfo, now: datetime | None, *, day_first: bool) -> Iterator[_Reading]:
    """Yield every candidate; of those that start at one place the fullest comes first."""
    has_digit = _NUMERAL.search(text) is not None
    if has_digit:
        for found in _days(_FULL_DAYS, text):
            yield from _dated(text, found, _full_day(found), zone)
        if _PARTED_NUMBERS.search(text):
            for form in (_EITHER_ORDER, _EITHER_ORDER_SHORT):
                for found in form.finditer(text):
                    yield from _dated(text, found, _ordered(found, day_first=day_first), zone)
    if now is None:
        return
    local_now = _aware(now).astimezone(zone).replace(tzinfo=None)
    if _RELATIVE_WORD.search(text):
        yield from _relative(text, local_now)
    if has_digit:
        for found in _days(_YEARLESS_DAYS, text):
            yield from _yearless(text, found, local_now, zone)
        clock = _CLOCK_ONLY.fullmatch(text.strip())
        if clock:
            yield from _on_day(text, text.index(clock[0]), 0, _Day(*local_now.timetuple()[:3]), zone)


def _days(forms: _Forms, text: str) -> Iterator[re.Match[str]]:
    is_there = [needed.search(text) is not None for needed in forms.needed]
    for needed, form in forms.forms:
        if is_there[needed]:
            yield from form.finditer(text)


def _full_day(found: re.Match[str]) -> _Day:
    groups = found.groupdict()
    month, day = _month(found["month"]), _number(found["day"])
    if groups.get("taiwan"):
        return _Day(_ERAS["民國"] + int(groups["taiwan"]), month, day)
    if groups.get("era"):
        year = 1 if groups["year"] == "元" else _number(groups["year"])
        return _Day(_ERAS[groups["era"].lower()] + year, month, day)
    return _Day(_full_year(groups["year"]), month, day)


def _full_year(written: str) -> int:
    year = _number(written.lstrip("'’"))
    return year + (0 if year > 99 else 1900 if year > 68 else 2000)  # POSIX draws the line at 68


def _ordered(found: re.Match[str], *, day_first: bool) -> _Day:
    groups = found.groupdict()
    year = _full_year(groups["year"])
    if "first" not in groups:
        return _Day(year, int(groups["month"] or groups["month_second"]), int(groups["day"] or groups["day_first"]))
    first, second = int(groups["first"]), int(groups["second"])
    is_american = groups["mark"] == "/" and not day_first and not _DAY_FIRST_WORD.search(found.string)
    month_first = second > 12 or (is_american and first <= 12)
    return _Day(year, first, second) if month_first else _Day(year, second, first)


def _month(written: str) -> int:
    name = " ".join(written.lower().split())
    return _MONTHS[name] if name in _MONTHS else _number(written)


def _number(written: str) -> int:
    """Return what digits or Han numerals say, place by place (二〇二四) or with tens and hundreds (一百一十三)."""
    if written.isascii():
        return int(written)
    value = 0
    part = -1  # digits since the last ten or hundred; -1 for none
    for sign in written.replace("廿", "二十").replace("卅", "三十"):
        if sign in _HAN_VALUES:
            part = max(part, 0) * 10 + _HAN_VALUES[sign]
        else:
            value += (1 if part < 0 else part) * (100 if sign == "百" else 10)
            part = -1
    return value + max(part, 0)


def _dated(text: str, found: re.Match[str], day: _Day, zone: tzinfo) -> Iterator[_Reading]:
    inner = found.groupdict().get("clock")
    if inner is None:
        yield from _on_day(text, found.start(), found.end(), day, zone)
        return
    local = _combined(day, _clock(_CLOCKS[0].match(inner)))
    if local:
        written_zone = _ZONE.match(found["zone"]) if found["zone"] else None
        yield _Reading(local, _zone(written_zone, local, zone), found.start(), found.end(), "time")


def _yearless(text: str, found: re.Match[str], now: datetime, zone: tzinfo) -> Iterator[_Reading]:
    month, day = _month(found["month"]), int(found["day"])
    # The latest such day that is not in the future.
    for year in (now.year + 1, now.year, now.year - 1):
        local = _combined(_Day(year, month, day), _Clock())
        if local and local <= now + _MAX_AHEAD:
            break
    for reading in _on_day(text, found.start(), found.end(), _Day(year, month, day), zone):
        whole = text.strip() == found[0]
        if whole or "needs_clock" not in found.groupdict() or reading.end - reading.start > len(found[0]):
            yield reading


def _on_day(text: str, start: int, end: int, day: _Day, zone: tzinfo) -> Iterator[_Reading]:
    """Yield ``day`` with the clock that stands after it, or else before it, or else at midnight."""
    after = _clock_after(text, max(start, end))
    if after:
        local = _combined(day, _clock(after))
        if local:
            written_zone = _ZONE.match(text, after.end())
            yield _Reading(
                local,
                _zone(written_zone, local, zone),
                start,
                written_zone.end() if written_zone else after.end(),
                "time",
            )
            return
    before = _clock_before(text, start) if end else None
    if before:
        clock, written = before
        local = _combined(day, _clock(clock))
        if local:
            written_zone = _ZONE.match(written) if written else None
            first = start - (clock.endpos - clock.start())
            yield _Reading(local, _zone(written_zone, local, zone), first, end, "time")
            return
    local = _combined(day, _Clock())
    if local and end:
        yield _Reading(local, None, start, end, "day")


def _clock_after(text: str, end: int) -> re.Match[str] | None:
    glue = _ISO_T.match(text, end) or _GAP.match(text, end)
    place = glue.end() if glue else end
    if not _DIGIT.search(text, place, place + _MAX_CHARACTERS_BEFORE_CLOCK):
        return None
    glued = place == end or text[place - 1] in "Tt"
    return next(filter(None, (form.match(text, place) for form in (_CLOCKS if glued else _SPACED_CLOCKS))), None)


def _clock_before(text: str, start: int) -> tuple[re.Match[str], str | None] | None:
    """Return the clock of ``14:05 EDT, Wed April 3, 2024``, whose day begins at ``start``, and its zone."""
    first = max(0, start - _MAX_CLOCK_DISTANCE)
    if not _DIGIT.search(text, first, start):
        return None
    for form in _SPACED_CLOCKS:
        for clock in form.finditer(text, first, start):
            bridge = _BEFORE_DAY.fullmatch(text, clock.end(), start)
            if bridge:
                return clock, bridge["zone"]
    return None


def _clock(found: re.Match[str] | None) -> _Clock | None:
    if found is None:
        return None
    groups = found.groupdict()
    hour, minute, second = (int(groups.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (groups.get("half") or "").lower() or (groups["after"].lower() + "m" if groups.get("after") else "")
    half = _HALVES.get(half, "")
    if hour < _SHIFTED_BEFORE_HOUR.get(half, 0):
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    fraction = (groups.get("fraction") or "")[:6].ljust(6, "0")
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute):
        return None
    return _Clock(hour, minute, min(second, 59), int(fraction))


def _combined(day: _Day, clock: _Clock | None) -> datetime | None:
    """Return local time without zone; ``None`` for 31 February and 25:00. 24:00 is the next day's start."""
    if clock is None:
        return None
    try:
        return datetime(day.year, day.month, day.day, clock.hour % 24, *clock[1:]) + timedelta(days=clock.hour // 24)
    except (ValueError, OverflowError):
        return None


def _zone(found: re.Match[str] | None, local: datetime, home: tzinfo) -> tzinfo | None:
    if found is None:
        return None
    if found["name"] is None:
        minutes = int(found["hours"]) * 60 + int(found["minutes"] or 0)
        return timezone(timedelta(minutes=-minutes if found["sign"] != "+" else minutes)) if minutes < 24 * 60 else None
    name = found["name"].lower()
    if name == "cst" and home.utcoffset(local) == timedelta(hours=8):
        return home  # China Standard Time, not the American one
    place = _ZONES[name]
    return ZoneInfo(place) if "/" in place else timezone(timedelta(minutes=int(place)))


def _relative(text: str, now: datetime) -> Iterator[_Reading]:
    for form in (_AGO, _AGO_BEFORE):
        for found in form.finditer(text):
            yield from _ago(found, now)
    for found in _DAY_WORD.finditer(text):
        past = now - timedelta(days=_DAYS_AGO[" ".join(found["word"].lower().split())])
        after = _clock_after(text, found.end())
        local = _combined(_Day(past.year, past.month, past.day), _clock(after) or _Clock())
        if local:
            if found["word"].endswith("晚") and 0 < local.hour < 12:  # 昨晚8点: the word says which half of the day
                local += timedelta(hours=12)
            end = after.end() if after else found.end()
            yield _Reading(local, None, found.start(), end, "time" if after else "day")
    for found in _NOW_WORD.finditer(text):
        yield _Reading(now, None, found.start(), found.end(), "time")


def _ago(found: re.Match[str], now: datetime) -> Iterator[_Reading]:
    """Yield the moment that lies all amounts of ``found`` before ``now``; as precise as the smallest unit."""
    past = timedelta()
    unit = ""
    for amount in _ONE_AMOUNT.finditer(found["amounts"]):
        unit = _UNITS[amount["unit"].lower()]
        count = _count(amount)
        days = _UNIT_DAYS.get(unit)
        past += timedelta(days=days * count) if days else timedelta(**{unit: count})
    if unit:
        try:
            yield _Reading(now - past, None, found.start(), found.end(), _UNIT_PRECISION[unit])
        except OverflowError:
            return


def _count(amount: re.Match[str]) -> float:
    groups = amount.groupdict()
    if groups["half"] or groups["german_half"]:
        return 0.5
    half = 0.5 if groups["and_half"] or groups["half_behind"] else 0.0
    if groups["digits"]:
        return float(groups["digits"].replace(",", ".")) + half
    number = groups["number"].lower()
    return (_NUMBERS.get(number) or _NUMBERS[number.removeprefix("a").lstrip()]) + half


def _from_unix(found: re.Match[str], zone: tzinfo, now: datetime | None) -> FoundDate | None:
    seconds = int(found["seconds"]) if found["seconds"] else int(found["milliseconds"]) / 1000
    local = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    return _believed(_Reading(local, UTC, found.start(), found.end(), "time"), found.string.strip(), zone, now)


def _believed(reading: _Reading, text: str, home: tzinfo, now: datetime | None) -> FoundDate | None:
    moment = reading.local.replace(tzinfo=reading.zone or home)
    if not EARLIEST_YEAR <= moment.year <= 2099 or (now is not None and moment > _aware(now) + _MAX_AHEAD):
        return None
    return FoundDate(
        moment.astimezone(UTC), text[reading.start : reading.end], _local_day(moment, home), reading.precision
    )


def _local_day(moment: datetime, home: tzinfo) -> date:
    """Return the day of ``moment`` on the site's clock; midnight in UTC stands for a bare day."""
    is_utc = moment.utcoffset() == timedelta() and moment.time() != time()
    return (moment.astimezone(home) if is_utc else moment).date()


def _aware(now: datetime) -> datetime:
    return now if now.tzinfo else now.replace(tzinfo=UTC)
