"""Every list is a feed."""

import json

import feedparser
import pytest
from feed_rules import atom_faults, json_feed_faults
from lxml import etree
from reader_requests import ask
from samples import NOON, numbered

from newscrawl.browse.app import reader_app
from newscrawl.discovery.feeds import read_feed
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.upgrade import open_database

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/articles.db"


def feed_of(answer):
    return etree.fromstring(answer.text.encode())


def test_atom_has_what_rfc_4287_asks_for(reader):
    answer = ask(reader, "/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feed_of(answer)
    for node in (feed, *feed.findall("a:entry", ATOM)):
        assert [len(node.findall(f"a:{name}", ATOM)) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert node.findtext("a:id", namespaces=ATOM).startswith("urn:uuid:")
        assert node.findall("a:author/a:name", ATOM)
    ids = [one.text for one in feed.findall("a:entry/a:id", ATOM)]
    assert len(set(ids)) == len(ids) == 5
    assert feed.find("a:link[@rel='self']", ATOM).get("href") == "http://127.0.0.1:8001/feed.atom"


# Lists of every kind: whole, narrowed down, searched, of hostile articles, and empty.
LISTS = (
    "",
    "?q=low+noise",
    "?site=two",
    "?language=ar",
    "?tag=rf&language=en",
    "?day=2026-11-20",
    "?status=lossy",
    "?q=none",
)


@pytest.mark.parametrize("wanted", LISTS)
def test_each_list_is_valid_by_the_rules(reader, wanted):
    assert list(atom_faults(ask(reader, f"/feed.atom{wanted}").text)) == []
    assert list(json_feed_faults(ask(reader, f"/feed.json{wanted}").text)) == []


def test_bad_articles_make_valid_feeds(database):
    with Store(database, now=lambda: NOON) as store:
        store.save_all(
            [
                numbered(
                    1, title="a\x01b\ufffe", authors=("\x02", " "), language="no tag", summary="\x0b", published=None
                ),
                numbered(2, title="\x01", authors=("", "Ann\x08"), url="ftp://a.example/", language="x" * 90),
                numbered(3, title=None, url="https://a.example/ü?a b", body_html="<p>x<a href='/y'>y</a></p>" * 9),
                numbered(
                    4, title=" \n ", published=NOON.replace(year=1), tags=tuple(f"tag {n}" for n in range(10_000))
                ),
                numbered(5, title="t" * (1 << 20), summary="s" * (1 << 20)),
            ]
        )
    app = reader_app(database, 8001)
    assert list(atom_faults(ask(app, "/feed.atom").text)) == []
    assert list(json_feed_faults(ask(app, "/feed.json").text)) == []


def test_the_rules_find_what_is_wrong(reader):
    atom, plain = ask(reader, "/feed.atom").text, ask(reader, "/feed.json").text
    for right, wrong in (
        ("<updated>", "<updated>on "),
        ("urn:uuid:", ""),
        ("<name>", "<name/><name>"),
        ("</id>", "</id><id/>"),
    ):
        assert list(atom_faults(atom.replace(right, wrong, 3))) != []
    for right, wrong in (("1.1", "1"), ("T12", " 12"), ('"content_html"', '"x"'), ("http://127.0.0.1:8001", "")):
        assert list(json_feed_faults(plain.replace(right, wrong))) != []


def test_a_feed_follows_the_list(reader):
    answer = ask(reader, "/feed.atom?q=low+noise")
    feed = feed_of(answer)
    assert [one.text for one in feed.findall("a:entry/a:title", ATOM)] == ["Low noise amplifiers"]
    assert feed.find("a:link[@rel='self']", ATOM).get("href").endswith("/feed.atom?q=low+noise")
    [link] = read_feed(answer.text, "http://127.0.0.1:8001/feed.atom")
    assert link.url == "https://www.sample.example/d/3.html"


def test_json_feed_has_what_version_1_1_asks_for(reader):
    answer = ask(reader, "/feed.json")
    assert answer.headers["content-type"].startswith("application/feed+json")
    feed = json.loads(answer.text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert all(item["id"] and "content_html" in item for item in feed["items"])


def test_undated_articles_are_not_dated_now(reader):
    [item] = [one for one in json.loads(ask(reader, "/feed.json").text)["items"] if "hostile" in one["url"]]
    assert "date_published" not in item
    assert item["date_modified"] == "2026-11-20T12:00:00Z"
    [entry] = feed_of(ask(reader, "/feed.atom?language=ar")).findall("a:entry", ATOM)
    assert entry.find("a:published", ATOM) is None


def test_an_empty_list_is_a_valid_feed(database):
    open_database(database).dispose()
    app = reader_app(database, 8001)
    assert feed_of(ask(app, "/feed.atom")).findtext("a:updated", namespaces=ATOM) == "1970-01-01T00:00:00Z"
    assert json.loads(ask(app, "/feed.json").text)["items"] == []


def test_what_xml_cannot_hold_is_left_out(database):
    with Store(database, now=lambda: NOON) as store:
        store.save(numbered(1, title="a\x01b\ufffe", authors=("\x02",), language="no tag", summary="\x0b"))
    entry = feed_of(ask(reader_app(database, 8001), "/feed.atom")).find("a:entry", ATOM)
    assert entry.findtext("a:title", namespaces=ATOM) == "ab"


def test_what_an_article_says_is_harmless_in_a_feed(reader):
    for target in ("/feed.atom", "/feed.json"):
        text = ask(reader, target).text
        assert "onclick" not in text
        assert "javascript:" not in text


def test_a_reader_of_feeds_reads_the_atom(reader):
    read = feedparser.parse(ask(reader, "/feed.atom").text)
    assert (read.bozo, read.version, len(read.entries)) == (False, "atom10", 5)
    assert all(one.title and one.link and one.updated_parsed for one in read.entries)
