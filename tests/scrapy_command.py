"""`scrapy` and `newscrawl` as a person types them, without the seconds that Python needs to import Scrapy for each command.

A server (``command_forks``) imports Scrapy and newscrawl once for a run of pytest. Each command is a fork of it: a
process of its own, with a reactor, an environment, signals and an exit code of its own. Only the settings are not
imported beforehand, for they read the environment.
"""

import atexit
import json
import os
import pkgutil
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import chain
from pathlib import Path
from select import select
from typing import Literal, NamedTuple

from scrapy.settings import default_settings

import newscrawl

ROOT = Path(__file__).resolve().parents[1]
MAX_SECONDS = 600.0  # a command that takes longer hangs; no test asserts how long a command takes
# What a crawl imports while it runs, beside the modules of newscrawl and the components of Scrapy's default settings.
# None of them chooses a reactor.
OTHER_MODULES = (
    "scrapy.cmdline", "scrapy.commands.crawl", "scrapy.commands.list", "scrapy.commands.settings",
    "scrapy.squeues", "scrapy.utils.reactor", "scrapy.extensions.throttle",
    "twisted.internet.asyncioreactor", "twisted.web.client", "sqlalchemy.dialects.sqlite",
)  # fmt: skip
SERVER = "NEWSCRAWL_TESTS_FORKS"  # the variable that names the socket of a server that several processes share
# Parts of the package that no crawl imports; others that only some commands need take a second to import.
SELDOM_USED = (".migrations", ".browse", ".cluster")


def preloaded_modules() -> list[str]:
    """Return the modules that the server imports before it forks; those of an extra that is missing cannot be."""
    names = (info.name for info in pkgutil.walk_packages(newscrawl.__path__, "newscrawl."))
    own = [name for name in names if name != "newscrawl.settings" and not any(part in name for part in SELDOM_USED)]
    return [*OTHER_MODULES, *_scrapy_components(), *own, "used_beforehand", "frozen_heap"]


def _scrapy_components() -> list[str]:
    """Return the modules of the classes that Scrapy's default settings name, in tables or alone."""
    values = [value for name, value in vars(default_settings).items() if name.isupper()]
    named = [one for value in values for one in (chain(value, value.values()) if isinstance(value, dict) else [value])]
    classes = [one for one in named if isinstance(one, str) and one.startswith("scrapy.")]
    return sorted({name.rpartition(".")[0] for name in classes})


def start_server() -> str:
    """Start a server that ends with this process; return its socket."""
    folder = tempfile.TemporaryDirectory(prefix="newscrawl-forks-")
    address = f"{folder.name}/socket"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    server = subprocess.Popen(
        [sys.executable, "-m", "command_forks", address], cwd=ROOT, env=environment, stdin=subprocess.PIPE
    )

    def stop() -> None:
        server.communicate()  # ends its input, and waits
        folder.cleanup()

    atexit.register(stop)
    return address


@cache
def _server() -> str:
    return os.environ.get(SERVER) or start_server()


def _connected() -> socket.socket:
    """Return a connection to the server, as soon as it has imported all."""
    address = _server()
    end = time.monotonic() + MAX_SECONDS
    while True:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(address)
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            assert time.monotonic() < end, "the server of commands does not answer"
            time.sleep(0.05)
        else:
            return connection


Program = Literal["scrapy", "newscrawl", "writer"]  # the last one is that of the tests of reliability


class Finished(NamedTuple):
    """A command that has ended: its exit code (minus the signal that killed it) and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


class Started:
    """A command at work. ``arguments`` are those after ``program``; no file may grow beyond ``max_file_bytes``."""

    def __init__(
        self,
        arguments: Sequence[str],
        cwd: Path = ROOT,
        environment: Mapping[str, str] | None = None,
        max_file_bytes: int | None = None,
        program: Program = "scrapy",
    ):
        self._written = tempfile.TemporaryDirectory(prefix="newscrawl-command-")
        self._files = [Path(self._written.name, name) for name in ("stdout", "stderr")]
        self._connection = _connected()
        self._answers = self._connection.makefile("rw", encoding="ascii")
        variables = dict(os.environ if environment is None else environment)
        order = [[program, *arguments], str(cwd), variables, list(map(str, self._files)), max_file_bytes]
        print(json.dumps(order), file=self._answers, flush=True)
        self.pid = int(self._answers.readline())
        self._exit_code: int | None = None

    @property
    def returncode(self) -> int | None:
        return self.poll()

    def poll(self) -> int | None:
        """Return the exit code, or None while the command is at work."""
        return self._ended_within(0)

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # it has ended
            self.send_signal(signal.SIGKILL)

    def wait(self, seconds: float = MAX_SECONDS) -> int:
        """Return the exit code, when the command has ended."""
        code = self._ended_within(seconds)
        if code is None:
            self.kill()
            raise AssertionError(f"the command hangs:\n{self.stderr()[-3000:]}")
        return code

    def _ended_within(self, seconds: float) -> int | None:
        if self._exit_code is None and select([self._connection], [], [], seconds)[0]:
            self._exit_code = int(self._answers.readline())
            self._answers.close()
            self._connection.close()
        return self._exit_code

    def stdout(self) -> str:
        """Return what the command has written to standard output so far."""
        return self._written_to(0)

    def stderr(self) -> str:
        """Return what the command has written to standard error so far."""
        return self._written_to(1)

    def _written_to(self, number: int) -> str:
        path = self._files[number]
        return path.read_bytes().decode("utf-8", "replace") if path.exists() else ""

    def finish(self) -> Finished:
        """Wait for the end, and return the exit code and all that was written."""
        code = self.wait()
        finished = Finished(code, self.stdout(), self.stderr())
        self._written.cleanup()
        return finished


def run(
    *arguments: str,
    cwd: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    max_file_bytes: int | None = None,
    program: Program = "scrapy",
) -> Finished:
    """Run ``program`` with ``arguments`` to its end."""
    return Started(arguments, cwd, environment, max_file_bytes, program).finish()


def execute(
    command: list[str], cwd: str, environment: dict[str, str], files: list[str], max_file_bytes: int | None
) -> None:
    """Be `python -m` followed by ``command`` in ``cwd``, in the process that was forked for it."""
    for descriptor, path in enumerate(files, 1):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None  # that of the server, which has used it
    sys.path[:0] = [cwd, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
    if max_file_bytes is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (max_file_bytes, max_file_bytes))

    assert "newscrawl.settings" not in sys.modules, "the settings are read before the environment is set"
    program, *arguments = command
    path, execute = _entry_point(program)
    sys.argv = [path, *arguments]
    execute()


def _entry_point(program: str) -> tuple[str, Callable[[], object]]:
    """Return the file of ``program`` and what it does; each needs its own modules only."""
    if program == "scrapy":
        import scrapy.cmdline

        return str(Path(scrapy.cmdline.__file__).with_name("__main__.py")), scrapy.cmdline.execute
    if program == "newscrawl":
        import newscrawl.cli.main

        return str(Path(newscrawl.__file__).with_name("__main__.py")), newscrawl.cli.main.main
    import reliability.writer

    return reliability.writer.__file__, reliability.writer.execute
