"""Measure the generic reader against others on a data set of article pages; print a table in Markdown a set.

    python benchmarks/extraction.py                  the small set of our own pages, benchmarks/extraction
    python benchmarks/extraction.py DATASET          a folder with gold.jsonl and pages/<id>.html(.gz), or one
                                                     with ground-truth.json and html/<id>.html.gz, as Zyte's
                                                     article-extraction-benchmark is unpacked
    python benchmarks/extraction.py --aside 5        every fifth page of a set, by id, as a set of its own: the rules
                                                     were not made with those pages
    python benchmarks/extraction.py --worst 10       also name the pages on which newscrawl does worst
    python benchmarks/extraction.py --rounds 3       time the best of three rounds

A line of gold.jsonl has id, set, url, lang, text, title, author and date; the last three may be null. Texts are
compared by their runs of four tokens, each Han character, kana and hangul syllable being a token: precision is the
share of the found runs that are in the gold text, recall the share of the gold runs that are found, both are means
over pages, and F1 is of the two means. Behind it stands the interval that holds 95 % of the F1 of samples of the
pages, drawn with replacement (bootstrap, 1,000 samples): a reader whose F1 lies in the interval of another is not
known to be worse. A title counts if nine tenths of its tokens agree, an author if one name does, a date if the day
does. "extra" and "lost" are tokens too many and too few per 1,000 gold tokens. "leak" is the share of unwanted
snippets that are found: texts of at least 20 characters in elements whose tag, role, class or id calls them comments,
related posts, navigation and the like, and that the gold text does not have; "comments" is the share of the comments
among them. All readers read a page before the next page is read, so that they share the machine's moods; times are
milliseconds a page, and multiples of the bare parse by lxml. Readers that are not installed are named and left out.
"""

import argparse
import gzip
import importlib
import json
import random
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

import lxml.html
from lxml import etree

OWN = Path(__file__).parent / "extraction"

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_DAY = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})")
_BETWEEN_NAMES = re.compile(r"[;,|/、，；&\n]| and ")
_RUN = 4  # tokens
_WARM_UP = 15  # pages at most
_SAMPLES = 1000  # of the bootstrap
_SEED = 1  # so that two runs over the same results print the same intervals

# What an element is for that the gold text leaves out, by the words of its class and id, its tag or its role. The
# list is the benchmark's own: no reader is to be measured by its own names.
_UNWANTED_WORDS = {
    word: kind
    for kind, words in {
        "comments": "comment comments commentlist commentform disqus respond reply replies pinglun",
        "related": "related recommend recommended recommendation recommendations recommends suggested trending popular "
        "hot hotnews rank ranking top10 mostread mostpopular mostviewed latest teaser teasers promo promos outbrain "
        "taboola yarpp zergnet readnext morenews relatednews xiangguan tuijian paihang",
        "share": "share sharing sharebar social socials addthis sharethis bdshare jiathis followus",
        "newsletter": "newsletter newsletters subscribe subscription signup mailinglist",
        "login": "login signin register logon",
        "site": "nav navbar navigation menu menus breadcrumb breadcrumbs crumb crumbs footer foot copyright cookie "
        "cookies consent gdpr sidebar topbar toolbar",
        "ads": "ad ads advert adverts advertisement sponsor sponsored sponsors guanggao",
    }.items()
    for word in words.split()
}
_UNWANTED_TAGS = {"nav": "site", "footer": "site", "aside": "related"}
_UNWANTED_ROLES = {"navigation": "site", "contentinfo": "site", "complementary": "related"}
_TOGETHER = {
    ("most", "read"): "related",
    ("most", "popular"): "related",
    ("most", "viewed"): "related",
    ("read", "next"): "related",
    ("read", "more"): "related",
    ("more", "news"): "related",
    ("more", "stories"): "related",
    ("you", "may"): "related",
    ("sign", "up"): "newsletter",
    ("sign", "in"): "login",
    ("log", "in"): "login",
    ("side", "bar"): "site",
}
_NAME = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SNIPPET = 20  # characters at least
_WRAPPER = 0.3  # an element with more of the gold text than that is no unwanted one, whatever it is called
_NO_BLOCKS = frozenset(
    "a abbr b big br cite code em font i img mark q s small span strike strong sub sup time tt u".split()
)
_UNSEEN = frozenset("script style noscript template svg iframe object select option head title".split())


class Read(NamedTuple):
    """What a reader makes of a page."""

    text: str | None = None
    title: str | None = None
    authors: Iterable[str] = ()
    published: datetime | date | str | None = None


class Snippet(NamedTuple):
    """A text that is no part of the article, by its tokens, and what it is."""

    kind: str
    tokens: str


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
    snippets: tuple[Snippet, ...]


