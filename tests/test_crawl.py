"""A crawl from end to end: real sockets on loopback, the spiders of a live crawl, a database at the end."""

import json
import shutil
import sqlite3
from datetime import UTC, datetime

import pytest
import scrapy_command
from saved import PRACTICE_PAGES, differences

from newscrawl.demo.web import serving
from newscrawl.spiders import site_of


def crawl(database, *arguments):
    with serving(PRACTICE_PAGES) as address:
        return scrapy_command.run(
            "crawl", *arguments, "-s", f"NEWSCRAWL_DATABASE_URL=sqlite:///{database}",
            "-s", f"NEWSCRAWL_PRACTICE_WEB={address}", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "NEWSCRAWL_RETRY_WAITS=0.1,0.1",
        )  # fmt: skip


def query(database, sql, *values):
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    found = [dict(row) for row in connection.execute(sql, values)]
    connection.close()
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    database = tmp_path_factory.mktemp("demo") / "demo.db"
    return database, scrapy_command.run("demo", "--database", str(database))


@pytest.fixture(scope="module")
def one_page(tmp_path_factory):
    database = tmp_path_factory.mktemp("one") / "page.db"
    return database, crawl(database, "elecfans", "-a", "max_pages=1")


def stored(database, page):
    key = site_of(page.url).key(page.url)
    row = next(iter(query(database, "SELECT * FROM articles WHERE key = ?", key)), None)
    if row is None:
        return None
    for name in ("authors", "flags"):
        row[name] = json.loads(row[name])
    for name in ("published", "modified"):
        row[name] = row[name] and datetime.fromisoformat(row[name]).replace(tzinfo=UTC)
    for name, columns in (("tags", "tag"), ("images", "url, alt, caption"), ("changes", "rule")):
        parts = query(database, f"SELECT {columns} FROM {name} WHERE article_id = ? ORDER BY position", row["id"])
        row[name] = [tuple(part.values()) if "," in columns else next(iter(part.values())) for part in parts]
    row["rules"] = row["changes"]
    return row


ARTICLES = [page for page in PRACTICE_PAGES if page.expected.get("kind") == "article"]
REFUSED = [page for page in PRACTICE_PAGES if page.expected.get("kind") == "refused"]


def test_the_demo_stores_every_article_of_the_practice_web_as_expected(demo):
    wrong = {}
    for page in ARTICLES:
        row = stored(demo[0], page)
        assert row is not None, (page.url, demo[1].stderr)
        page.expected.pop("url", None)  # the address that the crawl came by may be another of the same article
        if unlike := differences(page, row, whole=True):
            wrong[f"{page.site}/{page.slug}"] = unlike
    assert wrong == {}


def test_the_demo_records_every_refusal_with_its_reason(demo):
    for page in REFUSED:
        reasons = query(demo[0], "SELECT reason FROM refusals WHERE url = ?", page.url)
        assert reasons == [{"reason": page.expected["reason"]}], page.url


def test_the_demo_says_what_it_did(demo):
    database, finished = demo
    assert finished.returncode == 0, finished.stderr
    assert finished.stderr == ""
    [count] = query(database, "SELECT count(*) AS n FROM articles")
    for piece in (
        f"{count['n']} articles stored",
        "mirror/annotation",
        "refused:",
        "soft 404",
        "before:",
        "after:",
        "edited without a word:",
        "+ Firmware can read it within a millisecond",
        "100% of the text of https://www.circuit-review.example/",
        "learned: 12 articles of circuit-post.example say",
    ):
        assert piece in finished.stdout
    lines = finished.stdout.splitlines()
    assert len(lines) <= 40
    assert lines[-1] == f"scrapy browse -s NEWSCRAWL_DATABASE_URL=sqlite:///{database}"


def test_what_robots_txt_forbids_is_never_fetched(demo):
    assert query(demo[0], "SELECT url FROM articles WHERE url LIKE '%/preview/%'") == []
    assert query(demo[0], "SELECT reason FROM refusals WHERE url LIKE '%/preview/%'") == [
        {"reason": "forbidden by robots.txt"}
    ]


def test_a_second_crawl_changes_nothing(one_page, tmp_path):
    first = one_page[1]
    database = shutil.copy(one_page[0], tmp_path / "articles.db")
    before = query(database, "SELECT * FROM articles ORDER BY id")
    second = crawl(database, "elecfans", "-a", "max_pages=1")
    assert before, first.stderr
    assert query(database, "SELECT * FROM articles ORDER BY id") == before
    assert f"elecfans: {len(before)} known, 0 new, 0 changed" in second.stderr
    assert "'downloader/request_count': 2," in second.stderr  # robots.txt and the listing
    assert [run["finish_reason"] for run in query(database, "SELECT finish_reason FROM runs")] == [
        "finished",
        "finished",
    ]


def test_max_pages_and_since_bound_a_crawl(demo, one_page, tmp_path):
    crawl(tmp_path / "since.db", "elecfans", "-a", "since=2026-11-01")
    counts = [
        query(database, "SELECT count(*) AS n, min(published) AS first FROM articles WHERE site = 'elecfans'")[0]
        for database in (demo[0], one_page[0], tmp_path / "since.db")
    ]
    everything, one_page, since = counts
    assert 0 < one_page["n"] < everything["n"]
    assert 0 < since["n"] < everything["n"]
    assert everything["first"] < "2026-10-31 16:00" <= since["first"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("elecfans", "-a", "since=soon"), "since"),
        (("elecfans", "-a", "pages=3"), "pages"),
        (("article",), "url"),
        (("nosuchsite",), "nosuchsite"),
        (
            ("article", "-a", "url=https://e.example/", "-s", "NEWSCRAWL_PRACTICE_WEB=http://e.example:80"),
            "NEWSCRAWL_PRACTICE_WEB",
        ),
        (
            ("article", "-a", "url=https://e.example/", "-s", "NEWSCRAWL_DATABASE_URL=mysql://u:hush@h/d"),
            "NEWSCRAWL_DATABASE_URL",
        ),
        (
            ("article", "-a", "url=https://e.example/", "-s", "NEWSCRAWL_SIMPLIFY=sometimes"),
            "NEWSCRAWL_SIMPLIFY",
        ),
    ],
)
def test_a_wrong_argument_or_setting_ends_the_command_before_any_request(tmp_path, arguments, named):
    finished = scrapy_command.run("crawl", *arguments)
    assert finished.returncode != 0
    assert named in finished.stderr
    assert "hush" not in finished.stderr + finished.stdout
    assert "Traceback" not in finished.stderr


def test_the_spiders_are_listed():
    assert {"article", "elecfans"} <= set(scrapy_command.run("list").stdout.split())


def test_a_running_crawl_listens_on_no_socket():
    shown = (
        scrapy_command.run("settings", "--get", "TELNETCONSOLE_ENABLED").stdout
        + scrapy_command.run("settings", "--get", "REMOTE_CONTROL_ENABLED").stdout
    )
    assert shown.split() == ["False", "False"]
