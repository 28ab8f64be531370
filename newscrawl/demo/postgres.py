"""A PostgreSQL server of one's own, on loopback and in a folder that goes with it: for demonstrations and tests."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from newscrawl.errors import BadArgument


class PostgresServer:
    """A server that runs; ``address`` is the beginning of the URL of its databases."""

    def __init__(self, place: str, port: int, user: dict[str, Any]) -> None:
        self.address = f"postgresql+psycopg://crawler@127.0.0.1:{port}"
        self._place = place
        self._user = user
        # Nothing is to survive here: without fsync the tests of many databases take half the time.
        self._options = (
            f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c fsync=off"
            " -c max_connections=200"
        )

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        self._control("-o", self._options, "start")

    def stop(self) -> None:
        """End the server at once, as a crash would."""
        self._control("-m", "immediate", "stop")

    def create(self, name: str) -> str:
        """Make a database and return its URL."""
        port = self.address.rpartition(":")[2]
        self._run("createdb", "-h", "127.0.0.1", "-p", port, "-U", "crawler", name)
        return f"{self.address}/{name}"

    def initialize(self) -> None:
        """Make the folder of the server's data."""
        self._run(
            "initdb", "-D", f"{self._place}/data", "-A", "trust", "-U", "crawler", "-E", "UTF8", "--locale=C", "-N"
        )

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", f"{self._place}/data", "-w", "-l", f"{self._place}/log", *arguments)

    def _run(self, name: str, *arguments: str) -> None:
        command = [_program(name) or name, *arguments]
        # The arguments are ours, and no shell reads them.
        subprocess.run(command, check=True, capture_output=True, cwd=self._place, **self._user)  # noqa: S603


def is_installed() -> bool:
    """Tell whether there is a server to start."""
    return _program("initdb") is not None


@contextmanager
def temporary_server() -> Iterator[PostgresServer]:
    """Give a server that ends with the context; raises ``BadArgument`` where PostgreSQL is not installed."""
    if not is_installed():
        raise BadArgument("there is no PostgreSQL server on this machine: apt-get install postgresql")
    # The server refuses to run as root.
    user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="newscrawl-pg-") as place:
        if user:
            os.chown(place, pwd.getpwnam("postgres").pw_uid, -1)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = PostgresServer(place, port, user)
        server.initialize()
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _program(name: str) -> str | None:
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return str(installed[-1]) if installed else shutil.which(name)
