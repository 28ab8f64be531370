"""Addresses that lead on for ever are known by their form; those of articles are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.net.traps import MAX_FACETS, MAX_PARTS, leads_nowhere

TRAPS = [
    "http://a.example" + "/x" * 30,
    "http://a.example/a/b/a/b/a/b/1.html",
    "http://a.example/list?" + "&".join(f"f{n}=1" for n in range(20)),
    "http://[",
]
NO_TRAPS = [
    "http://a.example/",
    "http://a.example/news/2026/11/20/chips/news/1.html",
    "http://a.example/list?page=2&size=20&sort=date&q=gan",
]


@pytest.mark.parametrize("url", TRAPS)
def test_a_trap_is_known_by_its_form(url):
    assert leads_nowhere(url)


@pytest.mark.parametrize("url", NO_TRAPS)
def test_an_article_is_no_trap(url):
    assert not leads_nowhere(url)


@pytest.mark.parametrize(
    ("url", "is_trap"),
    [
        ("http://a.example/" + "/".join(map(str, range(MAX_PARTS))), False),
        ("http://a.example/" + "/".join(map(str, range(MAX_PARTS + 1))), True),
        ("http://a.example/?" + "&".join(f"f{n}=1" for n in range(MAX_FACETS)), False),
        ("http://a.example/?" + "&".join(f"f{n}=1" for n in range(MAX_FACETS + 1)), True),
        ("http://a.example/a/a/", False),
        ("http://a.example/a/a/a/", True),
        ("http://a.example////", False),
    ],
)
def test_the_bounds_themselves_are_allowed(url, is_trap):
    assert leads_nowhere(url) == is_trap


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text):
    for url in (text, f"http://{text}", f"http://{text}/", f"http://a.example/{text}"):
        assert leads_nowhere(url) in (True, False)
