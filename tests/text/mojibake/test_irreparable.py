"""A page is given up if much of it is lost, and not for a passage that is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.mojibake.irreparable import beyond_repair

PROSE = "工厂开始生产用于冰箱的新型温度传感器，订单来自三个国家的家电厂商。"
# text, why it is given up
LOST = (
    ("工厂\ufffd开始\ufffd生产\ufffd用\ufffd", "characters lost to U+FFFD"),
    ("锟斤拷" * 4, "U+FFFD read as GBK"),
    ("¹¤³§¿ªÊ¼Éú²úÓÃÓÚ±ùÏä", "bytes of another charset, some dropped"),
    ("\ue000\ue001 a \ue002\ue003 b \ue004\ue005", "private-use font"),
    (
        "蘡詎鬭靄齺韝饜騮鱺鸕麬黀黂黖鼏鼘齎齏齮齯龑龔龗鼉黌鷫鶺鵷鵩鵁",
        "unreadable, read in wrong charsets more than once",
    ),
)


@pytest.mark.parametrize(("text", "reason"), LOST)
def test_a_lost_page_is_given_up_with_its_reason(text: str, reason: str) -> None:
    assert beyond_repair(text) == reason
    assert beyond_repair(text + PROSE * 40) is None


# text that is kept
KEPT = ("", "plain ASCII", PROSE, "\ufffd" * 3, "锟斤拷" * 3, "25 °C ±5 %", "½ ¾ ¼", "a\ue000b")


@pytest.mark.parametrize("text", KEPT)
def test_a_readable_or_short_text_is_kept(text: str) -> None:
    assert beyond_repair(text) is None


@given(st.text(st.sampled_from("a \ufffd锟斤拷¹¤³\ue000工厂\ud800"), max_size=60))
def test_any_text_has_a_reason_or_none(text: str) -> None:
    assert beyond_repair(text) in {None, *(reason for _, reason in LOST)}
