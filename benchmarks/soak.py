"""Crawl a site through kills, a full disk, held locks, lost names and clock jumps; count what is lost.

    python benchmarks/soak.py [--pages 2000] [--seed 1] [--minutes 60]

Pages come from a server on loopback that counts what it is asked for; every fortieth is hostile or broken. Each
run is a process of its own, and while pages remain, something happens to it after a random number of pages:

- ``kill``: kill -9; ``terminate``: SIGTERM;
- ``full``: the kernel lets no file grow (RLIMIT_FSIZE), so that SQLite's writes fail as on a full disk;
- ``lock held``: another process holds the lock of the run; ``writer``: another one writes to the database for 3 s,
  and the run is ended with SIGTERM 2 s later;
- ``names lost``: no name can be resolved from the start on. All pages fail, and would be tried again an hour later:
  the script lets that hour pass in the database;
- ``clock back``, ``clock forward``: the clock of the run is two days off, by ``faketime`` of Debian, where it is
  installed. The jump forward comes last: a run of today is refused after it.

After every run the database is checked, and every article that the log of any run called stored must be in it. The
exit status is 1 if anything was lost, doubled or damaged, or if a run ended with a code it should not have.
"""

import argparse
import contextlib
import fcntl
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from reliability.site import FAST, SPIDER, Answer, Gazette, article, serving  # noqa: E402

from newscrawl.storage.database.check import check  # noqa: E402

_PAGES_PER_LIST = 50
_HOSTILE_EVERY = 40  # pages
_MAX_RUN_SECONDS = 900.0
_ROOM_BYTES = 400_000  # that the database may still grow by on a "full disk"
_WRITER_SECONDS = 2.0  # that a run goes on after another writer has gone
_MAX_LOST_NAMES = 3  # runs: a page that fails five times in a row is given up
_ACKNOWLEDGED = re.compile(r" (?:stored|updated|unchanged|kept) (gazette/\d+) ")

# They are answered in turn; none of them is an article, but for the last.
HOSTILE: tuple[Callable[[int], Answer], ...] = (
    lambda _: Answer("gone", 404),
    lambda _: Answer("<p>" + "<b>" * 90_000),
    lambda _: Answer("w<!---->" * 90_000),
    lambda _: Answer("<p " + " ".join(f"a{number}=1" for number in range(60_000)) + ">x"),
    lambda _: Answer(b"\x1f\x8b\x08 no gzip", Content_Encoding="gzip"),
    lambda _: Answer("", 302, Location="http://169.254.169.254/latest/meta-data"),
    lambda _: Answer("<html><title>404</title><body><h1>Page not found</h1><p>Sorry.</p></body></html>"),
    lambda number: Answer(article(number, "<p>" + "]]>&#x0;\x1b[2J" * 200 + "</p>")),
)


class Run(NamedTuple):
    """What happened to one run."""

    event: str
    code: int
    fetched: int
    seconds: float


