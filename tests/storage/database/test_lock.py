"""One run of a spider on a database at a time."""

import errno
import os
import subprocess
import sys
from unittest.mock import patch

import pytest

from newscrawl.errors import StorageFailed
from newscrawl.storage.database.lock import is_running, lock_run

HOLD = """
import sys
from newscrawl.storage.database.lock import lock_run
with lock_run(sys.argv[1], sys.argv[2]) as held:
    print(held, flush=True)
    sys.stdin.read()
"""


def holding(database, name="elecfans"):
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, database, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_a_lock_is_held_once_by_site_and_database(database, tmp_path):
    with lock_run(database, "elecfans") as first, lock_run(database, "elecfans") as second:
        assert (first, second) == (True, False)
        with lock_run(database, "golem") as other, lock_run(f"sqlite:///{tmp_path}/b.db", "elecfans") as elsewhere:
            assert (other, elsewhere) == (True, True)
    with lock_run(database, "elecfans") as again:
        assert again
    assert list(tmp_path.glob("*.lock")) == []


def test_a_killed_process_leaves_no_lock(database):
    with holding(database) as process:
        assert process.stdout.readline() == "True\n"
        assert is_running(database, "elecfans")
        with lock_run(database, "elecfans") as held:
            assert not held
        process.kill()
        process.wait()
    assert not is_running(database, "elecfans")
    with lock_run(database, "elecfans") as held:
        assert held


@pytest.mark.parametrize("name", ["../../etc/passwd", "site:www.e.example", "名" * 300, ""])
def test_any_name_is_a_file_beside_the_database(database, tmp_path, name):
    with lock_run(database, name) as held:
        assert held
        [file] = tmp_path.glob("*.lock")
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_database_in_memory_is_nobody_elses():
    with lock_run("sqlite://", "elecfans") as first, lock_run("sqlite://", "elecfans") as second:
        assert (first, second) == (True, True)


def test_a_folder_that_is_not_there_is_said():
    with pytest.raises(StorageFailed, match="cannot write"), lock_run("sqlite:////no/such/folder/a.db", "elecfans"):
        pass


def test_a_lock_file_that_cannot_be_removed_is_let_go_of_all_the_same(database):
    failing = patch.object(os, "unlink", side_effect=OSError(errno.EIO, "Input/output error"))
    with failing, lock_run(database, "sample") as held:
        assert held
    assert not is_running(database, "sample")
    with lock_run(database, "sample") as held:
        assert held
