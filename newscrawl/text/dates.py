"""Dates as news sites write them, in five languages, read without a clock of our own.

A date is a *day form* (``2024-04-03``, ``3. April 2024``, ``2024年4月3日``), perhaps with a *clock form* beside
it (``14:05``, ``下午2点05分``, ``2:05 pm EDT``) and a zone; or it is relative (``3 hours ago``, ``昨天 18:20``).
Each form is one line of a table. ISO 8601, RFC 3339, RFC 5322 and C's ``asctime`` come out of the same
tables.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

# Before that a date on a web page is a default, a joke, or the date of what the article is about.
EARLIEST_YEAR = 1995
_LONGEST = 2000  # characters that are searched
_FUTURE = timedelta(days=1)  # how far ahead of ``now`` a date may lie: clocks and zones differ

_MONTHS = (
    "january jan januar jänner jaenner",
    "february feb februar febr",
    "march mar märz maerz mär mrz",
    "april apr",
    "may mai",
    "june jun juni",
    "july jul juli",
    "august aug",
    "september sep sept",
    "october oct oktober okt",
    "november nov",
    "december dec dezember dez",
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so",
    "星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天",
    "周一 周二 周三 周四 周五 周六 周日 週一 週二 週三 週四 週五 週六 週日",
    "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 月 火 水 木 金 土 日",
    "월요일 화요일 수요일 목요일 금요일 토요일 일요일 월 화 수 목 금 토 일",
)

# Words that tell which half of the day a clock means.
_MORNING = frozenset({"上午", "凌晨", "早上", "早晨", "清晨", "午前", "오전", "am"})
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚间", "晚間", "夜间", "夜間", "午後", "오후", "pm"})
_NOON = frozenset({"中午"})
# 晚上8点 is 20:00, and 晚上20点 is 20:00, too; 中午1点 is 13:00, but 中午11点 is 11:00.
_FIRST_HOUR_NOT_SHIFTED = dict.fromkeys(_AFTERNOON, 12) | dict.fromkeys(_NOON, 3)

# RFC 5322 section 4.3 and what newsrooms write besides; minutes, or the place whose clock is meant.
_ZONES: dict[str, int | str] = {
    "z": 0,
    "ut": 0,
    "utc": 0,
    "gmt": 0,
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "bst": 60,
    "cet": 60,
    "cest": 120,
    "mez": 60,
    "mesz": 120,
    "ist": 330,
    "jst": 540,
    "kst": 540,
    "hkt": 480,
    "sgt": 480,
    "aest": 600,
    "aedt": 660,
}

_UNITS = {
    "seconds": "seconds second secs sec 秒钟 秒鐘 秒 초 sekunden sekunde",
    "minutes": "minutes minute mins min 分钟 分鐘 分 분 minuten",
    "hours": "hours hour hrs hr 个小时 個小時 小时 小時 時間 시간 stunden stunde h",
    "days": "days day 天 日 일 tagen tag d",
    "weeks": "weeks week 个星期 個星期 星期 周 週間 週 주 wochen woche",
    "months": "months month 个月 個月 か月 ヶ月 カ月 ケ月 개월 달 monaten monat",
    "years": "years year 年 년 jahren jahr",
}
_UNIT_DAYS = {"months": 30, "years": 365}  # a page that says "2 months ago" has no better idea
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_A_FEW = {"几": 3, "幾": 3, "数": 3, "数十": 30}
_ONE = frozenset({"a", "an", "one", "eine", "einem", "einer", "一"})

_DAYS_AGO = {
    "前天": 2,
    "昨天": 1,
    "昨日": 1,
    "yesterday": 1,
    "gestern": 1,
    "어제": 1,
    "今天": 0,
    "今日": 0,
    "today": 0,
    "heute": 0,
    "오늘": 0,
}
_JUST_NOW = ("刚刚", "剛剛", "たった今", "방금", "just now", "gerade eben")


class FoundDate(NamedTuple):
    """A moment (aware, UTC) and the characters of the page that say so."""

    moment: datetime
    written: str


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


def _any(words: str | tuple[str, ...] | dict[str, object] | frozenset[str]) -> str:
    """Alternation of words, longest first, so that ``seconds`` is not read as ``sec``."""
    listed = words.split() if isinstance(words, str) else words
    return "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))


_MONTH = f"(?P<month>{_any(' '.join(_MONTHS))})"
_YEAR = r"(?<!\d)(?P<year>(?:19|20)\d{2})"
_MONTH_NUMBER = r"(?P<month>1[0-2]|0?[1-9])"
_DAY_NUMBER = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_WEEKDAY = f"(?=[a-z星周週月火水木金土日월화수목금토일])(?:{_any(' '.join(_WEEKDAYS))})"
_NO_WORD_BEFORE = "(?<![a-z\\d])"

# What a text must hold for a form to be looked for in it: to look for these is quick, and few texts hold many.
_DIGIT = re.compile(r"\d")
_YEAR_NUMBER = re.compile(r"(?:19|20)\d\d")
_MONTH_WORD = re.compile(f"(?=[adfjmnos])(?:{_any(' '.join(_MONTHS))})", re.IGNORECASE)
_MONTH_SIGN = re.compile("[月월]")
_PARTED = re.compile(r"\d[-/.]\d")

_Forms = tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]


def _forms(*forms: tuple[re.Pattern[str], str]) -> _Forms:
    return tuple((needed, re.compile(pattern, re.IGNORECASE)) for needed, pattern in forms)


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
        r"(?<![\d.])(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
        r"(?=\D|\d{6}(?!\d)|\d{4}(?!\d)|$)(?!\.\d)",
    ),
    # 03.04.2024  3. 4. 2024
    (_YEAR_NUMBER, rf"(?<![\d.]){_DAY_NUMBER}\.\s?{_MONTH_NUMBER}\.\s?(?P<year>(?:19|20)\d{{2}})(?!\d)"),
    # April 3, 2024  Apr. 3rd 2024
    (
        _MONTH_WORD,
        rf"{_NO_WORD_BEFORE}{_MONTH}[.,]?\s{{0,3}}{_DAY_NUMBER}(?:st|nd|rd|th)?[,.\s]{{1,4}}"
        r"(?P<year>(?:19|20)\d{2})(?!\d)",
    ),
    # 3 April 2024  3. April 2024  3rd of April, 2024  03-Apr-2024  03 Apr 24 14:05
    (
        _MONTH_WORD,
        rf"{_NO_WORD_BEFORE}{_DAY_NUMBER}(?:st|nd|rd|th|\.)?[\s\xad-]{{0,3}}(?:of\s)?{_MONTH}[.,]?[\s,-]{{1,3}}"
        r"(?P<year>(?:19|20)\d{2}(?!\d)|\d{2}(?=\s\d{1,2}:))",
    ),
    # Apr  3 14:05:00 2024 (asctime; the clock is found inside)
    (
        _MONTH_WORD,
        rf"{_NO_WORD_BEFORE}{_MONTH}\s{{1,2}}{_DAY_NUMBER}\s(?P<clock>\d{{1,2}}:\d{{2}}(?::\d{{2}})?)\s"
        r"(?:(?P<zone>[A-Z]{2,4}|[+-]\d{4})\s)?(?P<year>(?:19|20)\d{2})(?!\d)",
    ),
)
# Day and month in an order that only the country tells: 04/03/2024 is the American one unless that is
# impossible, 03-04-2024 the European one.
_EITHER_ORDER = re.compile(
    r"(?<![\d/-])(?P<first>\d{1,2})(?P<mark>[/-])(?P<second>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d{2})(?!\d)"
)

_YEARLESS_DAYS = _forms(
    (_MONTH_SIGN, rf"(?<![年년\d])(?<![年년]\s){_MONTH_NUMBER}\s?[月월]\s?{_DAY_NUMBER}\s?[日号號일]"),
    (
        _MONTH_WORD,
        rf"{_NO_WORD_BEFORE}{_MONTH}\.?\s{{1,2}}{_DAY_NUMBER}(?:st|nd|rd|th)?(?!,?\s?\d{{4}}|[\d:])",
    ),
    (
        _MONTH_WORD,
        rf"(?<![\d.]){_DAY_NUMBER}(?:st|nd|rd|th|\.)?\s{{1,2}}{_MONTH}(?![a-zäöü]|[.,]?\s?\d{{4}})",
    ),
    (
        _PARTED,
        rf"(?<![\d.:/-]){_MONTH_NUMBER}[-/](?P<day>3[01]|[12]\d|0?[1-9])(?![\d/.-])(?P<needs_clock>)",
    ),
    (_PARTED, rf"(?<![\d.:/-]){_DAY_NUMBER}\.{_MONTH_NUMBER}\.(?!\d)(?P<needs_clock>)"),
)

_HALF = f"(?:(?P<half>{_any(_MORNING | _AFTERNOON | _NOON)})\\s?)?"
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
        # the T140500 of ISO's basic form: the last one, see _SPACED_CLOCKS
        r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?!\d)",
    )
)
_SPACED_CLOCKS = _CLOCKS[:-1]
# What may stand between a day and its clock.
_GAP = re.compile(
    rf"(?:[\s,，、.|•·/()（）\[\]–—-]|{_WEEKDAY}\.?(?=[\s,)）\]])|(?:at|um|as of)\b){{0,6}}+", re.IGNORECASE
)
_ISO_T = re.compile("T(?=\\d)", re.IGNORECASE)
_BEFORE_DAY = re.compile(
    rf"(?<=[\dmr.分분秒초时時시点點])\s?(?P<zone>[A-Z]{{1,4}}\b|[+-]\d{{2}}:?\d{{2}})?[\s,|•·–—-]{{0,3}}(?:on\s)?(?:{_WEEKDAY}[.,]?)?[\s,|]{{0,3}}",
    re.IGNORECASE,
)
_WEEKDAY_AT_END = re.compile(rf"(?<![^\s(（]){_WEEKDAY}[.,]?\s?\Z", re.IGNORECASE)
_WINDOW = 48  # characters before a day in which its clock may stand
_ZONE = re.compile(
    r"\s{0,2}\(?(?:(?:UTC|GMT)?\s?(?P<sign>[+−-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?![\d:])"
    rf"|(?P<name>{_any(' '.join(_ZONES))})(?![a-z]))",
    re.IGNORECASE,
)

_AGO = re.compile(
    r"(?<![\d.a-z])(?:(?P<count>\d{1,4})|(?P<word>a|an|one|eine[mr]?|几|幾|数十|数|一))\s?"
    rf"(?P<unit>{_any(' '.join(_UNITS.values()))})\.?\s?(?:之?前|以前|전|ago\b)",
    re.IGNORECASE,
)
_GERMAN_AGO = re.compile(
    rf"\bvor\s(?:(?P<count>\d{{1,4}})|(?P<word>eine[mr]?))\s(?P<unit>{_any(' '.join(_UNITS.values()))})\b",
    re.IGNORECASE,
)
_DAY_WORD = re.compile(rf"(?<![a-z])(?P<word>{_any(tuple(_DAYS_AGO))})(?![a-z])", re.IGNORECASE)
_NOW_WORD = re.compile(_any(_JUST_NOW), re.IGNORECASE)
# One of them stands in every relative date.
_RELATIVE_WORD = re.compile(rf"[前전]|ago|vor|{_any((*_DAYS_AGO, *_JUST_NOW))}", re.IGNORECASE)
_CLOCK_ONLY = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})")

_ZONE_AT_END = re.compile(r"(?<=\d)\s?+(?:Z|[+-]\d{2}:?+\d{2}|[A-Z]{2,4})\s*+\Z")
_FARTHEST_CLOCK = timedelta(hours=14)  # from UTC
_UNIX = re.compile(r"(?P<seconds>\d{9,10})(?:\.\d{1,9})?|(?P<milliseconds>\d{12,13})")

_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)  # RFC 3339

# One to one, so that places in the folded text are places in the text as written.
_UNFOLDED = "０１２３４５６７８９：．／－−–\u00a0\u3000\u202f\u2009"
_ANY_UNFOLDED = re.compile(f"[{_UNFOLDED}]")
_FOLDED = str.maketrans(_UNFOLDED, "0123456789:./---    ")


def written_day(written: str, moment: datetime) -> date:
    """Return the day that ``written`` names for ``moment``: the site's own, where UTC may have another.

    >>> written_day("2024-01-23T23:15:00-05:00", parse_date("2024-01-23T23:15:00-05:00"))
    datetime.date(2024, 1, 23)
    """
    there = parse_date(_ZONE_AT_END.sub("", written), now=moment)
    return there.date() if there and abs(there - moment) <= _FARTHEST_CLOCK else moment.date()


def parse_date(text: str, *, timezone: str | tzinfo = "UTC", now: datetime | None = None) -> datetime | None:
    """Return the first date in ``text`` as an aware UTC time, or ``None`` if there is none worth believing.

    ``timezone`` (an IANA name or a ``tzinfo``) is the clock of dates that name no zone. ``now`` is when the
    page was fetched: only with it are relative dates (``3小时前``) and dates without a year read, and dates more
    than a day after it refused; the computer's clock is never looked at. Dates before ``EARLIEST_YEAR`` are
    refused. A text that is a number of nine digits or more is Unix time in seconds or milliseconds.

    >>> parse_date("2024年4月3日 下午2:05", timezone="Asia/Shanghai")
    datetime.datetime(2024, 4, 3, 6, 5, tzinfo=datetime.timezone.utc)
    """
    unix = _UNIX.fullmatch(text.strip()) if len(text) < _WINDOW else None
    if unix:
        return _from_unix(unix, now)
    found = find_date(text, timezone=timezone, now=now)
    return found.moment if found else None


def without_weekday(text: str) -> str:
    """Return ``text`` without the name of a weekday at its end, as it stands before a date: ``By Jane Roe Monday,``."""
    return _WEEKDAY_AT_END.sub("", text)


def find_date(text: str, *, timezone: str | tzinfo = "UTC", now: datetime | None = None) -> FoundDate | None:
    """Return the first believable date in ``text`` as written there; arguments as in ``parse_date``.

    >>> find_date("来源：示例网 2024-04-03 14:05 阅读 12").written
    '2024-04-03 14:05'
    """
    if plain := _read_iso(text, timezone, now):
        return plain
    text = text[:_LONGEST]
    folded = text.translate(_FOLDED) if _ANY_UNFOLDED.search(text) else text
    zone = ZoneInfo(timezone) if isinstance(timezone, str) else timezone
    first: FoundDate | None = None
    place = len(text)
    for reading in _readings(folded, zone, now):
        if reading.start < place:
            moment = _believed(reading.local.replace(tzinfo=reading.zone or zone), now)
            if moment:
                first, place = FoundDate(moment, text[reading.start : reading.end]), reading.start
        if place == 0:
            break
    return first


def _read_iso(text: str, timezone: str | tzinfo, now: datetime | None) -> FoundDate | None:
    """Read what most data in pages are, quicker than by the forms, which read it no differently."""
    if not _ISO.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(timezone) if isinstance(timezone, str) else timezone)
    believed = _believed(moment, now)
    return FoundDate(believed, text) if believed else None


def _readings(text: str, zone: tzinfo, now: datetime | None) -> Iterator[_Reading]:
    """Yield every candidate; of those that start at one place the fullest comes first."""
    has_digit = _DIGIT.search(text) is not None
    if has_digit:
        for found in _days(_FULL_DAYS, text):
            yield from _dated(text, found, _full_day(found), zone)
        if _YEAR_NUMBER.search(text):
            for found in _EITHER_ORDER.finditer(text):
                yield from _dated(text, found, _ordered(found), zone)
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
    for needed, form in forms:
        if needed.search(text):
            yield from form.finditer(text)


def _full_day(found: re.Match[str]) -> _Day:
    year = int(found["year"])
    century = 0 if year > 99 else 1900 if year > 68 else 2000  # RFC 822 years; POSIX draws the line at 68
    return _Day(century + year, _month(found["month"]), int(found["day"]))


def _ordered(found: re.Match[str]) -> _Day:
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    month_first = second > 12 or (found["mark"] == "/" and first <= 12)
    return _Day(year, first, second) if month_first else _Day(year, second, first)


def _month(written: str) -> int:
    return int(written) if written.isdigit() else _MONTH_NUMBERS[written.lower()]


def _dated(text: str, found: re.Match[str], day: _Day, zone: tzinfo) -> Iterator[_Reading]:
    inner = found.groupdict().get("clock")
    if inner is None:
        yield from _on_day(text, found.start(), found.end(), day, zone)
        return
    local = _combined(day, _clock(_CLOCKS[0].match(inner)))
    if local:
        written_zone = _ZONE.match(found["zone"]) if found["zone"] else None
        yield _Reading(local, _zone(written_zone, local, zone), found.start(), found.end())


def _yearless(text: str, found: re.Match[str], now: datetime, zone: tzinfo) -> Iterator[_Reading]:
    month, day = _month(found["month"]), int(found["day"])
    # The latest such day that is not in the future.
    for year in (now.year + 1, now.year, now.year - 1):
        local = _combined(_Day(year, month, day), _Clock())
        if local and local <= now + _FUTURE:
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
            )
            return
    before = _clock_before(text, start) if end else None
    if before:
        clock, written = before
        local = _combined(day, _clock(clock))
        if local:
            written_zone = _ZONE.match(written) if written else None
            yield _Reading(local, _zone(written_zone, local, zone), start - (clock.endpos - clock.start()), end)
            return
    local = _combined(day, _Clock())
    if local and end:
        yield _Reading(local, None, start, end)


def _clock_after(text: str, end: int) -> re.Match[str] | None:
    glue = _ISO_T.match(text, end) or _GAP.match(text, end)
    place = glue.end() if glue else end
    glued = place == end or text[place - 1] in "Tt"
    return next(filter(None, (form.match(text, place) for form in (_CLOCKS if glued else _SPACED_CLOCKS))), None)


def _clock_before(text: str, start: int) -> tuple[re.Match[str], str | None] | None:
    """Return the clock of ``14:05 EDT, Wed April 3, 2024``, whose day begins at ``start``, and its zone."""
    for form in _SPACED_CLOCKS:
        for clock in form.finditer(text, max(0, start - _WINDOW), start):
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
    if hour < _FIRST_HOUR_NOT_SHIFTED.get(half, 0):
        hour += 12
    elif half in _MORNING and hour == 12:
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
    offset = _ZONES[name]
    return ZoneInfo(offset) if isinstance(offset, str) else timezone(timedelta(minutes=offset))


def _relative(text: str, now: datetime) -> Iterator[_Reading]:
    for form in (_AGO, _GERMAN_AGO):
        for found in form.finditer(text):
            local = _shifted(now, _UNIT_OF[found["unit"].lower()], _count(found))
            if local:
                yield _Reading(local, None, found.start(), found.end())
    for found in _DAY_WORD.finditer(text):
        past = now - timedelta(days=_DAYS_AGO[found["word"].lower()])
        after = _clock_after(text, found.end())
        local = _combined(_Day(past.year, past.month, past.day), _clock(after) or _Clock())
        if local:
            yield _Reading(local, None, found.start(), after.end() if after else found.end())
    for found in _NOW_WORD.finditer(text):
        yield _Reading(now, None, found.start(), found.end())


def _count(found: re.Match[str]) -> int:
    word = found["word"]
    if word is None:
        return int(found["count"])
    return 1 if word.lower() in _ONE else _A_FEW[word]


def _shifted(now: datetime, unit: str, count: int) -> datetime | None:
    try:
        days = _UNIT_DAYS.get(unit)
        return now - (timedelta(days=days * count) if days else timedelta(**{unit: count}))
    except OverflowError:
        return None


def _from_unix(found: re.Match[str], now: datetime | None) -> datetime | None:
    seconds = int(found["seconds"]) if found["seconds"] else int(found["milliseconds"]) / 1000
    return _believed(datetime.fromtimestamp(seconds, UTC), now)


def _believed(moment: datetime, now: datetime | None) -> datetime | None:
    if not EARLIEST_YEAR <= moment.year <= 2099 or (now is not None and moment > _aware(now) + _FUTURE):
        return None
    return moment.astimezone(UTC)


def _aware(now: datetime) -> datetime:
    return now if now.tzinfo else now.replace(tzinfo=UTC)
