"""Tags that are left over from escaping go, their words stay; texts about markup keep it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.escaped import left_over, strip_tags
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
