"""What a worker process does: take an item, work on it, answer; and what ends it."""

import faulthandler
import gc
import os
import pickle
import re
import signal
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, NamedTuple, NoReturn

from newscrawl.workers.resident_set import resident_bytes

# A worker that has grown so large answers once more and is replaced: libxml2 and Python give memory back in part only.
# Chosen by hand: four times what a worker has after a thousand pages of news.
MAX_WORKER_MIB = 400
STUCK = "Stack (most recent call first)"  # how the last words begin of a worker that an item has held up too long
_FRAME = re.compile(r'File "[^"\n]{0,1000}/(newscrawl/(?!workers/)[^"\n]{1,200})", line (\d{1,9}) in (\w{1,200})')


class Begin(NamedTuple):
    """The first message to a worker: what makes its work, and the CPU seconds that end it on one item; 0 for none."""

    make_work: Callable[[], Callable[[Any], Any]]
    max_cpu_seconds: float


class Answer(NamedTuple):
    """What a worker says to an item: its result, or the exception that was raised; whether it is to be replaced."""

    result: Any
    error: Exception | None = None
    is_worn: bool = False


def work_for(connection: Connection, last_words: int) -> NoReturn:
    """Work until the parent closes the connection; what is to be said at a sudden end is written to ``last_words``."""
    code = 1
    try:
        _prepare(last_words)
        _work(_inbox_of(connection), connection)
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(code)  # never back into the server, nor to what it has registered for its own end


def place_of(last_words: str) -> str:
    """Return file, line and function of newscrawl's own code from what ``faulthandler`` has written."""
    found = _FRAME.search(last_words)
    return ":".join(found.groups()) if found else "unknown"


def _prepare(last_words: int) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    faulthandler.enable(last_words, all_threads=False)
    # In C, so that it holds in a call that never returns to Python: the place is written down, then the default action
    # of the signal ends the process.
    faulthandler.register(signal.SIGVTALRM, last_words, all_threads=False, chain=True)


def _inbox_of(connection: Connection) -> "SimpleQueue[bytes]":
    """Return the messages of the parent as they come; when it has closed the connection, or died, the process ends."""
    inbox: SimpleQueue[bytes] = SimpleQueue()

    def receive() -> None:
        while True:
            try:
                inbox.put(connection.recv_bytes())
            except (EOFError, OSError):
                os._exit(0)

    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGVTALRM, signal.SIGPROF})
    threading.Thread(target=receive, daemon=True).start()  # inherits the mask: signals are the main thread's
    signal.pthread_sigmask(signal.SIG_SETMASK, former)
    return inbox


def _work(inbox: "SimpleQueue[bytes]", connection: Connection) -> None:
    begin: Begin = pickle.loads(inbox.get())  # noqa: S301 - our own process
    try:
        work = begin.make_work()
    except Exception as error:
        connection.send_bytes(_pickled(Answer(None, _portable(error))))
        return
    gc.freeze()  # code and tables stay to the end, and need not be looked at again and again
    connection.send_bytes(_pickled(Answer(os.getpid())))
    while True:
        item = pickle.loads(inbox.get())  # noqa: S301 - our own process
        signal.setitimer(signal.ITIMER_VIRTUAL, begin.max_cpu_seconds)
        try:
            answer = Answer(work(item), None, _is_worn())
        except Exception as error:
            answer = Answer(None, _portable(error), _is_worn())
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        connection.send_bytes(_pickled(answer))


def _pickled(answer: Answer) -> bytes:
    try:
        return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return pickle.dumps(Answer(None, _portable(error), answer.is_worn))


def _portable(error: Exception) -> Exception:
    """Return an exception that the parent can read: the same with its traceback as a note, or its text."""
    error.add_note("".join(traceback.format_exception(error)))
    error.__traceback__ = error.__context__ = error.__cause__ = None
    with suppress(Exception):
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own process
        if type(again) is type(error):
            return error
    return RuntimeError(f"{type(error).__name__}: {error}")


def _is_worn() -> bool:
    return (resident_bytes() or 0) > MAX_WORKER_MIB << 20
