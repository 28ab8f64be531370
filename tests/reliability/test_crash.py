"""What the store has acknowledged outlives kill -9 and a full disk."""

import os
import random
import subprocess
import time
from contextlib import contextmanager

import pytest
import scrapy_command
from reliability.writer import FAILED, body
from samples import rows

from newscrawl.storage.database.check import check


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/articles.db"


def start(database, count, group, *size, max_file_bytes=None):
    arguments = [database, *map(str, (count, group, *size))]
    return scrapy_command.Started(arguments, max_file_bytes=max_file_bytes, program="writer")


def acknowledged(output):
    """Return the numbers that the writer named in whole lines."""
    return {int(line.split()[0]) for line in output.splitlines(keepends=True) if line.endswith("\n")}


def assert_kept(database, numbers):
    """Every article of ``numbers`` is there once and whole, with its parts, and the file is sound."""
    found = dict(rows(database, "SELECT key, body_text FROM articles"))
    assert [
        number for number in numbers if found.get(f"sample/{number}") != body(number, len(found[f"sample/{number}"]))
    ] == []
    assert rows(database, "SELECT count(*) - count(DISTINCT key) FROM articles") == [(0,)]
    for part in ("changes", "tags", "images", "raw_pages"):
        assert rows(database, f"SELECT count(DISTINCT article_id) FROM {part}") == [(len(found),)]
    assert check(database) == ()


def kill_and_finish(database, kills, count, group):
    """Kill a writer ``kills`` times at random moments, then let one finish; return what was acknowledged at each kill."""
    random.seed(group)
    at_each = []
    for _ in range(kills):
        writer = start(database, count, group)
        while not writer.stdout() and writer.poll() is None:
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.3))
        writer.kill()
        at_each.append(acknowledged(writer.finish().stdout))
        assert_kept(database, at_each[-1])
    code, output, errors = start(database, count, group).finish()
    assert code == 0, errors
    assert acknowledged(output) == set(range(count))
    return at_each


@pytest.mark.parametrize(("kills", "count"), [(1, 40), pytest.param(2, 300, marks=pytest.mark.slow)])
def test_an_acknowledged_article_outlives_kill_9(database, kills, count):
    kill_and_finish(database, kills, count, group=1)
    assert_kept(database, range(count))


@pytest.mark.slow
@pytest.mark.parametrize("group", [1, 8])
def test_twenty_kills_over_300_articles_lose_and_double_nothing(database, group):
    kill_and_finish(database, kills=20, count=300, group=group)
    assert_kept(database, range(300))
    assert rows(database, "SELECT count(*) FROM articles") == [(300,)]
    assert rows(database, "SELECT count(*) FROM revisions") == [(0,)]


@pytest.mark.parametrize(
    ("count", "max_bytes"), [(40, 1_000_000), pytest.param(300, 2_000_000, marks=pytest.mark.slow)]
)
def test_a_file_that_may_not_grow_ends_the_writer_and_loses_nothing(database, count, max_bytes):
    """The kernel refuses to let the file grow (RLIMIT_FSIZE): an I/O error in the middle of a transaction."""
    code, output, errors = start(database, count, 1, 20_000, max_file_bytes=max_bytes).finish()
    assert code == FAILED
    assert "SQLITE_IOERR" in errors or "SQLITE_FULL" in errors
    kept = acknowledged(output)
    assert 0 < len(kept) < count
    assert_kept(database, kept)
    finish(database, count, 20_000)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small file system")
def test_a_disk_that_is_full_ends_the_writer_and_loses_nothing(tmp_path):
    with small_disk(tmp_path / "disk", "4m") as disk:
        database = f"sqlite:///{disk}/articles.db"
        code, output, errors = start(database, 300, 1, 20_000).finish()
        assert code == FAILED
        assert "SQLITE_FULL" in errors or "SQLITE_IOERR" in errors
        kept = acknowledged(output)
        assert 0 < len(kept) < 300
        assert_kept(database, kept)
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        finish(database, 300, 20_000)


def finish(database, count, size):
    """With room again, the next run completes."""
    code, _, errors = start(database, count, 1, size).finish()
    assert code == 0, errors
    assert_kept(database, range(count))


@contextmanager
def small_disk(place, size):
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine mounts nothing")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)
