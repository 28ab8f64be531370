"""Runs of sites as a worker sees them: started by a process that has imported all they need, and ended with signals."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

from newscrawl.reports.verdict import Exit

SERVER_MODULE = "newscrawl.cluster.run_server"
SERVER_LOST = -signal.SIGKILL  # the code of runs of which nobody can tell how they end


class _Server(NamedTuple):
    process: "subprocess.Popen[bytes]"
    writer: asyncio.StreamWriter
    answers: "asyncio.Task[None]"


class ForkedRuns:
    """Starts `crawl` commands in processes that are forked from ``newscrawl.cluster.run_server``.

    The server is started with the first run, and again if something has ended it. ``environment`` is that of its
    process, ``None`` for this one's.
    """

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = environment
        self._server: _Server | None = None
        self._starting = asyncio.Lock()
        self._codes: dict[int, asyncio.Future[int]] = {}  # of runs that were begun, by their numbers
        self._numbers = count(1)
        self._is_stopped = False

    async def run(self, arguments: Sequence[str]) -> int:
        """Run `crawl` with these arguments; return its exit code, negative for a signal. Cancelled, it is stopped."""
        server = await self._ready_server()
        if self._is_stopped:
            return Exit.STOPPED
        number = next(self._numbers)
        code: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._codes[number] = code
        _send(server, {"run": number, "arguments": list(arguments)})
        try:
            return await code
        except asyncio.CancelledError:
            _send(server, {"signal": signal.SIGTERM, "to": number})
            raise
        finally:
            del self._codes[number]

    def stop(self) -> None:
        """Send SIGTERM to all runs; none begins any more."""
        self._is_stopped = True
        if self._server is not None:
            for number in self._codes:
                _send(self._server, {"signal": signal.SIGTERM, "to": number})

    async def close(self) -> None:
        """End the server; runs that are at work go on, and nobody waits for them."""
        if self._server is not None:
            self._server.writer.close()
            await self._server.answers

    async def _ready_server(self) -> _Server:
        async with self._starting:
            if self._server is None:
                self._server = await self._start()
            return self._server

    async def _start(self) -> _Server:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", SERVER_MODULE, str(theirs.fileno())]
        try:
            process = subprocess.Popen(  # noqa: S603 - this very interpreter
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=self._environment
            )
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        reader, writer = await asyncio.open_connection(sock=ours)
        return _Server(process, writer, asyncio.create_task(self._read_answers(process, reader, writer)))

    async def _read_answers(
        self, process: "subprocess.Popen[bytes]", reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Take note of how runs end, until the server is gone; then nobody can tell any more."""
        try:
            while line := await reader.readline():
                answer = json.loads(line)
                self._end(answer["run"], answer["code"])
        except OSError:  # the connection was reset: as if it were closed
            pass
        writer.close()
        self._server = None
        for number in tuple(self._codes):
            self._end(number, SERVER_LOST)
        await asyncio.to_thread(process.wait)

    def _end(self, number: int, code: int) -> None:
        future = self._codes.get(number)
        if future is not None and not future.done():
            future.set_result(code)


def _send(server: _Server, message: dict[str, Any]) -> None:
    server.writer.write(json.dumps(message).encode() + b"\n")
