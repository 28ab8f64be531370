"""A sitemap gives the addresses of its pages, whatever its form and packing, within its bounds."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.discovery import sitemaps
from newscrawl.discovery.feeds import read_feed
from newscrawl.discovery.links import Link
from newscrawl.discovery.sitemaps import read_sitemap

URL = "https://www.sample.example/news/"
MAX_SITEMAP_ENTRIES, MAX_SITEMAP_LINKS = 5000, 500  # a tenth of those of a crawl


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


def test_of_a_large_sitemap_the_newest_are_read_and_it_is_said_that_there_was_more(monkeypatch):
    monkeypatch.setattr(sitemaps, "MAX_SITEMAP_ENTRIES", MAX_SITEMAP_ENTRIES)
    monkeypatch.setattr(sitemaps, "MAX_SITEMAP_LINKS", MAX_SITEMAP_LINKS)
    entries = (
        f"<url><loc>/d/{n}.html</loc><lastmod>2026-11-{n % 28 + 1:02}T00:00:00Z</lastmod></url>"
        for n in range(MAX_SITEMAP_ENTRIES + 10)
    )
    page = read_sitemap(f"<urlset>{''.join(entries)}</urlset>", URL)
    assert len(page.links) == MAX_SITEMAP_LINKS
    assert {link.published for link in page.links} <= {datetime(2026, 11, day, tzinfo=UTC) for day in (25, 26, 27, 28)}
    assert page.cut


def test_a_compressed_bomb_is_unpacked_to_its_bound(monkeypatch):
    monkeypatch.setattr(sitemaps, "MAX_SITEMAP_BYTES", 1 << 20)
    page = read_sitemap(gzip.compress(SITEMAP.removesuffix("</urlset>").encode() + b" " * (4 << 20)), URL)
    assert len(page.links) == 3
    assert page.cut


@pytest.mark.parametrize("blanks", [0, 10_000])
@pytest.mark.parametrize("read", [lambda xml: read_sitemap(xml, URL).links, lambda xml: read_feed(xml, URL)])
def test_entities_of_a_document_never_grow(read, blanks):
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    xml = f"{' ' * blanks}<!DOCTYPE r [<!ENTITY e0 'x'>{grown}]><urlset><url><loc>/d/&e11;</loc></url><item><link>/&e11;</link></item></urlset>"
    assert all(len(link.url) < 100 for link in read(xml))


ENTRY = "<url><loc>https://www.sample.example/de/teil</loc></url>"
ALTERNATE = '<xhtml:link rel="alternate" hreflang="en" href="https://www.sample.example/en/part"/>'


@pytest.mark.parametrize(
    "entry",
    [
        ENTRY.replace("</url>", f"{ALTERNATE}</url>"),
        ENTRY.replace("<url>", f"<url>{ALTERNATE}"),
        ENTRY.replace("<url>", "<url><xhtml:link rel='alternate' media='handheld' href='https://m.sample.example/t'/>"),
        ENTRY.replace("<url>", "<url><link rel='alternate' href='android-app://sample/de/teil'/>"),
        ENTRY.replace("<loc>", "<loc>http://[</loc><loc>"),
    ],
)
def test_the_page_of_an_entry_is_its_loc(entry):
    page = read_sitemap(f'<urlset xmlns:xhtml="http://www.w3.org/1999/xhtml">{entry}</urlset>', URL)
    assert page.links == (Link("https://www.sample.example/de/teil"),)


ADDRESSES = "https://www.sample.example/a\r\nhttps://www.sample.example/b?x=1&y=2\n\nhttp://[\nnot an address\n"


@pytest.mark.parametrize("pack", [lambda body: body, lambda body: gzip.compress(body, mtime=0)])
def test_a_text_sitemap_has_an_address_on_each_line(pack):
    bad = []
    page = read_sitemap(pack(b"\xef\xbb\xbf" + ADDRESSES.encode()), URL, bad=bad)
    assert [link.url.rpartition("/")[2] for link in page.links][:2] == ["a", "b?x=1&y=2"]
    assert (bad, page.cut) == (["http://[\n".strip()], False)
    assert len(page.links) == 2  # an address must be a full one (sitemaps.org, "Text file")


def test_the_date_of_a_film_is_not_that_of_its_page():
    film = "<video:video><video:publication_date>2020-01-01</video:publication_date></video:video>"
    news = "<news:news><news:publication_date>2026-11-02</news:publication_date></news:news>"
    page = read_sitemap(f"<urlset><url><loc>/a</loc>{film}</url><url><loc>/b</loc>{film}{news}</url></urlset>", URL)
    assert [link.published for link in page.links] == [datetime(2026, 11, 2, tzinfo=UTC), None]


@pytest.mark.parametrize("pack", [lambda body: body, lambda body: gzip.compress(body, mtime=0)])
@pytest.mark.parametrize(
    "feed",
    [
        "<rss><channel><link>/</link><item><link>/a?x=1&amp;y=2</link><pubDate>2026-11-20</pubDate></item></channel></rss>",
        '<feed><link href="/"/><entry><link href="/a?x=1&amp;y=2"/><updated>2026-11-20</updated></entry></feed>',
    ],
)
def test_a_sitemap_may_be_a_feed(feed, pack):
    page = read_sitemap(pack(feed.encode()), URL)
    assert page.links == (Link("https://www.sample.example/a?x=1&y=2", datetime(2026, 11, 20, tzinfo=UTC)),)


def test_a_news_date_that_cannot_be_read_leaves_the_last_change():
    xml = """<urlset><url><loc>/a</loc><lastmod>2026-11-09T00:00:00Z</lastmod>
    <news:news><news:publication_date>None</news:publication_date></news:news></url></urlset>"""
    assert read_sitemap(xml, URL).links[0].published == datetime(2026, 11, 9, tzinfo=UTC)


def test_ten_good_addresses_are_found_among_ten_thousand_bad_ones():
    entries = ["<url><loc>http://[</loc></url>"] * 10_000
    entries[::1000] = [f"<url><loc>/d/{number}</loc></url>" for number in range(10)]
    bad = []
    page = read_sitemap(f"<urlset>{''.join(entries)}</urlset>", URL, bad=bad)
    assert (len(page.links), len(bad)) == (10, 9_990)


@given(st.text(max_size=300), st.binary(max_size=300))
def test_any_document_is_read_without_an_error(text, body):
    assert not read_sitemap(text, URL).cut
    assert not read_sitemap(body, URL).cut
