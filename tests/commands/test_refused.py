"""`scrapy refused` as a person types it: listed, replayed, tried again or accepted."""

import sqlite3
from datetime import UTC, datetime

import pytest
from reliability.site import Answer, article
from scrapy.cmdline import execute

from newscrawl.article import RawPage, Refusal
from newscrawl.storage.crawl.quarantine import Bounds
from newscrawl.storage.crawl.store import Store

TEXT = "".join(
    f"<p>Paragraph {word} says that the regulator keeps its noise below one microvolt, as its maker notes in {word}.</p>"
    for word in ("one", "two", "three", "four", "five")
)
HEAD = '<head><title>A headline</title><meta name="robots" content="noai"></head>'
GOOD = f"<html>{HEAD}<body><article><h1>A headline</h1>{TEXT}</article></body></html>"
BAD = "<html><head><title>404 Not Found</title></head><body><p>404</p></body></html>"


def refusal(name, body, reason, status=200):
    url = f"https://e.example/{name}"
    page = RawPage(url=url, status=status, headers=(), body=body.encode(), fetched=datetime.now(UTC))
    return Refusal(url=url, key=f"e.example/{name}", site="e.example", reason=reason, raw=(page,))


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "articles.db"
    with Store(f"sqlite:///{path}", keep_refused=Bounds(14, 10**6)) as store:
        store.refuse(refusal("good", GOOD, "error"))
        store.refuse(refusal("bad", BAD, "error"))
        store.refuse(refusal("gone", GOOD, "http 500", 500))
    return path


def run(database, *arguments):
    with pytest.raises(SystemExit) as ended:
        execute(["scrapy", "refused", *arguments, "-s", f"NEWSCRAWL_DATABASE_URL=sqlite:///{database}"])
    return ended.value.code


def test_kept_pages_are_read_again_without_a_request(database, capsys):
    assert run(database, "replay", "--reason", "error") == 0
    assert capsys.readouterr().out.splitlines() == [
        "e.example/good  A headline",
        "1 are articles now, 1 are refused today, too",
        "  soft 404: 1",
    ]
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT key, rights FROM articles").fetchall() == [
            ("e.example/good", '{"noai": true}')
        ]
        assert connection.execute("SELECT count(*) FROM raw_pages").fetchall() == [(1,)]
        reasons = connection.execute("SELECT key, reason FROM refusals ORDER BY key").fetchall()
    assert reasons == [("e.example/bad", "soft 404"), ("e.example/gone", "http 500")]
    assert run(database, "replay") == 0
    assert "0 are articles now, 2 are refused today, too" in capsys.readouterr().out


def test_what_sites_reserve_is_respected_as_in_a_crawl(database, capsys):
    respect = ("-s", "NEWSCRAWL_RIGHTS=respect", "-s", "NEWSCRAWL_PURPOSE=training")
    assert run(database, "replay", "--reason", "error", *respect) == 0
    assert "  reserved: 1" in capsys.readouterr().out.splitlines()
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchall() == [(0,)]


def test_refused_pages_are_listed_tried_again_or_accepted(gazette, job):
    gazette.pages["/a/1"] = Answer("gone", 404)
    gazette.pages["/a/2"] = Answer("later", 503)
    job.crawl()
    listed = job.run("refused", "list").stdout
    assert "gazette: http 404 (1)" in listed
    assert "gazette: http 503 (1)" in listed
    assert "2 refused pages" in listed
    assert "1 refusals accepted" in job.run("refused", "accept", "gazette/1").stdout
    assert "http 404" not in job.run("refused", "list").stdout
    assert "accepted" in job.run("refused", "list", "--all").stdout
    assert "1 pages are due" in job.run("refused", "retry", "--reason", "http 503").stdout
    gazette.pages["/a/1"] = Answer(article(1))
    gazette.pages["/a/2"] = Answer(article(2))
    gazette.asked.clear()
    job.crawl()
    assert (gazette.asked["/a/1"], gazette.asked["/a/2"]) == (0, 1)
    assert job.run("refused", "list").stdout == "0 refused pages\n"


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [(), ("retry",), ("accept",), ("forget",)])
def test_refused_decides_on_nothing_that_nobody_named(job, arguments):
    job.crawl("-a", "max_articles=1")
    finished = job.run("refused", *arguments)
    assert finished.returncode == 2
    assert "Traceback" not in finished.stderr
