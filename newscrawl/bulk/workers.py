"""Chunks of work for worker processes: results in order, few chunks in memory."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from newscrawl.workers.pool import WorkerLost, WorkerPool
from newscrawl.workers.server import SERVER

Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)
Result = TypeVar("Result")

_PRELOADED = ("newscrawl.bulk.page_reader", "newscrawl.bulk.reextracting", "newscrawl.spiders")
MAX_CALL_SECONDS = 120.0  # of CPU in which pages must come back from a library in C; as the watchdog of a crawl has it
# Items that a worker has before it asks for more. The parent answers late, since it writes meanwhile: by as much as
# three pages take (8 ms each), if its threads wait for one another (5 ms each time, ``sys.getswitchinterval``).
_MAX_ITEMS_AHEAD = 3
_MAX_CHUNKS_AHEAD = (
    2  # chunks for each worker that wait or whose results do: enough for no worker to wait for the writer
)


class Chunk(Protocol[Item_co]):
    """A part of the work; it may say more than its ``items``, for whoever takes the results."""

    @property
    def items(self) -> Sequence[Item_co]:
        """What is worked on, in order."""


AnyChunk = TypeVar("AnyChunk", bound=Chunk[Any])
Work = Callable[[Item], Result]


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
    library) or keeps it for more than ``max_cpu_seconds`` (0: no bound), ``lost`` gives the result.
    """
    if jobs == 1:
        work = make_work()
        for chunk in chunks:
            yield chunk, [work(item) for item in chunk.items]
        return
    pool = WorkerPool(
        make_work,
        jobs,
        preloaded=_PRELOADED,
        max_cpu_seconds=max_cpu_seconds,
        max_seconds=None,
        max_ahead=_MAX_ITEMS_AHEAD,
    )
    waiting: deque[tuple[AnyChunk, list[Future[Result]]]] = deque()

    def first() -> tuple[AnyChunk, list[Result]]:
        chunk, futures = waiting.popleft()
        return chunk, [_result(item, future, lost) for item, future in zip(chunk.items, futures, strict=True)]

    try:
        for chunk in chunks:
            waiting.append((chunk, [pool.submit(item) for item in chunk.items]))
            if len(waiting) >= _MAX_CHUNKS_AHEAD * jobs:
                yield first()
        while waiting:
            yield first()
    finally:
        pool.close()


def _result(item: Item, future: "Future[Result]", lost: Callable[[Item, WorkerLost], Result]) -> Result:
    try:
        return future.result()
    except WorkerLost as why:
        return lost(item, why)
