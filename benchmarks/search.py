"""Measure search over a made database: time of a query, room that the index takes, rates of storing and exporting.

    python benchmarks/search.py [ARTICLES [FILE]]

The articles (default: 100,000) are made of words that are as frequent as in running text, two of three in Chinese and
the rest in English; one in 20 is a copy of an earlier one with changes. FILE is kept, and used again if it is there.
"""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from newscrawl.article import Article
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.views.search import search
from newscrawl.storage.views.similar import read_similar

GROUP = 100
RUNS = 3
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
CHINESE = ("的", "芯片", "国产", "半导体", "电源", "工艺", "氮化镓", "GPU", "功耗", "量产", "碳化硅", "RISC-V")
ENGLISH = ("the", "of", "chip", "power", "memory", "GPU", "5nm", "RISC-V", "foundry", "chiplet", "GaN", "12 V")
# What people look for: words of every frequency, alone and together.
QUERIES = (
    "芯片", "国产GPU 芯片", "氮化镓", "碳化硅 功耗", "半导体 量产", "risc-v", "chiplet", "GPU memory", "5nm foundry",
    "GaN power", "芯", "镓", "国产", "12V", "RISC-V chiplet power", "工艺 电源 功耗", '"power memory"', "found*",
)  # fmt: skip


class Words:
    """Words with the frequencies of a running text (Zipf's law, the most frequent 3 % of it)."""

    def __init__(self, rng: random.Random, known: tuple[str, ...], letters: str, lengths: tuple[int, ...]) -> None:
        made = ["".join(rng.choices(letters, k=rng.choice(lengths))) for _ in range(30_000)]
        # Known words stand at every fifth place from the tenth on, between words that nobody looks for.
        for place, word in enumerate(known):
            made[10 + 5 * place * (place + 1)] = word
        self._words = made
        self._weights = list(accumulate(1 / (rank + 30) for rank in range(len(made))))

    def draw(self, rng: random.Random, count: int) -> list[str]:
        return rng.choices(self._words, cum_weights=self._weights, k=count)


def articles(count: int) -> Iterator[Article]:
    rng = random.Random(6)
    chinese = Words(rng, CHINESE, "".join(map(chr, range(0x4E00, 0x4E00 + 2500))), (1, 2, 2, 2, 3))
    english = Words(rng, ENGLISH, "eeetttaaooiinnsshhrrddlcumwfgypbvk", (2, 3, 4, 5, 6, 7, 8, 9))
    former: list[list[str]] = []
    for number in range(count):
        words, join = (chinese, "") if number % 3 else (english, " ")
        body = words.draw(rng, 400 if number % 3 else 350)
        if number % 20 == 0 and former:
            body = [*rng.choice(former)[: rng.randint(300, 350)], *body[:30]]
        elif number % 3 and number % 7 == 0:
            former = [*former[-200:], body]
        text = "\n\n".join(join.join(body[start : start + 60]) for start in range(0, len(body), 60))
        yield Article(
            url=f"https://www.sample{number % 20}.example/d/{number}.html",
            key=f"sample{number % 20}/{number}",
            site=f"sample{number % 20}",
            title=join.join(words.draw(rng, 8)),
            published=NOW - timedelta(minutes=7 * (count - number)),
            language="zh" if number % 3 else "en",
            body_html="".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n")),
            body_text=text,
            body_markdown=text,
        )


def fill(database: str, count: int) -> float:
    """Store the articles; return how many a second, without the time that it takes to make them."""
    spent = 0.0
    with Store(database) as store:
        group: list[Article] = []
        for article in articles(count):
            group.append(article)
            if len(group) == GROUP:
                began = time.perf_counter()
                store.save_all(group)
                spent += time.perf_counter() - began
                group = []
        store.save_all(group)
    return count / spent


def best_of(runs: int, database: str, query: str, **narrowed: object) -> float:
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        search(database, query, **narrowed)  # type: ignore[arg-type]
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def sizes(path: Path) -> dict[str, float]:
    connection = sqlite3.connect(path)
    [count] = connection.execute("SELECT count(*) FROM articles").fetchone()
    found = {}
    parts = (
        ("search index", "search_%"),
        ("near-duplicates", "minhash_bands%"),
        ("near-duplicates", "minhash_signatures%"),
    )
    try:
        for name, pattern in parts:
            query = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE ?"
            found[name] = found.get(name, 0) + connection.execute(query, (pattern,)).fetchone()[0] / count
    except sqlite3.OperationalError:  # SQLite was built without dbstat
        [length] = connection.execute("SELECT sum(length(block)) FROM search_index_data").fetchone()
        found = {"search index": length / count}
    connection.close()
    return {**found, "whole file": path.stat().st_size / count}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as place:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(place) / "search.db"
        database = f"sqlite:///{path}"
        print(f"SQLite {sqlite3.sqlite_version}, {count} articles")
        if not path.exists():
            print(f"stored in groups of {GROUP}: {fill(database, count):.0f}/s")
        print("\nbytes per article")
        for name, size in sizes(path).items():
            print(f"  {name:<20}{size:>10.0f}")
        print(f"\n{'query':<28}{'ms':>8}{'one site':>12}{'last month':>12}")
        times = []
        for query in QUERIES:
            whole = best_of(RUNS, database, query)
            site = best_of(RUNS, database, query, site="sample3")
            month = best_of(RUNS, database, query, since=NOW - timedelta(days=30))
            times += [whole, site, month]
            print(f"{query:<28}{whole:>8.1f}{site:>12.1f}{month:>12.1f}")
        print(f"\nmedian {statistics.median(times):.1f} ms, p95 {statistics.quantiles(times, n=20)[-1]:.1f} ms")
        group = read_similar(database, (str(count - count % 20 - 19),))
        print(f"group of the last copy: {len(group.copies) if group else 0}")


if __name__ == "__main__":
    main()
