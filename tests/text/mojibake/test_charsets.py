"""The bytes behind text, and text from bytes, in each charset that gets mixed up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.mojibake.charsets import (
    MULTIBYTE,
    Redecoded,
    decoded,
    encoded,
    hidden_bytes,
    pair,
    shift_jis_twins,
    single_bytes,
)

# text, its bytes in Latin-1 or cp1252
SINGLE_BYTES = (
    ("", b""),
    ("é", b"\xe9"),
    ("€“", b"\x80\x93"),
    ("\x81\x80", b"\x81\x80"),  # what cp1252 lacks passes as a C1 control
    ("中", None),
    ("é中", None),
    ("Œœ\x9d", b"\x8c\x9c\x9d"),
)


@pytest.mark.parametrize(("text", "data"), SINGLE_BYTES)
def test_text_of_one_byte_a_character_gives_its_bytes(text: str, data: bytes | None) -> None:
    assert single_bytes(text) == data


# data, charset, text
DECODED = (
    ("电子".encode(), "utf-8", Redecoded("电子", False)),
    ("电子".encode()[:-1], "utf-8", Redecoded("电\ufffd", True)),  # cut at the end
    ("电子".encode("gbk")[:-1], "gbk", Redecoded("电\ufffd", True)),
    (b"\xff\xff", "gbk", None),
    (b"a\xffb", "utf-8", None),
    (b"a\xff", "utf-8", None),  # no beginning of a character
    (b"\xe7\x94", "utf-8", None),  # nothing but a cut character
    (b"", "euc-kr", Redecoded("", False)),
)


@pytest.mark.parametrize(("data", "charset", "text"), DECODED)
def test_bytes_must_fit_up_to_a_cut_at_the_end(data: bytes, charset: str, text: Redecoded | None) -> None:
    assert decoded(data, charset) == text


def test_a_charset_that_lacks_a_character_has_no_bytes() -> None:
    assert encoded("电子", "gbk") == "电子".encode("gbk")
    assert encoded("电子", "shift-jis") is None


def test_two_bytes_are_a_character_if_they_are_one_only() -> None:
    assert pair(0xD6, 0xD0, "gbk") == "中"
    assert pair(0x41, 0x42, "gbk") is None
    assert pair(0xFF, 0x41, "gbk") is None


def test_characters_with_several_codes_in_cp932_have_all_of_them() -> None:
    twins = shift_jis_twins()
    assert set(twins["髙"]) == {b"\xee\xe0", b"\xfb\xfc"}
    assert all(code.decode("cp932") == character for character, codes in twins.items() for code in codes)
    assert min(map(len, twins.values())) == 2


def test_hidden_bytes_are_those_that_the_reader_cannot_use() -> None:
    assert hidden_bytes(0x41, "utf-8") == tuple(range(0x80, 0x100))
    assert 0xD6 not in hidden_bytes(0xD0, "gbk")
    assert {0x80, 0xFF} <= set(hidden_bytes(0xD0, "gbk"))


@given(st.text(max_size=20), st.sampled_from(sorted(MULTIBYTE)))
def test_what_can_be_encoded_is_decoded_again(text: str, charset: str) -> None:
    data = encoded(text, charset)
    if data is not None and charset != "shift-jis":  # in which characters have several codes, ¥ and ~ among them
        assert decoded(data, charset) == Redecoded(text, False)
