import io

from archived import answer, arc, page

from newscrawl.archives.arc import read_arc
from newscrawl.archives.compressed import plain_pieces
from newscrawl.archives.records import WRONG_LENGTH
from newscrawl.archives.stream import ByteStream

BLOCK = answer(page("LT1"))


def read(data):
    return list(read_arc(ByteStream(plain_pieces(io.BytesIO(data).read))))


def test_records_have_address_date_and_block():
    found = read(arc(("http://a.example/1", BLOCK, None), ("http://a.example/2?q=a b", BLOCK, None)))
    assert [one.kind for one in found] == ["warcinfo", "response", "response"]
    assert found[2].url == "http://a.example/2?q=a%20b"
    assert found[1].date == "20261120120000"
    assert found[1].block == found[2].block == BLOCK


def test_a_wrong_length_costs_no_record():
    for length in (-1, "abc", 5, len(BLOCK) + 3, len(BLOCK) + 20, len(BLOCK) + 60, 10**9):
        found = read(arc(("http://a.example/1", BLOCK, length), ("http://a.example/2", BLOCK, None)))
        assert [(one.url, one.faults) for one in found[1:]] == [
            ("http://a.example/1", (WRONG_LENGTH,)),
            ("http://a.example/2", ()),
        ], length
        assert found[1].block == BLOCK
