"""One crawl of a spider of a test's own, over pages of a test's own, and what came of it."""

import json
import os
import re
import sqlite3

import scrapy_command

from newscrawl.demo.web import SavedPage, serving
from newscrawl.storage.crawl.runs import HOST_TRAFFIC

HOST = "https://www.sample.example"


def saved(path, body="", content_type="text/html", status=200, **headers):
    """Return a page of the sample site as it is answered."""
    return SavedPage(
        "sample", path, f"{HOST}{path}", status, {"Content-Type": content_type, **headers}, "", body.encode(), {}
    )


class Run:
    """A finished `scrapy crawl`: its log, exit code, stats, keys of articles, and how each page ended and
    was found, and what each host was asked for."""

    def __init__(self, folder, *arguments, spider, pages):
        (folder / "sample_spiders.py").write_text(spider, "utf-8")
        database = folder / "articles.db"
        with serving(pages) as address:
            finished = scrapy_command.run(
                "crawl", *arguments, "-s", f"NEWSCRAWL_DATABASE_URL=sqlite:///{database}",
                 "-s", f"NEWSCRAWL_PRACTICE_WEB={address}", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "NEWSCRAWL_RETRY_WAITS=0,0",
                 "-s", "SPIDER_MODULES=newscrawl.spiders,sample_spiders",
                environment={**os.environ, "PYTHONPATH": str(folder)},
            )  # fmt: skip
        self.log = finished.stderr
        self.code = finished.returncode
        self.stats = {name: int(count) for name, count in re.findall(r"'([\w/. -]+)': (\d+)", self.log)}
        with sqlite3.connect(database) as connection:
            self.keys = {key for (key,) in connection.execute("SELECT key FROM articles")}
            self.ends = connection.execute("SELECT url, state, reason FROM fetches ORDER BY id").fetchall()
            self.found = dict(connection.execute("SELECT key, found_by || ' ' || found_on FROM pages"))
            (stats,) = connection.execute("SELECT stats FROM runs ORDER BY id DESC").fetchone()
            self.hosts = json.loads(stats or "{}").get(HOST_TRAFFIC)  # a run that was killed has none
        connection.close()
