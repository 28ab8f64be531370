"""Of all bytes that a character may stand for, the likeliest text is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.mojibake.lattice import MIXED, likeliest

# misread, charset that it was written in, reader, text
MISREAD = (
    ("ϵͳ", "gbk", MIXED, "系统"),
    ("Ŀ¼", "gbk", MIXED, "目录"),
    ("µç×Ó¹¤³Ì", "gbk", MIXED, "电子工程"),
    ("plain", "gbk", MIXED, "plain"),
    ("ϵͳ 4.7 V", "gbk", MIXED, "系统 4.7 V"),
    ("", "gbk", MIXED, ""),
    ("é", "gbk", MIXED, "茅"),  # two bytes in UTF-8
    ("\ufffd", "gbk", MIXED, None),  # three bytes: a character and a half
    ("电子", "gbk", "shift-jis", None),  # cp932 lacks 电
)


@pytest.mark.parametrize(("misread", "source", "reader", "text"), MISREAD)
def test_the_likeliest_text_is_found(misread: str, source: str, reader: str, text: str | None) -> None:
    assert likeliest(misread, source, reader) == text


def test_a_line_longer_than_any_paragraph_is_left_alone() -> None:
    assert likeliest("a" * 20_001, "gbk", MIXED) is None


@given(st.text("ϵͳĿ¼µç×Ó a€\n", max_size=20))
def test_ascii_stays_where_it_is(text: str) -> None:
    found = likeliest(text, "gbk", MIXED)
    if found is not None:
        assert found.count("\n") == text.count("\n")
        assert found.count(" ") == text.count(" ")
