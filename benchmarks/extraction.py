"""Measure the generic reader against others on a data set of article pages; print a table in Markdown a set.

    python benchmarks/extraction.py                  the small set of our own pages, benchmarks/extraction
    python benchmarks/extraction.py DATASET          a folder with gold.jsonl and pages/<id>.html or <id>.html.gz
    python benchmarks/extraction.py --worst 10       also name the pages on which newscrawl does worst
    python benchmarks/extraction.py --rounds 3       time the best of three rounds

A line of gold.jsonl has id, set, url, lang, text, title, author and date; the last three may be null. Texts are
compared by their runs of four tokens, each Han character, kana and hangul syllable being a token: precision is the
share of the found runs that are in the gold text, recall the share of the gold runs that are found, both are means
over pages, and F1 is of the two means. A title counts if nine tenths of its tokens agree, an author if one name does,
a date if the day does. All readers read a page before the next page is read, so that they share the machine's moods;
times are milliseconds a page, and multiples of the bare parse by lxml. Readers that are not installed are named and
left out.
"""

import argparse
import gzip
import importlib
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

import lxml.html

OWN = Path(__file__).parent / "extraction"

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_DAY = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})")
_BETWEEN_NAMES = re.compile(r"[;,|/、，；&\n]| and ")
_RUN = 4  # tokens


class Read(NamedTuple):
    """What a reader makes of a page."""

    text: str | None = None
    title: str | None = None
    authors: Iterable[str] = ()
    published: datetime | date | str | None = None


Reader = Callable[[bytes, str], Read]


class Page(NamedTuple):
    """A page of a data set: its bytes and what a person found in it."""

    id: str
    url: str
    body: bytes
    text: str
    title: str | None
    authors: tuple[str, ...]
    date: str | None


