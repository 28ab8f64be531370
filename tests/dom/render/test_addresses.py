"""Addresses become absolute."""

from urllib.parse import quote, urljoin

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dom.render import render
from newscrawl.dom.render.addresses import make_absolute
from newscrawl.dom.tree import parse_fragment


def test_addresses_become_absolute() -> None:
    body = parse_fragment("<a href='../x'>a</a><img data-src='i.png' src='loading.gif'><a href='http://['>b</a>")
    make_absolute(body, "https://e.org/d/1.html")
    assert render(body).html == '<p><a href="https://e.org/x">a</a><img src="https://e.org/d/i.png" alt="">b</p>'


@given(st.text('ab/..?#;:%=&~-"', max_size=9), st.sampled_from(["https://a.example/x/", "http://u:p@b.example/x?y#z"]))
def test_addresses_from_the_root_are_joined_as_others_are(rest: str, base: str) -> None:
    tree = parse_fragment("<a></a>")
    tree[0].set("href", f"/{rest}")
    make_absolute(tree, base)
    assert tree[0].get("href") == quote(urljoin(base, f"/{rest}"), safe="!#$%&'()*+,/:;=?@[]~")
