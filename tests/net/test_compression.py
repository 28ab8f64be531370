"""A compressed body that is not whole is known before it is taken for whole."""

import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.utils._compression import zstd

from newscrawl.net.compression import fault_of

DATA = ("The converter draws less than half a watt. " * 60).encode()
GZIP = gzip.compress(DATA, mtime=0)
MAX = 1 << 20
WHOLE = [
    (GZIP, "gzip"),
    (GZIP, "x-gzip"),
    (GZIP + GZIP, "gzip"),
    (GZIP + b"\x00" * 20, "gzip"),
    (gzip.compress(b"", mtime=0), "gzip"),
    (zlib.compress(DATA), "deflate"),
    (zlib.compress(DATA)[2:-4], "deflate"),
    (brotli.compress(DATA), "br"),
    (zstd.compress(DATA), "zstd"),
    (gzip.compress(b" " * (MAX * 3)), "gzip"),  # larger than what is looked at
]
BROKEN = [
    (GZIP[:-9], "gzip", "cut"),
    (GZIP[:-8], "gzip", "cut"),
    (GZIP[:-1], "gzip", "cut"),
    (GZIP[:30], "gzip", "cut"),
    (GZIP + GZIP[:40], "gzip", "cut"),
    (GZIP[:-8] + b"\0\0\0\0" + GZIP[-4:], "gzip", "checksum"),
    (GZIP[:-4] + b"\1\0\0\0", "gzip", "checksum"),
    (zlib.compress(DATA)[:-5], "deflate", "cut"),
    (zlib.compress(DATA)[:-4] + b"abcd", "deflate", "checksum"),
    (brotli.compress(DATA)[:-3], "br", "cut"),
    (zstd.compress(DATA)[:-3], "zstd", "cut"),
]


@pytest.mark.parametrize(("body", "label"), WHOLE, ids=range(len(WHOLE)))
def test_a_whole_body_has_no_fault(body, label):
    assert fault_of(body, label, MAX) is None


@pytest.mark.parametrize(("body", "label", "fault"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_body_is_known(body, label, fault):
    assert fault_of(body, label, MAX) == fault


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "zstd"]))
def test_any_bytes_have_an_answer(body, label):
    assert fault_of(body, label, MAX) in (None, "cut", "checksum")


@given(st.integers(1, len(GZIP) - 1))
def test_a_gzip_cut_anywhere_is_known(length):
    assert fault_of(GZIP[:length], "gzip", MAX) == "cut"
