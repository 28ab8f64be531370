"""Listings, feeds and sitemaps give absolute article addresses, each once; whatever else they are, nothing breaks."""

import gzip
import json
from datetime import UTC, date, datetime
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.discovery import lists as discover
from newscrawl.discovery.lists import (
    MAX_LINKS,
    MAX_SITEMAP_ENTRIES,
    MAX_SITEMAP_LINKS,
    Link,
    dated_pages,
    read_feed,
    read_json_list,
    read_listing,
    read_sitemap,
)
from newscrawl.site import JsonList, Listing

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
NO_NAMESPACES = """<rss><channel><item><title>a &nbsp; b</title><link>/d/5.html</link><dc:date>2026-11-20T08:00:00+08:00</dc:date>
<media:content url="/picture.jpg"/></item></channel></rss>"""
BASED = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://www.sample.example/blog/"><link rel="self" href="x.xml"/>
<entry><link rel="self" href="no.html"/><link rel="alternate" href="6.html"/><source><link href="other.html"/></source></entry></feed>"""
GUIDS = """<rss><channel><link>/</link><image><url>/logo.png</url></image><item><guid>https://www.sample.example/d/7.html</guid></item>
<item><guid isPermaLink="false">https://www.sample.example/d/70.html</guid></item></channel></rss>"""
RELAYED = """<rss xmlns:feedburner="x"><channel><item><link>https://relay.example/~r/1</link>
<feedburner:origLink>https://www.sample.example/d/8.html</feedburner:origLink></item></channel></rss>"""
UNCLOSED = "<rss><channel><item><link>/d/9.html</link><item><link>/d/10.html</link></channel></rss>"
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [
    {"id": "1", "url": "/d/11.html", "date_published": "2026-11-20T00:00:00Z"}, {"id": "2"}]})  # fmt: skip
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
        (NO_NAMESPACES, (Link("https://www.sample.example/d/5.html", MIDNIGHT),)),
        (BASED, (Link("https://www.sample.example/blog/6.html"),)),
        (GUIDS, (Link("https://www.sample.example/d/7.html"),)),
        (RELAYED, (Link("https://www.sample.example/d/8.html"),)),
        (UNCLOSED, (Link("https://www.sample.example/d/9.html"), Link("https://www.sample.example/d/10.html"))),
        (JSON_FEED, (Link("https://www.sample.example/d/11.html", MIDNIGHT),)),
        ('{"items": 3}', ()),
        ('{"items": [[1], null, {"url": [5]}]}', ()),
        ("{" * 100_000, ()),
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


def test_a_feed_gives_its_newest_articles_first_and_those_without_a_believable_time_last():
    times = ["", "<pubDate>2026-11-18</pubDate>", "<pubDate>Thu, 19 Nov 2099 00:00:00 GMT</pubDate>", "<pubDate>soon</pubDate>",
             "<pubDate>2026-11-19 08:00</pubDate>"]  # fmt: skip
    items = "".join(f"<item><link>/d/{n}.html</link>{written}</item>" for n, written in enumerate(times))
    links = read_feed(f"<rss><channel>{items}</channel></rss>", URL, timezone="Asia/Shanghai", fetched=MIDNIGHT)
    assert [link.url[-6] for link in links] == ["4", "1", "0", "2", "3"]
    assert links[0].published == datetime(2026, 11, 19, tzinfo=UTC)
    assert [link.published for link in links[2:]] == [None, None, None]


def test_a_feed_of_endless_entries_is_cut():
    items = "".join(f"<item><link>/d/{n}.html</link></item>" for n in range(MAX_LINKS + 50))
    assert len(read_feed(f"<rss><channel>{items}</channel></rss>", URL)) == MAX_LINKS


SITEMAP = "<urlset>" + "".join(f"<url><loc>/d/{n}.html</loc></url>" for n in range(3)) + "</urlset>"


@pytest.mark.parametrize(
    "document",
    [
        SITEMAP,
        SITEMAP.encode(),
        b"\xef\xbb\xbf" + SITEMAP.encode(),
        SITEMAP.encode("utf-16"),
        gzip.compress(SITEMAP.encode(), mtime=0),
        gzip.compress(SITEMAP[:40].encode(), mtime=0) + gzip.compress(SITEMAP[40:].encode(), mtime=0),
        gzip.compress(SITEMAP.encode(), mtime=0)[:-8],
        "\n\n<?xml version='1.0' encoding='gbk'?>" + SITEMAP,
        SITEMAP.replace("<loc>", "<image:image><image:loc>/p.jpg</image:loc></image:image><loc>"),
        SITEMAP.removesuffix("</urlset>"),
        SITEMAP.replace("<urlset>", "<urlset>\0\x0b\ud800 & <!-- a -- b -->"),
    ],
)
def test_a_sitemap_is_read_however_it_comes(document):
    assert [link.url[-6] for link in read_sitemap(document, URL).links] == ["0", "1", "2"]


