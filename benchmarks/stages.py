"""Measure the CPU time of a page by parts, without the network, beside the bare parse of its markup by lxml.

    python benchmarks/stages.py [--pages 100] [--rounds 3] [--kinds clean|mix] [--saved FOLDER]

Times are of this process, for each part of each eight pages the best of the rounds, so that other load disturbs little;
each part is counted without the parts inside it. The last column is in units of the bare parse in the same run: only
that compares with another machine or another day. ``--saved``
measures pages from a folder (``*.html``, any depth) in place of made ones.
"""

import argparse
import importlib
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lxml.html
from made_pages import CLEAN, HOST, MIX, MadePage, made_pages

from newscrawl.article import RawPage
from newscrawl.errors import Refused
from newscrawl.site import Site
from newscrawl.stages import chain
from newscrawl.stages.decode import decode_page
from newscrawl.stages.extract import extract_article
from newscrawl.storage.crawl.store import Store

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
GROUP = 8  # articles that are stored together, as a crawl of several sites does
_BARE = "bare parse"
# Part, module that calls it, and its name there. What a part does not name below counts as its own.
_PARTS = (
    ("decode", "newscrawl.stages.decode", "decode"),
    ("parse", "newscrawl.stages.extract", "parse"),
    ("extract, rest", __name__, "extract_article"),
    ("metadata", "newscrawl.stages.extract", "read_metadata"),
    ("find content", "newscrawl.stages.extract", "find_content"),
    ("repair", "newscrawl.stages.chain", "repair_article"),
    ("examine", "newscrawl.stages.repair", "examine"),
    ("credit", "newscrawl.stages.chain", "credit_article"),
    ("strip, rest", "newscrawl.stages.chain", "strip_article"),
    ("widgets", "newscrawl.stages.strip", "strip_widgets"),
    ("read blocks", "newscrawl.dom.body", "read_blocks"),
    ("write text", "newscrawl.dom.body", "write_text"),
    ("write Markdown", "newscrawl.dom.body", "write_markdown"),
    ("write HTML", "newscrawl.dom.body", "write_html"),
    ("boilerplate, rest", "newscrawl.stages.chain", "strip_boilerplate"),
    ("fingerprints", "newscrawl.stages.boilerplate", "read_paragraph"),
    ("validate", "newscrawl.stages.chain", "validate_article"),
    ("store, rest", __name__, "_store"),
    ("fold for search", "newscrawl.storage.database.search_index", "fold"),
    ("MinHash", "newscrawl.storage.database.search_index", "signature"),
    ("ledger", "newscrawl.storage.crawl.ledger", "Ledger.end"),
    ("pack raw page", "newscrawl.storage.crawl.raw", "RawWriter._pack"),
    ("count boilerplate", "newscrawl.storage.crawl.boilerplate_counts", "BoilerplateCounter.count"),
    ("checksums", "newscrawl.storage.crawl.article_writer", "article_checksum"),
)  # fmt: skip
_STORE_PARTS = frozenset(name for name, *_ in _PARTS[-7:])


class _Clock:
    """Counts CPU time by part, each without those that it calls."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inside: list[float] = []

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*args: Any, **kwargs: Any) -> Any:
            self._inside.append(0.0)
            begun = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent = time.thread_time() - begun
                self.seconds[part] += spent - self._inside.pop()
                if self._inside:
                    self._inside[-1] += spent

        return measured

    def watch(self) -> None:
        """Put a clock around every part; a part that is not where the table says raises ``AttributeError``."""
        for part, module, path in _PARTS:
            owner: Any = sys.modules[module] if module == __name__ else importlib.import_module(module)
            *classes, name = path.split(".")
            for one in classes:
                owner = getattr(owner, one)
            setattr(owner, name, self.timed(part, getattr(owner, name)))


def _store(store: Store, articles: Sequence[Any]) -> None:
    store.save_all(articles)


def _saved_pages(folder: Path) -> list[MadePage]:
    files = sorted(folder.rglob("*.html"))
    return [
        MadePage(number, "saved", f"http://{HOST}/a/{number:05d}.html", one.read_bytes())
        for number, one in enumerate(files)
    ]


def _run(pages: Sequence[MadePage], clock: _Clock) -> list[dict[str, float]]:
    """Take pages the whole way into a new database; return the seconds of each part for each group of them."""
    parse = clock.timed(_BARE, lxml.html.fromstring)
    site = Site.undeclared(f"http://{HOST}/")
    groups = []
    with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{folder}/stages.db") as store:
        store.begin_run("stages", "0")
        for start in range(0, len(pages), GROUP):
            clock.seconds.clear()
            articles = []
            for page in pages[start : start + GROUP]:
                with suppress(Exception):  # lxml guesses the charset: what it cannot read costs nothing
                    parse(page.body)
                with suppress(Refused):
                    articles.append(_article(page, site))
            _store(store, articles)
            groups.append(dict(clock.seconds))
    return groups


def _article(page: MadePage, site: Site) -> Any:
    decoded = decode_page(page.body, "text/html")
    extracted = extract_article(decoded, page.url, site, fetched=NOW).article
    raw = RawPage(url=page.url, status=200, headers=(("Content-Type", "text/html"),), body=page.body, fetched=NOW)
    return chain.finish_article(extracted, site).evolve(raw=(raw,))


def main() -> None:
    """Print a line for each part."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=100)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--kinds", choices=("clean", "mix"), default="clean")
    options.add_argument("--saved", type=Path)
    asked = options.parse_args()
    kinds = CLEAN if asked.kinds == "clean" else MIX
    pages = _saved_pages(asked.saved) if asked.saved else list(made_pages(asked.pages, kinds))
    clock = _Clock()
    clock.watch()
    _run(pages[:GROUP], clock)  # tables and patterns are made on first use
    best: dict[str, float] = defaultdict(float)
    for rounds in zip(*(_run(pages, clock) for _ in range(asked.rounds)), strict=True):
        for part in rounds[0]:
            best[part] += min(one[part] for one in rounds)
    print(f"{len(pages)} pages")
    unit = best[_BARE]
    for part in (_BARE, *(name for name, *_ in _PARTS)):
        spent = best.get(part, 0.0)
        print(f"{part:20} {1000 * spent / len(pages):7.3f} ms {spent / unit:6.2f}")
    stages = sum(spent for part, spent in best.items() if part not in _STORE_PARTS and part != _BARE)
    whole = sum(best.values()) - unit
    for name, spent in (("stages alone", stages), ("with the store", whole)):
        print(f"{name:20} {1000 * spent / len(pages):7.3f} ms {spent / unit:6.2f}")


if __name__ == "__main__":
    main()
