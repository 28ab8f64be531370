"""How a stored page was read, or why it was refused."""

import re
from html import unescape

import pytest
from reader_requests import ask
from samples import NOON, PAGE, numbered

from newscrawl.article import RawPage, Refusal
from newscrawl.browse.app import reader_app
from newscrawl.recrawl import Discovery
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.quarantine import read_bounds
from newscrawl.storage.crawl.store import Store

PROSE = "The regulator holds its output within two millivolts, and it stays below forty degrees all day long. "
BODY = f"""<html><head><title>Board</title><script>parent.document.title='taken'</script>
<style>@import 'https://evil.example/x.css'</style><link rel=stylesheet href=https://evil.example/y.css></head>
<body onload="x()"><img src="https://evil.example/p.png"><article><p>{PROSE * 4}</p>
<div class="yarpp-related">Related articles about boards</div><p>{PROSE * 2}</p></article></body></html>"""


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('inspect')}/articles.db"
    page = RawPage(
        url=PAGE.url,
        status=200,
        headers=(("Content-Type", "text/html"), ("X", "<b>")),
        body=BODY.encode(),
        fetched=NOON,
    )
    with Store(url, now=lambda: NOON) as store:
        store.begin_run("sample", "1")
        found = Discovery("feed", "https://www.sample.example/feed.xml?a=1&b=2")
        store.schedule([Scheduled("sample/1", numbered(1).url, "sample", found)])
        store.save(numbered(1, raw=(page,)))
        store.save(numbered(2, raw=()))
        store.refuse(Refusal(url="https://a.example/9", key="a/9", site="a", reason="soft 404", detail="says so"))
    return reader_app(url, 8001)


def frame_of(page):
    return unescape(re.search(r'srcdoc="([^"]*)"', page)[1])


def test_the_page_as_served_is_shown_without_script_and_request(stored):
    page = ask(stored, "/inspect/sample/1").text
    assert 'sandbox=""' in page
    frame = frame_of(page)
    assert PROSE.strip() in frame
    for word in ("<script", "evil.example", "onload", "@import", "<img", "<link"):
        assert word not in frame


def test_what_was_taken_for_the_article_is_marked(stored):
    frame = frame_of(ask(stored, "/inspect/sample/1").text)
    assert 'data-newscrawl="kept"' in frame


def test_fields_request_and_ledger_are_shown(stored):
    page = ask(stored, "/inspect/1").text
    for words in ("Fields, and where they were found", "HTTP 200", "&lt;b&gt;", "robots.txt", "by a feed: "):
        assert words in page


def test_the_list_that_named_the_page_is_linked(stored):
    assert 'href="https://www.sample.example/feed.xml?a=1&amp;b=2"' in ask(stored, "/inspect/1").text
    assert "asked for by its address" in ask(stored, "/inspect/sample/2").text


def test_a_refused_page_says_why_and_how_to_look_closer(stored):
    page = ask(stored, "/inspect/a/9").text
    assert "Refused: soft 404" in page
    assert "says so" in page
    assert "newscrawl inspect https://a.example/9" in page


def test_a_refused_page_whose_bytes_are_kept_is_read_again_and_says_why(tmp_path):
    url = f"sqlite:///{tmp_path}/articles.db"
    gone = "<html><head><title>Gone</title></head><body><article><h1>404 Not Found</h1><p>This page does not exist.</p></article></body></html>"
    raw = RawPage(
        url="https://a.example/9",
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=gone.encode(),
        fetched=NOON,
    )
    with Store(url, now=lambda: NOON, keep_refused=read_bounds("14d,1MB")) as store:
        store.refuse(Refusal(url=raw.url, key="a/9", site="a", reason="soft 404", raw=(raw,)))
    page = ask(reader_app(url, 8001), "/inspect/a/9").text
    assert "This page does not exist." in frame_of(page)
    assert "refused: " in page
    assert "The bytes of this page are not stored" not in page


def test_an_article_without_its_page_and_no_article(stored):
    assert "is not stored" in ask(stored, "/inspect/sample/2").text
    assert ask(stored, "/inspect/none").status == 404
