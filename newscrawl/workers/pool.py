"""A pool of worker processes, in which one that dies or hangs costs only the item it was at."""

import os
import pickle
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Generic, TypeVar, cast

from newscrawl.workers.child import STUCK, Answer, Begin, place_of
from newscrawl.workers.server import SERVER, Ends, WorkersUnavailable

Item = TypeVar("Item")
Result = TypeVar("Result")

# Seconds of an item in which a worker that uses no CPU is waited for; an overloaded machine makes a page of two seconds
# take ten times as long. Four times as long as a database is waited for.
MAX_ITEM_SECONDS = 120.0
_START_SECONDS = 300.0  # in which a worker must begin: on such a machine, the imports of its server take a minute
_LAST_WORDS_BYTES = 1 << 16  # what a pipe holds


class WorkerLost(Exception):
    """The item ended its worker process, or held it up until it was ended; ``is_stuck`` tells which.

    The message says where in newscrawl that was, as far as it is known.
    """

    def __init__(self, message: str, *, is_stuck: bool) -> None:
        super().__init__(message)
        self.is_stuck = is_stuck


class WorkerPool(Generic[Item, Result]):
    """Up to ``size`` worker processes, each started with the first item that finds none idle.

    ``make_work`` is called once in each process and returns what is done with an item; both go there as pickles, and so
    do items and results. ``preloaded`` are names of modules that it needs. An item may use ``max_cpu_seconds`` of user
    CPU time (0: any) and take ``max_seconds`` (``None``: any) before its process is ended and replaced. POSIX only.
    """

    def __init__(
        self,
        make_work: Callable[[], Callable[[Item], Result]],
        size: int,
        *,
        preloaded: Sequence[str],
        max_cpu_seconds: float = 0.0,
        max_seconds: float | None = MAX_ITEM_SECONDS,
    ) -> None:
        self._begin = pickle.dumps(Begin(make_work, max_cpu_seconds), pickle.HIGHEST_PROTOCOL)
        self._preloaded = preloaded
        self._max_cpu_seconds = max_cpu_seconds
        self._max_seconds = max_seconds
        # A thread for each process holds the conversation with it, and waits most of the time.
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="newscrawl-worker")
        self._own = threading.local()
        self._lock = threading.Lock()
        self._workers: set[_Worker] = set()
        self._closed = False

    def submit(self, item: Item) -> "Future[Result]":
        """Give an item to the next idle worker.

        The future raises what the work raised, ``WorkerLost``, or ``WorkersUnavailable``.
        """
        return self._threads.submit(self._do, item)

    def close(self) -> None:
        """End all workers, whatever they are at."""
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.end()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _do(self, item: Item) -> Result:
        data = pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
        worker = self._idle_worker()
        try:
            answer = worker.ask(data, self._max_seconds)
        except BaseException:
            self._forget(worker)
            raise
        if answer.is_worn:
            self._forget(worker)
        if answer.error is not None:
            raise answer.error
        return cast("Result", answer.result)

    def _idle_worker(self) -> "_Worker":
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is not None and worker.is_idle():
            return worker
        if worker is not None:  # ended between two items, by somebody else
            self._forget(worker)
        worker = _Worker(SERVER.start_worker(self._preloaded), self._max_cpu_seconds)
        with self._lock:
            self._workers.add(worker)
            self._own.worker = worker
            if self._closed:
                worker.end()
        try:
            worker.begin(self._begin)
        except BaseException:
            self._forget(worker)
            raise
        return worker

    def _forget(self, worker: "_Worker") -> None:
        with self._lock:
            self._workers.discard(worker)
            self._own.worker = None
            worker.end()
            worker.ends.close()


class _Worker:
    def __init__(self, ends: Ends, max_cpu_seconds: float) -> None:
        self.ends = ends
        self._max_cpu_seconds = max_cpu_seconds
        self._pid: int | None = None

    def begin(self, message: bytes) -> None:
        try:
            self.ends.connection.send_bytes(message)
            answer = self._answer(_START_SECONDS)
        except (EOFError, OSError) as error:
            raise WorkersUnavailable(f"a worker process ended at its start: {self._last_words()}") from error
        if answer.error is not None:
            raise answer.error
        self._pid = answer.result

    def is_idle(self) -> bool:
        """Tell whether the worker waits for an item: it has nothing to say, not even that it has ended."""
        try:
            is_idle = not self.ends.connection.poll()
        except OSError:
            is_idle = False
        if not is_idle:
            self._pid = None  # by now, it may be the number of another process
        return is_idle

    def ask(self, data: bytes, max_seconds: float | None) -> Answer:
        try:
            self.ends.connection.send_bytes(data)
            return self._answer(max_seconds)
        except TimeoutError:
            raise WorkerLost(f"it held up a worker process for {max_seconds:g} s", is_stuck=True) from None
        except (EOFError, OSError):
            self._pid = None
            raise self._lost(self._last_words()) from None
        except Exception as error:  # what came is no pickle, or of something else
            message = f"its worker process answered with garbage: {type(error).__name__}"
            raise WorkerLost(message, is_stuck=False) from None

    def end(self) -> None:
        """End the process, whatever it is at, and what waits for its answer."""
        self.ends.hang_up()
        if self._pid is not None:  # a call that never returns does not see the connection close
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            self._pid = None

    def _lost(self, words: str) -> WorkerLost:
        place = place_of(words)
        if words.startswith(STUCK):
            seconds = f"{self._max_cpu_seconds:g} s of CPU time in a worker process"
            return WorkerLost(f"more than {seconds}, at {place}", is_stuck=True)
        fault = f" ({words.partition(chr(10))[0]}, at {place})" if words else ""
        return WorkerLost(f"it ended the process that read it{fault}", is_stuck=False)

    def _answer(self, max_seconds: float | None) -> Answer:
        if not self.ends.connection.poll(max_seconds):
            raise TimeoutError
        answer: Any = pickle.loads(self.ends.connection.recv_bytes())  # noqa: S301 - our own process
        if not isinstance(answer, Answer):
            raise TypeError(type(answer).__name__)
        return answer

    def _last_words(self) -> str:
        with suppress(OSError):
            return os.read(self.ends.last_words, _LAST_WORDS_BYTES).decode("utf-8", "replace")
        return ""
