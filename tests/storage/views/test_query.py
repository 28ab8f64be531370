"""What a person types to find articles is understood as it was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.errors import BadArgument
from newscrawl.storage.views.query import MAX_TERMS, Query, parse_query
from newscrawl.text.query import Phrase

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
    ("「low noise」", [Phrase(("low", "noise"), False)]),
    ("„low noise“", [Phrase(("low", "noise"), False)]),
    ("国产，芯片", [Phrase(("国产",), False), Phrase(("芯片",), False)]),
    ("国产、GPU。", [Phrase(("国产",), False), Phrase(("gpu",), False)]),
    ("「国产，芯片」", [Phrase(("国产", "产", "芯片"), False)]),
    ("risc-v", [Phrase(("risc", "v"), False)]),
    ("STM32*", [Phrase(("stm", "32"), True)]),
    ("gpu GPU", [Phrase(("gpu",), False)]),
    ('* - " ( ) ^ : NEAR', [Phrase(("near",), False)]),
    ("", []),
    ("！", []),
)
# Query, then the terms of each group of alternatives; those of a title begin with "title:", a prefix ends with "*".
WANTED = (
    ("10 µF", [["10 uf"]]),
    ("10 μF capacitor", [["10 uf"], ["capacitor"]]),
    ("4,7 kΩ", [["4ꞏ7 kω"]]),
    ("Wi-Fi module", [["wi fi", "wifi"], ["module"]]),
    ("title:Geraete", [["title:geraete", "title:gerate"]]),
    ('"Wi-Fi"', [["wi fi"]]),
    ("WiFi module", [["wifi", "wi fi"], ["module"]]),
    ('"WiFi"', [["wifi"]]),
    ("GaN OLED iPhone", [["gan"], ["oled"], ["iphone"]]),
    ("±5 % or less", [["5 percent"], ["or"], ["less"]]),
    (".47uF", [["0ꞏ47 uf"]]),
    ("±5 V rail", [["5 v"], ["rail"]]),
    ("85 °C", [["85 c"]]),
    ("top 10 chips", [["top"], ["10"], ["chips"]]),
    ('"10" V', [["10"], ["v"]]),
    ("GaN OR SiC inverter", [["gan", "sic"], ["inverter"]]),
    ("a OR b OR c", [["a", "b", "c"]]),
    ("OR a OR", [["a"]]),
    ("a AND b", [["a"], ["b"]]),
    ('"OR" a', [["or"], ["a"]]),
    ("or a", [["or"], ["a"]]),
    ("title:GPU x", [["title:gpu"], ["x"]]),
    ('TITLE:"low noise" title:STM32*', [["title:low noise"], ["title:stm 32*"]]),
    ("title：芯片", [["title:芯片"]]),
    ("C++ C# .NET", [["c plusplus"], ["c sharp"], ["dot net"]]),
    ("LM317-ADJ STM32F103C8T6", [["lm 317 adj"], ["stm 32 f 103 c 8 t 6"]]),
    ("http://x 12:30 subtitle:x", [["http x"], ["12 30"], ["subtitle x"]]),
    ("title: x", [["x"]]),
)


def written(term):
    return f"{'title:' * term.in_title}{' '.join(term.phrase.terms)}{'*' * term.phrase.is_prefix}"


@pytest.mark.parametrize(("query", "phrases"), PARSED)
def test_a_query_is_split_into_phrases(query, phrases):
    assert list(parse_query(query).phrases) == phrases


@pytest.mark.parametrize(("query", "groups"), WANTED)
def test_what_is_wanted_stands_in_groups_of_alternatives(query, groups):
    assert [[written(term) for term in group] for group in parse_query(query).wanted] == groups


def test_words_and_names_are_excluded_with_a_minus():
    asked = parse_query('gpu -game -"low end" -title:ad -site:one -lang:ja risc-v')
    assert [written(term) for term in asked.unwanted] == ["game", "low end", "title:ad"]
    assert [written(term) for group in asked.wanted for term in group] == ["gpu", "risc v"]
    assert (asked.other_sites, asked.other_languages) == (("one",), ("ja",))


def test_sites_and_languages_are_named():
    asked = parse_query("site:Golem OR site:heise.de lang:de language:en-GB")
    assert asked == Query(sites=("golem", "heise.de"), languages=("de", "en-gb"))


@pytest.mark.parametrize(
    "query", ["site:", "lang: de", "gpu -site:", "a OR -b", "-a OR b", "site:a OR gpu", "site:a OR lang:de"]
)
def test_what_means_nothing_is_said_in_one_line(query):
    with pytest.raises(BadArgument, match=r"^[^\n]+$"):
        parse_query(query)


@given(st.text(alphabet='ab1 µ"“-:*OR.#+\x00芯titlesang'))
def test_anything_is_understood_or_a_bad_argument(query):
    try:
        asked = parse_query(query)
    except BadArgument:
        return
    assert sum(map(len, asked.wanted)) + len(asked.unwanted) <= MAX_TERMS
    assert all(term.phrase.terms for group in asked.wanted for term in group)


def test_an_endless_query_is_cut():
    assert len(parse_query("a1 " * 400_000).phrases) <= 32
    assert len(parse_query("芯片" * 400_000).phrases[0].terms) <= 64
    assert parse_query('"' * 1_000_000) == Query()
