import pytest

from newscrawl.rights.moments import parse_moment


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("25 Jun 2010 15:00:00 PST", "2010-06-25T23:00:00"),  # Google's examples
        ("2020-09-21", "2020-09-21T00:00:00"),
        ("Saturday, 30-Jun-07 15:00:00 GMT", "2007-06-30T15:00:00"),  # RFC 850
        ("Sat, 30 Jun 2007 15:00:00 +0100", "2007-06-30T14:00:00"),  # RFC 822
        ("2010-06-25T15:00:00+01:00", "2010-06-25T14:00:00"),
        ("2010-06-25T15:00:00.123Z", "2010-06-25T15:00:00"),
        ("20100625T150000Z", "2010-06-25T15:00:00"),
        ("2010-06-25 15:00", "2010-06-25T15:00:00"),
        ("June 25, 2010 3:00 pm EST", "2010-06-25T20:00:00"),
        ("Fri Jun 25 15:00:00 2010", "2010-06-25T15:00:00"),
        ("25 June 2010", "2010-06-25T00:00:00"),
        ("1 Jan 99 00:00:00 UTC", "1999-01-01T00:00:00"),
        ("Fri, 25 Jun 2010 15:00:00 -0800 (PST)", "2010-06-25T23:00:00"),  # a comment of RFC 822
        ("Fri Jun 25 2010 15:00:00 GMT+0100 (British Summer Time)", "2010-06-25T14:00:00"),  # JavaScript
        ("June 25th, 2010", "2010-06-25T00:00:00"),
        ("2010/6/25 15:00:00", "2010-06-25T15:00:00"),
    ],
)
def test_a_moment_is_read(written, moment):
    assert parse_moment(written).replace(tzinfo=None).isoformat() == moment


@pytest.mark.parametrize(
    "written",
    [
        "",
        "never",
        "31 Jun 2010",
        "25 Foo 2010",
        "25 Jun 2010 25:00:00",
        "25 Jun 2010 15:00 XYZ",
        "2010-13-01",
        "Fri",
        "0000-01-01",
        "2010-06/25",
        "(PST)",
        "1" * 200,
    ],
)
def test_what_is_no_moment_is_none(written):
    assert parse_moment(written) is None
