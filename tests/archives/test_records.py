import re

import pytest

from newscrawl.archives.records import CUT, WRONG_LENGTH, Borders, take_block
from newscrawl.archives.stream import ByteStream

BORDERS = Borders(re.compile(rb"REC\n"), re.compile(rb"(?<=\n)REC\n"), 8)


@pytest.mark.parametrize(
    ("data", "written", "block", "faults"),
    [
        (b"abc\n\nREC\n", "3", b"abc", ()),
        (b"abc", "3", b"abc", ()),
        (b"abc\n\njunk\nREC\n", "3", b"abc", ()),
        (b"abcdef\n\nREC\n", "3", b"abcdef", (WRONG_LENGTH,)),
        (b"abc\n\nREC\nxyz\n\n", "9", b"abc", (WRONG_LENGTH,)),
        (b"abc\n\nREC\n", "", b"abc", (WRONG_LENGTH,)),
        (b"abc", "9", b"abc", (CUT,)),
        (b"REC\n", "4", b"REC\n", ()),
    ],
)
def test_a_length_is_believed_where_it_leads_to_a_record_or_the_end(data, written, block, faults):
    stream = ByteStream([data])
    assert take_block(stream, written, BORDERS) == (block, faults)
