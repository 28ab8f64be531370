"""Lost bytes are found and guessed by the likeliest text; what stays doubtful is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mirror_damage import CASES, EVIDENCE, PROSE, annotate, cut, decode, encode, some_characters

from newscrawl.text import chinese
from newscrawl.text.mirror import look, undo
from newscrawl.text.mirror.beam_search import Page, cut_gain, resync
from newscrawl.text.mirror.elsewhere import gather


@pytest.mark.parametrize("case", CASES["known failures"], ids=lambda case: case["label"])
@pytest.mark.xfail(strict=True, reason="more bytes are lost than the rest of the text tells")
def test_known_failure(case: dict[str, str]) -> None:
    assert undo(case["damaged"], EVIDENCE, simplify=False).text == case["mended"]


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


@pytest.mark.parametrize("word", ["钳口", "轴套", "簧片", "陶片", "卡簧"])
def test_what_the_page_has_elsewhere_decides_a_guess(word: str) -> None:
    line, elsewhere = f"这些模块要用{word}，不能省。", f"{word}有三种。\n"
    damaged = cut(encode(line))
    assert undo(damaged, EVIDENCE, simplify=False).text != line
    assert undo(elsewhere + damaged, EVIDENCE, simplify=False).text == elsewhere + line


def test_a_word_of_another_run_of_the_page_decides_a_guess() -> None:
    line, elsewhere = "这些模块要用钳口，不能省。", "钳口有三种。"
    damaged = cut(encode(line))
    assert undo(damaged, EVIDENCE, simplify=False).text != line
    assert undo(damaged, EVIDENCE._replace(elsewhere=gather(elsewhere)), simplify=False).text == line


# a sentence in which the second lost character depends on quotation marks
BESIDE_QUOTATIONS = ("“还不能量产。”韩越说。", "“先测一批再看。”韩越说，他并不着急。", "“两周就够。”她笑着说。")


@pytest.mark.parametrize("line", BESIDE_QUOTATIONS)
def test_a_quotation_is_closed_and_followed_by_a_verb_of_saying(line: str) -> None:
    damaged = cut(encode(line))
    assert damaged != line
    assert undo(damaged, EVIDENCE._replace(traditional=False), simplify=False).text == line


PAGE = Page(traditional=True, folded=False, annotated=frozenset("數報"), cuts=True)

# damaged, mended, the rule
STRETCHES = (
    ("支持?jǐn)?shù)據加密", "支持數據加密", "mirror/lost-sync"),
    ("日?qǐng)?bào)報(bào)道了此事", "日報報道了此事", "mirror/lost-sync"),
    ("報(bào)道", "報道", "mirror/annotation"),
)


@pytest.mark.parametrize(("damaged", "mended", "rule"), STRETCHES)
def test_a_stretch_is_read_again(damaged: str, mended: str, rule: str) -> None:
    found = resync(damaged, PAGE)
    assert (found.text, found.lossy) == (mended, False)
    assert rule in {step.rule for step in found.steps}


@pytest.mark.parametrize("text", ["", "這是數據。", "真的嗎?是的。", "請看(shuo)這裡", "A? B!", "\ud800?"])
def test_text_without_traces_is_copied(text: str) -> None:
    found = resync(text, PAGE)
    assert (found.text, found.steps) == (text, ())


def test_no_byte_is_looked_for_in_a_page_that_lost_too_many() -> None:
    flooded = PAGE._replace(cuts=False, lost_sync=False)
    assert "?" in resync("支持?jǐn)?shù)據加密", flooded).text


def test_a_cut_gains_where_a_character_fits_and_not_at_a_question() -> None:
    line = "這個模塊的規模，市場都在擴大"
    damaged = cut(encode("用戶規模、市場份額都在擴大，價格也在下降。"))
    assert damaged != line
    assert cut_gain(damaged, damaged.index("?"), PAGE) > 0
    assert cut_gain("真的嗎?！", 3, PAGE) <= 0


@given(st.text("?，。數報據(shù)é ", max_size=12))
def test_text_without_question_marks_and_brackets_stays(text: str) -> None:
    sound = text.replace("?", "").replace("(", "")
    assert resync(sound, PAGE).text == sound
