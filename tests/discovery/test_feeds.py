"""A feed gives the addresses and times of its entries, however it is written; one bad entry costs no other."""

import json
from datetime import UTC, datetime

import pytest
from cpu_time import assert_linear, in_shares
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.discovery import feeds
from newscrawl.discovery.feeds import read_feed
from newscrawl.discovery.links import Link

URL = "https://www.sample.example/news/"
MAX_LINKS = 500  # in place of the 20,000 of a crawl
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
        (
            '{"items": [{"id": "https://www.sample.example/d/12.html"}]}',
            (Link("https://www.sample.example/d/12.html"),),
        ),
        (
            "<br />\n<b>Warning</b>: late in <b>/f.php</b><br />\n" + ATOM,
            (Link("https://www.sample.example/d/3.html", MIDNIGHT),),
        ),
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


def test_a_feed_gives_its_newest_articles_first_and_those_without_a_believable_time_last():
    times = ["", "<pubDate>2026-11-18</pubDate>", "<pubDate>Thu, 19 Nov 2099 00:00:00 GMT</pubDate>", "<pubDate>soon</pubDate>",
             "<pubDate>2026-11-19 08:00</pubDate>"]  # fmt: skip
    items = "".join(f"<item><link>/d/{n}.html</link>{written}</item>" for n, written in enumerate(times))
    links = read_feed(f"<rss><channel>{items}</channel></rss>", URL, timezone="Asia/Shanghai", fetched=MIDNIGHT)
    assert [link.url[-6] for link in links] == ["4", "1", "0", "2", "3"]
    assert links[0].published == datetime(2026, 11, 19, tzinfo=UTC)
    assert [link.published for link in links[2:]] == [None, None, None]


def test_a_feed_of_endless_entries_is_cut(monkeypatch):
    monkeypatch.setattr(feeds, "_MAX_FEED_ENTRIES", MAX_LINKS)
    items = "".join(f"<item><link>/d/{n}.html</link></item>" for n in range(MAX_LINKS + 50))
    assert len(read_feed(f"<rss><channel>{items}</channel></rss>", URL)) == MAX_LINKS


FLOODS = ["<item ", "<item>", "<", "&", "<!--", "<![CDATA[", "<!DOCTYPE ", "]]>", "&#1;", "&amp;", " ", '"', "<?", "</", "</a>", "<a/>",
          "<a>", "\n", "\0", "<url><loc>", "[", '{"items":', "(", "\ud800"]  # fmt: skip


