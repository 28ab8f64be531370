"""Moments as ``unavailable_after`` writes them: RFC 822, RFC 850, ISO 8601 and forms near to them."""

import re
from datetime import UTC, datetime, timedelta, timezone

MAX_MOMENT_CHARACTERS = 80  # of a written moment; chosen by hand, the longest form has 40

_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}  # fmt: skip
# Hours from UTC: the zones of RFC 822, section 5.1, and those of Europe and Japan.
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "jst": 9,
}  # fmt: skip
_ZONE = r"(?:[ ]?(?:(?P<name>[a-z]{1,4})|(?:gmt|utc)?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?))?"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?(?:[ ]?(?P<half>[ap]m))?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?[ ])?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
# ISO 8601 in both notations, RFC 822 and RFC 850, the American order, and asctime.
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"(?P<year>\d{{4}})(?P<sep>[-/])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?:[t ]{_CLOCK}{_ZONE})?",
        rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}})(?:t(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}}){_ZONE})?",
        rf"{_WEEKDAY}{_DAY}(?:[ -]){_MONTH}(?:[ -])(?P<year>\d{{4}}|\d{{2}})(?:,?[ ]{_CLOCK}{_ZONE})?",
        rf"{_WEEKDAY}{_MONTH}[ ]{_DAY},?[ ](?P<year>\d{{4}})(?:,?[ ]{_CLOCK}{_ZONE})?",
        rf"{_WEEKDAY}{_MONTH}[ ](?P<day>\d{{1,2}})[ ]{_CLOCK}(?:[ ](?P<name>[a-z]{{1,4}}))?[ ](?P<year>\d{{4}})",
    )
)
_BLANKS = re.compile("[ \t]++")
_COMMENT = re.compile(r"(?<=[^ ]) ?\([a-z ]{1,40}\)$")  # names the zone that an offset has stated already
_CENTURY_PIVOT = 70  # years of two digits from here on are of the 20th century, as POSIX has it for 69


def parse_moment(written: str) -> datetime | None:
    """Return the moment in UTC; one without a zone counts as UTC. ``None`` for what is none, or has an unknown zone.

    >>> parse_moment("25 Jun 2010 15:00:00 PST")
    datetime.datetime(2010, 6, 25, 23, 0, tzinfo=datetime.timezone.utc)
    """
    if len(written) > MAX_MOMENT_CHARACTERS:
        return None
    text = _COMMENT.sub("", _BLANKS.sub(" ", written.strip(" \t")).lower())
    for form in _FORMS:
        found = form.fullmatch(text)
        if found:
            try:
                return _moment(found.groupdict())
            except (ValueError, KeyError, OverflowError):  # the 31st of June, an unknown month or zone
                return None
    return None


def _moment(parts: dict[str, str | None]) -> datetime:
    written_year = parts["year"] or ""
    year = int(written_year)
    if len(written_year) == 2:
        year += 1900 if year >= _CENTURY_PIVOT else 2000
    month = parts["month"] or ""
    hour = int(parts.get("hour") or 0)
    if parts.get("half"):
        if not 1 <= hour <= 12:
            raise ValueError(f"hour {hour} of a half day")
        hour = hour % 12 + (12 if parts["half"] == "pm" else 0)
    return datetime(
        year,
        int(month) if month.isdigit() else _MONTHS[month[:3]],
        int(parts["day"] or 0),
        hour,
        int(parts.get("minute") or 0),
        min(int(parts.get("second") or 0), 59),  # a leap second
        tzinfo=_zone(parts),
    ).astimezone(UTC)


def _zone(parts: dict[str, str | None]) -> timezone:
    if parts.get("sign"):
        offset = timedelta(hours=int(parts["hours"] or 0), minutes=int(parts["minutes"] or 0))
        return timezone(-offset if parts["sign"] == "-" else offset)
    return timezone(timedelta(hours=_ZONES[parts.get("name") or "utc"]))
