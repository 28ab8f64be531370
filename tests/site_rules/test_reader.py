"""Site-config files of other readers are followed as declarations, and what is not followed is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_config import RULES

from newscrawl.site_rules import count_faults, read_site_rules
from newscrawl.site_rules.reader import MAX_LINES


def test_what_a_file_says_becomes_a_declaration():
    site = read_site_rules(RULES, "circuits.example").site
    assert site.replacements == (("<blink>", "<p>"), ("</blink>", "</p>"))
    assert site.headers == (("Accept-Language", "de"),)
    assert site.templates[0].whole == ("//a[@rel='whole']",)
    assert site.templates[0].next_page == ("//a[@rel='next']",)


def test_lines_that_are_not_followed_are_counted_and_named():
    faults = read_site_rules(RULES, "circuits.example").faults
    assert count_faults(faults) == {
        "http_header: a polite crawler has a name of its own": 1,
        "requires_login: a log-in is not supported": 1,
        "titl: unknown command": 1,
        "wrap_in: not supported": 1,
    }


@pytest.mark.parametrize("lines", ["body: //[[[", "body: //[[[\nbody: id('x'", "title: //h1\nbody: //[[["])
def test_a_file_without_a_body_that_can_be_read_gives_no_template(lines):
    rules = read_site_rules(lines, "news.example")
    assert rules.site.templates == ()
    assert any(fault.command == "body" for fault in rules.faults)


def test_lines_beyond_the_bound_are_named():
    rules = read_site_rules("strip: //p\n" * (MAX_LINES + 9), "a.example")
    assert rules.faults == ((MAX_LINES + 1, "", f"more than {MAX_LINES} lines"),)
    assert len(rules.site.strip_xpaths) == MAX_LINES


@given(st.text(max_size=400))
def test_any_text_is_read(text):
    rules = read_site_rules(text, "a.example")
    assert len(rules.faults) <= text.count("\n") + len(text.splitlines())
