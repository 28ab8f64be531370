"""Measure the store: durable commits, group commits, and the room an article takes; beside plain sqlite3.

    python benchmarks/store.py [FOLDER]

FOLDER is where databases are made (default: the system's temporary folder, which should lie on a disk). Every figure is
the best of three runs; ratios are to plain sqlite3 with the same pragmas and the same bytes, in the same run.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newscrawl.article import Article, Change, Image, RawPage
from newscrawl.demo.web import load_pages
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.engine import PRAGMAS
from newscrawl.storage.database.packing import pack

ARTICLES = 1000
GROUP = 100
RUNS = 3
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def articles(count: int) -> list[Article]:
    """Return different articles of some two thousand characters, each with a page of the practice web around it."""
    templates = [page.body for page in load_pages() if page.expected.get("kind") == "article" and len(page.body) > 4000]
    made = []
    for number in range(count):
        paragraphs = [
            f"第{number}篇第{line}段：新的电源芯片把待机电流降到{line + 1}微安，封装不变。" * 5 for line in range(10)
        ]
        html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        text = "\n\n".join(paragraphs)
        body = templates[number % len(templates)] * 4 + html.encode()
        url = f"https://www.sample.example/d/{number}.html"
        made.append(
            Article(
                url=url, key=f"sample/{number}", site="sample", title=f"电源芯片之{number}", authors=("李弯弯",),
                published=NOW - timedelta(hours=number), language="zh", tags=("电源", "芯片"),
                images=(Image(f"https://img.example/{number}.png", "a board"),),
                body_html=html, body_text=text, body_markdown=text, charset="utf-8", charset_evidence=("valid UTF-8",),
                field_sources={"title": "site"},
                changes=(Change("strip", "body", "related/links", 1, "相关", ""),),
                raw=(RawPage(url=url, status=200, headers=(("Content-Type", "text/html"),), body=body, fetched=NOW),),
            )
        )  # fmt: skip
    return made


@contextmanager
def database(folder: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        yield Path(place) / "bench.db"


def plain(path: Path, made: list[Article], group: int) -> None:
    """Write the same bytes with nothing in between: the ceiling of this disk and this Python."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(
        "CREATE TABLE articles (id INTEGER PRIMARY KEY, key TEXT UNIQUE, a TEXT, b TEXT, c TEXT, d BLOB)"
    )
    for start in range(0, len(made), group):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO articles (key, a, b, c, d) VALUES (?, ?, ?, ?, ?)",
            [
                (one.key, one.body_text, one.body_markdown, one.body_html, pack(one.raw[0].body)[:2000])
                for one in made[start : start + group]
            ],
        )
        connection.execute("COMMIT")
    connection.close()


def stored(path: Path, made: list[Article], group: int) -> None:
    with Store(f"sqlite:///{path}") as store:
        for start in range(0, len(made), group):
            answers = store.save_all(made[start : start + group])
            assert set(answers) == {"stored"}


def rate(folder: str, write: Callable[[Path, list[Article], int], None], made: list[Article], group: int) -> float:
    best = float("inf")
    for _ in range(RUNS):
        with database(folder) as path:
            began = time.perf_counter()
            write(path, made, group)
            best = min(best, time.perf_counter() - began)
    return len(made) / best


def size(folder: str, made: list[Article]) -> dict[str, float]:
    """Return bytes per article: of its columns, its page, and the whole file."""
    with database(folder) as path:
        stored(path, made, GROUP)
        connection = sqlite3.connect(path)
        [columns] = connection.execute(
            "SELECT avg(length(CAST(body_text AS BLOB))), avg(length(CAST(body_markdown AS BLOB))),"
            " avg(length(CAST(body_html AS BLOB))) FROM articles"
        )
        [raw] = connection.execute("SELECT avg(length(body)), avg(size) FROM raw_pages")
        [bases] = connection.execute("SELECT sum(length(body)) FROM raw_bases")
        connection.close()
        names = ("text", "Markdown", "HTML", "raw, stored", "raw, as fetched")
        return {
            **dict(zip(names, (*columns, *raw), strict=True)),
            "raw bases, shared": bases[0] / len(made),
            "whole file": path.stat().st_size / len(made),
        }


def main() -> None:
    folder = sys.argv[1] if len(sys.argv) > 1 else tempfile.gettempdir()
    made = articles(ARTICLES)
    print(f"SQLite {sqlite3.sqlite_version}, {', '.join(PRAGMAS)}; {ARTICLES} articles")
    print(f"{'':<28}{'newscrawl/s':>12}{'sqlite3/s':>12}{'ratio':>8}")
    for name, group, part in (("durable commits, one by one", 1, made[:300]), (f"in groups of {GROUP}", GROUP, made)):
        ours, ceiling = rate(folder, stored, part, group), rate(folder, plain, part, group)
        print(f"{name:<28}{ours:>12.0f}{ceiling:>12.0f}{ours / ceiling:>8.2f}")
    print("\nbytes per article")
    found = size(folder, made)
    for name, count in found.items():
        print(f"  {name:<20}{count:>10.0f}")
    share = (found["raw, stored"] + found["raw bases, shared"]) / found["raw, as fetched"]
    print(f"  stored raw is {share:.1%} of the page")


if __name__ == "__main__":
    main()
