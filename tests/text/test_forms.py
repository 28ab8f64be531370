"""Characters get their ordinary form, and what a script needs stays."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.forms import Forms, join_surrogates, look, reform

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
