"""Read stored pages again in several processes; only what reads otherwise comes back."""

import json
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, partial
from typing import IO, NamedTuple, Self

from newscrawl.article import Article
from newscrawl.bulk.page_reader import ReaderConfig
from newscrawl.bulk.workers import MAX_CALL_SECONDS, map_chunks
from newscrawl.errors import Refused
from newscrawl.pipelines.items import article_of
from newscrawl.reports.reextraction import Comparison, Difference, read_again
from newscrawl.rights.signals import Signal
from newscrawl.spiders import rules_of, site_named, site_of
from newscrawl.stages.budget import PageBudget
from newscrawl.storage.crawl.boilerplate import read_stripped
from newscrawl.storage.database.batches import batched
from newscrawl.storage.views.read import PagesReader
from newscrawl.workers.pool import WorkerLost

_BATCH_ARTICLES = 25  # that are read together, and go to one process; chosen by hand

Ids = Sequence[int]


class Change(NamedTuple):
    """An article that reads otherwise now, or is refused: ``again`` is its new reading, ``None`` if there is none."""

    key: str
    differences: tuple[Difference, ...]
    again: Article | None
    refused: str | None


class Reread(NamedTuple):
    """What came of a batch of articles; ``missing`` are those without stored pages that can be read."""

    comparison: Comparison
    changes: list[Change]
    missing: int


class Batch(NamedTuple):
    """Numbers of articles for one process; it has one item, since they are read together."""

    items: tuple[Ids]


def reread(database_url: str, config: ReaderConfig, ids: Sequence[int], jobs: int) -> Iterator[tuple[int, Reread]]:
    """Yield how many articles were read again, and what came of them, batch by batch in the order of ``ids``."""
    batches = (Batch((tuple(some),)) for some in batched(ids, _BATCH_ARTICLES))
    work = partial(_Rereader, database_url, config)
    for batch, [result] in map_chunks(work, batches, jobs, _lost, MAX_CALL_SECONDS):
        yield len(batch.items[0]), result


class _Rereader:
    """Reads articles again by today's rules and settings, and by what is learned of their sites."""

    def __init__(self, database_url: str, config: ReaderConfig) -> None:
        self._pages = PagesReader(database_url)
        self._simplify = config.simplify
        self._page_seconds = config.page_seconds
        self._rules = rules_of(config.rules_folder)
        learned = config.learned_from
        self._boilerplate: Callable[[str], Collection[int]] = (
            cache(partial(read_stripped, learned)) if learned else _nothing
        )

    def __call__(self, ids: Ids) -> Reread:
        result = Reread(Comparison(), [], 0)
        missing = 0
        for stored, pages in self._pages.read(ids):
            if not pages:
                missing += 1
                continue
            site = site_named(stored.site) or site_of(stored.url, self._rules)
            again: Article | Refused
            known = self._boilerplate(stored.site)
            try:
                with PageBudget(self._page_seconds * len(pages)).of_page(stored.url):
                    again = read_again(stored, pages, site, simplify=self._simplify, boilerplate=known)
            except Refused as refused:
                again = refused
            found = result.comparison.add(stored, again)
            if isinstance(again, Refused):
                result.changes.append(Change(stored.key, (), None, str(again)))
            elif found:
                result.changes.append(Change(stored.key, found, again.evolve(raw=()), None))
        return result._replace(missing=missing)


def _lost(ids: Ids, why: WorkerLost) -> Reread:
    """Return the result of a batch that has ended its process: these articles stay as they are."""
    return Reread(
        Comparison(refused=len(ids)),
        [Change(f"article {number}", (), None, f"a page of its batch: {why}") for number in ids],
        0,
    )


def _nothing(_site: str) -> Collection[int]:
    return ()


class Spool:
    """Articles that wait in a file to be written, since all of them together may be too many for memory."""

    def __init__(self) -> None:
        self._file: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by ``__exit__``
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def add(self, article: Article) -> None:
        """Keep an article."""
        json.dump([article.to_dict(), article.signals], self._file, ensure_ascii=False)
        self._file.write("\n")
        self.count += 1

    def groups(self, size: int) -> Iterator[list[Article]]:
        """Yield what was kept, in groups of ``size``."""
        self._file.seek(0)
        for start in range(0, self.count, size):
            yield [self._load() for _ in range(min(size, self.count - start))]

    def _load(self) -> Article:
        said, signals = json.loads(self._file.readline())
        article = article_of(said)
        if article is None:
            raise RuntimeError("what was kept is no article")
        return article.evolve(signals=tuple(Signal(*one) for one in signals))
