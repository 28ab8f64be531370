"""How tests are collected, ordered and where they write: what makes the suite short."""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

# Scrapy looks through all loaded modules when this one is imported: the fewer there are, the better.
import scrapy.core.downloader.handlers.http11  # noqa: F401
import scrapy_command
from _pytest.doctest import DoctestModule

MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own in it
MIN_FREE_BYTES = 4 << 30  # one run writes 0.8 GB; the rest is for the programs that it starts

# Files and folders of tests that take seconds each. They come first: a long file that comes last keeps one process
# at work alone.
LONG = (
    "tests/test_crawl.py", "tests/reliability", "tests/hostile/test_faults.py", "tests/storage", "tests/cluster",
    "tests/extensions", "tests/text/test_flood.py", "tests/browse", "tests/bulk", "tests/spiders", "tests/commands",
)  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Let tests write to memory if there is enough: each of their thousands of commits waits four times for a disk.

    Where several processes run the tests, the commands of all are forks of one server (``tests/scrapy_command.py``).
    """
    if "TMPDIR" not in os.environ and _takes_tests(MEMORY_DISK):
        os.environ["TMPDIR"] = str(MEMORY_DISK)
        tempfile.tempdir = None
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):  # the one that starts the others
        os.environ[scrapy_command.SERVER] = scrapy_command.start_server()


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist, which need not be there
def pytest_xdist_auto_num_workers() -> int | None:
    """Start one process more than there are cores: tests wait for servers, child processes and disks."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None  # pytest-xdist reads it
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + 1


def _takes_tests(folder: Path) -> bool:
    if not os.access(folder, os.W_OK | os.X_OK):
        return False
    runs_programs = not os.statvfs(folder).f_flag & os.ST_NOEXEC  # some tests write scripts and run them
    return runs_programs and shutil.disk_usage(folder).free >= MIN_FREE_BYTES


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Look for examples only in files that have some: with --doctest-modules each process would import all modules."""
    collectors = yield
    if any(isinstance(one, DoctestModule) for one in collectors) and ">>> " not in file_path.read_text("utf-8"):
        return [one for one in collectors if not isinstance(one, DoctestModule)]
    return collectors


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep the garbage collector from what lives as long as the process: modules and tests, a million objects."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long files first; the others keep their order."""
    ranks = {name: rank for rank, name in enumerate(LONG)}
    items.sort(key=lambda item: next((rank for name, rank in ranks.items() if item.nodeid.startswith(name)), len(LONG)))
