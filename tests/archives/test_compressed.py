import bz2
import gzip
import io
import lzma
import struct
import sys

import pytest
from archived import article

from newscrawl.archives.compressed import ZSTD_DICTIONARY_MAGIC, Damage, plain_pieces

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

RECORDS = [article(number) for number in range(40)]


def expand(data):
    pieces = list(plain_pieces(io.BytesIO(data).read))
    return b"".join(one for one in pieces if isinstance(one, bytes)), [one for one in pieces if isinstance(one, Damage)]


def test_frames_of_zstandard_are_put_together():
    assert expand(b"".join(map(zstd.compress, RECORDS))) == (b"".join(RECORDS), [])


@pytest.mark.parametrize("pack", [bytes, zstd.compress], ids=["plain", "compressed"])
def test_a_file_may_begin_with_the_dictionary_of_its_frames(pack):
    dictionary = zstd.train_dict(RECORDS, 2000)
    packed = pack(dictionary.dict_content)
    frames = b"".join(zstd.compress(one, zstd_dict=dictionary) for one in RECORDS)
    head = ZSTD_DICTIONARY_MAGIC + struct.pack("<I", len(packed)) + packed
    assert expand(head + frames) == (b"".join(RECORDS), [])


@pytest.mark.parametrize("module", [bz2, lzma], ids=["bzip2", "xz"])
def test_streams_of_bzip2_and_xz_are_put_together(module):
    assert expand(b"".join(map(module.compress, RECORDS))) == (b"".join(RECORDS), [])
    plain, damages = expand(module.compress(b"".join(RECORDS))[:-40])
    assert b"".join(RECORDS).startswith(plain)
    assert damages


def test_frames_of_lz4_are_put_together():
    lz4 = pytest.importorskip("lz4.frame")
    assert expand(b"".join(map(lz4.compress, RECORDS))) == (b"".join(RECORDS), [])


def test_a_damaged_frame_costs_no_other_one():
    frames = [bytearray(zstd.compress(one)) for one in RECORDS]
    frames[3][12:40] = b"\xff" * 28
    plain, damages = expand(b"".join(map(bytes, frames)))
    assert all(one in plain for number, one in enumerate(RECORDS) if number != 3)
    assert damages


def test_a_wrong_checksum_costs_no_byte():
    members = [bytearray(gzip.compress(one)) for one in RECORDS[:3]]
    members[1][-8:-4] = bytes(4)
    plain, damages = expand(b"".join(map(bytes, members)))
    assert plain == b"".join(RECORDS[:3])
    assert damages == [Damage("a compressed member is damaged")]
