"""Addresses become absolute."""

from newscrawl.dom.render import render
from newscrawl.dom.render.addresses import make_absolute
from newscrawl.dom.tree import parse_fragment


def test_addresses_become_absolute() -> None:
    body = parse_fragment("<a href='../x'>a</a><img data-src='i.png' src='loading.gif'><a href='http://['>b</a>")
    make_absolute(body, "https://e.org/d/1.html")
    assert render(body).html == '<p><a href="https://e.org/x">a</a><img src="https://e.org/d/i.png" alt="">b</p>'
