"""What a person types is understood, and found again in the text as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.storage.views.query import parse_query
from newscrawl.text.query import excerpt, find, quick_excerpt

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


@pytest.mark.parametrize(("query", "text", "marked"), FOUND)
def test_what_is_found_is_marked_as_it_was_written(query, text, marked):
    assert [text[span.start : span.end] for span in find(text, parse_query(query).phrases)] == marked


def test_an_excerpt_shows_the_place_with_most_of_the_phrases():
    text = "芯片。" + "无关" * 200 + "国产芯片与电源\n同行" + "无关" * 200
    shown = excerpt(text, parse_query("芯片 电源 国产").phrases, 40)
    assert [shown.text[span.start : span.end] for span in shown.spans] == ["国产芯片", "电源"]
    assert shown.text[0] == shown.text[-1] == "…"
    assert "\n" not in shown.text


def test_an_excerpt_without_a_find_is_the_beginning():
    assert excerpt("Some text.", parse_query("else").phrases, 40) == ("Some text.", ())
    assert excerpt("", parse_query("else").phrases, 40) == ("", ())


def test_an_excerpt_cuts_no_word_that_has_spaces_around_it():
    said = "alphabet noise generator amplifier"
    assert excerpt(said, (), 12).text == "alphabet …"
    assert excerpt(said, parse_query("generator").phrases, 16).text == "… generator …"
    assert excerpt("芯片制造设备的国产化", (), 5).text == "芯片制造设…"
    assert excerpt("x" * 99, (), 40).text == "x" * 40 + "…"


@given(st.text(), st.text(alphabet='ab 芯片"*“'), st.integers(1, 50))
def test_an_excerpt_is_a_part_of_the_text_and_its_spans_lie_inside(text, query, width):
    shown = excerpt(text, parse_query(query).phrases, width)
    assert len(shown.text) <= width + 2
    assert all(0 <= span.start < span.end <= len(shown.text) for span in shown.spans)


# Query, what stands far down a long text, what is marked of it.
FAR = [
    ("noise", "the noise is low", ["noise"]),
    ("ai", "said again: AI in a fan", ["AI"]),
    ("国产", "一枚國產芯片", ["國產"]),
    ("芯", "一枚芯片", ["芯"]),
    ("c++", "written in C++ only", ["C++"]),
    ('"solder paste"', "solder here. Much later, solder paste", ["solder paste"]),
    ("capac*", "two capacitors", ["capacitors"]),
]


@pytest.mark.parametrize(("query", "said", "marked"), FAR)
@pytest.mark.parametrize("filler", ["a plain sentence. ", "一句平常的话。"])
def test_a_quick_excerpt_finds_what_stands_far_down(query, said, marked, filler):
    found = quick_excerpt(filler * 900 + said + " " + filler * 90, parse_query(query).phrases, 100)
    assert [found.text[span.start : span.end] for span in found.spans] == marked


def test_a_quick_excerpt_is_about_where_most_words_stand_together():
    text = "Flash alone. " + "Nothing. " * 400 + "Flash and wear. " + "Nothing. " * 400
    assert "Flash and wear" in quick_excerpt(text, parse_query("flash wear").phrases, 60).text


@given(st.text(), st.text(alphabet='ab 芯片"*“'))
def test_a_quick_excerpt_marks_what_an_excerpt_marks_or_nothing(text, query):
    phrases = parse_query(query).phrases
    quick, whole = quick_excerpt(text, phrases, 20), excerpt(text, phrases, 20)
    assert bool(quick.spans) == bool(whole.spans)
