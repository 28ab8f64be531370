"""Text is folded as browsers fold it, trimmed, and split where a reader sees a new paragraph."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dom.render.inline_spans import (
    Picture,
    Span,
    fold,
    grouped,
    is_blank,
    paragraphs,
    plain,
    tidy_line,
    without_tag_characters,
)

BOLD = (("b", ""),)
BOLD_ITALIC = (("b", ""), ("i", ""))
PICTURE = Span("", (), Picture("http://e.org/a.png", "", ""))

# text, folded
FOLDED = (
    ("", ""),
    ("one two", "one two"),
    ("one \n\t two", "one two"),
    (" a ", " a "),
    ("no\xa0break\u3000wide", "no\xa0break\u3000wide"),
    ("中\n文", "中文"),
    ("中 \r\n\t文", "中文"),
    ("中 文", "中 文"),
    ("中\nA", "中 A"),
    ("日本\n語", "日本語"),
    ("한국\n어", "한국 어"),
    ("a\U000e0041b", "ab"),
)


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_white_space_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(" \t\n\r\fa中\u3000"))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert "".join(fold(text).split()) == "".join(text.split())


def test_flags_keep_their_tag_characters() -> None:
    scotland = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    assert without_tag_characters(f"{scotland} a\U000e0041") == f"{scotland} a"


@pytest.mark.parametrize(("text", "blank"), [("", True), (" \u200b\ufeff\u3000\xad", True), ("a", False), ("—", False)])
def test_a_text_that_shows_nothing_is_blank(text: str, blank: bool) -> None:
    assert is_blank(text) is blank


# spans, the tidy line
LINES = (
    ([], []),
    ([Span(" \u200b ", ())], []),
    ([Span("  a\u3000", ())], [Span("a", ())]),
    ([Span("a ", ()), Span(" b", ())], [Span("a b", ())]),
    ([Span("a", ()), Span(" b ", BOLD), Span("c", ())], [Span("a ", ()), Span("b", BOLD), Span(" c", ())]),
    ([Span("a", BOLD), Span(" ", ()), Span("b", BOLD)], [Span("a b", BOLD)]),
    ([Span(" ", BOLD), PICTURE, Span(" ", BOLD)], [PICTURE]),
)


@pytest.mark.parametrize(("spans", "line"), LINES)
def test_a_line_is_tidied(spans: list[Span], line: list[Span]) -> None:
    assert tidy_line(spans) == line


# text with line breaks, its paragraphs
PARAGRAPHS = (
    ("", []),
    ("a", ["a"]),
    ("a|b", ["a\nb"]),
    ("a||b", ["a", "b"]),
    ("|a|", ["a"]),
    ("a| |b", ["a", "b"]),
    ("a|\u3000\u3000b", ["a", "b"]),  # an indent begins a paragraph
    ("a|\xa0\xa0b", ["a", "b"]),
    ("a|\xa0b", ["a\nb"]),
)


@pytest.mark.parametrize(("text", "texts"), PARAGRAPHS)
def test_paragraphs_are_split_at_empty_lines_and_indents(text: str, texts: list[str]) -> None:
    spans = [Span("\n" if character == "|" else character, ()) for character in text]
    assert [plain(paragraph) for paragraph in paragraphs(spans)] == texts


def test_neighbours_are_grouped_by_their_mark() -> None:
    spans = [Span("a", ()), Span("b", BOLD), Span("c", BOLD_ITALIC), Span("d", ())]
    assert [(mark, plain(group)) for mark, group in grouped(spans, 0)] == [(None, "a"), (BOLD[0], "bc"), (None, "d")]
    assert [(mark, plain(group)) for mark, group in grouped(spans[1:3], 1)] == [(None, "b"), (BOLD_ITALIC[1], "c")]


spans_of_any_kind = st.builds(
    Span, st.sampled_from(["a", " b ", "\n", " ", "\u3000", "中"]), st.sampled_from([(), BOLD, BOLD_ITALIC])
)


@given(st.lists(spans_of_any_kind, max_size=10))
def test_no_word_is_lost(spans: list[Span]) -> None:
    found = "".join(plain(paragraph) for paragraph in paragraphs(spans))
    assert "".join(found.split()) == "".join(plain(spans).split())
