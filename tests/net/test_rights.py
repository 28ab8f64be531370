"""What hosts and pages reserve is recorded in a crawl, and respected on a switch."""

import json
import sqlite3

import pytest
import scrapy_command
from spider_runs import HOST, Run, saved

SPIDER = """
from newscrawl.site import Listing, Site, Template
from newscrawl.spiders.base import NewsSpider


class SampleSpider(NewsSpider):
    name = "sample"
    site = Site(
        name="sample", title="Sample", hosts=("www.sample.example",), language="en",
        article_urls=(r"/d/(?P<id>\\d+)(?:_\\d+)?\\.html",),
        sources=(Listing(url="https://www.sample.example/list/", links="a.item"),),
        templates=(Template(name="article", body="div.text", next_page="//a[@class='next']/@href"),),
    )
"""
ROBOTS = "User-agent: *\nContent-Signal: search=yes, ai-train=no\nContent-Usage: /d/2 train-ai=n\n"
TDMREP = '[{"location": "/d/3", "tdm-reservation": 1}, {"location": "/", "tdm-reservation": 0}]'


SECOND_PAGE = (
    '<meta name="robots" content="noindex"><h1>Headline 6</h1><div class=text><p>The maker says more here.</p></div>'
)


def article(number, head="", **headers):
    text = "<p>The regulator keeps its noise below one microvolt, its maker says in a note.</p>" * 3
    html = f"<title>Headline {number}</title>{head}<h1>Headline {number}</h1><div class=text>{text} {number}</div>"
    return saved(f"/d/{number}.html", html, **headers)


def pages(robots=ROBOTS):
    return (
        saved("/robots.txt", robots, "text/plain"),
        saved("/.well-known/tdmrep.json", TDMREP, "application/json"),
        saved("/list/", "".join(f"<a class=item href=/d/{number}.html>One</a>" for number in range(1, 7))),
        article(1, '<meta name="robots" content="noarchive">'),
        article(2),
        article(3, '<a rel="license" href="/terms">'),
        article(4, '<meta name="robots" content="noindex">'),
        article(6, '<a class="next" href="/d/6_2.html">Next page</a>'),
        saved("/d/6_2.html", SECOND_PAGE),
        article(5, **{"X-Robots-Tag": "unavailable_after: 25 Jun 2010 15:00:00 PST"}),
    )


def rows(folder, query):
    with sqlite3.connect(folder / "articles.db") as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recorded")
    first = Run(folder, "sample", spider=SPIDER, pages=pages())
    second = Run(folder, "sample", spider=SPIDER, pages=pages("User-agent: *\nContent-Signal: search=no\n"))
    return folder, first, second


@pytest.fixture(scope="module")
def respected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("respected")
    arguments = ("-s", "NEWSCRAWL_RIGHTS=respect", "-s", "NEWSCRAWL_PURPOSE=mining")
    return folder, Run(folder, "sample", *arguments, spider=SPIDER, pages=pages())


def test_each_article_has_the_rights_that_held_when_it_was_fetched(recorded):
    folder, first, _ = recorded
    found = {key: json.loads(rights) for key, rights in rows(folder, "SELECT key, rights FROM articles")}
    of_host = {"search": "y", "ai-train": "n"}
    assert found == {
        "sample/1": {**of_host, "tdm-reservation": 0, "noarchive": True},
        "sample/2": {**of_host, "tdm-reservation": 0, "train-ai": "n"},
        "sample/3": {**of_host, "tdm-reservation": 1, "license": f"{HOST}/terms"},
        "sample/4": {**of_host, "tdm-reservation": 0, "noindex": True},
        "sample/5": {**of_host, "tdm-reservation": 0, "unavailable_after": "2010-06-25T23:00:00Z"},
        "sample/6": {**of_host, "tdm-reservation": 0, "noindex": True},  # its second page says so
    }, first.log[-3000:]


