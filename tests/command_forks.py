"""The process that has imported Scrapy and newscrawl, and is forked for each command of ``scrapy_command``.

``python -m command_forks SOCKET`` serves until its standard input ends, which is when whoever started it has ended. The
processes of a run of pytest share one: its imports take four seconds of CPU time.

A connection asks for one command by a line of JSON, the arguments of ``scrapy_command.execute``. Its answers are the
number of the command's process and, once that has ended, its exit code, a line each.
"""

import importlib
import json
import multiprocessing
import os
import signal
import socket
import sys
from contextlib import suppress
from select import select

from scrapy_command import execute, preloaded_modules

_FORKS = multiprocessing.get_context("fork")


def serve(path: str) -> None:
    """Fork a keeper for each connection to the socket at ``path``, until the standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for those who asked for the commands
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        while sys.stdin not in select([listener, sys.stdin], [], [])[0]:
            connection, _ = listener.accept()
            with connection:
                if os.fork() == 0:
                    listener.close()
                    _keep(connection)
                    os._exit(0)
            _reap()


def _reap() -> None:
    """Take leave of the keepers that have ended, so that their CPU time counts as that of the run."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _keep(connection: socket.socket) -> None:
    """Start the command that ``connection`` asks for, and say how it has ended."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with connection, connection.makefile("rw", encoding="ascii") as lines:
        process = _FORKS.Process(target=execute, args=json.loads(lines.readline()))
        process.start()
        print(process.pid, file=lines, flush=True)
        process.join()
        print(process.exitcode, file=lines, flush=True)


if __name__ == "__main__":
    for name in preloaded_modules():
        with suppress(ImportError):  # of an extra that is not installed
            importlib.import_module(name)
    serve(sys.argv[1])
