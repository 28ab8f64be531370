"""Worker processes for chunks of work: results in order, few chunks in memory, and who dies is replaced."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Generic, Protocol, TypeVar

Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)
Result = TypeVar("Result")

_PRELOADED = ("newscrawl.bulk.page_reader", "newscrawl.bulk.reextracting", "newscrawl.spiders")
_MAX_AHEAD = 2  # chunks for each worker that wait or whose results do: enough for no worker to wait for the writer


class Chunk(Protocol[Item_co]):
    """A part of the work; it may say more than its ``items``, for whoever takes the results."""

    @property
    def items(self) -> Sequence[Item_co]:
        """What is worked on, in order."""


AnyChunk = TypeVar("AnyChunk", bound=Chunk[Any])
Work = Callable[[Item], Result]


def map_chunks(
    make_work: Callable[[], Work[Item, Result]],
    chunks: Iterable[AnyChunk],
    jobs: int,
    lost: Callable[[Item], Result],
) -> Iterator[tuple[AnyChunk, list[Result]]]:
    """Yield each chunk with the results of its items, in the order of ``chunks``.

    ``make_work`` is called once in each worker process and returns what is done with an item; both must be picklable.
    With one job everything is done in this process. An item that ends its process (out of memory, a fault in a
    library) is found by doing those that were on their way one by one, and ``lost`` gives the result in its place.
    """
    if jobs == 1:
        work = make_work()
        for chunk in chunks:
            yield chunk, [work(item) for item in chunk.items]
        return
    with _Pool(make_work, jobs, lost) as pool:
        yield from pool.map(chunks)


class _Pool(Generic[Item, Result]):
    def __init__(self, make_work: Callable[[], Work[Item, Result]], jobs: int, lost: Callable[[Item], Result]) -> None:
        self._make_work = make_work
        self._jobs = jobs
        self._lost = lost
        self._executor = self._started()

    def __enter__(self) -> "_Pool[Item, Result]":
        return self

    def __exit__(self, *_error: object) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    def map(self, chunks: Iterable[AnyChunk]) -> Iterator[tuple[AnyChunk, list[Result]]]:
        waiting: deque[tuple[AnyChunk, Future[list[Result]]]] = deque()
        for chunk in chunks:
            waiting.append((chunk, self._submit(chunk.items)))
            if len(waiting) >= _MAX_AHEAD * self._jobs:
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def _started(self) -> ProcessPoolExecutor:
        # Not forked from this process: a fork would share the connection to the database. The server that they are
        # forked from has imported, once for all, what took each of them seconds.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(_PRELOADED))
        return ProcessPoolExecutor(self._jobs, context, initializer=_begin, initargs=(self._make_work,))

    def _submit(self, items: Sequence[Item]) -> "Future[list[Result]]":
        try:
            return self._executor.submit(_do, items)
        except BrokenProcessPool as error:
            failed: Future[list[Result]] = Future()
            failed.set_exception(error)
            return failed

    def _next(self, waiting: "deque[tuple[AnyChunk, Future[list[Result]]]]") -> tuple[AnyChunk, list[Result]]:
        chunk, future = waiting.popleft()
        try:
            return chunk, future.result()
        except BrokenProcessPool:
            self._restart()
            results = [self._alone(item) for item in chunk.items]
            for place, (later, former) in enumerate(waiting):
                if not former.done() or former.exception():
                    waiting[place] = later, self._submit(later.items)
            return chunk, results

    def _alone(self, item: Item) -> Result:
        try:
            [result] = self._submit([item]).result()
        except BrokenProcessPool:
            self._restart()
            return self._lost(item)
        return result

    def _restart(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._executor = self._started()


_work: Callable[[Any], Any] | None = None  # of this worker process


def _begin(make_work: Callable[[], Work[Any, Any]]) -> None:
    global _work  # noqa: PLW0603 - what a process pool hands to a worker has no other place
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process ends its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work = make_work()


def _end_with_parent() -> None:
    """End this process when its parent is gone: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(items: Sequence[Any]) -> list[Any]:
    if _work is None:
        raise RuntimeError("the worker process was not prepared")
    return [_work(item) for item in items]
