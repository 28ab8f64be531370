"""Damage is made here by a small model of the mirrors' tool, from prose written for these tests."""

import json
import random
from pathlib import Path

import pytest
from cpu_time import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text import chinese
from newscrawl.text.mirror import MirrorEvidence, look, undo
from newscrawl.text.mirror.elsewhere import gather
from newscrawl.text.repaired import Repaired

CASES = json.loads(Path(__file__).with_name("data").joinpath("mirror.json").read_text(encoding="utf-8"))
PROSE = CASES["prose"]
CUTS = ("，", "！", "？", "。")  # in the order of the mirrors
ANNOTATED = sorted({character for line in PROSE for character in line if chinese.is_traditional(character)})
EVIDENCE = MirrorEvidence(frozenset(ANNOTATED), cuts=True, lossy=True, folded=False, traditional=True)
EVERYTHING = EVIDENCE._replace(folded=True)
FOLD = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


def encode(text: str) -> bytes:
    return b"".join(encode_one(character) for character in text)


def encode_one(character: str) -> bytes:
    try:
        return character.encode("gbk")
    except UnicodeEncodeError:
        return b"?"


def decode(data: bytes) -> str:
    """Decode as the tool does: a first byte and what cannot be its second one become one question mark."""
    characters = []
    position = 0
    while position < len(data):
        first, pair = data[position], data[position : position + 2]
        if first < 0x80:
            characters.append(chr(first))
            position += 1
        elif first == 0x80:
            characters.append("€")
            position += 1
        else:
            characters.append(decode_pair(pair))
            position += 2
    return "".join(characters)


def decode_pair(pair: bytes) -> str:
    for codec in ("gbk", "gb18030"):
        try:
            character = pair.decode(codec)
        except UnicodeDecodeError:
            continue
        if len(character) == 1:
            return character
    return "?"


def annotate(text: str, characters: list[str]) -> bytes:
    data = encode(text)
    for character in characters:
        reading = chinese.first_readings()[character]
        data = data.replace(encode(character), encode(f"{character}({reading})"))
    return data


def cut(data: bytes) -> str:
    pieces: list[bytes] = [data]
    for mark in CUTS:
        delimiter = encode(mark)
        pieces = [
            part
            for piece in pieces
            for place, chunk in enumerate([piece] if piece in map(encode, CUTS) else piece.split(delimiter))
            for part in ([delimiter, chunk] if place else [chunk])
        ]
    return "".join(map(decode, pieces))


def some_characters(seed: int) -> list[str]:
    shuffled = random.Random(seed).sample(ANNOTATED, len(ANNOTATED))
    return shuffled[: len(shuffled) * 2 // 3]


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


@pytest.mark.parametrize("case", CASES["known failures"], ids=lambda case: case["label"])
@pytest.mark.xfail(strict=True, reason="more bytes are lost than the rest of the text tells")
def test_known_failure(case: dict[str, str]) -> None:
    assert undo(case["damaged"], EVIDENCE, simplify=False).text == case["mended"]


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


def test_lost_sync_is_found_again_in_nearly_all_lines() -> None:
    lines = exact = 0
    for seed in range(20):
        damaged = [decode(annotate(line, some_characters(seed))) for line in PROSE]
        evidence = look("\n".join(damaged))
        assert evidence is not None
        for line, run in zip(PROSE, damaged, strict=True):
            lines += 1
            exact += undo(run, evidence, simplify=True).text == chinese.simplify(line)
    assert exact >= 0.95 * lines


def test_readings_and_cuts_together_leave_most_lines_exact() -> None:
    lines = exact = 0
    for seed in range(20):
        for line in PROSE:
            damaged = cut(annotate(line, some_characters(seed)))
            lines += 1
            exact += undo(damaged, EVIDENCE, simplify=True).text == chinese.simplify(line)
    assert exact >= 0.9 * lines


def test_cuts_alone_prove_the_damage() -> None:
    page = CASES["cut page"]
    damaged = cut(encode(page))
    assert damaged != page
    evidence = look(damaged)
    assert evidence is not None
    assert evidence.cuts
    assert not evidence.annotated
    assert undo(damaged, evidence, simplify=False).text == page


@pytest.mark.parametrize("word", ["腔体", "轴套", "簧片", "陶片", "卡簧"])
def test_what_the_page_has_elsewhere_decides_a_guess(word: str) -> None:
    line, elsewhere = f"这些模块要用{word}，不能省。", f"{word}有三种。\n"
    damaged = cut(encode(line))
    assert undo(damaged, EVIDENCE, simplify=False).text != line
    assert undo(elsewhere + damaged, EVIDENCE, simplify=False).text == elsewhere + line


def test_a_word_of_another_run_of_the_page_decides_a_guess() -> None:
    line, elsewhere = "这些模块要用腔体，不能省。", "腔体有三种。"
    damaged = cut(encode(line))
    assert undo(damaged, EVIDENCE, simplify=False).text != line
    assert undo(damaged, EVIDENCE._replace(elsewhere=gather(elsewhere)), simplify=False).text == line


def test_the_page_is_evidence_for_all_of_its_runs() -> None:
    evidence = look(cut(encode(CASES["cut page"] + "\n垫片有三种。")))
    assert evidence is not None
    assert evidence.elsewhere is not None
    assert evidence.elsewhere.pairs["垫片"] == 1


# a sentence in which the second lost character depends on quotation marks
BESIDE_QUOTATIONS = ("“还不能量产。”韩越说。", "“先测一批再看。”韩越说，他并不着急。", "“两周就够。”她笑着说。")


@pytest.mark.parametrize("line", BESIDE_QUOTATIONS)
def test_a_quotation_is_closed_and_followed_by_a_verb_of_saying(line: str) -> None:
    damaged = cut(encode(line))
    assert damaged != line
    assert undo(damaged, EVIDENCE._replace(traditional=False), simplify=False).text == line


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
