"""Sentences, and which of them another text leaves out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.sentences import left_out, split_sentences

SPLIT = (
    ("One two. Three four!", ["One two.", "Three four!"]),
    ("It costs 4.7 €.", ["It costs 4.7 €."]),
    ("他说：“好。”然后走了。", ["他说：“好。”然后走了。"]),
    ("国产。上市！", ["国产。", "上市！"]),
    ("a line\nanother", ["a line", "another"]),
    ("", []),
)


@pytest.mark.parametrize(("text", "sentences"), SPLIT)
def test_sentences(text, sentences):
    assert split_sentences(text) == sentences


LEFT_OUT = (
    (
        "The price rises by ten euros. Orders begin on Monday.",
        "Orders begin on Monday",
        ["The price rises by ten euros."],
    ),
    ("国产芯片今天上市。价格为十元。", "价格为十元", ["国产芯片今天上市。"]),
    ("The same words here.", "THE SAME, WORDS HERE", []),
    ("Yes. No.", "", []),
)


@pytest.mark.parametrize(("whole", "part", "missing"), LEFT_OUT)
def test_what_a_copy_leaves_out(whole, part, missing):
    assert left_out(whole, part) == missing


@given(st.text(alphabet="ab. 国。\n!“”", max_size=80))
def test_no_text_is_lost_and_nothing_is_missing_from_itself(text):
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())
    assert left_out(text, text) == []
