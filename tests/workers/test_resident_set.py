"""What a process holds now, not the most it ever held."""

import mmap

import pytest

from newscrawl.workers import resident_set
from newscrawl.workers.resident_set import resident_bytes

MIB = 1 << 20


def test_memory_counts_while_it_is_held():
    before = resident_bytes()
    with mmap.mmap(-1, 64 * MIB) as held:
        held.write(b"x" * (64 * MIB))
        assert resident_bytes() > before + 48 * MIB
    assert resident_bytes() < before + 48 * MIB


@pytest.mark.parametrize("told", ["", "1", "no numbers here"])
def test_a_system_that_does_not_tell_gives_nothing(told, tmp_path, monkeypatch):
    (tmp_path / "statm").write_text(told)
    monkeypatch.setattr(resident_set, "_STATM", tmp_path / "statm")
    assert resident_bytes() is None
