"""A site of many articles on loopback that counts what it is asked for, and a spider for it."""

import json
import os
import sqlite3
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import scrapy_command

ROOT = Path(__file__).resolve().parents[2]
HOST = "www.gazette.example"
SPIDER = """
from newscrawl.site import Feed, Listing, Site, Template
from newscrawl.spiders.base import NewsSpider


class GazetteSpider(NewsSpider):
    name = "gazette"
    site = Site(
        name="gazette", title="Gazette", hosts=("www.gazette.example",), language="en", timezone="UTC",
        article_urls=(r"/a/(?P<id>\\d+)",),
        sources=(Listing(url="https://www.gazette.example/list/1", links="a.item", next_page="a.next"),),
        templates=(Template(name="article", body="div.text", title="h1.title", published="time"),),
    )
"""
FAST = {
    "DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "0", "NEWSCRAWL_RETRY_WAITS": "0,0",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8", "SPIDER_MODULES": "newscrawl.spiders,sample_spiders",
}  # fmt: skip
PARAGRAPH = "<p>The regulator number {} keeps its noise below one microvolt, its maker says in a note to buyers.</p>"


class Answer:
    """What the site says at one path: a status, headers, a body, and how long it takes."""

    def __init__(self, body, status=200, seconds=0.0, **headers):
        self.body = body.encode() if isinstance(body, str) else body
        self.status, self.seconds = status, seconds
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Gazette:
    """Pages by path; ``asked`` counts requests, ``statuses`` answers. ``seconds`` is how long an article takes
    until ``hurry`` is set.
    """

    def __init__(self, articles=300, per_page=30, seconds=0.0):
        self.asked, self.statuses, self.pages = Counter(), Counter(), {}
        self.lock, self.articles = threading.Lock(), 0
        self.hurry = threading.Event()
        self.per_page, self.seconds = per_page, seconds
        self.publish(articles)

    def publish(self, count):
        """Add articles, the newest first on the lists."""
        for number in range(self.articles + 1, self.articles + count + 1):
            self.pages[f"/a/{number}"] = Answer(article(number), seconds=self.seconds, ETag=f'"{number}"')
        self.articles += count
        self.make_lists()

    def make_lists(self):
        numbers = list(range(self.articles, 0, -1))
        groups = [numbers[start : start + self.per_page] for start in range(0, len(numbers), self.per_page)]
        for page, group in enumerate(groups, 1):
            links = "".join(f'<a class="item" href="/a/{number}">Article {number}</a>' for number in group)
            following = f'<a class="next" href="/list/{page + 1}">older</a>' if page < len(groups) else ""
            self.pages[f"/list/{page}"] = Answer(f"<html><body>{links}{following}</body></html>", ETag=f'"{group[0]}"')

    def fetches(self):
        """How often articles were asked for."""
        return sum(count for path, count in self.asked.items() if path.startswith("/a/"))


def article(number, text=""):
    body = PARAGRAPH.format(number) * 3 + text
    return (
        f'<html><body><h1 class="title">Regulator number {number} arrives</h1><time>2026-11-20 10:00</time>'
        f'<div class="text">{body}</div></body></html>'
    )


@contextmanager
def serving(gazette):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            path = urlsplit(self.path).path
            answer = gazette.pages.get(path, Answer("nothing here", 404))
            with gazette.lock:
                gazette.asked[path] += 1
            gazette.hurry.wait(answer.seconds)
            etag = answer.headers.get("ETag")
            unchanged = etag and answer.status == 200 and self.headers.get("If-None-Match") == etag
            status, body = (304, b"") if unchanged else (answer.status, answer.body)
            with gazette.lock:
                gazette.statuses[status] += 1
            try:
                self.send_response(status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:  # whoever asked was killed
                self.close_connection = True

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # whoever asked was killed
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        gazette.hurry.set()
        server.shutdown()
        server.server_close()


class Job:
    """Commands on one database and one site, as a person or a scheduler gives them."""

    def __init__(self, folder, address, spider=SPIDER):
        (folder / "sample_spiders.py").write_text(spider, "utf-8")
        self.folder, self.address, self.file = folder, address, folder / "articles.db"
        self.url = f"sqlite:///{self.file}"

    def command(self, *arguments, **settings):
        values = {**FAST, "NEWSCRAWL_PRACTICE_WEB": self.address, "NEWSCRAWL_DATABASE_URL": self.url, **settings}
        options = [one for name, value in values.items() for one in ("-s", f"{name}={value}")]
        return [*arguments, *options]

    def environment(self, more=None):
        return {**os.environ, "PYTHONPATH": f"{self.folder}{os.pathsep}{ROOT / 'tests'}", **(more or {})}

    def start(self, *arguments, **settings):
        return scrapy_command.Started(self.command(*arguments, **settings), environment=self.environment())

    def run(self, *arguments, environment=None, **settings):
        return scrapy_command.run(*self.command(*arguments, **settings), environment=self.environment(environment))

    def crawl(self, *arguments, **settings):
        return self.run("crawl", "gazette", *arguments, **settings)

    def rows(self, query):
        connection = sqlite3.connect(self.file, timeout=300)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def one(self, query):
        return self.rows(query)[0][0]

    def last(self):
        """Exit code, finish reason, counts and reasons of the last run, as the database has them."""
        [(code, reason, counts, why)] = self.rows(
            "SELECT exit_code, finish_reason, counts, why FROM runs ORDER BY id DESC LIMIT 1"
        )
        return code, reason, json.loads(counts or "{}"), json.loads(why or "[]")

    def assert_balanced(self):
        """Every page that the last run took up has one end, and the numbers of the run are those of its ledger."""
        _, _, counts, _ = self.last()
        states = dict(
            self.rows("SELECT state, count(*) FROM fetches WHERE run_id = (SELECT max(id) FROM runs) GROUP BY state")
        )
        assert {name: counts.get(name, 0) for name in states} == states
        assert counts["scheduled"] == sum(states.values())
        assert counts["unbalanced"] == 0
        assert "open" not in states
