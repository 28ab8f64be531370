"""Chunks of work for worker processes: results in order, few chunks in memory."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from newscrawl.storage.database.batches import batched
from newscrawl.workers.pool import WorkerLost, WorkerPool
from newscrawl.workers.server import SERVER

Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)
Result = TypeVar("Result")

_PRELOADED = ("newscrawl.bulk.page_reader:warm_up", "newscrawl.bulk.reextracting", "newscrawl.spiders")
MAX_CALL_SECONDS = 120.0  # of CPU in which pages must come back from a library in C; as the watchdog of a crawl has it
# Items that go to a worker together: for one alone, the way there and back costs a tenth of the work on a page, mostly
# for threads that wait for one another. An eighth of that is little; a chunk of 32 pages is still shared by four.
_MAX_BATCH_ITEMS = 8
_MAX_BATCHES_AHEAD = 1  # that a worker has while it is at one: it need not wait for a parent that writes
# Chunks for each worker that wait, or whose results do: enough for no worker to wait for the writer.
_MAX_CHUNKS_AHEAD = 2


class Chunk(Protocol[Item_co]):
    """A part of the work; it may say more than its ``items``, for whoever takes the results."""

    @property
    def items(self) -> Sequence[Item_co]:
        """What is worked on, in order."""


AnyChunk = TypeVar("AnyChunk", bound=Chunk[Any])
Work = Callable[[Item], Result]


class _SentBatch(NamedTuple, Generic[Item, Result]):
    items: Sequence[Item]
    future: "Future[list[Result]]"


def prepare_workers(jobs: int) -> None:
    """Let so many worker processes begin without imports of their own; to be called before a database is opened."""
    if jobs > 1:
        SERVER.fork_early(_PRELOADED)


def map_chunks(
    make_work: Callable[[], Work[Item, Result]],
    chunks: Iterable[AnyChunk],
    jobs: int,
    lost: Callable[[Item, WorkerLost], Result],
    max_cpu_seconds: float = 0.0,
) -> Iterator[tuple[AnyChunk, list[Result]]]:
    """Yield each chunk with the results of its items, in the order of ``chunks``.

    ``make_work`` is called once in each worker process and returns what is done with an item; both must be picklable.
    With one job everything is done in this process. For an item that ends its process (out of memory, a fault in a
    library) or keeps it for more than ``max_cpu_seconds`` (0: no bound), ``lost`` gives the result; those
    that were sent with it are worked on again.
    """
    if jobs == 1:
        work = make_work()
        for chunk in chunks:
            yield chunk, [work(item) for item in chunk.items]
        return
    pool: WorkerPool[Sequence[Item], list[Result]] = WorkerPool(
        partial(_BatchWork, make_work),
        jobs,
        preloaded=_PRELOADED,
        max_cpu_seconds=max_cpu_seconds,
        max_seconds=None,
        max_ahead=_MAX_BATCHES_AHEAD,
    )
    waiting: deque[tuple[AnyChunk, list[_SentBatch[Item, Result]]]] = deque()

    def first() -> tuple[AnyChunk, list[Result]]:
        chunk, batches = waiting.popleft()
        return chunk, [result for batch in batches for result in _results(pool, batch, lost)]

    try:
        for chunk in chunks:
            batches = [_SentBatch(batch, pool.submit(batch)) for batch in batched(chunk.items, _MAX_BATCH_ITEMS)]
            waiting.append((chunk, batches))
            if len(waiting) >= _MAX_CHUNKS_AHEAD * jobs:
                yield first()
        while waiting:
            yield first()
    finally:
        pool.close()


class _BatchWork(Generic[Item, Result]):
    def __init__(self, make_work: Callable[[], Work[Item, Result]]) -> None:
        self._work = make_work()

    def __call__(self, items: Sequence[Item]) -> list[Result]:
        return [self._work(item) for item in items]


def _results(
    pool: WorkerPool[Sequence[Item], list[Result]],
    sent: _SentBatch[Item, Result],
    lost: Callable[[Item, WorkerLost], Result],
) -> list[Result]:
    """Return the results of a batch; if it has ended its process, each item is given to one by itself."""
    try:
        return sent.future.result()
    except WorkerLost as why:
        if len(sent.items) == 1:
            return [lost(sent.items[0], why)]
        alone = (_SentBatch([item], pool.submit([item])) for item in sent.items)
        return [result for one in alone for result in _results(pool, one, lost)]
