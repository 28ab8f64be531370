"""Pages that the mirrors damaged are known and mended; sound ones are left alone."""

import pytest
from cpu_time import assert_linear
from hypothesis import given
from hypothesis import strategies as st
from mirror_damage import ANNOTATED, CASES, EVIDENCE, PROSE, annotate, cut, decode, encode, some_characters

from newscrawl.text import chinese
from newscrawl.text.mirror import look, undo
from newscrawl.text.repaired import Repaired

EVERYTHING = EVIDENCE._replace(folded=True)
FOLD = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


@pytest.mark.parametrize("case", CASES["damaged"], ids=lambda case: case["label"])
def test_a_damaged_run_is_mended(case: dict[str, str]) -> None:
    undone = undo(case["damaged"], EVIDENCE, simplify=False)
    assert undone.text == case["mended"]
    assert not undone.lossy
    assert case["rule"] in {step.rule for step in undone.steps}


@pytest.mark.parametrize("case", CASES["lossy"], ids=lambda case: case["label"])
def test_what_cannot_be_known_stays_marked(case: dict[str, str]) -> None:
    undone = undo(case["damaged"], EVIDENCE, simplify=False)
    assert undone.text == case["mended"]
    assert undone.lossy


@pytest.mark.parametrize("case", CASES["kept"], ids=lambda case: case["label"])
def test_sound_runs_on_a_damaged_page_stay_as_they_are(case: dict[str, str]) -> None:
    assert undo(case["text"], EVIDENCE, simplify=False) == Repaired(case["text"])


@pytest.mark.parametrize("case", CASES["sound"], ids=lambda case: case["label"])
def test_a_sound_page_shows_no_damage(case: dict[str, str]) -> None:
    assert look(case["text"]) is None


@pytest.mark.parametrize("seed", range(12))
def test_readings_glued_by_characters_are_all_removed(seed: int) -> None:
    page = "\n".join(PROSE)
    chosen = set(some_characters(seed))
    readings = chinese.first_readings()
    damaged = "".join(f"{c}({readings[c]})" if c in chosen else c for c in page)
    evidence = look(damaged)
    assert evidence is not None
    assert evidence.annotated <= chosen
    assert undo(damaged, evidence, simplify=False).text == page


def test_cuts_alone_prove_the_damage() -> None:
    page = CASES["cut page"]
    damaged = cut(encode(page))
    assert damaged != page
    evidence = look(damaged)
    assert evidence is not None
    assert evidence.cuts
    assert not evidence.annotated
    assert undo(damaged, evidence, simplify=False).text == page


def test_the_page_is_evidence_for_all_of_its_runs() -> None:
    evidence = look(cut(encode(CASES["cut page"] + "\n垫片有三种。")))
    assert evidence is not None
    assert evidence.elsewhere is not None
    assert evidence.elsewhere.pairs["垫片"] == 1


def test_folded_punctuation_is_unfolded_on_a_damaged_page_only() -> None:
    page = "\n".join(PROSE)
    damaged = decode(annotate(page, some_characters(1))).translate(FOLD)
    evidence = look(damaged)
    assert evidence is not None
    assert evidence.folded
    assert undo(damaged, evidence, simplify=False).text == page
    assert look(page.translate(FOLD)) is None


def test_characters_that_gbk_lacks_are_told_from_question_marks() -> None:
    page = CASES["lossy page"]
    damaged = decode(encode(page["original"]))
    evidence = look(damaged)
    assert evidence is not None
    assert evidence.lossy
    assert undo(damaged, evidence, simplify=False).text == page["mended"]


def test_traditional_characters_stay_unless_simplifying_is_asked_for() -> None:
    line = PROSE[0]
    assert undo(line, EVIDENCE, simplify=False).text == line
    simple = undo(line, EVIDENCE, simplify=True)
    assert chinese.traditional_count(simple.text) == 0
    assert [step.rule for step in simple.steps] == ["mirror/traditional"]


@pytest.mark.parametrize("line", PROSE)
def test_steps_count_every_reading(line: str) -> None:
    character = next(c for c in line if c in ANNOTATED)
    damaged = line.replace(character, f"{character}({chinese.first_readings()[character]})")
    (step,) = undo(damaged, EVIDENCE, simplify=False).steps
    assert (step.rule, step.count) == ("mirror/annotation", line.count(character))


@given(
    st.lists(
        st.sampled_from(
            [
                *"發國?？，。！(（)）“”《》 \n\t\ue573泄€AxW1:é·来来",
                "(fā)",
                "?fā)",
                "guó)",
                "?！",
                "。?",
                " ? ",
                "2024-01-02 ",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_mending_twice_changes_nothing_more(text: str) -> None:
    for evidence in (EVIDENCE, EVERYTHING):
        once = undo(text, evidence, simplify=False).text
        assert undo(once, evidence, simplify=False).text == once


@given(st.text(st.characters(codec=None)))
def test_any_text_gets_an_answer(text: str) -> None:
    look(text)
    for evidence in (EVIDENCE, EVERYTHING):
        undo(text, evidence, simplify=True)


@pytest.mark.parametrize("size", [3_000, pytest.param(200_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "token",
    [
        "?",
        "(",
        "(fā)",
        "?fā)",
        "發(fā)",
        pytest.param("?！", marks=pytest.mark.slow),
        pytest.param("?，\ue573", marks=pytest.mark.slow),
        pytest.param("。?", marks=pytest.mark.slow),
        "? ",
        " ? ",
        "A?",
        "（",
        "“",
        "發?",
        "€?",
        "a",
        "\n",
        "\ud800",
    ],
)
def test_a_flood_of_one_token_is_read_in_linear_time(token: str, size: int) -> None:
    def examine(flood: str) -> None:
        look(flood)
        undo(flood, EVERYTHING, simplify=False)

    assert_linear(examine, lambda size: token * (size // len(token)), size, max_seconds=size / 40_000)


def test_cuts_that_are_likely_convince_together() -> None:
    one, two = "水量、水质均告正?！?湘江特枯水位今年再次出现，", "未出现任何异?！?此系统不是万能的，还要有人来检查，"
    assert look(one) is None
    evidence = look(f"{one}\n{two}")
    assert evidence is not None
    assert undo(f"{one}\n{two}", evidence, simplify=True).text.count("常。") == 2


@pytest.mark.parametrize("chat", ["你说的是真的?！我不信\n真的假的?！", "好吃吗?，不好吃\n去不去?。我不去"])
def test_mixed_marks_of_a_chat_are_no_cuts(chat: str) -> None:
    assert look(chat) is None
