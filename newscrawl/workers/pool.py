"""A pool of worker processes, in which one that dies or hangs costs only the item it was at."""

import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, Generic, NamedTuple, TypeVar

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
    do items and results. ``preloaded`` are names of modules that it needs, and ``module:function`` of what
    is to be called once for all of them. An item may use ``max_cpu_seconds`` of user
    CPU time (0: any) and take ``max_seconds`` (``None``: any) before its process is ended and replaced. While a worker
    is at an item it is sent up to ``max_ahead`` more, if no other worker is idle, and so never waits for a parent that
    is busy. POSIX only.
    """

    def __init__(
        self,
        make_work: Callable[[], Callable[[Item], Result]],
        size: int,
        *,
        preloaded: Sequence[str],
        max_cpu_seconds: float = 0.0,
        max_seconds: float | None = MAX_ITEM_SECONDS,
        max_ahead: int = 0,
    ) -> None:
        self._begin = pickle.dumps(Begin(make_work, max_cpu_seconds), pickle.HIGHEST_PROTOCOL)
        self._size = size
        self._preloaded = preloaded
        self._max_cpu_seconds = max_cpu_seconds
        self._tasks = _TaskQueue()
        self._limits = _Limits(max_seconds, max_ahead)
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._workers: set[_Worker] = set()
        self._closed = False

    def submit(self, item: Item) -> "Future[Result]":
        """Give an item to the next idle worker.

        The future raises what the work raised, ``WorkerLost``, or ``WorkersUnavailable``.
        """
        task = _Task(item)
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is closed")
            if self._tasks.put(task, can_grow=len(self._threads) < self._size):
                conversation = _Conversation(self._tasks, self._limits, self._start_worker, self._end_worker)
                thread = threading.Thread(target=conversation.run, name="newscrawl-worker", daemon=True)
                self._threads.append(thread)
                thread.start()
        return task.future

    def close(self) -> None:
        """End all workers, whatever they are at."""
        self._tasks.close()
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.end()
        for thread in self._threads:
            thread.join()

    def _start_worker(self) -> "_Worker":
        worker = _Worker(SERVER.start_worker(self._preloaded), self._max_cpu_seconds)
        with self._lock:
            self._workers.add(worker)
            if self._closed:
                worker.end()
        try:
            worker.begin(self._begin)
        except BaseException:
            self._end_worker(worker)
            raise
        return worker

    def _end_worker(self, worker: "_Worker") -> None:
        with self._lock:
            self._workers.discard(worker)
            worker.end()
            worker.ends.close()


class _Limits(NamedTuple):
    max_seconds: float | None
    max_ahead: int


class _Task:
    """An item on its way. Its future runs once a worker is at it, and can be cancelled until then."""

    def __init__(self, item: Any) -> None:
        self.item = item
        self.future: Future[Any] = Future()
        self._is_wanted: bool | None = None

    def begin(self) -> bool:
        """Note that a worker is at it; false if it was cancelled."""
        if self._is_wanted is None:
            self._is_wanted = self.future.set_running_or_notify_cancel()
        return self._is_wanted

    def fail(self, error: BaseException) -> None:
        if self.begin():
            self.future.set_exception(error)

    def answer(self, answer: Answer) -> None:
        if answer.error is not None:
            self.fail(answer.error)
        elif self.begin():
            self.future.set_result(answer.result)


class _TaskQueue:
    """Tasks that no worker was sent yet, and how many threads are about to take one."""

    def __init__(self) -> None:
        self._tasks: deque[_Task] = deque()
        self._changed = threading.Condition()
        self._idle = 0
        self.is_closed = False

    def put(self, task: _Task, *, can_grow: bool) -> bool:
        """Add a task; true if a thread is to be started for it, which counts as idle from now on."""
        with self._changed:
            self._tasks.append(task)
            needs_thread = can_grow and len(self._tasks) > self._idle
            self._idle += needs_thread
            self._changed.notify()
            return needs_thread

    def take(self) -> _Task | None:
        """Wait for a task as one of the idle threads; ``None`` once the queue is closed."""
        with self._changed:
            while not self._tasks and not self.is_closed:
                self._changed.wait()
            self._idle -= 1
            return self._tasks.popleft() if self._tasks else None

    def take_ahead(self) -> _Task | None:
        """Return a task that no idle thread is about to take, if there is any."""
        with self._changed:
            return self._tasks.popleft() if len(self._tasks) > self._idle else None

    def now_idle(self) -> None:
        """Note that a thread comes back for a task."""
        with self._changed:
            self._idle += 1

    def close(self) -> None:
        """Cancel what waits, and let the threads end."""
        with self._changed:
            self.is_closed = True
            for task in self._tasks:
                task.future.cancel()
            self._tasks.clear()
            self._changed.notify_all()


class _Conversation:
    """What a thread does, which waits most of the time: keeps one worker busy, and replaces it."""

    def __init__(
        self,
        tasks: _TaskQueue,
        limits: _Limits,
        start_worker: "Callable[[], _Worker]",
        end_worker: "Callable[[_Worker], None]",
    ) -> None:
        self._tasks = tasks
        self._limits = limits
        self._start_worker = start_worker
        self._end_worker = end_worker
        self._worker: _Worker | None = None
        self._sent: deque[_Task] = deque()  # and not answered yet, in order; the worker is at the first one

    def run(self) -> None:
        while (task := self._tasks.take()) is not None:
            self._send(task)
            while self._sent:
                self._send_ahead()
                self._receive()
            self._tasks.now_idle()

    def _send_ahead(self) -> None:
        while len(self._sent) <= self._limits.max_ahead and (task := self._tasks.take_ahead()) is not None:
            self._send(task)

    def _send(self, task: _Task) -> None:
        try:
            data = pickle.dumps(task.item, pickle.HIGHEST_PROTOCOL)
            worker = self._ready_worker()
        except BaseException as error:
            task.fail(error)
            return
        self._sent.append(task)
        with suppress(OSError):  # it has ended: seen where its answer is read
            worker.send(data)

    def _ready_worker(self) -> "_Worker":
        if self._worker is not None and not self._sent and not self._worker.is_idle():
            self._drop_worker()  # ended between two items, by somebody else
        if self._worker is None:
            self._worker = self._start_worker()
        return self._worker

    def _receive(self) -> None:
        """Take the answer to the first item; if its worker is to be replaced, the others are sent to the next one."""
        task, worker = self._sent[0], self._ready_worker()
        task.begin()
        is_spent = True
        try:
            answer = worker.receive(self._limits.max_seconds)
        except BaseException as error:
            task.fail(error)
        else:
            is_spent = answer.is_worn
            task.answer(answer)
        self._sent.popleft()
        if is_spent:
            self._drop_worker()
            self._send_again()

    def _drop_worker(self) -> None:
        if self._worker is not None:
            self._end_worker(self._worker)
            self._worker = None

    def _send_again(self) -> None:
        sent, self._sent = self._sent, deque()
        for task in sent:
            if self._tasks.is_closed:
                task.future.cancel()
            else:
                self._send(task)


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

    def send(self, data: bytes) -> None:
        self.ends.connection.send_bytes(data)

    def receive(self, max_seconds: float | None) -> Answer:
        """Return the next answer, within so many seconds; raises ``WorkerLost``."""
        try:
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
        if max_seconds is not None and not self.ends.connection.poll(max_seconds):
            raise TimeoutError
        answer: Any = pickle.loads(self.ends.connection.recv_bytes())  # noqa: S301 - our own process
        if not isinstance(answer, Answer):
            raise TypeError(type(answer).__name__)
        return answer

    def _last_words(self) -> str:
        with suppress(OSError):
            return os.read(self.ends.last_words, _LAST_WORDS_BYTES).decode("utf-8", "replace")
        return ""
