import re

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.archives.compressed import Damage
from newscrawl.archives.stream import ByteStream

PIECES = st.lists(st.binary(min_size=1, max_size=50), max_size=20)


@given(PIECES, st.lists(st.integers(0, 60), max_size=30))
def test_what_is_taken_and_put_back_is_all_there_in_order(pieces, sizes):
    stream, taken = ByteStream(pieces), b""
    for size in sizes:
        ahead = stream.peek(size)
        data = stream.take(size)
        assert data == ahead
        stream.put_back(data[size // 2 :])
        taken += data[: size // 2]
        assert stream.position == len(taken)
    assert taken + stream.take(10_000) == b"".join(pieces)
    assert stream.is_at_end()


def test_a_long_way_to_the_next_match_is_kept_in_part():
    stream = ByteStream([b"x" * 50_000] * 10 + [b"\nWARC/1.0\r\n"])
    assert stream.take_until(re.compile(rb"(?<=\n)WARC/"), 100, 16) == b"x" * 100
    assert stream.take(100) == b"WARC/1.0\r\n"


def test_blank_lines_are_skipped_and_bytes_counted():
    stream = ByteStream([b"\r\n" * 5000, b"\n\nabc"])
    stream.skip_blank()
    assert stream.peek(3) == b"abc"
    assert stream.skip(10) == 3


def test_damages_are_told_where_they_are():
    stream = ByteStream([b"abc", Damage("one"), b"def", Damage("two"), b"ghi"])
    stream.take(2)
    assert stream.damages_since(0) == ()
    stream.take(3)
    assert stream.damages_since(2) == ("one",)
    stream.take(4)
    assert stream.damages_since(5) == ("two",)
