"""A file gets its name once its bytes are safe; ``tests/reliability/test_power_loss.py`` shows what that is for."""

import os
from unittest import mock

import pytest

from newscrawl.storage.durable_files import put_in_place


def test_bytes_are_synced_before_the_rename_and_the_folder_after_it(tmp_path):
    (tmp_path / "new").write_bytes(b"new")
    (tmp_path / "old").write_bytes(b"old")
    done = []

    def fsync(descriptor):
        done.append((os.readlink(f"/proc/self/fd/{descriptor}"), (tmp_path / "old").read_bytes()))

    with mock.patch.object(os, "fsync", fsync):
        put_in_place(tmp_path / "new", tmp_path / "old")
    assert done == [(str(tmp_path / "new"), b"old"), (str(tmp_path), b"new")]


def test_a_file_that_cannot_be_synced_does_not_take_the_place(tmp_path):
    (tmp_path / "new").write_bytes(b"new")
    (tmp_path / "old").write_bytes(b"old")
    with mock.patch.object(os, "fsync", side_effect=OSError(5, "I/O error")), pytest.raises(OSError, match="I/O"):
        put_in_place(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_bytes() == b"old"