@dataclass
class Tally:
    """The results of one reader on one set."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    titles: list[bool] = field(default_factory=list)
    authors: list[bool] = field(default_factory=list)
    dates: list[bool] = field(default_factory=list)
    gold: int = 0  # tokens
    extra: int = 0
    lost: int = 0
    snippets: Counter[str] = field(default_factory=Counter)
    leaked: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def add(self, page: Page, read: Read) -> None:
        precision, recall = agreement(page.text, read.text or "")
        self.precision.append(precision)
        self.recall.append(recall)
        wanted, got = (Counter(_TOKEN.findall(text)) for text in (page.text, read.text or ""))
        self.gold += wanted.total()
        self.extra += (got - wanted).total()
        self.lost += (wanted - got).total()
        found = spaced(read.text or "")
        self.snippets.update(snippet.kind for snippet in page.snippets)
        self.leaked.update(snippet.kind for snippet in page.snippets if snippet.tokens in found)
        if page.title:
            self.titles.append(same_title(page.title, read.title or ""))
        if page.authors:
            self.authors.append(same_author(page.authors, read.authors))
        if page.date:
            self.dates.append(day(page.date) == day(read.published))

    @property
    def f1(self) -> float:
        return harmonic(fmean(self.precision), fmean(self.recall))

    def interval(self) -> tuple[float, float]:
        """Return the bounds of the middle 95 % of the F1 of samples of the pages, drawn with replacement."""
        chance = random.Random(_SEED)
        pages = list(zip(self.precision, self.recall, strict=True))
        scores = []
        for _ in range(_SAMPLES):
            sample = chance.choices(pages, k=len(pages))
            scores.append(harmonic(fmean(p for p, _ in sample), fmean(r for _, r in sample)))
        scores.sort()
        return scores[int(0.025 * _SAMPLES)], scores[int(0.975 * _SAMPLES) - 1]

    @property
    def leak(self) -> float | None:
        return self.leaked.total() / self.snippets.total() if self.snippets else None

    @property
    def comment_leak(self) -> float | None:
        return self.leaked["comments"] / self.snippets["comments"] if self.snippets["comments"] else None


def harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def runs(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[at : at + _RUN]) for at in range(max(len(tokens) - _RUN + 1, min(len(tokens), 1))))


def agreement(gold: str, found: str) -> tuple[float, float]:
    wanted, got = runs(gold), runs(found)
    shared = (wanted & got).total()
    return (shared / got.total() if got else 0.0), (shared / wanted.total() if wanted else 0.0)


def spaced(text: str) -> str:
    """Return the tokens of a text, each between blanks, so that one text is looked for in another."""
    return f" {' '.join(_TOKEN.findall(text))} "


def unwanted(body: bytes, gold: str) -> Iterator[Snippet]:
    """Yield the texts of a page that its own markup sets apart from the article and the gold text does not have."""
    root = _tree(body)
    lines = [line for line in map(spaced, gold.splitlines()) if line.strip()]
    wanted = spaced(gold)
    known: set[str] = set()
    for block in root.iter(etree.Element):
        tokens = _snippet(block)
        if tokens and tokens not in known and tokens not in wanted and (kind := _kind_around(block, lines)):
            known.add(tokens)
            yield Snippet(kind, tokens)


def _tree(body: bytes) -> lxml.html.HtmlElement:
    from newscrawl import decode  # the charset only

    data = decode(body).text.encode("utf-8", "replace")
    return lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding="utf-8"))


def _snippet(block: lxml.html.HtmlElement) -> str | None:
    """Return the tokens of a block that holds no other, if they are enough; ``None`` for what is not shown."""
    if block.tag in _NO_BLOCKS or any(one.tag not in _NO_BLOCKS for one in block.iterdescendants(etree.Element)):
        return None
    if block.tag in _UNSEEN or any(one.tag in _UNSEEN for one in block.iterancestors()):
        return None
    tokens = spaced(str(block.text_content()))
    return tokens if len("".join(tokens.split())) >= _SNIPPET else None


def _kind_around(block: lxml.html.HtmlElement, lines: list[str]) -> str | None:
    """Return what the innermost named element around a block says it is, unless the article stands in it, too."""
    for element in (block, *block.iterancestors()):
        if element.tag in ("body", "html"):
            return None
        kind = kind_of(element)
        if kind:
            return None if _is_wrapper(element, lines) else kind
    return None


def kind_of(element: lxml.html.HtmlElement) -> str | None:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    words = [word.lower() for word in _NAME.findall(names)]
    by_name = (_UNWANTED_WORDS[word] for word in words if word in _UNWANTED_WORDS)
    by_pair = (_TOGETHER[pair] for pair in pairwise(words) if pair in _TOGETHER)
    by_tag = _UNWANTED_TAGS.get(element.tag) or _UNWANTED_ROLES.get(element.get("role") or "")
    return next(by_name, None) or next(by_pair, None) or by_tag


def _is_wrapper(element: lxml.html.HtmlElement, lines: list[str]) -> bool:
    inside = spaced(str(element.text_content()))
    return sum(len(line) for line in lines if line in inside) > _WRAPPER * sum(map(len, lines))


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
        return Read(article.body_text, article.title, article.authors, article.date)

    return read


def _trafilatura(**options: bool) -> Reader:
    trafilatura = importlib.import_module("trafilatura")
    options |= {"include_comments": False, "with_metadata": True}

    def read(body: bytes, url: str) -> Read:
        found = trafilatura.bare_extraction(body, url=url or None, **options)
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


def _turbohtml() -> Reader:
    turbohtml = importlib.import_module("turbohtml")
    from newscrawl import decode  # it takes text only

    def read(body: bytes, url: str) -> Read:
        found = turbohtml.parse(decode(body).text).article()
        return Read(found.text, found.title, [found.byline or ""], found.date) if found else Read()

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
    "trafilatura, for precision": lambda: _trafilatura(favor_precision=True),
    "readability-lxml": _readability,
    "newspaper4k": _newspaper,
    "resiliparse": _resiliparse,
    "turbohtml": _turbohtml,
    FLOOR: _bare_parse,
}


def load(dataset: Path) -> dict[str, list[Page]]:
    """Return the pages of a data set by the names of its sets."""
    if (dataset / "ground-truth.json").exists():
        gold_by_id = json.loads((dataset / "ground-truth.json").read_text("utf-8"))
        plain_gold = (
            {
                "id": name,
                "text": gold["articleBody"],
                "url": gold.get("url", ""),
                "title": None,
                "author": None,
                "date": None,
            }
            for name, gold in gold_by_id.items()
        )
        return {dataset.name: [_page(gold, dataset / "html") for gold in plain_gold]}
    sets: dict[str, list[Page]] = {}
    with open(dataset / "gold.jsonl", encoding="utf-8") as lines:
        for gold in map(json.loads, lines):
            sets.setdefault(gold["set"], []).append(_page(gold, dataset / "pages"))
    return sets


def parted(sets: dict[str, list[Page]], aside: int) -> Iterator[tuple[str, list[Page]]]:
    """Yield each set without every ``aside``-th of its pages by id, and these as a set; all in one if that is 0."""
    for name, pages in sets.items():
        if not aside:
            yield name, pages
            continue
        others = {page.id for page in sorted(pages, key=lambda page: page.id)[::aside]}
        yield f"{name}, at hand", [page for page in pages if page.id not in others]
        yield f"{name}, set aside", [page for page in pages if page.id in others]


def _page(gold: dict[str, Any], folder: Path) -> Page:
    packed = folder / f"{gold['id']}.html.gz"
    body = gzip.decompress(packed.read_bytes()) if packed.exists() else packed.with_suffix("").read_bytes()
    author = gold["author"] or ()
    authors = (author,) if isinstance(author, str) else tuple(author)
    snippets = tuple(unwanted(body, gold["text"]))
    return Page(gold["id"], gold["url"], body, gold["text"], gold["title"], authors, gold["date"], snippets)


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
    for page in pages[:: len(pages) // _WARM_UP + 1]:
        for reader in readers.values():
            _timed(reader, page, Tally(), 1)  # tables and models are loaded on first use, some for one language only
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
    columns = "reader|F1|precision|recall|extra|lost|leak|comments|title|author|date|ms|× parse|errors".split("|")
    yield f"| {' | '.join(columns)} |"
    yield "|---" * len(columns) + "|"
    for name, tally in tallies.items():
        took = fmean(tally.seconds)
        cells = [
            "{:.3f} ({:.3f}–{:.3f})".format(tally.f1, *tally.interval()),
            *(f"{value:.3f}" for value in (fmean(tally.precision), fmean(tally.recall))),
            *(f"{1000 * tokens / tally.gold:.0f}" for tokens in (tally.extra, tally.lost)),
            *("–" if share is None else f"{share:.3f}" for share in (tally.leak, tally.comment_leak)),
            *(f"{fmean(found):.2f}" if found else "–" for found in (tally.titles, tally.authors, tally.dates)),
        ]
        if name == FLOOR:
            cells = ["–"] * len(cells)
        yield f"| {name} | {' | '.join(cells)} | {1000 * took:.1f} | {took / floor:.1f} | {tally.errors.total()} |"


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
    parser.add_argument("--aside", type=int, default=0, metavar="N")
    options = parser.parse_args()
    readers = installed()
    for name, pages in parted(load(options.dataset), options.aside):
        tallies = measure(pages, readers, options.rounds)
        kinds = Counter(snippet.kind for page in pages for snippet in page.snippets)
        listed = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
        print(f"\n## {name}: {len(pages)} pages; unwanted snippets: {listed or 'none'}\n", *table(tallies), sep="\n")
        print(*worst(pages, tallies["newscrawl"], options.worst), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
