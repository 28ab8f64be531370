"""Crawl the web of faults in a process of its own, as a person would, and read what came of it."""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import scrapy_command
from hostile.web import Seen

ROOT = Path(__file__).resolve().parents[2]
FAST = {
    "DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "0", "NEWSCRAWL_RETRY_WAITS": "0", "DOWNLOAD_TIMEOUT": "600",
    "CONCURRENT_REQUESTS": "16", "EXTENSIONS": '{"hostile.watch.Watch": 1}', "LOG_LEVEL": "INFO",
}  # fmt: skip


@dataclass
class Crawled:
    """The end of a crawl: its database, its log, its exit code, and what the server saw."""

    database: Path
    log: bytes
    exit_code: int
    seen: Seen

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(self.database)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def statuses(self, host: str) -> list[str]:
        """The statuses of the articles that were read from ``host``."""
        return [row[0] for row in self.rows("SELECT status FROM articles WHERE url LIKE ?", f"http://{host}/%")]

    def reasons(self, host: str) -> list[str]:
        """The reasons of the refusals of pages of ``host``."""
        return [row[0] for row in self.rows("SELECT reason FROM refusals WHERE url LIKE ?", f"http://{host}/%")]

    def stat(self, name: str) -> float:
        """A number that the watch wrote into the log."""
        for line in self.log.decode("utf-8", "replace").splitlines():
            if f"'{name}':" in line:
                return float(line.rpartition(":")[2].strip(" ,}"))
        raise AssertionError(f"no {name} in the log:\n{self.log[-3000:].decode('utf-8', 'replace')}")


def crawl(
    folder: Path,
    proxy: str,
    seen: Seen,
    *arguments: str,
    spider: str = "article",
    **settings: str,
) -> Crawled:
    """Run `scrapy crawl` through the faulty proxy; ``settings`` go over the fast ones."""
    database = folder / "articles.db"
    values = {
        "NEWSCRAWL_DATABASE_URL": f"sqlite:///{database}",
        "HTTPPROXY_ENABLED": "1",
        "NEWSCRAWL_ALLOW_PRIVATE": proxy,
        **FAST,
        **settings,
    }
    command = ["crawl", spider, *arguments]
    for name, value in values.items():
        command += ["-s", f"{name}={value}"]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")},
        "http_proxy": f"http://{proxy}",
        "PYTHONPATH": str(ROOT / "tests"),
    }
    finished = scrapy_command.run(*command, environment=environment)
    return Crawled(database, (finished.stdout + finished.stderr).encode(), finished.returncode, seen)
