import gzip
import zlib
from itertools import pairwise

import brotli
import pytest
from archived import answer, page
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.archives.http import CUT_BODY, UNREADABLE, parse_answer, read_body

BODY = page("LT1") * 30
MAX = 5 << 20


def chunked(body, size=700):
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x;x=y\r\n%b\r\n" % (len(one), one) for one in pieces) + b"0\r\nTrailer: x\r\n\r\n"


def raw_deflate(body):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("headers", "sent", "fault"),
    [
        ((), BODY, None),
        ((("Content-Encoding", "gzip"),), gzip.compress(BODY), None),
        ((("Content-Encoding", "deflate"),), zlib.compress(BODY), None),
        ((("Content-Encoding", "deflate"),), raw_deflate(BODY), None),
        ((("Content-Encoding", "br"),), brotli.compress(BODY), None),
        ((("Content-Encoding", "gzip"),), BODY, None),
        ((("Content-Encoding", "br"),), BODY, None),
        ((), gzip.compress(BODY), None),
        ((("Transfer-Encoding", "chunked"),), chunked(BODY), None),
        ((("Transfer-Encoding", "chunked"),), BODY, None),
        ((("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")), chunked(gzip.compress(BODY)), None),
        ((("Content-Length", str(len(BODY))),), BODY, None),
        ((("Content-Length", str(len(BODY) + 1)),), BODY, None),
    ],
)
def test_a_body_is_read_as_it_is_whatever_the_head_says(headers, sent, fault):
    assert read_body(parse_answer(answer(sent, headers=headers)), MAX) == (BODY, fault)


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        ((("Content-Encoding", "gzip"),), gzip.compress(BODY)[:-20]),
        ((("Content-Encoding", "br"),), brotli.compress(BODY)[:-5]),
        ((("Transfer-Encoding", "chunked"),), chunked(BODY)[:-900]),
        ((("Content-Length", str(len(BODY))),), BODY[:-900]),
    ],
)
def test_a_body_without_its_end_is_cut(headers, sent):
    body = read_body(parse_answer(answer(sent, headers=headers)), MAX)
    assert body.fault == CUT_BODY
    assert BODY.startswith(body.data)


@pytest.mark.parametrize(
    "headers",
    [[("Content-Encoding", "compress")], [("Content-Encoding", "gzip, br, br, br")]],
    ids=["unknown", "layers"],
)
def test_an_unknown_compression_is_unreadable(headers):
    assert read_body(parse_answer(answer(b"\x01\x02", headers=headers)), MAX).fault == UNREADABLE


def test_what_comes_out_of_a_small_body_is_bounded():
    bomb = answer(gzip.compress(b"\0" * (64 << 20)), headers=[("Content-Encoding", "gzip")])
    assert len(read_body(parse_answer(bomb), MAX).data) < MAX + (1 << 17)


@given(st.lists(st.integers(0, len(BODY)), max_size=4))
def test_a_body_of_several_members_is_read_to_its_end(cuts):
    edges = [0, *sorted(cuts), len(BODY)]
    sent = b"".join(gzip.compress(BODY[start:end]) for start, end in pairwise(edges))
    assert read_body(parse_answer(answer(sent, headers=[("Content-Encoding", "gzip")])), MAX) == (BODY, None)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n", 200),
        (b"HTTP/1.0 302\nLocation: x\n\n", 302),
        (b"http/1.1  204\n\n", 204),
        (b"HTTP/2 404 \r\r\n\r\r\n", 404),
        (b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", 200),
    ],
)
def test_status_lines_of_all_kinds_are_read(head, status):
    found = parse_answer(head + BODY)
    assert (found.status, found.sent) == (status, BODY)


@given(st.binary(max_size=2000))
def test_any_bytes_are_an_answer_or_none(data):
    assert parse_answer(data) is None or data[:5].upper() == b"HTTP/"
    for label in ("gzip", "deflate", "br", "zstd"):
        body = read_body(parse_answer(answer(data, headers=[("Content-Encoding", label)])), MAX)
        assert body.fault in (None, CUT_BODY, UNREADABLE)
