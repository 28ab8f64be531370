"""Bylines; every case is a line of data/bylines.json."""

import json
from pathlib import Path
from typing import Any

import pytest
from cpu_time import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.bylines import (
    Byline,
    read_byline,
    read_credit_line,
    read_credits,
    read_names,
    read_signature,
)

DATA = Path(__file__).parent / "data"
CASES = json.loads((DATA / "bylines.json").read_text(encoding="utf-8"))
OPENINGS = json.loads((DATA / "bylines_in_bodies.json").read_text(encoding="utf-8"))


def marked(case: dict[str, Any]) -> Any:
    known_failure = [pytest.mark.xfail(strict=True)] if case.get("expect") == "fail" else []
    return pytest.param(case, id=case["label"], marks=known_failure)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_reads_who_and_whence(case: dict[str, Any]) -> None:
    expected = Byline(tuple(case["authors"]), case["source"], case["uploader"], tuple(case["editors"]))
    assert read_byline(case["line"]) == expected


@pytest.mark.parametrize("case", OPENINGS, ids=lambda case: case["opening"][:12])
def test_reads_the_credit_with_which_a_body_opens(case: dict[str, Any]) -> None:
    credit = read_credit_line(case["opening"])
    assert (list(credit.authors), credit.source) == (case["authors"], case["source"])


def test_credits_leave_bare_names_alone() -> None:
    assert read_credits("王小明 • 2024-04-03") == Byline()


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Jane Roe", ("Jane Roe",)),
        ("By Jane Roe, Staff Writer", ("Jane Roe",)),
        ("Jane Roe, The Example Press", ("Jane Roe", "The Example Press")),
        ("李小红、王小明", ("李小红", "王小明")),
        ("jane@example.com (Jane Roe)", ("Jane Roe",)),
        ("https://example.com/jane", ()),
        ("Senior Editor", ()),
        ("admin", ()),
        ("Jane Roe | Example Press", ("Jane Roe",)),
        ("Jane Roe, photos by John Doe", ("Jane Roe",)),
        ("Guest post by Jane Roe", ("Jane Roe",)),
        ("Jos&eacute; Roe &amp; John Doe", ("José Roe", "John Doe")),
        ("Jane Roe · Nov 1, 2026 · 5 min read", ("Jane Roe",)),
        ("글·사진 김철수 기자", ("김철수",)),
    ],
)
def test_reads_names_where_names_are_expected(value: str, names: tuple[str, ...]) -> None:
    assert read_names(value) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("View all posts by Jane Roe", ("Jane Roe",)),
        ("More from Jane Roe »", ("Jane Roe",)),
        ("Ein Gastbeitrag von Jane Roe", ("Jane Roe",)),
        ("Text und Interview: Jane Roe", ("Jane Roe",)),
        ("Von: Jane Roe", ("Jane Roe",)),
        ("Words & Photos by Jane Roe", ("Jane Roe",)),
        ("Written by Jane Roe Edited by John Doe", ("Jane Roe",)),
        ("Reviewed by Dr. John Doe, written by Jane Roe", ("Jane Roe",)),
        ("Reading time: 8 minutes | Jane Roe", ("Jane Roe",)),
        ("Photo: John Doe / Example Pictures", ()),
        ("Haben Sie einen Fehler gefunden?", ()),
        ("Last Updated: March 12, 2026", ()),
        ("김철수·이영희 기자", ("김철수", "이영희")),
        ("文・写真＝田中太郎", ("田中太郎",)),
    ],
)
def test_credits_say_whose_name_follows(line: str, names: tuple[str, ...]) -> None:
    assert read_byline(line).authors == names


def test_reads_the_signature_after_the_last_sentence() -> None:
    assert read_signature("这是最后一句。（袁小源）\n相关新闻") == "袁小源"
    assert read_signature("这一句说明（袁小源）在场。\n") is None


@given(st.text())
def test_answers_to_any_text(text: str) -> None:
    byline = read_byline(text)
    assert all(name.strip() for name in byline.authors)
    read_credit_line(text)
    read_names(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "作者：",
                "记者",
                "By ",
                "|",
                "•",
                " and ",
                "[",
                "]",
                "（",
                "文/",
                "张三",
                "Roe",
                "2024-04-03",
                "\ud800",
                "\0",
            ]
        )
    )
)
def test_answers_to_anything_that_looks_like_a_byline(parts: list[str]) -> None:
    byline = read_byline("".join(parts))
    assert not set(byline.authors) & {"", "作者", "By"}


TOKENS = [
    "作者：",
    "记者",
    "By ",
    "日报",
    "a",
    "张",
    "| ",
    " ",
    "1",
    "(",
    "[",
    "@",
    "a@",
    "www.",
    "a.",
    " and ",
    "，",
    "文/",
]


@pytest.mark.parametrize("token", TOKENS)
def test_reads_a_flood_of_one_token_at_once(token: str) -> None:
    assert_linear(
        lambda flood: (read_byline(flood), read_credit_line(flood)),
        lambda size: token * (size // len(token)),
        10_000_000,
        max_seconds=2,
    )
