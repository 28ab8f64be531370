import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.measure import (
    alphanumerics,
    count_alphanumerics,
    split_words,
    weighted_length,
    weighted_length_up_to,
)

# text, letters and digits, weighted length
LENGTHS = [
    ("", 0, 0),
    (" –—…·()", 0, 0),
    ("Größe 5 V", 7, 7),
    ("芯片", 2, 5),
    ("ニュース", 4, 10),
    ("반도체 3nm", 6, 10.5),
    ("，。！", 0, 0),
]


@pytest.mark.parametrize(("text", "alphanumerics", "length"), LENGTHS)
def test_blanks_and_marks_say_nothing(text: str, alphanumerics: int, length: float) -> None:
    assert (count_alphanumerics(text), weighted_length(text)) == (alphanumerics, length)


@given(st.text(), st.text())
def test_lengths_add_up(one: str, other: str) -> None:
    assert weighted_length(one + other) == weighted_length(one) + weighted_length(other)
    assert count_alphanumerics(one + other) == count_alphanumerics(one) + count_alphanumerics(other)


@given(st.text(), st.integers(0, 20))
def test_a_length_up_to_a_bound_tells_whether_it_is_reached(text: str, bound: int) -> None:
    whole, found = weighted_length(text), weighted_length_up_to(text, bound)
    assert found == whole or whole >= found > bound


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_words_are_the_runs_of_letters_and_digits(text: str) -> None:
    assert [word.decode() for word in split_words(text)] == re.findall(r"[^\W_]+", text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_alphanumerics_are_what_is_counted(text: str) -> None:
    kept = alphanumerics(text).decode()
    assert kept == "".join(filter(str.isalnum, text))
    assert len(kept) == count_alphanumerics(text)
