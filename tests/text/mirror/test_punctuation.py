"""ASCII punctuation becomes full-width beside Chinese text only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.mirror.punctuation import is_folded, unfold
from newscrawl.text.repaired import Repaired

# folded, unfolded
FOLDED = (
    ("工厂开工,订单很多!", "工厂开工，订单很多！"),
    ("注意:价格(不含税)会涨;真的?", "注意：价格（不含税）会涨；真的？"),
    ("工厂(FAB)开工", "工厂（FAB）开工"),
    ("用USB,它很快", "用USB，它很快"),
    ("他说:“好”", "他说：“好”"),
)
SOUND = (
    "",
    "plain, English (text): yes; no?!",
    "工厂开工，订单很多！",
    "f(x), 1:2",
    "第一行\n(second line)",
)


@pytest.mark.parametrize(("folded", "unfolded"), FOLDED)
def test_marks_beside_chinese_become_full_width(folded: str, unfolded: str) -> None:
    found = unfold(folded)
    assert found.text == unfolded
    assert [step.rule for step in found.steps] == ["mirror/folded-punctuation"]
    assert not is_folded(unfolded)


@pytest.mark.parametrize("text", SOUND)
def test_other_marks_stay(text: str) -> None:
    assert unfold(text) == Repaired(text)


@pytest.mark.parametrize("text", ["工厂开工,订单很多", "真的?", "注意: 价格会涨"])
def test_a_page_with_ascii_marks_behind_chinese_only_is_folded(text: str) -> None:
    assert is_folded(text)


@pytest.mark.parametrize("text", ["", "plain, text", "工厂开工", "工厂,开工，订单"])
def test_a_page_with_full_width_marks_or_without_chinese_is_not_folded(text: str) -> None:
    assert not is_folded(text)


@given(st.text(",:;!?()，中“A \n"))
def test_each_mark_stays_or_becomes_its_full_form(text: str) -> None:
    full = dict(zip(",:;!?()", "，：；！？（）", strict=True))
    unfolded = unfold(text).text
    assert all(new in (old, full.get(old)) for old, new in zip(text, unfolded, strict=True))
