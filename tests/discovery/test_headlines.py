"""The list of articles on a page of any site is found, and an article is told from a list by its address."""

import pytest
from cpu_time import assert_linear, in_shares
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.discovery.headlines import find_listing, find_sections, looks_like_article
from newscrawl.discovery.listings import read_listing

URL = "https://www.sample.example/"


def cards(numbers, style="card"):
    return "".join(
        f'<div class="{style}"><a href="/d/{n}.html"><img src="{n}.jpg"></a><h3><a href="/d/{n}.html">A headline that says something {n}</a></h3></div>'
        for n in numbers
    )


NAVIGATION = (
    "<nav><ul>"
    + "".join(f'<li><a href="/topics/{n}/">Everything about topic number {n}</a></li>' for n in range(9))
    + "</ul></nav>"
)
SIDEBAR = (
    '<div class="most-read"><ol>'
    + "".join(f'<li><a href="/d/{n}.html">What many people have read {n}</a></li>' for n in range(100, 106))
    + "</ol></div>"
)


def listed(html):
    listing = find_listing(html, URL)
    return listing and [link.url.rpartition("/")[2] for link in read_listing(html, URL, listing).links]


def test_the_listing_is_the_group_of_headlines_and_neither_navigation_nor_sidebar():
    html = f"{NAVIGATION}<main>{cards(range(1000, 1006))}</main>{SIDEBAR}<footer>{NAVIGATION}</footer>"
    assert listed(html) == [f"{n}.html" for n in range(1000, 1006)]


def test_entries_that_differ_in_passing_classes_are_one_group():
    html = f"<main>{cards([1000], 'card first')}{cards([1001, 1002], 'card')}{cards([1003], 'card last active')}</main>"
    assert listed(html) == [f"{n}.html" for n in range(1000, 1004)]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>no links",
        NAVIGATION,
        cards([1, 2]),
        '<a href="http://[">Broken address number</a>' * 9,
        "<a href=https://other.example/d/1234.html>Elsewhere is not here</a>" * 5,
    ],
)
def test_a_page_without_a_list_has_no_listing(html):
    assert find_listing(html, URL) is None


def test_headlines_of_an_address_whose_number_is_in_its_query_are_a_listing():
    entries = "".join(f'<li><a href="view.html?idxno={n}">A headline that says {n}</a></li>' for n in range(100, 105))
    assert len(listed(f"{NAVIGATION}<ul class=news>{entries}</ul>")) == 5


CARDS = {  # entries as sites write them, and what makes them hard
    "a short name in the address": '<div class="card"><a href="/en/power"><b>Power</b></a><a class="t" href="/en/power/quiet-relay-{0}"><h4>A relay that makes no noise, part {0}</h4></a></div>',
    "a class of teasers": '<article class="teaser teaser--small"><a href="/artikel/Neues-Netzteil-im-Test-{0}.html"><h2>Netzteil {0} im Test der Redaktion</h2></a></article>',
    "links with headings in them, without a class": '<a href="/n/{0}-relay"><h2>A relay that makes no noise, part {0}</h2></a>',
    "rows of a table": '<tr><td>·<a href="news/202611/t20261120_{0}.htm">国产芯片企业发布新产品第{0}款</a></td><td>11-20</td></tr>',
}  # fmt: skip


@pytest.mark.parametrize("name", CARDS)
def test_lists_of_different_make_are_found_beside_navigation(name):
    entries = "".join(CARDS[name].format(number) for number in range(400100, 400106))
    html = (
        f"{NAVIGATION}<table class=lst>{entries}</table>"
        if "<tr>" in entries
        else f"{NAVIGATION}<main>{entries}</main>"
    )
    links = read_listing(html, URL, find_listing(html, URL)).links
    assert len(links) == 6
    assert all("4001" in link.url for link in links)


def test_relative_links_are_those_of_the_base_of_the_page():
    html = f"<head><base href='/de/'></head><main>{cards(range(1000, 1004)).replace('/d/', 'd/')}</main>"
    listing = find_listing(html, URL)
    assert read_listing(html, URL, listing).links[0].url == f"{URL}de/d/1000.html"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/d/6100001.html", True),
        ("/2026/11/a-relay/", True),
        ("/news/new-chip-for-sensors", True),
        ("/news/articleView.html", False),
        ("/tag/gpu-1234", False),
        ("/category/2026/11/x", False),
        ("/author/jane-doe-from-the-lab", False),
        ("/about.html", False),
        ("/index_2345.html", True),
        ("/news/", False),
        ("/", False),
        ("", False),
        ("/news/view.html?idxno=204411", True),
        ("/?p=4711", True),
        ("/news/list.html?id=204411", False),
        ("/news/?page=22", False),
        ("/2024/%EC%83%88%EB%A1%9C%EC%9A%B4-%EB%B0%98%EB%8F%84%EC%B2%B4-%EC%86%8C%EC%8B%9D/", True),
        ("/新しい半導体工場の話題", True),
    ],
)
def test_an_article_is_told_from_a_list_by_its_address(path, expected):
    assert looks_like_article(f"https://www.sample.example{path}") is expected


def test_sections_are_what_menus_lead_to_but_services_and_articles():
    menu = "".join(
        f'<li><a href="{path}">{words}</a></li>'
        for path, words in (
            ("/power/", "Power"),
            ("/tag/rf", "Radio"),
            ("/login/", "Log in"),
            ("/about/", "About"),
            ("/d/1234567.html", "A story"),
            ("https://other.example/x/", "Elsewhere"),
            ("/", "Home"),
            ("http://[", "Broken"),
        )
    )
    html = f"<nav><ul>{menu}</ul></nav><p><a href=/text/>In a text</a></p>"
    assert find_sections(html, URL) == (f"{URL}power/", f"{URL}tag/rf")


@given(st.text(max_size=300), st.text(max_size=30))
def test_any_page_is_looked_at_without_an_error(html, path):
    url = f"https://www.sample.example/{path}"
    find_listing(html, url)
    find_sections(html, url)
    looks_like_article(url)


@in_shares
@pytest.mark.parametrize(
    "piece",
    [
        "<a href=/d/1234.html>A headline of some length</a>",
        "<nav><a href=/x/>x</a></nav>",
        "<div class=a1><a href=/x>Headline after headline</a>",
        "<b>1</b><a href=/2>2</a>",
    ],
)
def test_a_page_of_one_piece_over_and_over_is_looked_at_in_time(piece, share):
    def look(html):
        find_listing(html, URL)
        find_sections(html, URL)

    assert_linear(look, lambda size: piece * (size // len(piece)), int(600_000 * share), max_seconds=8 * share)
