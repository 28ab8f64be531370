"""Site-config files of other readers are followed as declarations, and what is not followed is named."""

import os
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsel import Selector

from newscrawl import extract
from newscrawl.errors import BadArgument
from newscrawl.site_rules import MAX_FILE_BYTES, MAX_LINES, MAX_REPLACEMENTS, RulesFolder, count_faults, read_site_rules

RULES = """\
# A journal of circuits
title: //h2[@class='head']
body: //section[@id="nowhere"]
body: //section[@id='story']
author: substring-after(//p[@class='by'], 'Text: ')
date: //time/@datetime
strip: //div[@class='poll']
strip_id_or_class: tease
strip_image_src: /pixel/
find_string: <blink>
replace_string: <p>
replace_string(</blink>): </p>
http_header(accept-language): de
http_header(user-agent): Mozilla/5.0
single_page_link: //a[@rel='whole']
next_page_link: //a[@rel='next']
prune: no
tidy: yes
test_url: https://circuits.example/1
test_contains: regulator
requires_login: yes
titl: //h1
wrap_in(blockquote): //q
"""
PAGE = """<html lang="en"><head><title>Circuits</title></head><body><h2 class="head">A quiet regulator</h2>
<p class="by">Text: News desk</p><time datetime="2026-11-20T10:00:00Z">20 Nov</time>
<section id="story"><blink>The regulator keeps its noise below one microvolt, and it needs two capacitors.</blink>
<p>Samples are available now; the maker plans volume production for the spring of next year.</p>
<div class="poll">Which regulator do you use most?</div><div class="x-teaser">Also read: ten noisy regulators</div>
<img src="https://circuits.example/pixel/1.gif" width="300"></section><a rel="next" href="/1?page=2">2</a>
<section><p>This paragraph stands outside of the story, and is about something else entirely.</p></section></body></html>"""
URL = "https://www.circuits.example/1"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "circuits.example.txt").write_text(RULES, "utf-8")
    (tmp_path / ".wide.example.txt").write_text("body: //main", "utf-8")
    (tmp_path / "empty.example.txt").write_text("title: //h1", "utf-8")
    (tmp_path / "Odd Name.txt").write_text("body: //main", "utf-8")
    (tmp_path / "large.example.txt").write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    return RulesFolder(tmp_path)


def test_a_page_is_read_by_the_rules_of_its_host(folder):
    article = extract(PAGE, URL, site=folder.site_of(URL))
    assert article.title == "A quiet regulator"
    assert article.authors == ("News desk",)
    assert article.published.isoformat() == "2026-11-20T10:00:00+00:00"
    assert [line[:12] for line in article.body_text.split("\n\n")] == ["The regulato", "Samples are "]
    assert "site-rules/xpath" in {change.rule for change in article.changes}
    assert article.field_sources["body"] == "site"


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


REFUSED = (
    "body: //div[",
    "body: document('file:///etc/passwd')",
    "body: //p[re:test(., '(a+)+b')]",
    "body:",
    "body: //p[" + "contains(., 'x') and " * 100 + "true()]",
    "strip_id_or_class: x'] , body [a='",
    "replace_string: nothing was to be found",
    "body: count(//p",
    "find_string:",
    "http_header(cookie): a\x01b",
    "http_header(host): inside.example",
    "no colon here",
)


@pytest.mark.parametrize("line", REFUSED)
def test_a_line_that_cannot_be_trusted_is_refused_and_the_others_hold(line):
    rules = read_site_rules(f"{line}\nbody: //main", "a.example")
    assert len(rules.faults) == 1
    assert rules.site.templates[0].body == ("//main",)
    assert not rules.site.widgets


@pytest.mark.parametrize("lines", ["body: //[[[", "body: //[[[\nbody: id('x'", "title: //h1\nbody: //[[["])
def test_a_file_without_a_body_that_can_be_read_gives_no_template(lines):
    rules = read_site_rules(lines, "news.example")
    assert rules.site.templates == ()
    assert any(fault.command == "body" for fault in rules.faults)


def test_strings_to_find_and_to_replace_are_pairs_in_their_order():
    lines = ("find_string: a", "find_string:", "find_string: b", "replace_string: A", "replace_string: X",
             "replace_string: B", "find_string: left", "replace_string(c:d): C")  # fmt: skip
    rules = read_site_rules("\n".join(lines), "a.example")
    assert rules.site.replacements == (("a", "A"), ("b", "B"), ("c:d", "C"))
    assert count_faults(rules.faults) == {
        "find_string: there is nothing to find": 1,
        "replace_string: there is nothing to find": 1,
        "find_string: no replace_string follows it": 1,
    }