def test_a_well_known_file_is_asked_for_once_a_day(recorded):
    _, first, second = recorded
    assert first.stats["newscrawl/tdmrep-requests"] == 1
    assert "newscrawl/tdmrep-requests" not in second.stats


def test_what_a_host_says_is_kept_with_its_line_and_its_end(recorded):
    folder, first, second = recorded
    of_robots = "WHERE article_id IS NULL AND place = 'robots.txt' ORDER BY id"
    assert rows(folder, f"SELECT name, value, source, ended IS NULL FROM rights {of_robots}") == [
        ("train-ai", '"n"', "Content-Usage: /d/2 train-ai=n", 0),
        ("search", '"y"', "Content-Signal: search=yes, ai-train=no", 0),
        ("ai-train", '"n"', "Content-Signal: search=yes, ai-train=no", 0),
        ("search", '"n"', "Content-Signal: search=no", 1),
    ]
    assert "rights have changed" not in first.log
    assert "sample: rights have changed: www.sample.example now says search no (robots.txt)" in second.log


def test_what_is_reserved_is_refused_and_counted(respected):
    folder, run = respected
    assert run.keys == {"sample/1", "sample/2", "sample/6"}
    assert {reason for _, state, reason in run.ends if state == "refused"} == {
        "noindex",
        "unavailable_after",
        "reserved",
    }
    assert run.stats["newscrawl/refused/reserved"] == 1
    assert rows(folder, "SELECT detail FROM refusals WHERE reason = 'reserved'") == [
        ("tdm-reservation: 1 (for mining)",)
    ]


def test_a_second_page_that_is_reserved_is_left_out(respected):
    folder, _ = respected
    [(flags, text)] = rows(folder, "SELECT flags, body_text FROM articles WHERE key = 'sample/6'")
    assert json.loads(flags) == ["incomplete"]
    assert "6" in text
    assert "says more here" not in text


def test_of_a_page_that_is_not_to_be_archived_no_bytes_are_kept(respected):
    folder, run = respected
    assert rows(folder, "SELECT key FROM articles JOIN raw_pages ON article_id = articles.id ORDER BY key") == [
        ("sample/2",),
        ("sample/6",),
    ]
    assert run.stats["newscrawl/pages-not-kept"] == 1


@pytest.mark.slow
def test_a_stored_article_that_is_reserved_by_now_is_withheld(tmp_path):
    listed = saved("/list/", "<a class=item href=/d/1.html>One</a><a class=item href=/d/2.html>Two</a>")
    robots = saved("/robots.txt", "User-agent: *\nAllow: /", "text/plain")
    Run(tmp_path, "sample", spider=SPIDER, pages=(robots, listed, article(1), article(2)))
    with sqlite3.connect(tmp_path / "articles.db") as connection:
        connection.execute("UPDATE pages SET due = '2020-01-01 00:00:00'")
    noindex = article(1, '<meta name="robots" content="noindex">')
    pages = (robots, listed, noindex, article(2))
    run = Run(tmp_path, "sample", "-s", "NEWSCRAWL_RIGHTS=respect", spider=SPIDER, pages=pages)
    assert rows(tmp_path, "SELECT key, flags, rights FROM articles ORDER BY key") == [
        ("sample/1", '["withheld/noindex"]', '{"noindex": true}'),
        ("sample/2", "[]", "{}"),
    ], run.log[-3000:]
    assert run.stats["newscrawl/withheld"] == 1
    assert "1 unchanged, 1 refused, 1 withheld" in run.log


def test_a_wrong_switch_is_told_before_anything_starts(tmp_path):
    run = scrapy_command.run(
        "crawl", "sample", "-s", "NEWSCRAWL_RIGHTS=obey", "-s", f"NEWSCRAWL_DATABASE_URL=sqlite:///{tmp_path}/a.db"
    )
    assert run.returncode == 2
    assert "NEWSCRAWL_RIGHTS must be one of record, respect, not 'obey'" in run.stderr
