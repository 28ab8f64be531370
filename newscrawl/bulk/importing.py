"""Import archives: one process reads and writes, the others turn pages into articles."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from newscrawl.archives.pages import REVISIT, REVISIT_ALONE, Capture, page_of
from newscrawl.archives.records import Record
from newscrawl.archives.sources import Source, read_source
from newscrawl.article import Article, Refusal
from newscrawl.bulk.host_files import HostFiles
from newscrawl.bulk.page_reader import Captures, PageReader, ReaderConfig, Reading, lost_page
from newscrawl.bulk.shards import Shard
from newscrawl.bulk.workers import MAX_CALL_SECONDS, map_chunks
from newscrawl.storage.crawl.import_writer import ImportState, ImportWriter, Result
from newscrawl.storage.crawl.prepared import PreparedArticle, prepare_if_storable

# A chunk goes to one worker and is committed as a whole. Chosen by hand: large enough for a commit (10 ms on SQLite) to
# cost little beside reading its pages, small enough for eight workers' chunks to take less than 100 MB.
_MAX_CHUNK_PAGES = 32
_MAX_CHUNK_BYTES = 4 << 20
_MAX_CHUNK_RECORDS = 2000  # so that an archive of anything but pages is resumed near where it was left

_MAX_REMEMBERED = 2_000_000  # records of a file that repeated ones are told by: some 100 MB

DUPLICATE = "duplicate record"
OTHER_SITE = "other site"
OTHER_SHARD = "other shard"


class Chunk(NamedTuple):
    """Pages of an archive up to record number ``records``, and the records without a page, counted by reason."""

    items: list[Captures]
    records: int
    skipped: Counter[str]


class Job(NamedTuple):
    """How an archive is imported. ``is_wanted`` tells of an address whether its page is wanted at all."""

    config: ReaderConfig
    jobs: int
    shard: Shard
    is_wanted: Callable[[str], bool]
    stores_refusals: bool


def import_archive(
    source: Source,
    state: ImportState,
    writer: ImportWriter,
    job: Job,
    told: Callable[[int], object] = lambda _position: None,
) -> Iterator[ImportState]:
    """Import an archive from where ``state`` says that it was left; yield the state after each commit.

    ``told`` is called with the number of bytes of the archive that have been read.
    """
    chunks = _chunks(source, state.records, job, told)
    # A process that also writes does not prepare what may turn out to be stored already.
    work = partial(PageReader if job.jobs == 1 else _PreparingReader, job.config)
    for chunk, results in map_chunks(work, chunks, job.jobs, lost_page, MAX_CALL_SECONDS):
        state = _commit(writer, state, chunk, results, job.stores_refusals)
        yield state
    yield writer.finish(state)


class _PreparingReader:
    """Reads pages as ``PageReader`` does, and does all for the writer that needs no database."""

    def __init__(self, config: ReaderConfig) -> None:
        self._read = PageReader(config)

    def __call__(self, captures: Captures) -> Reading | PreparedArticle:
        reading = self._read(captures)
        prepared = prepare_if_storable(reading) if isinstance(reading, Article) else None
        return prepared or reading


def _commit(
    writer: ImportWriter,
    state: ImportState,
    chunk: Chunk,
    results: Sequence[Reading | PreparedArticle],
    stores_refusals: bool,
) -> ImportState:
    skipped = Counter(chunk.skipped)
    stored: list[Result] = []
    for captures, result in zip(chunk.items, results, strict=True):
        if isinstance(result, str):
            skipped[result] += len(captures)
        elif isinstance(result, Refusal) and not stores_refusals:
            skipped[f"refused: {result.reason}"] += len(captures)
        else:
            stored.append(result)
            if len(captures) > 1:
                skipped["further page of an article"] += len(captures) - 1
    return writer.commit(state, chunk.records, stored, skipped)


def _chunks(source: Source, done: int, job: Job, told: Callable[[int], object]) -> Iterator[Chunk]:
    """Yield the pages of an archive behind the first ``done`` records.

    Those are read, too, for what must be known of them: later records may repeat them.
    """
    chosen = _Chosen(job, source.modified)
    host_files = HostFiles()
    items: list[Captures] = []
    skipped: Counter[str] = Counter()
    begin, size, number = done, 0, done
    for number, record in enumerate(read_source(source, told), 1):
        host_files.take(record)
        page = chosen.page_of(number, record)
        if number <= done:
            continue
        if isinstance(page, Capture):
            page = page._replace(signals=host_files.signals(page.url))
        goes_on = isinstance(page, Capture) and bool(items) and _follows(items[-1], page)
        is_full = len(items) >= _MAX_CHUNK_PAGES or size >= _MAX_CHUNK_BYTES or number - begin > _MAX_CHUNK_RECORDS
        if is_full and not goes_on:
            yield Chunk(items, number - 1, skipped)
            items, skipped, begin, size = [], Counter(), number - 1, 0
        if not isinstance(page, Capture):
            skipped[page] += 1
        elif goes_on:
            items[-1] = (*items[-1], page)
        else:
            items.append((page,))
        size += len(page.answer.sent) if isinstance(page, Capture) else 0
    if number > begin:
        yield Chunk(items, number, skipped)


def _follows(former: Captures, page: Capture) -> bool:
    """Tell whether a page is the next one of the article before it in the archive."""
    return page.part > 1 and former[-1].article == page.article and former[-1].part + 1 == page.part


class _Chosen:
    """Tells which records are read, with a memory of those that came before."""

    def __init__(self, job: Job, default_date: datetime) -> None:
        self._job = job
        self._default_date = default_date
        self._seen: set[int] = set()
        self._addresses: set[int] = set()

    def page_of(self, number: int, record: Record) -> Capture | str:
        """Return the page of a record, or why it is not read."""
        page = page_of(record, self._default_date)
        if page == REVISIT:
            original = record.fields.get("warc-refers-to-target-uri", record.url)
            return REVISIT if hash(original) in self._addresses else REVISIT_ALONE
        if isinstance(page, str):
            return page
        if not self._job.shard.takes_record(number):
            return OTHER_SHARD
        if not self._job.is_wanted(page.article or page.url):
            return OTHER_SITE
        content = hash((page.url, page.part, page.fetched if page.article else None, page.answer.sent))
        if content in self._seen:
            return DUPLICATE
        if len(self._seen) < _MAX_REMEMBERED:
            self._seen.add(content)
            self._addresses.add(hash(page.url))
        return page
