"""A crawl whose database fails ends at once, and its exit code says so."""

import json
import os

import scrapy_command
from samples import rows
from saved import PRACTICE_PAGES

from newscrawl.demo.web import serving
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.check import check

PAGES = tuple(page for page in PRACTICE_PAGES if page.site == "elecfans" and page.status == 200)


def crawl(database, *options, limit=None):
    with serving(PAGES) as address:
        return scrapy_command.run(
            "crawl", "elecfans", "-a", "max_pages=1",
            "-s", f"NEWSCRAWL_DATABASE_URL={database}", "-s", f"NEWSCRAWL_PRACTICE_WEB={address}",
            "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "RETRY_ENABLED=0", *options,
            max_file_bytes=limit,
        )  # fmt: skip


def acknowledged(log):
    return {line.split(" stored ")[1].split()[0] for line in log.splitlines() if " stored " in line}


def test_a_crawl_on_a_full_disk_ends_with_exit_code_5_and_keeps_what_its_log_names(tmp_path):
    database = f"sqlite:///{tmp_path}/articles.db"
    Store(database).close()
    size = os.path.getsize(tmp_path / "articles.db")
    finished = crawl(database, limit=size + 40_000)
    assert finished.returncode == 5, finished.stderr
    assert "the database takes nothing more, the crawl ends" in finished.stderr
    kept = {key for (key,) in rows(database, "SELECT key FROM articles")}
    assert acknowledged(finished.stderr) <= kept
    assert check(database) == ()


def test_the_next_crawl_with_room_completes(tmp_path):
    database = f"sqlite:///{tmp_path}/articles.db"
    finished = crawl(database, "-O", str(tmp_path / "articles.jsonl"))
    assert finished.returncode == 0, finished.stderr
    exported = [json.loads(line) for line in (tmp_path / "articles.jsonl").read_text("utf-8").splitlines()]
    assert {item["key"] for item in exported if "raw" not in item} == acknowledged(finished.stderr)
    kept = {key for (key,) in rows(database, "SELECT key FROM articles")}
    assert acknowledged(finished.stderr) == kept != set()
    assert rows(database, "SELECT finish_reason FROM runs") == [("finished",)]
    assert rows(database, "SELECT count(DISTINCT article_id) FROM raw_pages") == [(len(kept),)]


def test_a_file_that_is_no_database_ends_the_crawl_before_any_request(tmp_path):
    (tmp_path / "articles.db").write_bytes(b"no database" * 1000)
    finished = crawl(f"sqlite:///{tmp_path}/articles.db")
    assert finished.returncode == 5
    assert "SQLITE_NOTADB" in finished.stderr
    assert "Traceback" not in finished.stderr
