"""What was acknowledged before a power cut is there after it, at whatever write or sync the power went."""

import random
import shutil
import sys
from pathlib import Path

import pytest
from reliability.power_loss import Disk, Operation, record, replay, write_state
from reliability.test_crash import acknowledged, assert_kept
from samples import rows

from newscrawl.storage.database.check import check

TESTS = Path(__file__).resolve().parents[1]
COUNT = 4  # articles
WRITE_FILES = """
import sys; from pathlib import Path
from newscrawl.storage.database.backup import back_up
from newscrawl.storage.views.export import export
database, folder = sys.argv[1], Path(sys.argv[2])
for form in ("jsonl", "csv", "atom"):
    export(database, form, folder / f"articles.{form}"); print(form, flush=True)
back_up(database, folder / "copy.db"); print("copy", flush=True)
"""

needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace records the system calls")


def test_the_model_of_a_disk_loses_what_was_not_synced():
    disk = Disk({"a": b"old"})
    for operation in (
        Operation("create", "b"),
        Operation("write", "b", 0, b"new"),
        Operation("sync", "b"),
        Operation("write", "a", 2, b"DER"),
        Operation("rename", "b", target="a"),
    ):
        disk.apply(operation)
    dropped, renamed, _ = disk.after_power_cut(random.Random(1))
    assert dropped == {"a": b"old"}
    assert renamed == {"a": b"new"}
    disk.apply(Operation("sync"))
    assert list(disk.after_power_cut(random.Random(1))) == [{"a": b"new"}] * 3


def writer(database, group):
    return [sys.executable, "-m", "reliability.writer", database, str(COUNT), str(group)]


@pytest.mark.slow
@needs_strace
@pytest.mark.parametrize("group", [1, 2])
def test_a_power_cut_at_any_write_of_a_store_loses_nothing_acknowledged(tmp_path, group):
    folder = tmp_path / "recorded"
    folder.mkdir()
    operations = record(writer(f"sqlite:///{folder}/articles.db", group), folder, TESTS)
    assert {one.kind for one in operations} >= {"write", "sync", "said"}
    cut = f"sqlite:///{tmp_path}/cut/articles.db"
    stored = set()
    for state, said in replay(operations, {}):
        write_state(tmp_path / "cut", state)
        numbers = acknowledged(said)
        if numbers:
            assert_kept(cut, numbers)
            stored.add(rows(cut, "SELECT count(*) FROM articles")[0][0])
    assert stored == set(range(group, COUNT + 1, group)), "groups are stored as a whole, each of them in some cut"


@pytest.mark.slow
@needs_strace
def test_a_power_cut_leaves_the_old_export_or_the_whole_new_one(tmp_path):
    database = f"sqlite:///{tmp_path}/articles.db"
    folder = tmp_path / "recorded"
    folder.mkdir()
    record(writer(database, 1), folder, TESTS)
    before = {f"articles.{form}": b"of yesterday" for form in ("jsonl", "csv", "atom")}
    write_state(folder, before)
    operations = record([sys.executable, "-c", WRITE_FILES, database, str(folder)], folder, TESTS)
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(after["articles.jsonl"].splitlines()) == COUNT
    for state, said in replay(operations, before):
        for name, old in before.items():
            assert state[name] in (old, after[name])
            assert state[name] == after[name] or name.partition(".")[2] not in said.split()
        assert state.get("copy.db") in ([after["copy.db"]] if "copy" in said else [None, after["copy.db"]])
    write_state(tmp_path / "cut", state)
    assert check(f"sqlite:///{tmp_path}/cut/copy.db", deep=True) == ()