def test_a_condition_holds_for_the_line_before_it():
    text = "body: //main\nsingle_page_link: //a[@id='all']\nif_page_contains: //div[@class='pages']\n"
    html = "<title>A test of conditions</title><main><p>{}</p></main><a id=all href=/all>all</a>{}"
    [template] = read_site_rules(text, "a.example").site.templates
    found = [
        Selector(text=html.format("x", more)).xpath(template.whole[0]).attrib.get("href")
        for more in ("", "<div class=pages></div>")
    ]
    assert found == [None, "/all"]
    for before in ("", "single_page_link: concat('a', 'b')\n", "single_page_link: //a\nstrip: //b\n"):
        rules = read_site_rules(f"{before}if_page_contains: //div", "a.example")
        assert [fault.command for fault in rules.faults] == ["if_page_contains"]


def test_lines_beyond_the_bound_are_named():
    rules = read_site_rules("strip: //p\n" * (MAX_LINES + 9), "a.example")
    assert rules.faults == ((MAX_LINES + 1, "", f"more than {MAX_LINES} lines"),)
    assert len(rules.site.strip_xpaths) == MAX_LINES


def test_what_is_no_file_is_named_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.example.txt")
    (tmp_path / "folder.example.txt").mkdir()
    (tmp_path / "gone.example.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "bytes.example.txt").write_bytes(b"body: //main\n\xff\x00: x\ntitle: //h1[@id='\xe4']")
    files = RulesFolder(tmp_path).all()
    assert {name: rules for name, rules in files.items() if isinstance(rules, str)} == dict.fromkeys(
        ("folder.example.txt", "gone.example.txt", "pipe.example.txt"), "it is no file"
    )
    assert files["bytes.example.txt"].site.templates[0].body == ("//main",)


def test_replacements_are_bounded():
    rules = read_site_rules("replace_string(a): b\n" * (MAX_REPLACEMENTS + 3), "a.example")
    assert len(rules.site.replacements) == MAX_REPLACEMENTS
    assert len(rules.faults) == 3


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (URL, "circuits.example"),
        ("https://circuits.example/2", "circuits.example"),
        ("https://news.wide.example/2", "news.wide.example"),
        ("https://wide.example/2", "wide.example"),
        ("https://news.circuits.example/2", None),
        ("https://empty.example/2", None),
        ("https://large.example/2", None),
        ("https://../etc/passwd", None),
        ("https://a%2f..%2fb/", None),
        ("mailto:nobody", None),
    ],
)
def test_a_host_finds_its_file_and_no_other(folder, url, found):
    site = folder.site_of(url)
    assert (site.name if site else None) == found


def test_every_file_is_checked(folder):
    files = folder.all()
    assert {name for name, rules in files.items() if isinstance(rules, str)} == {"Odd Name.txt", "large.example.txt"}
    assert not files["empty.example.txt"].site.templates


def test_a_folder_that_is_not_there_is_a_wrong_setting(tmp_path):
    with pytest.raises(BadArgument, match="NEWSCRAWL_SITE_RULES"):
        RulesFolder(tmp_path / "nothing")


def test_a_costly_query_is_not_tried_on_a_large_page():
    lines = "".join(
        f"<p>Test {number**3} of the regulator took {number} seconds, {number * 7} less than the last.</p>"
        for number in range(1, 2001)
    )
    rules = read_site_rules("body: //p[preceding-sibling::p]\nbody: //main", "a.example")

    def first_line(padding):
        page = f"<html><head><title>A test</title></head><body><main>{lines}</main>{'<i></i>' * padding}</body></html>"
        return extract(page, "https://a.example/1", site=rules.site).body_text.split("\n")[0][:7]

    assert first_line(padding=0) == "Test 8 "
    assert first_line(padding=4000) == "Test 1 "


# Each takes minutes on this page if it is evaluated.
COSTLY = (
    "//*[contains(/html, 'zzz')]",
    "//*[contains(string(ancestor::body), 'zzz')]",
    "//p[contains(../../body, 'zzz')]",
    "//*[count(.//*[count(.//*[count(.//*) > 1]) > 1]) > 1]",
    "//p[count(//p) > 1]",
    "//p[following::p]",
)


@pytest.mark.parametrize("query", COSTLY)
def test_a_query_that_reads_the_page_for_each_element_is_not_tried_on_a_large_one(query):
    lines = "".join(f"<p>Test {number**3} of the regulator took {number} seconds.</p>" for number in range(1, 12001))
    page = f"<html><head><title>A test</title></head><body><main>{lines[:400]}</main><div>{lines}</div></body></html>"
    rules = read_site_rules(f"strip: {query}\nbody: //main", "a.example")
    assert not rules.faults
    begun = process_time()
    article = extract(page, "https://a.example/1", site=rules.site)
    assert process_time() - begun < 10
    assert article.body_text.startswith("Test 1 ")


@given(st.text(max_size=400))
def test_any_text_is_read(text):
    rules = read_site_rules(text, "a.example")
    assert len(rules.faults) <= text.count("\n") + len(text.splitlines())
