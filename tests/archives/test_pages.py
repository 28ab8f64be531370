from datetime import UTC, datetime

import pytest
from archived import answer, page, record

from newscrawl.archives.pages import Capture, page_of, read_date
from newscrawl.archives.records import lost_member
from newscrawl.archives.stream import ByteStream
from newscrawl.archives.warc import read_warc

NOW = datetime(2026, 11, 29, tzinfo=UTC)
BODY = page("LT1")


def only(data):
    [found] = read_warc(ByteStream([data]))
    return page_of(found, NOW)


@pytest.mark.parametrize(
    "data",
    [
        record(answer(BODY)),
        record(answer(BODY, content_type="")),
        record(answer(BODY, content_type="application/octet-stream")),
        record(answer(BODY, content_type="application/xhtml+xml")),
        record(BODY, kind="resource", Content_Type="text/html"),
    ],
)
def test_pages_are_told_by_type_or_by_their_first_bytes(data):
    assert isinstance(only(data), Capture)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (record(b"software: x", kind="warcinfo"), "warcinfo record"),
        (record(b"GET / HTTP/1.1", kind="request"), "request record"),
        (record(b"", kind="revisit"), "revisit"),
        (record(b"", kind="continuation"), "part of a segmented record"),
        (record(b"", kind="monkeys"), "record of another kind"),
        (record(answer(BODY), url=None), "no address"),
        (record(answer(BODY), url="dns:news.example"), "no web address"),
        (record(BODY), "no HTTP head"),
        (record(answer(BODY, status=404)), "http 404"),
        (record(answer(b"%PDF-1.7", content_type="application/pdf")), "not a page"),
        (record(answer(b"\x89PNG\r\n", content_type="application/octet-stream")), "not a page"),
        (record(answer(b"<rss></rss>", content_type="text/xml")), "not a page"),
        (record(answer(b"body { color: red }", content_type="text/plain")), "not a page"),
    ],
)
def test_each_other_record_has_its_reason(data, reason):
    assert only(data) == reason


def test_a_lost_member_has_its_reason():
    assert page_of(lost_member(), NOW) == "damaged compression"


@pytest.mark.parametrize(
    ("data", "is_cut"),
    [
        (record(answer(BODY), WARC_Truncated="length"), True),
        (record(answer(BODY), WARC_Segment_Number="1"), True),
        (record(answer(BODY))[:-200], True),
        (record(answer(BODY, headers=[("Content-Length", len(BODY))]), length=len(answer(BODY)) + 500), False),
        (record(answer(BODY)), False),
    ],
    ids=["truncated", "first segment", "cut", "only the record's length is wrong", "whole"],
)
def test_a_page_that_is_not_whole_is_told(data, is_cut):
    assert only(data).is_cut is is_cut


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2014-02-16T05:02:20Z", 16),
        (" 2014-02-16T05:02:20.123456Z", 16),
        ("20140216050220", 16),
        ("201402160000000000", 16),
        ("2014-02-16", 16),
        ("2014-02-30T05:02:20Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-11:00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_of_archives_are_read(written, day):
    found = read_date(written)
    assert (found.day if found else None) == day


def test_without_a_date_the_head_tells_when_and_then_the_file():
    dated = record(answer(BODY, headers=[("Date", "Sun, 16 Feb 2014 05:02:20 GMT")]), WARC_Date=None)
    assert only(dated).fetched == datetime(2014, 2, 16, 5, 2, 20, tzinfo=UTC)
    assert only(record(answer(BODY), WARC_Date="never")).fetched == NOW
