"""Bytes that a wrong reader lost are filled in where nothing else fits, and marked elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.mojibake.charsets import MULTIBYTE, Redecoded
from newscrawl.text.mojibake.gaps import pairs_with_losses, utf_8_behind_gbk

CHINESE = "工厂开始生产用于冰箱的新型温度传感器"

# text that was written in UTF-8 and read as GBK by a reader that marks what it cannot use, what comes back
UTF_8 = (
    ("电子", "电子"),
    ("“Yes” he said", "“Yes” he said"),
    ("两国", "两国"),
    (f"{CHINESE}。", f"{CHINESE}。"),  # the stop lost its last byte, and no other mark ends a line so
    (f"“{CHINESE}。", f"“{CHINESE}\ufffd"),  # the quotation is open: it may have been a closing mark
)


@pytest.mark.parametrize(("written", "restored"), UTF_8)
def test_utf_8_behind_gbk_is_filled_where_it_is_certain(written: str, restored: str) -> None:
    found = utf_8_behind_gbk(written.encode().decode("gbk", "replace"))
    assert found is not None
    assert found.text == restored
    assert found.lossy is ("\ufffd" in restored)


def test_text_that_gbk_lacks_was_not_read_as_gbk() -> None:
    assert utf_8_behind_gbk("\ud800?") is None


TRADITIONAL = "廠商昨天把樣品送到實驗室"
KOREAN = "제조사는 어제 시제품을 연구소에 보냈다"
# written, its charset, charset of the reader, what comes back
PAIRS = (
    (CHINESE, "gbk", "big5", CHINESE),
    (CHINESE, "gbk", "euc-kr", f"{CHINESE[:-1]}\ufffd"),  # two marks, of which one is filled in
    (f"{CHINESE}。", "gbk", "euc-kr", f"{CHINESE}。"),
    (TRADITIONAL, "big5", "gbk", TRADITIONAL),
    (TRADITIONAL, "big5", "euc-kr", TRADITIONAL.replace("品", "\ufffd")),
    (KOREAN, "euc-kr", "gbk", KOREAN),
)


@pytest.mark.parametrize(("written", "source", "reader", "restored"), PAIRS)
def test_what_comes_back_of_double_bytes_is_the_text_or_a_mark(
    written: str, source: str, reader: str, restored: str
) -> None:
    read = written.encode(MULTIBYTE[source]).decode(MULTIBYTE[reader], "replace")
    assert pairs_with_losses(read, reader, source) == Redecoded(restored, "\ufffd" in restored)


@given(st.text("鐢电?\ufffd€锟A 。\n", max_size=30), st.sampled_from(["gbk", "big5", "shift-jis"]))
def test_any_text_has_an_answer_that_says_whether_it_has_gaps(text: str, reader: str) -> None:
    for found in (utf_8_behind_gbk(text), pairs_with_losses(text, reader, "euc-kr")):
        assert found is None or found.lossy is ("\ufffd" in found.text)
