import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl import rights
from newscrawl.errors import BadArgument

URL = "https://e.example/a/b"
LINES = "HTTP/1.1 200 OK\r\nX-Robots-Tag: noindex,\r\n nofollow\r\nno colon\r\nTDM-Reservation: 1\r\n"


@pytest.mark.parametrize(
    ("kind", "given", "facts"),
    [
        ("robots", "User-agent: *\nContent-Usage: train-ai=n", {"train-ai": "n"}),
        ("robots.txt", b"\xef\xbb\xbfUser-agent: *\r\nContent-Usage: train-ai=n", {"train-ai": "n"}),
        ("robots", ["User-agent: *", "Content-Usage: train-ai=n"], {"train-ai": "n"}),
        ("headers", LINES, {"noindex": True, "nofollow": True, "tdm-reservation": 1}),
        ("headers", {"X-Robots-Tag": ["noindex", "noarchive"]}, {"noindex": True, "noarchive": True}),
        ("headers", [("X-Robots-Tag", "noindex"), ["tdm-reservation", "0"]], {"noindex": True, "tdm-reservation": 0}),
        ("headers", ["X-Robots-Tag: noindex", "tdm-reservation: 0"], {"noindex": True, "tdm-reservation": 0}),
        ("X-Robots-Tag", "noindex", {"noindex": True}),
        ("x-robots-tag", "X-Robots-Tag: noindex", {"noindex": True}),
        ("content-usage", ["train-ai=n", "search=y"], {"train-ai": "n", "search": "y"}),
        ("html", "<meta name=robots content=noindex>", {"noindex": True}),
        ("page", '<meta charset=gbk><meta name=robots content=noindex>'.encode("gbk"), {"noindex": True}),
        ("tdmrep", [{"location": "/", "tdm-reservation": 1}], {"tdm-reservation": 1}),
        ("tdmrep.json", '[{"location":"/","tdm-reservation":1}]', {"tdm-reservation": 1}),
        ("json-ld", {"@type": "Article", "license": "https://l.example/"}, {"license": "https://l.example/"}),
        ("rsl", '<rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license><permits type="usage">all</permits>'
                "</license></content></rsl>", {"rsl-permits": ["all"]}),
        # a 0 in the page lifts the 1 of the header; noindex of either place holds
        ("all", {"headers": "tdm-reservation: 1\nX-Robots-Tag: noindex", "html": "<meta name=tdm-reservation content=0>"},
         {"tdm-reservation": 0, "noindex": True}),
    ],
)  # fmt: skip
def test_every_kind_is_read(kind, given, facts):
    assert rights.read(kind, given, URL, "newscrawl") == facts


def test_an_unknown_kind_is_a_wrong_argument():
    with pytest.raises(BadArgument, match="kind must be one of"):
        rights.read("sitemap", "", URL)


@pytest.mark.parametrize("kind", ["robots", "headers", "html", "tdmrep", "json-ld", "rsl", "link", "content-usage"])
@given(text=st.one_of(st.text(max_size=200), st.binary(max_size=200)))
@settings(deadline=None)
def test_nothing_that_a_site_sends_raises(kind, text):
    assert isinstance(rights.read(kind, text, URL), dict)
