"""What a person types is understood, and found again in the text as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.query import Phrase, excerpt, find, parse_query

PARSED = (
    ("芯片", [Phrase(("芯片",), False)]),
    ("芯", [Phrase(("芯",), True)]),
    ("国产GPU", [Phrase(("国产", "产", "gpu"), False)]),
    ("GPU芯", [Phrase(("gpu", "芯"), True)]),
    ("GPU芯片", [Phrase(("gpu", "芯片"), False)]),
    ("low　noise", [Phrase(("low",), False), Phrase(("noise",), False)]),
    ('"low noise"', [Phrase(("low", "noise"), False)]),
    ("“low noise”", [Phrase(("low", "noise"), False)]),
    ('"low noi"*', [Phrase(("low", "noi"), True)]),
    ('"never closed', [Phrase(("never", "closed"), False)]),
    ("risc-v", [Phrase(("risc", "v"), False)]),
    ("STM32*", [Phrase(("stm", "32"), True)]),
    ("gpu GPU", [Phrase(("gpu",), False)]),
    ('* - " ( ) ^ : NEAR', [Phrase(("near",), False)]),
    ("", []),
    ("！", []),
)
# Query, text, and what is marked in it.
FOUND = (
    ("芯片", "新芯片的芯", ["芯片"]),
    ("芯", "新芯片的芯", ["芯", "芯"]),
    ("国产GPU", "國產GPU和国产 GPU", ["國產GPU", "国产 GPU"]),
    ("10uf", "a 10 µF capacitor", ["10 µF"]),
    ("4.7kΩ", "4.7 kΩ", ["4.7 kΩ"]),
    ("gerat", "Das Gerät", ["Gerät"]),
    ("gpu", "ＧＰＵ", ["ＧＰＵ"]),
    ("バス", "ﾊﾞｽ", ["ﾊﾞｽ"]),
    ("found*", "A foundry founded", ["foundry", "founded"]),
    ("found", "A foundry", []),
    ("low noise", "noise is low", ["noise", "low"]),
    ('"low noise"', "noise is low, low noise", ["low noise"]),
    ("芯片 片上", "芯片上", ["芯片上"]),
    ("国产", "国 产", []),
)


@pytest.mark.parametrize(("query", "phrases"), PARSED)
def test_a_query_is_split_into_phrases(query, phrases):
    assert list(parse_query(query)) == phrases


@pytest.mark.parametrize(("query", "text", "marked"), FOUND)
def test_what_is_found_is_marked_as_it_was_written(query, text, marked):
    assert [text[span.start : span.end] for span in find(text, parse_query(query))] == marked


def test_an_excerpt_shows_the_place_with_most_of_the_phrases():
    text = "芯片。" + "无关" * 200 + "国产芯片与电源\n同行" + "无关" * 200
    shown = excerpt(text, parse_query("芯片 电源 国产"), 40)
    assert [shown.text[span.start : span.end] for span in shown.spans] == ["国产芯片", "电源"]
    assert shown.text[0] == shown.text[-1] == "…"
    assert "\n" not in shown.text


def test_an_excerpt_without_a_find_is_the_beginning():
    assert excerpt("Some text.", parse_query("else"), 40) == ("Some text.", ())
    assert excerpt("", parse_query("else"), 40) == ("", ())


@given(st.text(), st.text(alphabet='ab 芯片"*“'), st.integers(1, 50))
def test_an_excerpt_is_a_part_of_the_text_and_its_spans_lie_inside(text, query, width):
    shown = excerpt(text, parse_query(query), width)
    assert len(shown.text) <= width + 2
    assert all(0 <= span.start < span.end <= len(shown.text) for span in shown.spans)


def test_an_endless_query_is_cut():
    assert len(parse_query("a1 " * 400_000)) <= 32
    assert len(parse_query("芯片" * 400_000)[0].terms) <= 64
    assert parse_query('"' * 1_000_000) == ()
