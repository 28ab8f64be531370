"""Tell which records of an archive are pages, by type and first bytes, and of each other one why it is none."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from newscrawl.archives.http import Answer, parse_answer
from newscrawl.archives.records import BAD_HEADER, CUT, DAMAGED_MEMBER, TOO_LARGE, Record
from newscrawl.rights.signals import Signal
from newscrawl.urls import is_web

# Fields that ``newscrawl export --format warc`` adds to each page of an article: the address that the article is
# stored under, and the number of the page among those that it was read from.
ARTICLE_FIELD = "Newscrawl-Article"
PART_FIELD = "Newscrawl-Part"
# The rights of the article, as JSON. For people and other programs: an import reads them from the records themselves.
RIGHTS_FIELD = "Newscrawl-Rights"

# Why a record is no page.
NO_ADDRESS = "no address"
NO_WEB_ADDRESS = "no web address"
NO_HTTP_HEAD = "no HTTP head"
NOT_A_PAGE = "not a page"
SEGMENT = "part of a segmented record"
REVISIT = "revisit"
REVISIT_ALONE = "revisit without its original"
OTHER_RECORD = "record of another kind"

_KINDS = frozenset("warcinfo request metadata conversion continuation revisit resource response".split())
_HTML_TYPES = re.compile(r"(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)
_UNSURE_TYPES = re.compile(  # that pages are sent as, too
    r"(?:text/plain|text/xml|application/xml|application/octet-stream|application/unknown|unk|no-type|\*/\*)?\s*(?:;|$)",
    re.IGNORECASE,
)
_PACKED_STARTS = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
_HTML_START = re.compile(rb"<!doctype[ \t\r\n]+html|<html[ \t\r\n>]|<head[ \t\r\n>]|<body[ \t\r\n>]", re.IGNORECASE)
_START_BYTES = 2048  # in which the first tags of a page stand
_DIGITS_DATE = re.compile("[0-9]{8,18}")
_FIRST_YEAR = 1990  # of the web


class Capture(NamedTuple):
    """A page as an archive holds it, still in its transfer encoding.

    ``is_cut`` tells that its end is missing, or a part of
    it damaged. ``article`` and ``part`` are what our own exports say: the address of the article, and which of its
    pages this is, from 1. ``signals`` is what its host says about its rights in records before it.
    """

    url: str
    fetched: datetime
    answer: Answer
    is_cut: bool
    article: str = ""
    part: int = 1
    signals: tuple[Signal, ...] = ()


def page_of(record: Record, default_date: datetime) -> Capture | str:
    """Return the page that a record holds, or why it holds none; ``default_date`` is the time of a page without one."""
    if record.kind not in ("response", "resource"):
        return _other(record)
    if not record.url:
        return NO_ADDRESS
    if not is_web(record.url):
        return NO_WEB_ADDRESS
    if record.kind == "resource":
        answer = Answer(200, (("Content-Type", record.fields.get("content-type", "")),), record.block)
    else:
        found = parse_answer(record.block)
        if found is None:
            return NO_HTTP_HEAD
        answer = found
    if answer.status != 200:
        return f"http {answer.status}"
    if not _may_be_html(answer):
        return NOT_A_PAGE
    if TOO_LARGE in record.faults:
        return TOO_LARGE
    is_first_segment = record.fields.get("warc-segment-number", "").strip() == "1"
    is_cut = (
        DAMAGED_MEMBER in record.faults
        or bool(record.fields.get("warc-truncated"))
        or (CUT in record.faults and not _is_complete(answer))
    )
    part = record.fields.get(PART_FIELD.lower(), "1")
    return Capture(
        record.url,
        read_date(record.date) or _http_date(answer) or default_date,
        answer,
        is_cut or is_first_segment,
        record.fields.get(ARTICLE_FIELD.lower(), ""),
        int(part) if part.isascii() and part.isdecimal() and len(part) < 4 else 1,
    )


def read_date(written: str) -> datetime | None:
    """Return a date of WARC (ISO 8601) or ARC (digits) in UTC; ``None`` for one that is none, or not of the web's time.

    >>> read_date("2014-02-16T05:02:20Z") == read_date("20140216050220")
    True
    """
    written = written.strip()
    try:
        if _DIGITS_DATE.fullmatch(written):
            found = datetime.strptime(written[:14].ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        else:
            found = datetime.fromisoformat(written)
            found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year >= _FIRST_YEAR and found <= datetime.now(UTC) + timedelta(days=1) else None


def _other(record: Record) -> str:
    if BAD_HEADER in record.faults:
        return BAD_HEADER
    if DAMAGED_MEMBER in record.faults and not record.kind:
        return DAMAGED_MEMBER
    if record.kind == "continuation":
        return SEGMENT
    if record.kind == "revisit":
        return REVISIT
    return f"{record.kind} record" if record.kind in _KINDS else OTHER_RECORD


def _may_be_html(answer: Answer) -> bool:
    """Tell by type and first bytes whether an answer may be a page; a picture that says it is one is refused later."""
    kind = answer.header("content-type").strip()
    if _HTML_TYPES.match(kind):
        return True
    if not _UNSURE_TYPES.match(kind):
        return False
    start = answer.sent[:_START_BYTES]
    return bool(start.startswith(_PACKED_STARTS) or _HTML_START.search(start))


def _is_complete(answer: Answer) -> bool:
    """Tell whether a record whose own length was wrong holds all that the answer's head promises."""
    return bool(answer.header("content-length")) and not answer.is_short


def _http_date(answer: Answer) -> datetime | None:
    try:
        found = parsedate_to_datetime(answer.header("date"))
    except (ValueError, TypeError, OverflowError):
        return None
    return read_date(found.isoformat())
