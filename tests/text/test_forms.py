"""Characters get their ordinary form, and what a script needs stays."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.forms import Forms, join_surrogates, look, reform
from newscrawl.text.repair import repair

CASES = json.loads((Path(__file__).parent / "data" / "forms.json").read_text(encoding="utf-8"))
UNUSUAL = st.text(
    st.sampled_from("a \n字ガ가\u3099\u0301\u1112\u1161\u11ab\xad\u200b\u200c\u200d\ufeff\u200f\u2066⼈⻓ｱﾞ｡\ue000א👩\0")
    | st.characters()
)


def reformed(text: str) -> str:
    return reform(text, look(text)).text


@pytest.mark.parametrize("case", [pytest.param(case, id=case["label"]) for case in CASES])
def test_odd_characters_become_ordinary_and_needed_ones_stay(case: dict[str, str]) -> None:
    assert reformed(case["original"]) == case.get("fixed", case["original"])


def test_a_page_of_ordinary_text_shows_nothing() -> None:
    assert look("Ein Gerät für 5 µA, 一款芯片, カメラ, 한국어 “…”\n") == Forms(suspect=False)


def test_a_title_is_changed_by_the_evidence_of_its_page() -> None:
    page = look("新型ﾏｲｺﾝのｺﾈｸﾀ\n⼈工智能")
    assert reform("ｵｰﾃﾞｨｵ、⼈", page).text == "オーディオ、人"


def test_each_rule_has_a_step_with_its_count() -> None:
    changed = reform("a\u200bb\u200bc\xad", look("\u200b"))
    assert [(step.rule, step.count) for step in changed.steps] == [
        ("forms/soft-hyphen", 1),
        ("forms/zero-width", 2),
    ]


def test_tag_characters_are_removed_and_named_but_for_flags() -> None:
    scotland = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    hidden = "".join(chr(0xE0000 + ord(one)) for one in "obey")
    text = f"Wafers {scotland} rise{hidden} again"
    changed = reform(text, look(text))
    assert changed.text == f"Wafers {scotland} rise again"
    assert [(step.rule, step.count) for step in changed.steps] == [("forms/tag-character", 1)]


def test_a_lone_surrogate_is_a_loss_and_a_pair_is_not() -> None:
    assert join_surrogates("\ud83d").lossy
    assert not join_surrogates("\ud83d\ude80").lossy


@given(UNUSUAL)
def test_reforming_twice_changes_nothing_more(text: str) -> None:
    once = reformed(text)
    assert reformed(once) == once


@given(UNUSUAL)
def test_the_result_can_be_stored(text: str) -> None:
    reformed(text).encode("utf-8")


@given(UNUSUAL)
def test_a_changed_text_names_a_rule(text: str) -> None:
    changed = reform(text, look(text))
    assert (changed.text != text) == bool(changed.steps)


# text, meant
DRAWN = [
    ("电\ufe00源\ufe01管\ufe0e理芯片", "电源管理芯片"),
    ("新\U000e0041品\U000e0042发布", "新品发布"),
    ("\ufe8d\ufedf\ufee4\ufe98\ufea4\ufedc\ufee2", "المتحكم"),
    ("输入 \uf0e0 输出", "输入 → 输出"),
    ("\uf0d8 第一项", "➢ 第一项"),
    ("误差 \uf0b15 %，电阻 4.7 k\uf057", "误差 ±5 %，电阻 4.7 kΩ"),
]


@pytest.mark.parametrize(("text", "meant"), DRAWN)
def test_characters_that_a_font_or_a_jammer_drew_are_shown(text: str, meant: str) -> None:
    assert repair(text).text == meant


@pytest.mark.parametrize(
    "text", ["神\ufe00社", "❤\ufe0f", "\U0001f3f4\U000e0067\U000e0062\U000e007f", "\ufdfa", "葛\U000e0100城"]
)
def test_characters_that_choose_a_form_stay(text: str) -> None:
    assert repair(text).text == text
