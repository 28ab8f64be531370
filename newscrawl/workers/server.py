"""The process that workers are forked from: it has imported, once for all, what would take each of them seconds.

Workers cannot be forked from the process that wants them (a fork would share its event loop and its connection to the
database), and those of ``multiprocessing`` import the main module again: a script that crawls without
``if __name__ == "__main__"`` would crawl in each worker, too. The server is a program of its own, or a fork of a
process that has opened nothing yet (``WorkerServer.fork_early``).
"""

import atexit
import gc
import importlib
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from newscrawl.workers.child import work_for

_THREADS = Path("/proc/self/task")  # Linux: an entry for each thread (proc(5))


class WorkersUnavailable(RuntimeError):
    """No worker process can be started on this system, or not now."""


class Ends(NamedTuple):
    """The parent's ends of what leads to a worker: the conversation, and a pipe that its last words come through."""

    connection: Connection
    last_words: int

    def hang_up(self) -> None:
        """End the conversation: whoever waits for the other side, here or there, does so no longer."""
        with suppress(OSError), socket.socket(fileno=os.dup(self.connection.fileno())) as conversation:
            conversation.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close both."""
        self.connection.close()
        with suppress(OSError):
            os.close(self.last_words)


class WorkerServer:
    """The server of this process; it is started with the first worker, and again if something has ended it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | BaseProcess | None = None
        self._preloaded: tuple[str, ...] = ()

    def start_worker(self, preloaded: Sequence[str]) -> Ends:
        """Fork a worker and return the way to it.

        Modules that are ``preloaded`` are imported when it begins; of ``module:function`` the function was called, too,
        once for all workers.

        Raises ``WorkersUnavailable``.
        """
        ours, theirs = socket.socketpair()
        words, last_words = os.pipe()
        ends = Ends(Connection(ours.detach()), words)
        os.set_blocking(words, False)
        try:
            with self._lock:
                self._send((theirs.fileno(), last_words), tuple(preloaded))
        except OSError as error:
            ends.close()
            raise WorkersUnavailable(f"no worker process can be started: {error}") from error
        finally:
            theirs.close()
            os.close(last_words)
        return ends

    def fork_early(self, preloaded: Sequence[str]) -> None:
        """Fork the server from this process, which imports what is ``preloaded``: nothing is imported twice then.

        Only for a process that has opened neither a database nor an event loop. Where a fork is not safe (another
        thread is at work; not Linux) or fails, nothing is done, and the server is started with the first worker.
        """
        with self._lock:
            if self._control is not None or sys.platform != "linux":
                return
            self._preloaded = tuple(preloaded)
            for name in preloaded:
                importlib.import_module(name.partition(":")[0])
            if _thread_count() > 1:
                return
            ours, theirs = socket.socketpair()
            gc.freeze()  # what stands by now is looked through, and so copied, in no process
            process = multiprocessing.get_context("fork").Process(
                target=_serve_forked, args=(ours, theirs, self._preloaded), daemon=True
            )
            try:
                process.start()
            except OSError:  # the first worker will tell
                ours.close()
            else:
                self._control, self._process = ours, process
            finally:
                theirs.close()

    def close(self) -> None:
        """End the server; its workers go on."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()  # it may be importing still
            if isinstance(self._process, BaseProcess):
                self._process.join()
            else:
                self._process.wait()
        self._control = self._process = None

    def _send(self, descriptors: tuple[int, int], preloaded: tuple[str, ...]) -> None:
        if self._control is None or not set(preloaded) <= set(self._preloaded):
            self._start(preloaded)
        try:
            self._hand_over(descriptors)
        except OSError:  # it has died since
            self._start(self._preloaded)
            self._hand_over(descriptors)

    def _hand_over(self, descriptors: tuple[int, int]) -> None:
        if self._control is None:
            raise OSError("the server of the workers has not been started")
        socket.send_fds(self._control, [b"w"], descriptors)

    def _start(self, preloaded: tuple[str, ...]) -> None:
        self.close()
        self._preloaded = tuple(dict.fromkeys((*self._preloaded, *preloaded)))
        self._control, theirs = socket.socketpair()
        program = (
            f"import sys; sys.path[:] = {sys.path!r}; from newscrawl.workers.server import serve;"
            f" serve({theirs.fileno()}, {self._preloaded!r})"
        )
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this very interpreter
                [sys.executable, *subprocess._args_from_interpreter_flags(), "-c", program],  # type: ignore[attr-defined]
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        finally:
            theirs.close()


SERVER = WorkerServer()
atexit.register(SERVER.close)


def _thread_count() -> int:
    """Return how many threads this process has, those of libraries included."""
    return len(os.listdir(_THREADS))


def _serve_forked(parents_end: socket.socket, control: socket.socket, preloaded: Sequence[str]) -> None:
    parents_end.close()
    signal.set_wakeup_fd(-1)
    serve(control.detach(), preloaded)


def serve(control_descriptor: int, preloaded: Sequence[str]) -> None:
    """Fork a worker for each pair of descriptors that comes in, until the parent is gone."""
    for number in (signal.SIGINT, signal.SIGTERM):  # the parent ends in order first, and may need another worker for it
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a worker has ended
    for name in preloaded:
        importlib.import_module(name.partition(":")[0])
    warm_ups = [name for name in preloaded if ":" in name]  # called for the first worker: there may be none
    control = socket.socket(fileno=control_descriptor)
    while True:
        message, descriptors, *_ = socket.recv_fds(control, 1, 2)
        if not message:
            return
        while warm_ups:
            module, _, function = warm_ups.pop().partition(":")
            getattr(importlib.import_module(module), function)()
        held, closed = os.pipe()
        if os.fork() == 0:
            control.close()
            os.close(closed)
            os.read(held, 1)  # while the server has these descriptors, too, nobody can see that the worker has ended
            os.close(held)
            work_for(Connection(descriptors[0]), descriptors[1])
        for one in (*descriptors, held, closed):
            os.close(one)
