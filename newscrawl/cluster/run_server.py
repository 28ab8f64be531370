"""The process that runs of sites are forked from: a program of its own, which has imported what a crawl needs.

A run that finds nothing new takes seconds of CPU to import and half a second to do its work. The server imports once,
opens nothing, has one thread, and forks a child for each run, which then is the `crawl` command as ever.

It is asked, and answers, in lines of JSON on a socket: ``{"run": 1, "arguments": ["golem"]}`` starts a run,
``{"signal": 15, "to": 1}`` sends it a signal, ``{"run": 1, "code": 0}`` tells how it ended, as ``subprocess`` does. It
ends when the other side of the socket is gone; its runs go on, and the lock of their site keeps others away.
"""

import gc
import importlib
import json
import os
import pkgutil
import selectors
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NoReturn

_MESSAGE_BYTES = 1 << 16  # that are read at a time
_REACTOR = "twisted.internet.reactor"  # is installed by whoever imports it first
_SIGNALS = (signal.SIGINT, signal.SIGTERM)  # are for the worker, which hands them on
_COMMAND = ("newscrawl.__main__", "newscrawl.cli.main", "newscrawl.cli.command_line", "newscrawl.commands.crawl",
            "newscrawl.cli.crawl_job")  # fmt: skip
_FOLDERS = ("newscrawl.spiders", "scrapy.commands", "scrapy.contracts")  # of which a crawl imports all modules
_COMPONENTS = ("ADDONS", "DOWNLOADER_MIDDLEWARES", "DOWNLOAD_HANDLERS", "EXTENSIONS", "ITEM_PIPELINES",
               "SPIDER_MIDDLEWARES")  # fmt: skip


def serve(descriptor: int) -> None:
    """Start runs as they are asked for, until the other side is gone. Returns in a run, too, to its end."""
    handlers = {number: signal.signal(number, signal.SIG_IGN) for number in _SIGNALS}
    _import_all()
    server = _RunServer(socket.socket(fileno=descriptor))
    arguments = server.next_run()
    if arguments is not None:
        server.leave()
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        _crawl(arguments)


def _crawl(arguments: list[str]) -> NoReturn:
    from newscrawl.__main__ import main  # noqa: PLC0415 - is imported by now

    sys.argv = ["newscrawl", "crawl", *arguments]
    main()
    sys.exit(0)


class _RunServer:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._numbers: dict[int, int] = {}  # of runs, by their processes
        self._received = b""
        self._wakeup, self._waker = socket.socketpair()
        for one in (self._wakeup, self._waker):
            one.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waker.fileno())
        self._selector = selectors.DefaultSelector()
        for one in (self._connection, self._wakeup):
            self._selector.register(one, selectors.EVENT_READ)

    def next_run(self) -> list[str] | None:
        """Serve; in the process of a run return its arguments, in the server ``None`` at the end."""
        while True:
            ready = {key.fileobj for key, _ in self._selector.select()}
            if self._wakeup in ready:
                with suppress(BlockingIOError):
                    self._wakeup.recv(_MESSAGE_BYTES)
                self._tell_ended()
            if self._connection in ready:
                data = self._connection.recv(_MESSAGE_BYTES)
                if not data:
                    return None
                for message in self._messages(data):
                    arguments = self._obey(message)
                    if arguments is not None:
                        return arguments

    def leave(self) -> None:
        """Let go, in a process that was forked, of all that is the server's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._selector.close()
        for one in (self._connection, self._wakeup, self._waker):
            one.close()

    def _messages(self, data: bytes) -> Iterator[dict[str, Any]]:
        *lines, self._received = (self._received + data).split(b"\n")
        yield from map(json.loads, lines)

    def _obey(self, message: dict[str, Any]) -> list[str] | None:
        """Start a run or send it a signal; return the arguments in the process of a run."""
        if "signal" in message:
            for process, number in self._numbers.items():  # of those that were not waited for: no other has its number
                if number == message["to"]:
                    os.kill(process, message["signal"])
            return None
        # A signal that comes before the run has its own handlers waits for them.
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        process = os.fork()
        if process == 0:
            arguments: list[str] = message["arguments"]
            return arguments
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        self._numbers[process] = message["run"]
        return None

    def _tell_ended(self) -> None:
        while self._numbers:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                return
            ended = {"run": self._numbers.pop(process), "code": os.waitstatus_to_exitcode(status)}
            with suppress(OSError):
                self._connection.sendall(json.dumps(ended).encode() + b"\n")


def _import_all() -> None:
    """Import what a crawl by the default settings does, but for the event loop, and load the tables of the stages."""
    for name in _COMMAND:
        importlib.import_module(name)
    for folder in _FOLDERS:
        for module in pkgutil.iter_modules(importlib.import_module(folder).__path__, f"{folder}."):
            importlib.import_module(module.name)
    for name in sorted(_component_modules()):
        importlib.import_module(name)
    from newscrawl.stages.page_work import warm_up  # noqa: PLC0415 - is imported by now

    warm_up()
    if _REACTOR in sys.modules:
        raise RuntimeError(f"{_REACTOR} is imported: runs of sites cannot be forked")
    gc.collect()
    gc.freeze()


def _component_modules() -> set[str]:
    """Return the modules of the components that the default settings name."""
    from scrapy.settings import Settings  # noqa: PLC0415 - takes a while

    settings = Settings()
    settings.setmodule("newscrawl.settings")
    named: list[Any] = [value for name, value in settings.items() if name.endswith(("_CLASS", "SCHEDULER", "_FACTORY"))]
    for name in _COMPONENTS:
        for component, value in settings.getwithbase(name).items():
            named += (component, value)
    paths = {one for one in named if isinstance(one, str) and "." in one}
    return {path.rpartition(".")[0] for path in paths}


if __name__ == "__main__":
    serve(int(sys.argv[1]))
