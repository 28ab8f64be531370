"""What an unknown site has in common is found: feeds, sitemaps, listing, body, forms of addresses."""

import asyncio
import re
from datetime import date

import pytest
from cpu_time import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.demo.web import load_pages
from newscrawl.discovery.domains import hosts_of, same_site
from newscrawl.discovery.listings import read_listing
from newscrawl.discovery.probe import (
    Answer,
    address_forms,
    find_body,
    find_feeds,
    find_listing,
    find_sitemaps,
    find_sources,
    looks_like_article,
    propose_site,
)
from newscrawl.dom.metadata import read_metadata
from newscrawl.dom.tree import parse
from newscrawl.site import Feed, Listing, Sitemap
from newscrawl.text.decode import decode

URL = "https://www.sample.example/"
PAGES = {page.url: page for page in load_pages()}


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
    ("markup", "css"),
    [
        ('<a rel="next" href="/p/2">Older</a>', "a[rel~=next]"),
        ('<link rel="next" href="/p/2">', "link[rel~=next]"),
        ('<div class="pages"><a class="more" href="/p/2">次へ »</a></div>', "a.more"),
        ('<div><a href="/p/2">2</a> <a href="/p/2">下一页</a></div>', "a:contains('下一页')"),
        ('<div><a href="/p/2">2</a> <a href="/p/2">Next</a></div>', None),
        ('<a href="/d/1.html">Next generation of memory</a>', None),
    ],
)
def test_the_link_to_the_next_page_is_found_if_it_can_be_named(markup, css):
    listing = find_listing(f"<main>{cards(range(1000, 1004))}</main>{markup}", URL)
    assert listing.next_page == css


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


def test_feeds_that_a_page_announces_come_first_and_those_of_comments_and_others_never():
    html = """<link rel="alternate" type="application/rss+xml" href="/feed/"><link rel="alternate" type="application/rss+xml" title="Comments" href="/c/feed/">
    <link rel="alternate" hreflang="de" href="/de/"><link rel="ALTERNATE" type="application/atom+xml" href="https://news.sample.example/atom">
    <link rel="alternate" type="application/rss+xml" href="https://other.example/feed"><a href="/tech.rss">RSS</a><a href="/feeding">no</a>"""
    assert find_feeds(html, URL) == (f"{URL}feed/", "https://news.sample.example/atom", f"{URL}tech.rss")


def test_sitemaps_are_those_of_the_site_that_robots_txt_names():
    robots = "User-agent: *\nSITEMAP : /news.xml\nsitemap:https://www.sample.example/all.xml.gz\nSitemap: https://other.example/s.xml\nSitemap: file:///etc/passwd\nNoSitemap: /x"
    assert find_sitemaps(robots, URL) == (f"{URL}news.xml", f"{URL}all.xml.gz")


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
    ],
)
def test_an_article_is_told_from_a_list_by_its_address(path, expected):
    assert looks_like_article(f"https://www.sample.example{path}") is expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.sample.example/", "https://m.sample.example/x", True),
        ("https://ee.sample.com.cn/", "https://www.sample.com.cn/", True),
        ("https://sample.com.cn/", "https://other.com.cn/", False),
        ("https://one.blogspot.com/", "https://two.blogspot.com/", False),
        ("https://sample.example/", "https://sample.example.evil.example/", False),
    ],
)
def test_hosts_below_one_registered_domain_are_one_site(one, other, same):
    assert same_site(one, other) is same


def test_the_hosts_of_a_site_are_all_below_its_domain():
    assert hosts_of("https://news.sample.co.jp/a") == ("news.sample.co.jp", "sample.co.jp", "*.sample.co.jp")


