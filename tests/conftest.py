"""Hypothesis without a deadline, for a busy machine is no fault; the same examples each time where CI is set."""

import gc
import os
import signal
import sqlite3
from contextlib import closing

import compiled_statements
import pytest
from hypothesis import HealthCheck, settings

import newscrawl.settings  # noqa: F401 - before the environment is changed
from newscrawl.demo.postgres import is_installed, temporary_server

collect_ignore = ["sites"]  # 350 folders of pages without a test

settings.register_profile(
    "newscrawl",
    max_examples=50,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("newscrawl")
compiled_statements.share()

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As a shell starts what runs in the background; the processes of tests that are sent one would ignore it, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _no_page_workers():
    # Each crawl would start a server of worker processes, a second of CPU; tests of these ask for them. In this process,
    # the settings keep their defaults: they have read the environment. Not at import: processes that run the tests
    # (pytest-xdist) inherit what the one that collects them has set.
    os.environ.setdefault("NEWSCRAWL_PAGE_WORKERS", "0")


def pytest_collection_finish():
    """Keep the collector from looking through 8,000 tests and all that they import again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _environment_is_restored():
    # Scrapy's get_project_settings sets SCRAPY_SETTINGS_MODULE, and that would hide the projects of later tests.
    before = os.environ.copy()
    os.environ.pop("SCRAPY_SETTINGS_MODULE", None)
    yield
    if os.environ != before:  # to write all of it anew takes 0.7 ms, and there are 8,000 tests
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture
def no_garbage_collection():
    """Keep the collector still, which may take as long as what is measured, at any moment.

    Hypothesis listens to it, too: a budget that ends a page there would not be heard.
    """
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="session")
def postgres():
    """Give the PostgreSQL server of all tests of a process of pytest: to make and end one takes seconds."""
    pytest.importorskip("psycopg", reason="PostgreSQL is NOT tested: pip install 'newscrawl[postgres]'")
    if not is_installed():
        pytest.skip("PostgreSQL is NOT tested: there is no server; apt-get install postgresql")
    with temporary_server() as server:
        yield server


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """Give a function that makes an SQLite database as another function fills it, which is called only once.

    A new schema takes some 60 ms of CPU time, and each article 10 to 20; a copy of them takes 1.
    """
    folder, made = tmp_path_factory.mktemp("prepared"), {}

    def copy(fill, database):
        if fill not in made:
            made[fill] = folder / f"{len(made)}.db"
            fill(f"sqlite:///{made[fill]}")
        target = database.removeprefix("sqlite:///")
        with closing(sqlite3.connect(made[fill])) as source, closing(sqlite3.connect(target)) as copied:
            source.backup(copied)
        return database

    return copy