@pytest.mark.parametrize(
    "document",
    [b"", b"\x1f\x8b", b"\x1f\x8bnonsense", b"\0" * 100, "<html><body><a href=/d/1.html>a</a>", "[]", b"\xff\xfe\xff"],
)
def test_what_is_no_sitemap_has_no_links(document):
    assert read_sitemap(document, URL) == ((), (), False)


def test_of_a_large_sitemap_the_newest_are_read_and_it_is_said_that_there_was_more():
    entries = (
        f"<url><loc>/d/{n}.html</loc><lastmod>2026-11-{n % 28 + 1:02}T00:00:00Z</lastmod></url>"
        for n in range(MAX_SITEMAP_ENTRIES + 10)
    )
    page = read_sitemap(f"<urlset>{''.join(entries)}</urlset>", URL)
    assert len(page.links) == MAX_SITEMAP_LINKS
    assert {link.published for link in page.links} <= {datetime(2026, 11, day, tzinfo=UTC) for day in (25, 26, 27, 28)}
    assert page.cut


def test_a_compressed_bomb_is_unpacked_to_its_bound(monkeypatch):
    monkeypatch.setattr(discover, "MAX_SITEMAP_BYTES", 1 << 20)
    page = read_sitemap(gzip.compress(SITEMAP.removesuffix("</urlset>").encode() + b" " * (4 << 20)), URL)
    assert len(page.links) == 3
    assert page.cut


@pytest.mark.parametrize("blanks", [0, 10_000])
@pytest.mark.parametrize("read", [lambda xml: read_sitemap(xml, URL).links, lambda xml: read_feed(xml, URL)])
def test_entities_of_a_document_never_grow(read, blanks):
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    xml = f"{' ' * blanks}<!DOCTYPE r [<!ENTITY e0 'x'>{grown}]><urlset><url><loc>/d/&e11;</loc></url><item><link>/&e11;</link></item></urlset>"
    assert all(len(link.url) < 100 for link in read(xml))


FLOODS = ["<item ", "<item>", "<", "&", "<!--", "<![CDATA[", "<!DOCTYPE ", "]]>", "&#1;", "&amp;", " ", '"', "<?", "</", "</a>", "<a/>",
          "<a>", "\n", "\0", "<url><loc>", "[", '{"items":', "(", "\ud800"]  # fmt: skip


@pytest.mark.parametrize("piece", FLOODS)
def test_a_flood_of_one_token_is_read_in_time(piece):
    flood = piece * (1_000_000 // len(piece))
    for text in (flood, f"<rss><channel><item><link>{flood}", f"<urlset><url><loc>{flood}"):
        started = perf_counter()
        read_feed(text, URL)
        assert perf_counter() - started < 5


LIST = JsonList(url=URL, items="data.list", link="url", published="time")
ENTRIES = [{"url": "/d/1.html?from=app", "time": "2026-11-20 08:00:00"}, {"url": "https://www.sample.example/d/2.html", "time": 1795132800},
           {"url": None}, {"url": ["x"]}, "no entry", {}]  # fmt: skip
READ = (Link("https://www.sample.example/d/1.html", MIDNIGHT), Link("https://www.sample.example/d/2.html", MIDNIGHT))


@pytest.mark.parametrize("form", ["{}", "callback({});", "/**/ jQuery123({})", "\ufeff {}"])
def test_a_json_list_gives_its_articles_in_order_with_their_times(form):
    text = form.replace("{}", json.dumps({"data": {"list": ENTRIES}}))
    assert read_json_list(text, URL, LIST, timezone="Asia/Shanghai", fetched=MIDNIGHT) == READ


def test_an_address_of_a_json_list_is_made_of_the_fields_that_its_form_names():
    source = JsonList(url=URL, items="", link="https://www.sample.example/{cat.slug}/{id}.html")
    text = json.dumps([{"id": 5, "cat": {"slug": "gpu"}}, {"id": 6}, {"id": True, "cat": {"slug": "x"}}])
    assert read_json_list(text, URL, source) == (Link("https://www.sample.example/gpu/5.html"),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[",
        "{" * 50_000,
        '{"data": {"list": {"url": "/d/1.html"}}}',
        "<html></html>",
        "9" * 5000,
        "(" * 1000,
    ],
)
def test_what_is_no_json_list_has_no_links(text):
    assert read_json_list(text, URL, LIST) == ()


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


@given(st.text(max_size=300), st.binary(max_size=300))
def test_anything_is_read_without_an_error(text, body):
    read_listing(text, URL, LISTING)
    read_feed(text, URL)
    read_sitemap(text, URL)
    read_sitemap(body, URL)
    read_json_list(text, URL, LIST)