@pytest.mark.parametrize(
    ("paths", "forms"),
    [
        (["/d/1.html", "/d/22.html"], (r"/d/(?P<id>\d+)\.html",)),
        (["/2026/11/a-relay/", "/2026/12/a-cell/"], (r"/\d+/\d+/(?P<id>[a-z0-9-]+)/",)),
        (["/a/x-1", "/a/x-2", "/news/7.html", "/news/8.html"], (r"/a/(?P<id>[a-z0-9-]+)", r"/news/(?P<id>\d+)\.html")),
        (["/n/Täglich", "/n/Nächtlich"], ("/n/(?P<id>[^/]+)",)),
        (["/v?id=1", "/v?id=2"], ()),
        ([], ()),
    ],
)
def test_the_forms_of_addresses_match_them_and_name_what_varies(paths, forms):
    urls = [f"https://www.sample.example{path}" for path in paths]
    assert address_forms(urls) == forms
    assert all(any(re.fullmatch(form, path) for form in forms) for path in paths if forms)


BODIES = {  # of saved pages, as a person has declared them
    "https://www.lab-gazette.example/2026/11/why-the-old-oscillator-drifts/": ("div.story-text", "JSON-LD"),
    "https://www.elecfans.com/d/6100001.html": ("div.simditor-body", "the generic reader"),
    "https://www.circuit-review.example/2026/11/a-coin-cell-that-lasts-a-decade/": (
        "div.entry-content",
        "the generic reader",
    ),
}


@pytest.mark.parametrize("url", BODIES)
def test_the_body_is_where_json_ld_or_the_generic_reader_and_the_markup_agree(url):
    tree = parse(decode(PAGES[url].body).text)
    body = find_body(tree, read_metadata(tree, url))
    assert (body.css, body.by) == BODIES[url]


def test_a_page_without_text_has_no_body():
    tree = parse("<div class=a><a href=/>x</a></div>")
    assert find_body(tree, read_metadata(tree, URL)) is None


def gazette(*missing):
    asked = []

    async def fetch(url):
        asked.append(url)
        page = PAGES.get(url)
        return Answer(page.url, page.body) if page and url not in missing else None

    front = PAGES["https://www.lab-gazette.example/"]
    return asyncio.run(find_sources(Answer(front.url, front.body), fetch)), asked


def test_feeds_listing_and_sitemap_of_a_site_are_found_with_few_requests():
    found, asked = gazette()
    assert [type(source) for source in found.sources] == [Feed, Listing, Sitemap]
    assert found.sources[2].archive
    assert len(found.links) == 3
    assert len(asked) <= 3


def test_lists_that_nobody_announces_are_sought_at_a_few_common_places():
    found, asked = gazette("https://www.lab-gazette.example/feed.xml", "https://www.lab-gazette.example/robots.txt")
    assert [type(source) for source in found.sources] == [Listing, Sitemap]
    assert len(asked) <= 12


def test_a_proposal_names_what_was_found_and_how():
    found, _ = gazette()
    front = PAGES["https://www.lab-gazette.example/"]
    articles = [Answer(link.url, PAGES[link.url].body) for link in found.links]
    site, notes = propose_site("lab-gazette", Answer(front.url, front.body), found, articles, date(2026, 11, 24))
    assert (site.title, site.language, site.hosts) == ("Lab Gazette", "en", ("www.lab-gazette.example",))
    assert site.templates[0].body == "div.story-text"
    assert all(site.is_article(link.url) for link in found.links)
    assert "2026-11" in site.evidence
    assert any("JSON-LD" in note for note in notes)


@given(st.text(max_size=300), st.text(max_size=30))
def test_any_page_is_looked_at_without_an_error(html, path):
    url = f"https://www.sample.example/{path}"
    find_listing(html, url)
    find_feeds(html, url)
    find_sitemaps(html, url)
    looks_like_article(url)
    tree = parse(html)
    find_body(tree, read_metadata(tree, url))


@pytest.mark.parametrize(
    "piece",
    [
        "<a href=/d/1234.html>A headline of some length</a>",
        "<p>A paragraph of some length, with a stop.</p>",
        "<div class=a>",
        "<div class=a1><a href=/x>Headline after headline</a>",
    ],
)
def test_a_page_of_one_piece_over_and_over_is_looked_at_in_time(piece):
    def look(html):
        find_listing(html, URL)
        tree = parse(html)
        find_body(tree, read_metadata(tree, URL))

    assert_linear(look, lambda size: piece * (size // len(piece)), 600_000, max_seconds=8)
