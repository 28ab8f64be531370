import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rights.specification_cases import CASES
from rights.specification_cases import URL as CASES_URL

from newscrawl import rights
from newscrawl.errors import BadArgument
from newscrawl.rights.signals import MAX_SIGNALS, MAX_SOURCE_CHARACTERS

MAX_HOSTILE_CPU_SECONDS = 2.0  # ten times what the slowest takes on an idle core

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


def test_facts_are_those_of_the_specification():
    wrong = [
        (kind, given, found, facts)
        for kind, given, facts in CASES
        if (found := rights.read(kind, given, CASES_URL, "newscrawl")) != facts
    ]
    assert wrong == []


_DEEP = "[" * 200_000
_MANY_RULES = "".join(f"Content-Usage: /*{n}*a*b$ train-ai=n\nContent-Signal: /{n} ai-train=no\n" for n in range(5000))


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("robots", "User-agent: *\n" + _MANY_RULES.ljust(512 * 1024, "x")),
        ("robots", "User-agent: *\n" + "Content-Usage: /" + "*a" * 200_000 + "$ train-ai=n"),
        ("robots", "Content-Signal: x\n" * 30_000),
        ("robots", "License: https://l.example/\x00\x1b[31m\n" * 10_000),
        ("tdmrep", _DEEP),
        ("tdmrep", '[{"location":' * 50_000),
        ("tdmrep", '[{"location":"/","tdm-reservation":' + "9" * 5000 + "}]"),
        ("tdmrep", "[" + '{"location":"/*x","tdm-reservation":1},' * 13_000 + "{}]"),
        ("json-ld", '{"@type":"Article","headline":"x","license":' + _DEEP),
        ("json-ld", '{"@type":"Article","headline":"x","license":' + '{"url":' * 900 + '""' + "}" * 901),
        ("html", "<a rel=license href=/x>" * 50_000),
        ("html", "<meta name=robots content='" + "noindex," * 50_000 + "'>"),
        ("headers", "X-Robots-Tag: \x00\x07noindex\x1b\nContent-Usage: \x00=\x01\nLink: <\x00>; rel=license"),
        ("headers", "Link: " + "<" * 16_000),
        ("headers", 'Link: <a>; rel="' + "\\" * 16_000),
        ("headers", "Content-Usage: " + "a=(" * 5000),
        ("rsl", '<rsl xmlns="https://rslstandard.org/rsl">' + "<content>" * 20_000),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_hostile_input_is_bounded(kind, given):
    start = time.process_time()
    facts = rights.read(kind, given, CASES_URL)
    assert time.process_time() - start < MAX_HOSTILE_CPU_SECONDS
    assert len(json.dumps(facts)) < MAX_SIGNALS * MAX_SOURCE_CHARACTERS * 7  # as JSON, with escapes


@pytest.mark.parametrize("url", ["", "news", "http://[", "https://e.example:port/", "data:,x", "//", "https://\x00/"])
def test_an_address_that_is_none_raises_nothing(url):
    for kind, source, _ in CASES:
        assert isinstance(rights.read(kind, source, url), dict)


def test_an_unknown_kind_is_a_wrong_argument():
    with pytest.raises(BadArgument, match="kind must be one of"):
        rights.read("sitemap", "", URL)


@pytest.mark.parametrize("kind", ["robots", "headers", "html", "tdmrep", "json-ld", "rsl", "link", "content-usage"])
@given(text=st.one_of(st.text(max_size=200), st.binary(max_size=200)))
@settings(deadline=None)
def test_nothing_that_a_site_sends_raises(kind, text):
    assert isinstance(rights.read(kind, text, URL), dict)