@in_shares
@pytest.mark.parametrize("piece", FLOODS)
def test_a_flood_of_one_token_is_read_in_time(piece, share):
    for before in ("", "<rss><channel><item><link>", "<urlset><url><loc>"):
        assert_linear(
            lambda text: read_feed(text, URL),
            lambda size, before=before: before + piece * size,
            int(1_000_000 // len(piece) * share),
            5 * share,
        )


@pytest.mark.parametrize(
    ("entry", "link"),
    [
        # &amp; in an attribute and in text, "&" that begins no entity, entities of HTML, CDATA (XML 1.0, 4.6; HTML 13.2.5)
        ('<entry><link href="/v?id=1&amp;h=2"/></entry>', "/v?id=1&h=2"),
        ('<entry><link href="/v?id=1&h=2"/></entry>', "/v?id=1&h=2"),
        ("<item><link>/v?id=1&amp;lang=en</link></item>", "/v?id=1&lang=en"),
        ("<item><title>R&D</title><link>/v?id=1&lang=en&amp;x=3</link></item>", "/v?id=1&lang=en&x=3"),
        ("<item><title>a&nbsp;b</title><link>/v?id=1&#38;lang=en</link></item>", "/v?id=1&lang=en"),
        ("<item><link><![CDATA[/v?id=1&lang=en]]></link></item>", "/v?id=1&lang=en"),
        ("<item><link><![CDATA[/v?id=1&amp;lang=en]]></link></item>", "/v?id=1&lang=en"),
        ("<item><link>/v?a=&copy=1</link></item>", "/v?a=&copy=1"),
        ("<item><link>/caf&eacute;</link></item>", "/café"),
        # the only address is an identifier (RFC 4287, RSS 1.0)
        ("<entry><id>https://www.sample.example/d/1</id></entry>", "/d/1"),
        ("<entry><id>tag:sample.example,2026:1</id></entry>", None),
        ("<entry><id>https://www.sample.example/id</id><link href='/d/1'/></entry>", "/d/1"),
        ('<item rdf:about="https://www.sample.example/d/1"><title>x</title></item>', "/d/1"),
        ("<item><guid>12345</guid></item>", None),
        # xml:base of the entry and of the link
        ('<entry xml:base="/blog/"><link href="1"/></entry>', "/blog/1"),
        ('<entry xml:base="/blog/"><link xml:base="2026/" href="1"/></entry>', "/blog/2026/1"),
        ('<entry xml:base="http://["><link href="/d/1"/></entry>', "/d/1"),
        # one bad address, and a good one beside it
        ("<item><link>http://[::1/</link><guid>https://www.sample.example/d/1</guid></item>", "/d/1"),
        ("<item><link></link><guid>https://www.sample.example/d/1</guid></item>", "/d/1"),
        # a relation by its full name, an alternate of another type, the address of the content (RFC 4287, 4.2.7, 4.1.3.2)
        ("<entry><link rel='http://www.iana.org/assignments/relation/alternate' href='/d/1'/></entry>", "/d/1"),
        ("<entry><link type='application/json' href='/d/1.json'/><link type='text/html' href='/d/1'/></entry>", "/d/1"),
        ("<entry><link type='application/pdf' href='/d/1.pdf'/></entry>", "/d/1.pdf"),
        ("<entry><id>urn:uuid:1</id><content type='text/html' src='/d/1'/></entry>", "/d/1"),
        ("<entry><id>urn:uuid:1</id><content type='video/mp4' src='/d/1.mp4'/></entry>", None),
        # a tag in a description that is never closed swallows what follows
        ("<item><description><b>x</description><link>/d/1</link></item>", "/d/1"),
        ("<item><description><link>/no</link></description><link>/d/1</link></item>", "/d/1"),
        ("<item><author><link>/no</link></author></item>", None),
        ("<item><link>\\d\\1?a=\\</link></item>", "/d/1?a=\\"),
    ],
)
def test_an_entry_gives_the_address_that_its_author_wrote(entry, link):
    xmlns = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    found = [one.url for one in read_feed(f"<rss {xmlns}><channel>{entry}</channel></rss>", URL)]
    assert found == ([f"https://www.sample.example{link}"] if link else [])


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        ("<pubDate>Sun, 2 N</pubDate><dc:date>2026-11-02T01:00:00Z</dc:date>", datetime(2026, 11, 2, 1, tzinfo=UTC)),
        ("<published>none</published><updated>2026-11-02T01:00:00Z</updated>", datetime(2026, 11, 2, 1, tzinfo=UTC)),
        ("<dcterms:created>2026-11-02T01:00:00Z</dcterms:created>", datetime(2026, 11, 2, 1, tzinfo=UTC)),
        (
            "<pubDate>Fri, 01 Jan 2106 00:00:00 GMT</pubDate><pubDate>2026-11-02</pubDate>",
            datetime(2026, 11, 2, tzinfo=UTC),
        ),
        ("<pubDate>soon</pubDate>", None),
    ],
)
def test_a_time_that_cannot_be_read_hides_no_other(dates, published):
    [link] = read_feed(f"<rss><channel><item><link>/d/1</link>{dates}</item></channel></rss>", URL, fetched=MIDNIGHT)
    assert link.published == published


def test_one_bad_address_costs_no_other_and_is_named():
    broken = ["http://[", "https://www.sample.example:99999/", "http://[::1", "https://www.sample.example:x/d"]
    items = "".join(f"<item><link>{one}</link></item>" for one in [*broken, "/d/1", "mailto:a@b.example", "/d/2"])
    bad = []
    links = read_feed(f"<rss><channel>{items}</channel></rss>", URL, bad=bad)
    assert [link.url[-1] for link in links] == ["1", "2"]
    assert bad == broken


def test_a_base_ends_with_its_element():
    feed = '<rss><channel><image xml:base="/img/"><url>a.png</url></image><item><link>1</link></item></channel></rss>'
    assert read_feed(feed, URL) == (Link("https://www.sample.example/news/1"),)


@given(st.text(alphabet='&#;x<>"ampltg0129 ]![CDATA-', max_size=60))
def test_no_reference_ends_a_feed(title):
    entry = "<item><title>{}</title></item><item><link>/v?a=1&amp;b=2</link></item>"
    text = f"<rss><channel>{entry.format(title.replace('<', ''))}</channel></rss>"
    assert [link.url for link in read_feed(text, URL)] == ["https://www.sample.example/v?a=1&b=2"]


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text):
    assert isinstance(read_feed(text, URL), tuple)


@pytest.mark.parametrize(
    ("begin", "entry", "end"),
    [
        ("<rss><channel>", "<item><link>/{}</link></item>", "</channel></rss>"),
        ("<rss><channel>", "<item><link>/{}</link>", ""),
        ('{"items": [', '{{"url": "https://a.example/{}"}},', "{}]}"),
    ],
)
def test_of_an_endless_feed_the_first_entries_are_read(monkeypatch, begin, entry, end):
    monkeypatch.setattr(feeds, "_MAX_FEED_ENTRIES", 500)
    text = begin + "".join(entry.format(number) for number in range(550)) + end
    links = read_feed(text, "https://a.example/feed")
    assert len(links) == 500
    assert links[0].url == "https://a.example/0"


def test_tags_without_an_entry_come_to_an_end():
    text = (
        f"<rss><channel><item><link>/a</link></item>{'<item/>' * 200_000}<item><link>/b</link></item></channel></rss>"
    )
    assert [link.url for link in read_feed(text, "https://a.example/feed")] == ["https://a.example/a"]
