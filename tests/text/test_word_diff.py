"""Two texts as one, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.word_diff import diff_words

CASES = (
    ("", "", []),
    ("same", "same", [("same", "same")]),
    ("10 mA of noise", "12 mA of noise", [("removed", "10"), ("added", "12"), ("same", " mA of noise")]),
    ("国产芯片上市", "国产GPU上市", [("same", "国产"), ("removed", "芯片"), ("added", "GPU"), ("same", "上市")]),
    ("テスト中", "テスト後", [("same", "テスト"), ("removed", "中"), ("added", "後")]),
    ("", "new", [("added", "new")]),
    ("old", "", [("removed", "old")]),
)


@pytest.mark.parametrize(("old", "new", "pieces"), CASES)
def test_pieces(old, new, pieces):
    assert [tuple(piece) for piece in diff_words(old, new)] == pieces


@given(st.text(alphabet="ab 国é\n", max_size=50), st.text(alphabet="ab 国é\n", max_size=50))
def test_the_pieces_are_both_texts(old, new):
    pieces = diff_words(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_long_stretches_that_are_the_same_are_cut():
    pieces = diff_words("a " * 5000 + "old" + " b" * 5000, "a " * 5000 + "new" + " b" * 5000)
    assert [piece.kind for piece in pieces] == ["gap", "same", "removed", "added", "same", "gap"]


def test_texts_that_have_nothing_in_common_take_no_quadratic_time():
    old, new = " ".join(f"a{n}" for n in range(9000)), " ".join(f"b{n}" for n in range(9000))
    assert [piece.kind for piece in diff_words(old, new)] == ["removed", "added"]
