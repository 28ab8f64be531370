"""A codec reads all of a page: as browsers do where Python does not, with marks where nothing fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.decode.charsets import CANDIDATES
from newscrawl.text.decode.reading import Reading, decode_sample, read_bytes

# body, codec, text
SOUND = (
    (b"", "gb18030", ""),
    ("电子".encode("gbk"), "gb18030", "电子"),
    (b"99 \x80", "gb18030", "99 €"),  # WHATWG: 0x80 in GBK is the euro sign
    (b"\xad\xa1", "euc_jp", "①"),  # row 13, of NEC
    (b"\xfc\xe2", "euc_jp", "髙"),  # of IBM
    (b"\xa1\xc1", "euc_jp", "～"),  # as browsers read it, not 〜
    (b"a\xcc", "cp1258", "à"),  # letter and accent composed
    (b"\xa4\xa1", "cp949", "ㄱ"),
    ("电".encode("gbk")[:1], "gb18030", ""),  # a character cut at the end
    ("电子".encode()[:-1], "utf-8", "电"),
)
# body, codec, text with marks
LOSSY = (
    (b"a\xff b", "gb18030", "a\ufffd b"),
    (b"\x80 \xff b", "gb18030", "€ \ufffd b"),
    (b"\xe7\x94<", "utf-8", "\ufffd<"),
    (b"\xff\xffa", "euc_jp", "\ufffd\ufffda"),
)


@pytest.mark.parametrize(("body", "codec", "text"), SOUND)
def test_a_page_is_read(body: bytes, codec: str, text: str) -> None:
    assert read_bytes(body, codec) == Reading(text, codec, lossy=False)


@pytest.mark.parametrize(("body", "codec", "text"), LOSSY)
def test_what_is_no_text_is_marked(body: bytes, codec: str, text: str) -> None:
    assert read_bytes(body, codec) == Reading(text, codec, lossy=True)


def test_a_flood_of_bad_bytes_is_not_searched_for_euro_signs() -> None:
    assert "€" not in read_bytes(b"\xff \x80 " * 20_000, "gb18030").text


@given(st.binary(max_size=60), st.sampled_from([charset.codec for charset in CANDIDATES]))
def test_any_bytes_are_read_in_any_charset(body: bytes, codec: str) -> None:
    reading = read_bytes(body, codec)
    assert reading.lossy == ("\ufffd" in reading.text)
    assert isinstance(decode_sample(body, codec), str)
