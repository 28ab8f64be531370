"""Each command adds what it says, and one that cannot be trusted nothing."""

from time import process_time

import pytest
from parsel import Selector

from newscrawl import extract
from newscrawl.site_rules import count_faults, read_site_rules
from newscrawl.site_rules.commands import MAX_REPLACEMENTS

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


def test_replacements_are_bounded():
    rules = read_site_rules("replace_string(a): b\n" * (MAX_REPLACEMENTS + 3), "a.example")
    assert len(rules.site.replacements) == MAX_REPLACEMENTS
    assert len(rules.faults) == 3


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