class Soak:
    """The site, the database, and what happens to the runs."""

    def __init__(self, folder: Path, address: str, gazette: Gazette) -> None:
        (folder / "sample_spiders.py").write_text(SPIDER, "utf-8")
        self.folder, self.address, self.gazette = folder, address, gazette
        self.file = folder / "articles.db"
        self.acknowledged: set[str] = set()
        self.faults: list[str] = []

    def run(self, event: str, after_pages: int) -> Run:
        """Start a run, let the event happen to it, wait for its end, and check."""
        before, started = self.gazette.fetches(), time.monotonic()
        log = self.folder / "run.log"
        with log.open("wb") as output, self._around(event):
            process = subprocess.Popen(
                self._command(event), cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=self._environment(),
            )  # fmt: skip
            if event == "full":
                self._leave_no_room(process.pid)
            end = started + _MAX_RUN_SECONDS
            while process.poll() is None and self.gazette.fetches() < before + after_pages and time.monotonic() < end:
                time.sleep(0.02)
            self._strike(event, process)
            try:
                code = process.wait(_MAX_RUN_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                code = process.wait()
                self.faults.append(f"{event}: the run did not end")
        self.acknowledged |= set(_ACKNOWLEDGED.findall(log.read_text("utf-8", "replace")))
        if found := re.search(r"Traceback.*", log.read_text("utf-8", "replace"), re.S):
            self.faults.append(f"{event}: a traceback in the log: {found[0][-600:]}")
        known = len(self.faults)
        self._check(event, code)
        for fault in self.faults[known:]:
            print(f"  {fault}", flush=True)
        if event == "names lost":
            self._pass_the_wait()
        return Run(event, code, self.gazette.fetches() - before, time.monotonic() - started)

    def _command(self, event: str) -> list[str]:
        settings = {**FAST, "NEWSCRAWL_DATABASE_URL": f"sqlite:///{self.file}", "CONCURRENT_REQUESTS_PER_DOMAIN": "8"}
        settings |= {"NEWSCRAWL_MAX_ARTICLES": "100000", "DOWNLOAD_TIMEOUT": "10", "DEPTH_LIMIT": "0"}
        if event != "names lost":
            settings["NEWSCRAWL_PRACTICE_WEB"] = self.address
        options = [one for name, value in settings.items() for one in ("-s", f"{name}={value}")]
        arguments = ["-a", "max_pages=100000", "-a", "max_articles=100000", "--revisit", "0"]
        clock = {"clock back": "-2d", "clock forward": "+2d"}.get(event)
        program = [sys.executable, "-m", "newscrawl", "crawl", "gazette", *arguments, *options]
        return ["faketime", "-f", clock, *program] if clock else program

    def _environment(self) -> dict[str, str]:
        paths = f"{ROOT}{os.pathsep}{self.folder}"
        return {**os.environ, "PYTHONPATH": paths, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

    def _leave_no_room(self, process: int) -> None:
        size = (self.file.stat().st_size if self.file.exists() else 0) + _ROOM_BYTES
        resource.prlimit(process, resource.RLIMIT_FSIZE, (size, size))  # Python ignores the signal that comes with it

    @contextlib.contextmanager
    def _around(self, event: str) -> Iterator[None]:
        if event != "lock held":
            yield
            return
        with self.file.with_name(f"{self.file.name}.gazette.lock").open("wb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield

    def _strike(self, event: str, process: "subprocess.Popen[bytes]") -> None:
        if event == "kill":
            process.kill()
        elif event == "terminate":
            process.terminate()
        elif event == "writer":
            with contextlib.closing(sqlite3.connect(self.file, timeout=60, isolation_level=None)) as other:
                other.execute("BEGIN EXCLUSIVE")
                time.sleep(3)
                other.execute("ROLLBACK")
            time.sleep(_WRITER_SECONDS)
            process.terminate()  # else this run would leave nothing to the others

    def _pass_the_wait(self) -> None:
        """Make pages due now that have failed, and would be so later."""
        with contextlib.closing(sqlite3.connect(self.file, timeout=60, isolation_level=None)) as connection:
            connection.execute("UPDATE pages SET due = visited WHERE state = 'failed' AND due IS NOT NULL")

    def _check(self, event: str, code: int) -> None:
        if code not in EXPECTED[event]:
            self.faults.append(f"{event}: exit code {code}")
        if not self.file.exists():
            return
        self.faults += [f"{event}: {fault}" for fault in check(f"sqlite:///{self.file}")]
        stored = [key for (key,) in self.rows("SELECT key FROM articles")]
        if lost := self.acknowledged - set(stored):
            self.faults.append(f"{event}: {len(lost)} acknowledged articles are lost")
        if len(stored) != len(set(stored)):
            self.faults.append(f"{event}: an article is stored twice")

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Return what the database says."""
        with contextlib.closing(sqlite3.connect(self.file, timeout=60)) as connection:
            return connection.execute(query).fetchall()


# A run to which nothing happens is well, or partial for its hostile pages. A signal may come when all is done.
_ENDED = (0, 3)
EXPECTED = {
    "nothing": (*_ENDED, 4),  # only hostile pages may be left
    "kill": (-signal.SIGKILL, *_ENDED),
    "terminate": (143, *_ENDED),
    "full": (5, *_ENDED),
    "lock held": (75,),
    "writer": (143, *_ENDED),
    "names lost": (3, 4),
    "clock back": (2,),
    "clock forward": (*_ENDED, 4),
    "after that": (2,),
}
DISTURBANCES = ("kill", "kill", "terminate", "full", "lock held", "writer", "names lost", "clock back")


def soak(pages: int, seed: int, minutes: float, folder: Path) -> int:
    """Crawl ``pages`` pages; print a table; return how many faults were found."""
    end = time.monotonic() + 60 * minutes
    chance = random.Random(seed)
    gazette = Gazette(pages, _PAGES_PER_LIST)
    hostile = set(range(_HOSTILE_EVERY, pages + 1, _HOSTILE_EVERY))
    for place, number in enumerate(sorted(hostile)):
        gazette.pages[f"/a/{number}"] = HOSTILE[place % len(HOSTILE)](number)
    has_clock = shutil.which("faketime") is not None
    events = [event for event in DISTURBANCES if has_clock or "clock" not in event]
    runs: list[Run] = []
    with serving(gazette) as address:
        soaked = Soak(folder, address, gazette)

        def run(event: str) -> None:
            runs.append(soaked.run(event, chance.randint(pages // 50, pages // 15)))
            print("{:15} exit {:4} {:6} pages {:7.1f} s".format(*runs[-1]), flush=True)

        while _asked(gazette) < pages and time.monotonic() < end:
            if sum(one.event == "names lost" for one in runs) == _MAX_LOST_NAMES and "names lost" in events:
                events.remove("names lost")
            run(chance.choice(events) if runs else "terminate")  # of a clock, only a finished run tells
        run("nothing")
        if has_clock:
            run("clock forward")
            run("after that")
    sound = {f"gazette/{number}" for number in range(1, pages + 1) if number not in hostile}
    stored = {key for (key,) in soaked.rows("SELECT key FROM articles")}
    if missing := sound - stored:
        soaked.faults.append(f"{len(missing)} sound articles are missing at the end")
    again = sum(gazette.asked[f"/a/{key.partition('/')[2]}"] - 1 for key in sound)
    _report(runs, len(stored), again, soaked)
    return len(soaked.faults)


def _asked(gazette: Gazette) -> int:
    return sum(path.startswith("/a/") for path in list(gazette.asked))


def _report(runs: list[Run], stored: int, again: int, soaked: Soak) -> None:
    print("\n| event | runs | exit codes | pages asked for |\n|---|---|---|---|")
    for event in EXPECTED:
        of_event = [run for run in runs if run.event == event]
        if of_event:
            codes = ", ".join(f"{code} ({count} x)" for code, count in Counter(run.code for run in of_event).items())
            print(f"| {event} | {len(of_event)} | {codes} | {sum(run.fetched for run in of_event)} |")
    seconds = sum(run.seconds for run in runs)
    kills = sum(run.code == -signal.SIGKILL for run in runs)
    print(f"\n{stored} articles stored, {len(soaked.acknowledged)} acknowledged in logs, in {seconds:.0f} s")
    print(f"{again} fetches of sound pages beyond the first, {again / max(kills, 1):.1f} for each of {kills} kills")
    print(f"{len(soaked.faults)} faults")
    for fault in soaked.faults:
        print(f"  {fault}")


def main() -> int:
    """Soak as the arguments say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=60, help="after which nothing more happens to the runs")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return 1 if soak(arguments.pages, arguments.seed, arguments.minutes, Path(folder)) else 0


if __name__ == "__main__":
    sys.exit(main())
