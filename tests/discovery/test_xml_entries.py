"""Entries of feeds and sitemaps: what is read of documents that are whole, broken or hostile."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.discovery.links import Link
from newscrawl.discovery.xml_entries import Entry, links_of, read_entries

URL = "https://www.example.com/feeds/all.xml"
FETCHED = datetime(2026, 11, 20, tzinfo=UTC)
RSS = "<rss><channel>{}</channel></rss>"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'


def addresses(text, max_entries=10):
    entries, _ = read_entries(text, max_entries)
    return [link.url for link in links_of(entries, URL, "UTC", FETCHED, None)]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        (RSS.format("<item><link>/a</link></item><item><link>/b</link></item>"), ["/a", "/b"]),
        (RSS.format("<item><link>/a</link></item>").removesuffix("</channel></rss>"), ["/a"]),
        (RSS.format("<item><link>/a</link><item><link>/b</link>"), ["/a", "/b"]),  # never closed
        (RSS.format("<item><link>/a?x=1&y=2</link></item>"), ["/a?x=1&y=2"]),
        (RSS.format("<item><link><![CDATA[/a?x=1&y=2]]></link></item>"), ["/a?x=1&y=2"]),
        (RSS.format("<item><title>caf&eacute; &unknown; R&D</title><link>/a</link></item>"), ["/a"]),
        (RSS.format("<item><title>\x0b\x00</title><link>/a</link></item>"), ["/a"]),
        (RSS.format('<item><guid isPermaLink="false">/x</guid><link>/a</link></item>'), ["/a"]),
        (RSS.format("<item><guid>https://www.example.com/a</guid></item>"), ["/a"]),
        (RSS.format("<item><guid>4711</guid></item>"), []),
        (RSS.format("<item><title>no address</title></item>"), []),
        (RSS.format("<item><link>/a</link></item>" * 3), ["/a"]),
        (RSS.format("<item><title>open<link>/a</link></item>"), ["/a"]),  # the tag of a text was not closed
        ("Warning: mysql_connect()\n" + RSS.format("<item><link>/a</link></item>"), ["/a"]),
        ('\ufeff <?xml version="1.0" encoding="gbk"?>' + RSS.format("<item><link>/a</link></item>"), ["/a"]),
        (ATOM.format('<entry><link rel="edit" href="/x"/><link href="/a"/></entry>'), ["/a"]),
        (ATOM.format('<entry><link rel="enclosure" type="audio/mpeg" href="/a.mp3"/></entry>'), []),
        (ATOM.format('<entry><id>tag:example.com,2026:1</id><link href="/a"/></entry>'), ["/a"]),
        (ATOM.format('<entry xml:base="/news/"><link href="a"/></entry><entry><link href="/b"/></entry>'), ["/news/a", "/b"]),
        (ATOM.format('<entry><content src="/a" type="text/html"/></entry>'), ["/a"]),
        ("<urlset><url><loc>/a</loc></url><url><lastmod>2026-11-01</lastmod></url></urlset>", ["/a"]),
        ("<sitemapindex><sitemap><loc>/s.xml</loc></sitemap></sitemapindex>", ["/s.xml"]),
        ('<!DOCTYPE rss [<!ENTITY e "/a">]>' + RSS.format("<item><link>&e;</link></item>"), []),
        ("<html><body>Not found</body></html>", []),
        ("", []),
    ],
)  # fmt: skip
def test_each_entry_gives_its_best_address(text, paths):
    assert addresses(text) == [f"https://www.example.com{path}" for path in paths]


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        ("<pubDate>Thu, 19 Nov 2026 10:00:00 GMT</pubDate>", datetime(2026, 11, 19, 10, tzinfo=UTC)),
        ("<dc:date>2026-11-19T10:00:00Z</dc:date>", datetime(2026, 11, 19, 10, tzinfo=UTC)),
        ("<pubDate>soon</pubDate><dc:date>2026-11-19T10:00:00Z</dc:date>", datetime(2026, 11, 19, 10, tzinfo=UTC)),
        ("<updated>2026-11-19T11:00:00Z</updated><pubDate>2026-11-19T10:00:00Z</pubDate>",
         datetime(2026, 11, 19, 10, tzinfo=UTC)),
        ("<pubDate>2030-01-01T00:00:00Z</pubDate>", None),
        ("", None),
    ],
)  # fmt: skip
def test_each_entry_gives_its_best_time(fields, published):
    entries, _ = read_entries(RSS.format(f"<item><link>/a</link>{fields}</item>"), 10)
    assert entries[0].link(URL, "UTC", FETCHED) == Link("https://www.example.com/a", published)


def test_the_date_of_a_film_is_not_that_of_its_page():
    video = "<video:video><video:publication_date>2026-01-01T00:00:00Z</video:publication_date></video:video>"
    news = "<news:news><news:publication_date>2026-11-01T00:00:00Z</news:publication_date></news:news>"
    entries, _ = read_entries(f"<urlset><url><loc>/a</loc>{video}</url><url><loc>/b</loc>{news}</url></urlset>", 10)
    times = [link.published for link in links_of(entries, URL, "UTC", FETCHED, None)]
    assert times == [None, datetime(2026, 11, 1, tzinfo=UTC)]


@pytest.mark.parametrize(("max_entries", "count", "has_more"), [(2, 2, True), (3, 3, False), (4, 3, False)])
def test_no_more_entries_are_read_than_asked_for(max_entries, count, has_more):
    text = RSS.format("".join(f"<item><link>/{number}</link></item>" for number in range(3)))
    entries, more = read_entries(text, max_entries)
    assert (len(entries), more) == (count, has_more)


def test_a_document_of_too_many_tags_is_left():
    entries, more = read_entries(RSS.format("<item><link>/a</link></item>" * 5), 10, max_tags=6)
    assert (len(entries), more) == (2, True)


def test_an_address_that_cannot_be_read_is_told():
    bad = []
    assert Entry("item", fields={"link": ["http://["]}).link(URL, "UTC", FETCHED, bad) is None
    assert bad == ["http://["]


def test_a_field_keeps_few_values_and_no_empty_ones():
    entry = Entry("item")
    for value in (" ", "", *map(str, range(20))):
        entry.add("link", value)
    assert entry.fields["link"] == list("01234567")


@given(st.text(alphabet="<>/&;=\"'[]! itemlnkrsa#x0\x00\ufeff"))
def test_any_text_has_an_answer(text):
    entries, has_more = read_entries(RSS.format(f"<item><link>/a</link>{text}"), 5)
    assert len(entries) <= 5
    assert has_more in (True, False)
