"""Tags that are left over from escaping go, their words stay; texts about markup keep it."""

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.escaped import left_over, leftover_marks, strip_marks, strip_tags
from newscrawl.text.repair import repair

CASES = json.loads((Path(__file__).parent / "data" / "escaped.json").read_text(encoding="utf-8"))
PIECES = st.sampled_from(["<b class='x'>", "<b>", "</b>", "<em>", "</em>", "词", " ", "\n", "HTML", "<b cl", "<", ">"])


def stripped(text: str) -> str:
    return strip_tags(text, left_over(text)).text


@pytest.mark.parametrize("case", [pytest.param(case, id=case["label"]) for case in CASES])
def test_left_over_tags_go_and_examples_stay(case: dict[str, str]) -> None:
    assert stripped(case["original"]) == case.get("fixed", case["original"])


def test_the_evidence_of_a_page_counts_for_a_run_that_was_cut() -> None:
    tags = left_over("高压<b class='flag-5'>电机</b>驱动")
    assert strip_tags("电机</b>驱动", tags).text == "电机驱动"


def test_the_step_counts_the_tags() -> None:
    text = "高压<b class='k'>电机</b>"
    (step,) = strip_tags(text, left_over(text)).steps
    assert step == ("markup/escaped", 2, text, "高压电机")


@given(st.lists(PIECES, max_size=30).map("".join))
def test_only_tags_are_taken_out(text: str) -> None:
    assert stripped(text).replace("<b cl", "").count("词") == text.count("词")


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert isinstance(stripped(text), str)


# text, meant
LEFT_OVER = [
    ("第一段<br/>第二段</p><p>第三段", "第一段\n第二段\n第三段"),
    ("One.</p> <p>Two.", "One.\nTwo."),
    ("[b]新品[/b]：[url=http://a.example]芯片[/url]开售", "新品：芯片开售"),
    ("看图[img]http://a.example/1.png[/img]，[color=red][b]重要[/b][/color]", "看图，重要"),
]


@pytest.mark.parametrize(("text", "meant"), LEFT_OVER)
def test_left_over_marks_of_paragraphs_and_posts_go(text: str, meant: str) -> None:
    assert repair(text).text == meant


@pytest.mark.parametrize(
    "text",
    ["HTML 段落写成 <p>一</p><p>二</p>", "array[b] and c[/b", "[1] 见[2]", "标签 <br><br> 换行", "BBCode: [b]x[/b]"],
)
def test_a_text_about_marks_keeps_them(text: str) -> None:
    assert repair(text).text == text


def _jammer(random: Random) -> str:
    """Write what Discuz puts behind a line, as its source does."""
    return "".join(
        f"{chr(random.randint(32, 59))} {chr(random.randint(63, 126))}" for _ in range(random.randint(8, 15))
    )


@pytest.mark.parametrize("seed", range(8))
def test_jammers_of_a_forum_go(seed: int) -> None:
    random = Random(seed)
    lines = ["开关电源的效率取决于损耗。", "负载变轻时频率会下降。", "详见数据手册。"]
    page = "\n".join(_jammer(random) * (n > 0) + line + _jammer(random) * (n < 2) for n, line in enumerate(lines))
    assert strip_marks(page, leftover_marks(page)).text == "\n".join(lines)


@pytest.mark.parametrize(
    "page",
    [
        "选项：- A, B, C, D, E, F\n选项：- A, B, C, D, E, F\n",
        "按键：1 a2 b3 c4 d5 e\n然后松开。\n",
        "- a - b - c - d - e - f\n- g - h - i - j - k - l\n",
        "公式 2 a + 3 b = 5 c\n公式 7 x - 1 y = 4 z\n",
        "ls -l | a ; b & c\n# a # b # c # d # e # f\n",
        "1 k 2 k 3 k 4 k 5 k\n6 k 7 k 8 k 9 k\n",
    ],
)
def test_lists_of_single_letters_are_no_jammers(page: str) -> None:
    assert strip_marks(page, leftover_marks(page)).text == page
