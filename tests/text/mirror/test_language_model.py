"""Tests of newscrawl.text.mirror.language_model."""

import math
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.text import chinese
from newscrawl.text.chinese import Left
from newscrawl.text.mirror.language_model import MAX_HISTORY_CHARACTERS, Context, follow

BEGIN = Context(Left(""))


def after(text: str) -> Context:
    return [*accumulate(text, lambda context, character: follow(context, character)[1], initial=BEGIN)][-1]


def price_of(text: str) -> int:
    contexts = accumulate(text, lambda context, character: follow(context, character)[1], initial=BEGIN)
    return sum(follow(context, character)[0] for context, character in zip(contexts, text, strict=False))


@pytest.mark.parametrize(
    ("before", "likely", "unlikely"),
    [
        ("新能", "源", "力"),
        ("半导", "体", "致"),
        ("人工智", "能", "慧"),
        ("发光二极", "管", "端"),
        ("这是", "一", "壹"),
        ("的技术", "，", "橘"),
    ],
)
def test_words_of_several_characters_foretell_how_they_go_on(before: str, likely: str, unlikely: str) -> None:
    assert follow(after(before), likely)[0] + 4 <= follow(after(before), unlikely)[0]


@pytest.mark.parametrize(
    ("sound", "wrong"),
    [
        ("公司发布新能源汽车。", "公司发布新能原汽车。"),
        ("价格上涨，需求下滑。", "价格上涨，需求下话。"),
        ("工程师测试了新的芯片。", "工程师测试了新的芯骗。"),
        ("市场份额有所提高。", "市场份饿有所提高。"),
    ],
)
def test_sound_text_costs_less_than_text_with_a_wrong_character(sound: str, wrong: str) -> None:
    assert price_of(sound) < price_of(wrong)


def test_a_mark_ends_what_words_are_sought_in() -> None:
    assert after("半导体，").history == ""
    assert after("半导体，人").history == "人"


def test_marks_after_marks_cost_what_the_pairs_say() -> None:
    context = after("他说：")
    assert follow(context, "“")[0] == chinese.follow(context.left, "“")[0]


@settings(max_examples=10)
@given(st.text(alphabet="的一是在不了有和半导体电路，。“”", max_size=12))
def test_what_may_follow_adds_up_to_no_more_than_all(text: str) -> None:
    context = after(text)
    shares = [math.exp(-follow(context, character)[0] / 2) for character in chinese.costs().characters]
    assert sum(shares) < 1.35  # prices are rounded to half nats


@given(st.text(max_size=8), st.characters())
def test_any_character_has_a_price_after_any_text(text: str, character: str) -> None:
    context = after(text)
    price, longer = follow(context, character)
    assert 0 <= price <= chinese.HARDLY_KNOWN
    assert len(longer.history) <= MAX_HISTORY_CHARACTERS
