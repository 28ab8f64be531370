import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text import chinese
from newscrawl.text.chinese import Left

SIMPLIFIED = {
    "電腦與網絡": "电脑与网络",
    "拿著錄音機，流著作者的淚": "拿着录音机，流着作者的泪",
    "乾隆年間的餅乾，乾坤與乾燥": "乾隆年间的饼干，乾坤与干燥",
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


@pytest.mark.parametrize(
    ("left", "likely", "unlikely"),
    [
        ("电", "脑", "邻"),
        ("因", "此", "词"),
        ("的", "时", "吗"),
        ("了", "。", "的"),
        ("在", "一", "。"),
        ("。", "”", "。"),
        ("，", "但", "吗"),
        ("：", "“", "”"),
    ],
)
def test_what_often_follows_is_likelier_than_what_seldom_does(left: str, likely: str, unlikely: str) -> None:
    assert chinese.follow(Left(left), likely)[0] < chinese.follow(Left(left), unlikely)[0]


def test_a_character_goes_on_with_a_word_or_begins_one() -> None:
    assert chinese.follow(Left("电"), "脑")[1] == Left("脑", goes_on=True)
    assert chinese.follow(Left("电"), "邻")[1] == Left("邻", goes_on=False)


def test_a_mark_is_likelier_where_a_word_ends() -> None:
    assert chinese.follow(Left("剩", goes_on=True), "。")[0] < chinese.follow(Left("剩"), "。")[0]


def test_unknown_characters_cost_most() -> None:
    for left in ("", "\u9fa5"):
        assert chinese.follow(Left(left), "\u9fa5")[0] == chinese.HARDLY_KNOWN


@given(st.characters(), st.booleans(), st.characters())
def test_any_two_characters_have_a_cost(left: str, goes_on: bool, right: str) -> None:
    assert 0 <= chinese.follow(Left(left, goes_on), right)[0] <= chinese.HARDLY_KNOWN


def test_nothing_is_known_of_what_stands_before_a_line() -> None:
    assert chinese.follow(Left(""), "在") == chinese.follow(Left("x"), "在")
    assert chinese.follow(Left(""), "在")[0] < chinese.follow(Left(""), "吗")[0]
