"""A listing page gives absolute addresses of articles, each once, and the page after it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.discovery import listings
from newscrawl.discovery.listings import dated_pages, read_listing
from newscrawl.site import Listing

URL = "https://www.sample.example/news/"
MAX_LINKS = 500  # in place of the 20,000 of a crawl
LISTING = Listing(url=URL, links=".item a.title", next_page="a.next")


def test_a_listing_gives_its_articles_in_order_and_the_next_page():
    html = """<ul><li class=item><a class=title href="/d/2.html?spm=1">b</a></li>
    <li class=item><a class=title href="https://www.sample.example/d/1.html#c">a</a><a class=title href="/d/2.html">b</a>
    <a class=title href="http://[">broken</a><a class=title>none</a></li></ul><a href="/d/9.html">other</a><a class=next href="p2.html">next</a>"""
    page = read_listing(html, URL, LISTING)
    assert [link.url for link in page.links] == [
        "https://www.sample.example/d/2.html",
        "https://www.sample.example/d/1.html",
    ]
    assert page.next_page == "https://www.sample.example/news/p2.html"


def test_a_listing_that_names_itself_as_next_page_ends():
    assert read_listing(f'<a class=next href="{URL}">next</a>', URL, LISTING).next_page is None


def test_a_listing_of_endless_links_is_cut(monkeypatch):
    monkeypatch.setattr(listings, "MAX_LINKS", MAX_LINKS)
    html = "".join(f'<p class=item><a class=title href="/d/{n}.html">x</a></p>' for n in range(MAX_LINKS + 50))
    assert len(read_listing(html, URL, LISTING).links) == MAX_LINKS


@pytest.mark.parametrize(
    ("form", "pages"),
    [
        ("/news/", ["/news/"]),
        ("/{year}/", ["/2026/", "/2025/"]),
        ("/{year}/{month}/", ["/2026/01/", "/2025/12/"]),
        ("/{year}{month}{day}", ["/20260102", "/20260101", "/20251231", "/20251230"]),
    ],
)
def test_an_archive_has_a_page_for_each_month_or_day_from_the_newest_on(form, pages):
    assert list(dated_pages(form, date(2025, 12, 30), date(2026, 1, 2))) == pages


@pytest.mark.parametrize(
    ("base", "link", "following"),
    [
        ("", "/news/a/1.html", "/news/p2"),
        ('<base href="/forum/">', "/forum/a/1.html", "/forum/p2"),
        ('<base target="_blank"><base href="../x/"><base href="/y/">', "/x/a/1.html", "/x/p2"),
        ('<base href="http://[">', "/news/a/1.html", "/news/p2"),
        ('<base href="">', "/news/a/1.html", "/news/p2"),
        ('<base href="javascript:void(0)">', "/news/a/1.html", "/news/p2"),
        ('<base href="data:text/html,x">', "/news/a/1.html", "/news/p2"),
        ('<base href="\\forum\\">', "/forum/a/1.html", "/forum/p2"),
    ],
)
def test_relative_addresses_are_resolved_against_the_first_base_with_an_address(base, link, following):
    html = f'<html><head>{base}</head><p class=item><a class=title href="a/1.html">x</a></p><a class=next href=p2>n</a>'
    page = read_listing(html, URL, LISTING)
    assert [one.url for one in page.links] == [f"https://www.sample.example{link}"]
    assert page.next_page == f"https://www.sample.example{following}"


def test_bad_links_are_named():
    bad = []
    html = "".join(
        f'<p class=item><a class=title href="{href}">x</a></p>' for href in ("http://[", "/d/1", "http://:0/")
    )
    assert [link.url for link in read_listing(html, URL, LISTING, bad=bad).links] == ["https://www.sample.example/d/1"]
    assert bad == ["http://[", "http://:0/"]


@given(st.text(max_size=300))
def test_any_page_is_read_without_an_error(text):
    assert isinstance(read_listing(text, URL, LISTING).links, tuple)
