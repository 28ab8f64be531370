import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text import chinese
from newscrawl.text.chinese import Left

SIMPLIFIED = {
    "電腦與網絡": "电脑与网络",
    "隨著技術發展": "随着技术发展",
    "看著他著急": "看着他着急",
    "著名作家的名著": "著名作家的名著",
    "顯著提高": "显著提高",
    "設計畫板": "设计画板",
    "于是最后": "于是最后",
    "already plain, 100%": "already plain, 100%",
    "半导体": "半导体",
}


@pytest.mark.parametrize("text", SIMPLIFIED)
def test_text_is_simplified_character_by_character(text: str) -> None:
    assert chinese.simplify(text) == SIMPLIFIED[text]


@given(st.text())
def test_simplifying_keeps_the_length_and_happens_once(text: str) -> None:
    simple = chinese.simplify(text)
    assert len(simple) == len(text)
    assert chinese.simplify(simple) == simple


def test_scripts_are_counted_by_characters_that_the_other_lacks() -> None:
    assert chinese.traditional_count("電腦的后面 abc") == 2
    assert chinese.simplified_count("电脑的后面 abc") == 2
    assert chinese.is_traditional("電")
    assert chinese.is_simplified("电")
    assert not chinese.is_traditional("的")
    assert not chinese.is_simplified("后")


def test_characters_have_readings() -> None:
    assert chinese.has_reading("長", "zhǎng")
    assert chinese.has_reading("長", "cháng")
    assert not chinese.has_reading("長", "duǎn")
    assert not chinese.has_reading("", "duǎn")
    assert chinese.first_readings()["發"] == "fā"


def test_characters_inside_a_word_are_likelier_than_strangers() -> None:
    begun = Left("电", begins=True)
    inside, follower = chinese.follow(begun, "脑")
    strange, stranger = chinese.follow(begun, "邻")
    assert inside < strange
    assert not follower.begins
    assert stranger.begins


def test_unknown_characters_cost_most() -> None:
    assert chinese.follow(Left("", begins=False), "\u9fa5")[0] == chinese.HARDLY_KNOWN
    assert chinese.end_cost(Left("x", begins=False)) == 0
