import gzip

import pytest
from archived import answer, article, members, page, record
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.archives.compressed import plain_pieces
from newscrawl.archives.records import BAD_HEADER, CUT, DAMAGED_MEMBER, MAX_BLOCK_BYTES, TOO_LARGE, WRONG_LENGTH
from newscrawl.archives.stream import ByteStream
from newscrawl.archives.warc import read_warc


def read(data):
    place = 0

    def piece(size):
        nonlocal place
        place += size
        return data[place - size : place]

    return list(read_warc(ByteStream(plain_pieces(piece))))


def told(data):
    return [(one.url.rpartition("/")[2], one.faults) for one in read(data)]


ONE, TWO, THREE = article(1), article(2), article(3)
LONGER = answer(page("LT2"))


@pytest.mark.parametrize(
    "data",
    [
        ONE + TWO,
        members([ONE, TWO]),
        gzip.compress(ONE + TWO),
        ONE.replace(b"\r\n", b"\n") + TWO,
        b"\r\n\r\n" + ONE + b"\r\n\r\n\r\n" + TWO,
        members([ONE]) + b"\0" * 512 + members([TWO]),
        members([ONE]) + TWO,
        ONE.replace(b"WARC/1.0", b"WARC/0.18") + TWO.replace(b"WARC/1.0", b"WARC/1.1"),
    ],
    ids=[
        "plain",
        "a member each",
        "one member",
        "LF",
        "blank lines",
        "zeros between members",
        "plain after a member",
        "other versions",
    ],
)
def test_records_are_told_apart_however_they_are_stored(data):
    # Where line ends were replaced, the length no longer fits: the record is found all the same.
    assert [name for name, _ in told(data)] == ["1", "2"]
    assert [one.block for one in read(data)][1] == LONGER


@pytest.mark.parametrize(
    ("second", "faults"),
    [
        (article(2, length=len(LONGER) - 7), (WRONG_LENGTH,)),
        (article(2, length=len(LONGER) + 90), (WRONG_LENGTH,)),
        (article(2, length=10**12), (WRONG_LENGTH,)),
        (article(2, length="abc"), (WRONG_LENGTH,)),
        (article(2, length=-1), (WRONG_LENGTH,)),
        (article(2, length=None), ()),
    ],
    ids=["too short", "too long", "a terabyte", "no number", "negative", "right"],
)
def test_a_wrong_length_costs_no_record(second, faults):
    assert told(ONE + second + THREE) == [("1", ()), ("2", faults), ("3", ())]
    assert read(ONE + second + THREE)[1].block == LONGER


@given(st.integers(1, 400), st.booleans())
def test_a_length_that_ends_in_the_next_record_costs_no_record(too_many, packed):
    records = [ONE, article(2, length=len(LONGER) + 4 + too_many), THREE]
    data = members(records) if packed else b"".join(records)
    assert told(data) == [("1", ()), ("2", (WRONG_LENGTH,)), ("3", ())]
    assert read(data)[1].block == LONGER


def test_a_member_of_which_nothing_is_left_is_counted_and_spoils_no_other_record():
    for broken in (members([TWO])[:12], members([TWO])[:10] + b"\xff" * 40):
        assert told(members([ONE]) + broken + members([THREE])) == [("1", ()), ("", (DAMAGED_MEMBER,)), ("3", ())]
        assert told(members([ONE]) + broken) == [("1", ()), ("", (DAMAGED_MEMBER,))]


def test_a_wrong_checksum_of_a_member_spoils_no_other_one():
    middle = bytearray(members([TWO]))
    middle[-6] ^= 0xFF
    found = told(members([ONE]) + bytes(middle) + members([THREE]))
    assert [name for name, _ in found] == ["1", "2", "3"]
    assert (found[0][1], found[2][1]) == ((), ())


def test_bytes_between_records_are_one_record_without_a_kind():
    found = read(ONE + b"lorem ipsum\r\n" * 9000 + TWO)
    assert [(one.kind, one.faults) for one in found] == [("response", ()), ("", (BAD_HEADER,)), ("response", ())]


def test_a_record_that_ends_with_the_file_is_cut():
    assert told(ONE + TWO[:-300]) == [("1", ()), ("2", (CUT,))]


def test_of_a_large_record_only_the_beginning_is_kept():
    large = record(b"x" * (MAX_BLOCK_BYTES + 5_000_000), url="https://news.example/large")
    found = read(ONE + large + TWO)
    assert [one.faults for one in found] == [(), (TOO_LARGE,), ()]
    assert len(found[1].block) == MAX_BLOCK_BYTES


@pytest.mark.parametrize("place", [30, 200, -3])
def test_a_damaged_member_costs_no_other_record(place):
    middle = bytearray(members([TWO]))
    middle[place] ^= 0xFF
    found = told(members([ONE]) + bytes(middle) + members([THREE]))
    assert found[0] == ("1", ())
    assert found[-1][0] == "3"
    assert any(DAMAGED_MEMBER in faults or BAD_HEADER in faults or WRONG_LENGTH in faults for _, faults in found[1:])


def test_a_file_cut_within_a_member_gives_what_can_be_read():
    found = read(members([ONE, TWO])[:-60])
    assert found[1].faults == (CUT, DAMAGED_MEMBER)
    assert LONGER.startswith(found[1].block)


def test_fields_may_go_on_in_the_next_line():
    [found] = read(record(b"", WARC_Filename="a\r\n b"))
    assert found.fields["warc-filename"] == "a b"


def test_brackets_and_blanks_of_an_address_are_mended():
    assert read(record(b"", url="<https://news.example/a b>"))[0].url == "https://news.example/a%20b"


@given(st.lists(st.binary(max_size=200), max_size=6), st.booleans())
def test_every_block_comes_back_as_it_was(blocks, packed):
    data = members([record(one) for one in blocks]) if packed else b"".join(record(one) for one in blocks)
    assert [one.block for one in read(data)] == blocks


@given(st.binary(max_size=3000))
def test_any_bytes_are_read_to_their_end(data):
    for before in (b"", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"WARC/1.0\r\n", ONE):
        assert all(len(one.block) <= MAX_BLOCK_BYTES for one in read(before + data))
