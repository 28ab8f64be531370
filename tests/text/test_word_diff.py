"""Two texts as one, word by word."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.word_diff import diff_characters, diff_words

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


@given(st.lists(st.sampled_from(["one ", "two ", "国产", "x"]), max_size=60), st.data())
def test_a_text_with_scattered_changes_is_told_whole(words, data):
    old = "".join(f"{word}{number}" for number, word in enumerate(words))
    new = list(old)
    for place in data.draw(st.lists(st.integers(0, max(0, len(old) - 1)), max_size=4)):
        new[place : place + data.draw(st.integers(0, 9))] = data.draw(st.text(alphabet="onetw 国1", max_size=9))
    pieces = diff_characters(old, "".join(new))
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == "".join(new)


def test_only_what_lies_between_equal_runs_is_matched(monkeypatch):
    compared = []

    class Counting(SequenceMatcher):
        def __init__(self, isjunk, one, other, autojunk):
            compared.append(len(one) * len(other))
            super().__init__(isjunk, one, other, autojunk=autojunk)

    monkeypatch.setattr("newscrawl.text.word_diff.SequenceMatcher", Counting)
    old = [f"w{number}" for number in range(2000)]
    new = [f"n{word}" if place % 100 == 50 else word for place, word in enumerate(old)]
    pieces = diff_words(" ".join(old), " ".join(new))
    assert [piece.text for piece in pieces if piece.kind == "added"] == [
        f"nw{number}" for number in range(50, 2000, 100)
    ]
    assert sum(compared) < 100
