"""What a site announces is found: its feeds, its sitemaps, and WordPress's API."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.discovery.announced import find_feeds, find_posts, find_sitemaps

URL = "https://www.sample.example/"


def test_feeds_that_a_page_announces_come_first_and_those_of_comments_and_others_never():
    html = """<link rel="alternate" type="application/rss+xml" href="/feed/"><link rel="alternate" type="application/rss+xml" title="Comments" href="/c/feed/">
    <link rel="alternate" hreflang="de" href="/de/"><link rel="ALTERNATE" type="application/atom+xml" href="https://news.sample.example/atom">
    <link rel="alternate" type="application/rss+xml" href="https://other.example/feed"><a href="/tech.rss">RSS</a><a href="/feeding">no</a>"""
    assert find_feeds(html, URL) == (f"{URL}feed/", "https://news.sample.example/atom", f"{URL}tech.rss")


def test_sitemaps_are_those_of_the_site_that_robots_txt_names():
    robots = "User-agent: *\nSITEMAP : /news.xml\nsitemap:https://www.sample.example/all.xml.gz\nSitemap: https://other.example/s.xml\nSitemap: file:///etc/passwd\nNoSitemap: /x"
    assert find_sitemaps(robots, URL) == (f"{URL}news.xml", f"{URL}all.xml.gz")


def test_feeds_of_a_service_for_feeds_are_those_of_the_page_and_podcasts_are_none():
    html = """<link rel="alternate" type="application/rss+xml" href="http://feeds.feedburner.com/sample">
    <link rel="alternate" type="application/rss+xml" title="Our Podcast" href="/audio.xml"><base href="/en/">
    <a href="feed/">RSS</a>"""
    assert find_feeds(html, URL) == ("http://feeds.feedburner.com/sample", f"{URL}en/feed/")


def test_sitemaps_of_news_come_first():
    robots = "Sitemap: /posts.xml\nSitemap: /news/sitemap.xml\nSitemap: http://["
    assert find_sitemaps(robots, URL) == (f"{URL}news/sitemap.xml", f"{URL}posts.xml")


@pytest.mark.parametrize(
    ("html", "header", "expected"),
    [
        ('<link rel="https://api.w.org/" href="/en/wp-json/">', "", f"{URL}en/wp-json/wp/v2/posts"),
        ('<link rel="https://api.w.org/" href="/?rest_route=/">', "", f"{URL}?rest_route=/wp/v2/posts"),
        ("", f'<{URL}s>; rel=shortlink, <{URL}wp-json/>; rel="https://api.w.org/"', f"{URL}wp-json/wp/v2/posts"),
        ('<link rel="https://api.w.org/" href="https://other.example/wp-json/">', "", None),
        ('<link rel="https://api.w.org/" href="http://[">', "<<<<>;;", None),
        ("<p>https://api.w.org/", "", None),
    ],
)
def test_the_api_of_wordpress_is_found_where_its_site_announces_it(html, header, expected):
    assert find_posts(html, URL, header) == expected


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_page_and_header_is_looked_at_without_an_error(html, header):
    find_feeds(html, URL)
    find_sitemaps(html, URL)
    find_posts(html, URL, header)
