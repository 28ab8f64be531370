"""Listings, feeds and sitemaps give absolute article addresses, each once; whatever else they are, nothing breaks."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.site import Listing
from newscrawl.stages.discover import MAX_LINKS, Link, read_feed, read_listing, read_sitemap

URL = "https://www.sample.example/news/"
LISTING = Listing(url=URL, links=".item a.title", next_page="a.next")

RSS = """<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><title>新闻</title>
<item><title>国产芯片</title><link>/d/1.html?utm_source=rss</link><pubDate>Fri, 20 Nov 2026 08:00:00 +0800</pubDate></item>
<item><title>没有日期</title><link>https://www.sample.example/d/2.html</link></item>
<item><link>javascript:alert(1)</link></item><item></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://www.sample.example/d/3.html"/>
<updated>2026-11-20T00:00:00Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="x"><link>https://www.sample.example/d/4.html</link>
<dc:date>2026-11-20T09:00:00+09:00</dc:date></item></rdf:RDF>"""
MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)


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


def test_a_listing_of_endless_links_is_cut():
    html = "".join(f'<p class=item><a class=title href="/d/{n}.html">x</a></p>' for n in range(MAX_LINKS + 50))
    assert len(read_listing(html, URL, LISTING).links) == MAX_LINKS


@pytest.mark.parametrize(
    ("feed", "links"),
    [
        (
            RSS,
            (
                Link("https://www.sample.example/d/1.html", MIDNIGHT),
                Link("https://www.sample.example/d/2.html"),
            ),
        ),
        (ATOM, (Link("https://www.sample.example/d/3.html", MIDNIGHT),)),
        (RDF, (Link("https://www.sample.example/d/4.html", MIDNIGHT),)),
        ("", ()),
        ("<html><body><a href=/d/1.html>no feed</a></body></html>", ()),
        ("https://www.sample.example/other-feed", ()),
        ("/etc/passwd", ()),
    ],
)
def test_a_feed_gives_its_entries_with_their_times(feed, links):
    assert read_feed(feed, URL) == links


def test_a_sitemap_gives_its_newest_articles_first():
    xml = """<?xml version="1.0" encoding="gbk"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
    <url><loc>https://www.sample.example/d/1.html</loc><lastmod>2026-11-19</lastmod></url>
    <url><loc>https://www.sample.example/d/2.html</loc><news:news><news:publication_date>2026-11-20T00:00:00Z</news:publication_date></news:news></url>
    <url><loc>https://www.sample.example/d/3.html</loc></url><url/></urlset>"""
    assert [link.url[-6] for link in read_sitemap(xml, URL).links] == ["2", "1", "3"]


def test_an_index_gives_its_sitemaps():
    xml = "<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap><sitemap><loc>file:///etc/passwd</loc></sitemap></sitemapindex>"
    assert read_sitemap(xml, URL).sitemaps == (Link("https://www.sample.example/s1.xml"),)


def test_entities_of_a_sitemap_are_never_resolved():
    xml = '<!DOCTYPE u [<!ENTITY e SYSTEM "file:///etc/hostname">]><urlset><url><loc>https://www.sample.example/&e;</loc></url></urlset>'
    assert all(link.url == "https://www.sample.example/" for link in read_sitemap(xml, URL).links)


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text):
    read_listing(text, URL, LISTING)
    read_feed(text, URL)
    read_sitemap(text, URL)
