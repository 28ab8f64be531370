"""Addresses become absolute."""

from urllib.parse import quote, urljoin

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dom.render import render
from newscrawl.dom.render.addresses import make_absolute, web_address
from newscrawl.dom.tree import parse_fragment


def test_addresses_become_absolute() -> None:
    body = parse_fragment("<a href='../x'>a</a><img data-src='i.png' src='loading.gif'><a href='http://['>b</a>")
    make_absolute(body, "https://e.org/d/1.html")
    assert render(body).html == '<p><a href="https://e.org/x">a</a><img src="https://e.org/d/i.png" alt="">b</p>'


def test_what_is_invisible_in_an_address_is_escaped() -> None:
    assert web_address("http://e.org/\u202ea\u2028b\U000e0041\tc d") == (
        "http://e.org/%E2%80%AEa%E2%80%A8b%F3%A0%81%81c%20d"
    )
    assert [web_address(one) for one in ("javascript:x", "data:text/html,x", "java\nscript:x", "http:///x")] == [""] * 4


@given(st.text('ab/..?#;:%=&~-"', max_size=9), st.sampled_from(["https://a.example/x/", "http://u:p@b.example/x?y#z"]))
def test_addresses_from_the_root_are_joined_as_others_are(rest: str, base: str) -> None:
    tree = parse_fragment("<a></a>")
    tree[0].set("href", f"/{rest}")
    make_absolute(tree, base)
    assert tree[0].get("href") == quote(urljoin(base, f"/{rest}"), safe="!#$%&'()*+,/:;=?@[]~")