@dataclass
class Tally:
    """The results of one reader on one set."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    titles: list[bool] = field(default_factory=list)
    authors: list[bool] = field(default_factory=list)
    dates: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def add(self, page: Page, read: Read) -> None:
        precision, recall = agreement(page.text, read.text or "")
        self.precision.append(precision)
        self.recall.append(recall)
        if page.title:
            self.titles.append(same_title(page.title, read.title or ""))
        if page.authors:
            self.authors.append(same_author(page.authors, read.authors))
        if page.date:
            self.dates.append(day(page.date) == day(read.published))

    @property
    def f1(self) -> float:
        return harmonic(fmean(self.precision), fmean(self.recall))


def harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def runs(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[at : at + _RUN]) for at in range(max(len(tokens) - _RUN + 1, min(len(tokens), 1))))


def agreement(gold: str, found: str) -> tuple[float, float]:
    wanted, got = runs(gold), runs(found)
    shared = (wanted & got).total()
    return (shared / got.total() if got else 0.0), (shared / wanted.total() if wanted else 0.0)


def same_title(gold: str, found: str) -> bool:
    wanted, got = (Counter(_TOKEN.findall(plain(title))) for title in (gold, found))
    return bool(wanted) and 2 * (wanted & got).total() >= 0.9 * (wanted.total() + got.total())


def same_author(gold: Iterable[str], found: Iterable[str]) -> bool:
    wanted, got = names(gold), names(found)
    return any(a == b or (min(len(a), len(b)) > 3 and (a in b or b in a)) for a in wanted for b in got)


def names(written: Iterable[str]) -> set[str]:
    return {name for line in written for part in _BETWEEN_NAMES.split(line) if (name := plain(part).strip(" .:()-"))}


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())


def day(value: datetime | date | str | None) -> tuple[int, ...] | None:
    found = _DAY.search(str(value)) if value else None
    return tuple(map(int, found.groups())) if found else None


def _newscrawl() -> Reader:
    from newscrawl import extract
    from newscrawl.errors import Refused

    def read(body: bytes, url: str) -> Read:
        try:
            article = extract(body, url or "https://example.com/")
        except Refused:
            return Read()
        return Read(article.body_text, article.title, article.authors, article.published)

    return read


def _trafilatura() -> Reader:
    trafilatura = importlib.import_module("trafilatura")

    def read(body: bytes, url: str) -> Read:
        found = trafilatura.bare_extraction(body, url=url or None, include_comments=False, with_metadata=True)
        return Read(found.text, found.title, [found.author or ""], found.date) if found else Read()

    return read


def _readability() -> Reader:
    readability = importlib.import_module("readability")

    def read(body: bytes, url: str) -> Read:
        document = readability.Document(body)
        return Read(str(lxml.html.fromstring(document.summary()).xpath("string()")), document.short_title())

    return read


def _newspaper() -> Reader:
    newspaper = importlib.import_module("newspaper")
    from newscrawl import decode  # it takes text only

    def read(body: bytes, url: str) -> Read:
        article = newspaper.Article(url or "https://example.com/", fetch_images=False)
        article.download(input_html=decode(body).text)
        article.parse()
        return Read(article.text, article.title, article.authors, article.publish_date)

    return read


def _resiliparse() -> Reader:
    html2text = importlib.import_module("resiliparse.extract.html2text")
    encoding = importlib.import_module("resiliparse.parse.encoding")

    def read(body: bytes, url: str) -> Read:
        text = encoding.bytes_to_str(body, encoding.detect_encoding(body))
        return Read(html2text.extract_plain_text(text, main_content=True))

    return read


def _bare_parse() -> Reader:
    def read(body: bytes, url: str) -> Read:
        lxml.html.document_fromstring(body)
        return Read()

    return read


FLOOR = "bare lxml parse"
READERS: dict[str, Callable[[], Reader]] = {
    "newscrawl": _newscrawl,
    "trafilatura": _trafilatura,
    "readability-lxml": _readability,
    "newspaper4k": _newspaper,
    "resiliparse": _resiliparse,
    FLOOR: _bare_parse,
}


def load(dataset: Path) -> dict[str, list[Page]]:
    sets: dict[str, list[Page]] = {}
    with open(dataset / "gold.jsonl", encoding="utf-8") as lines:
        for gold in map(json.loads, lines):
            sets.setdefault(gold["set"], []).append(_page(gold, dataset / "pages"))
    return sets


def _page(gold: dict[str, Any], folder: Path) -> Page:
    packed = folder / f"{gold['id']}.html.gz"
    body = gzip.decompress(packed.read_bytes()) if packed.exists() else packed.with_suffix("").read_bytes()
    author = gold["author"] or ()
    authors = (author,) if isinstance(author, str) else tuple(author)
    return Page(gold["id"], gold["url"], body, gold["text"], gold["title"], authors, gold["date"])


def installed() -> dict[str, Reader]:
    readers = {}
    for name, make in READERS.items():
        try:
            readers[name] = make()
        except ImportError as error:
            print(f"{name} is left out: {error}")
    return readers


def measure(pages: list[Page], readers: dict[str, Reader], rounds: int) -> dict[str, Tally]:
    tallies = {name: Tally() for name in readers}
    for reader in readers.values():
        _timed(reader, pages[0], Tally(), 1)  # tables and models are loaded on first use
    for page in pages:
        for name, reader in readers.items():
            best, read = _timed(reader, page, tallies[name], rounds)
            tallies[name].seconds.append(best)
            tallies[name].add(page, read)
    return tallies


def _timed(reader: Reader, page: Page, tally: Tally, rounds: int) -> tuple[float, Read]:
    best, read = float("inf"), Read()
    for _ in range(rounds):
        start = time.perf_counter()
        try:
            read = reader(page.body, page.url)
        except Exception as error:
            tally.errors[type(error).__name__] += 1
        best = min(best, time.perf_counter() - start)
    return best, read


def table(tallies: dict[str, Tally]) -> Iterator[str]:
    floor = fmean(tallies[FLOOR].seconds)
    yield "| reader | F1 | precision | recall | title | author | date | ms | × parse | errors |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for name, tally in tallies.items():
        took = fmean(tally.seconds)
        cells = [tally.f1, fmean(tally.precision), fmean(tally.recall)]
        shares = [f"{value:.3f}" for value in cells] + [
            f"{fmean(found):.2f}" if found else "–" for found in (tally.titles, tally.authors, tally.dates)
        ]
        if name == FLOOR:
            shares = ["–"] * 6
        yield f"| {name} | {' | '.join(shares)} | {1000 * took:.1f} | {took / floor:.1f} | {tally.errors.total()} |"


def worst(pages: list[Page], tally: Tally, count: int) -> Iterator[str]:
    scored = sorted(
        (harmonic(precision, recall), page.id, precision, recall)
        for page, precision, recall in zip(pages, tally.precision, tally.recall, strict=True)
    )
    for _, page_id, precision, recall in scored[:count]:
        yield f"- {page_id}: precision {precision:.2f}, recall {recall:.2f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", nargs="?", type=Path, default=OWN)
    parser.add_argument("--worst", type=int, default=0, metavar="N")
    parser.add_argument("--rounds", type=int, default=1, metavar="N")
    options = parser.parse_args()
    readers = installed()
    for name, pages in load(options.dataset).items():
        tallies = measure(pages, readers, options.rounds)
        print(f"\n## {name}: {len(pages)} pages\n", *table(tallies), sep="\n")
        print(*worst(pages, tallies["newscrawl"], options.worst), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
