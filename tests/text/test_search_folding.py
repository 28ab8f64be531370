"""Words of an index: what is written differently and means the same is one term, and everything can be found again."""

import pytest
from cpu_time import in_shares
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text import search_folding
from newscrawl.text.search_folding import fold, words

# Written, then the terms of the index.
FOLDED = (
    ("国产GPU 芯片", "国产 产 gpu 芯片 片"),
    ("國產晶片", "国产 产晶 晶片 片"),
    ("芯", "芯"),
    ("ＧＰＵ", "gpu"),
    ("10 µF", "10 uf"),
    ("10µF", "10 uf"),
    ("10μF", "10 uf"),
    ("10uF", "10 uf"),
    ("4.7 kΩ", "4ꞏ7 kω"),
    ("4.7 kΩ", "4ꞏ7 kω"),
    ("4,7 kOhm", "4ꞏ7 kω"),
    ("0.47 µF", "0ꞏ47 uf"),
    ("10,000 and 1,234,567", "10000 and 1234567"),
    ("1,2,3 and 12,5", "1 2 3 and 12ꞏ5"),
    ("6.1.5", "6ꞏ1 5"),
    ("有10，20个", "有 10 20 个"),
    ("C++, C++17 and c", "c plusplus c plusplus 17 and c"),
    ("C#, C＃ and F#.", "c sharp c sharp and f sharp"),
    ("使用.NET, (.NET) ASP.NET", "使用 用 dot net dot net asp net"),
    ("the end.next + 1 #2", "the end next 1 2"),
    ("LM317-ADJ STM32F103C8T6", "lm 317 adj stm 32 f 103 c 8 t 6"),
    ("25℃", "25 c"),
    ("STM32H743", "stm 32 h 743"),
    ("Gerät Straße", "gerat strasse"),
    ("Gera\u0308t STRASSE", "gerat strasse"),
    ("ﾊﾞｽ", "バス ス"),
    ("ハ\u3099ス", "バス ス"),
    ("バス", "バス ス"),
    ("ハス", "ハス ス"),
    ("반도체", "반도 도체 체"),
    ("\u1107\u1161\u11ab\u1103\u1169", "반도 도"),
    ("low-noise, “quiet”", "low noise quiet"),
    ("中\u200b文", "中文 文"),
    ("soft\u00adware", "software"),
    ("½", "1 2"),
    ("一二，三四", "一二 二 三四 四"),
    ("𠀀𠀁", "𠀀𠀁 𠀁"),
    ("！？…", ""),
    ("", ""),
    ("a" * 100, f"{'a' * 64} {'a' * 36}"),
    ("\x00\ud800x", "x"),
)


@pytest.mark.parametrize(("written", "terms"), FOLDED)
def test_what_means_the_same_has_the_same_terms(written, terms):
    assert fold(written) == terms


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_every_term_has_its_place_in_the_text(text):
    found = list(words(text))
    assert " ".join(word.term for word in found) == fold(text)
    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)


@given(st.text(alphabet="国产芯片のバスabcGPU19µΩé ，-ﾊﾞ\u3099\u0301"))
def test_the_place_of_a_term_reads_as_the_term(text):
    for word in words(text):
        assert fold(text[word.start : word.end]).startswith(word.term)


@given(st.text())
def test_terms_fold_to_themselves_but_for_the_ends_of_runs(text):
    for term in fold(text).split():
        assert fold(term).split()[0] == term


@in_shares
@pytest.mark.parametrize("token", ["芯", "a", "1", " ", "\u0301", "ﾊﾞ", "\u1100", "\u200b", "ﷺ", "\ud800", "µF"])
def test_a_flood_is_folded_in_time(token, share):
    text = token * int(1_000_000 // len(token) * share)
    assert len(fold(text)) <= 20 * len(text)


def test_few_tokens_are_remembered(monkeypatch):
    remembered = search_folding._Terms()
    monkeypatch.setattr(search_folding, "_TERMS", remembered)
    monkeypatch.setattr(search_folding, "_MAX_REMEMBERED_TOKENS", 3)
    text = "one two, three. 10µF 国产芯片 one " + "国产芯片" * 20
    assert fold(text) == fold(text)
    assert fold(text).startswith("one two three 10 uf 国产 产芯 芯片 片 one 国产")
    assert len(remembered) <= 3
    assert max(map(len, remembered)) <= search_folding._MAX_REMEMBERED_CHARACTERS
