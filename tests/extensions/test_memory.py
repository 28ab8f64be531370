"""The memory of a crawl is its own, and what it holds now."""

import mmap
import subprocess
import sys

import pytest
from scrapy.utils.test import get_crawler

from newscrawl.extensions import memory
from newscrawl.extensions.memory import ResidentMemory

MIB = 1 << 20
# A program that has held 300 MiB and starts another one, which prints its own measure and Scrapy's.
STARTS_ANOTHER = """
import subprocess, sys
held = b"x" * (300 << 20)
subprocess.run([sys.executable, "-c", '''
from scrapy.extensions.memusage import MemoryUsage
from scrapy.utils.test import get_crawler
from newscrawl.extensions.memory import ResidentMemory
crawler = get_crawler()
print(ResidentMemory(crawler).get_virtual_size(), MemoryUsage(crawler).get_virtual_size())
'''], check=True, close_fds=False)
"""


def test_what_the_starting_process_held_does_not_count() -> None:
    finished = subprocess.run([sys.executable, "-c", STARTS_ANOTHER], capture_output=True, check=True, text=True)
    resident, peak = map(int, finished.stdout.split())
    assert 10 * MIB < resident < 250 * MIB
    assert peak > resident


def test_memory_that_was_given_back_does_not_count() -> None:
    measure = ResidentMemory(get_crawler())
    before = measure.get_virtual_size()
    with mmap.mmap(-1, 64 * MIB) as held:  # not from the heap, which may have as much to spare
        held.write(b"x" * (64 * MIB))
        assert measure.get_virtual_size() > before + 48 * MIB
    assert measure.get_virtual_size() < before + 32 * MIB


def test_a_system_that_does_not_tell_gives_the_peak(monkeypatch) -> None:
    monkeypatch.setattr(memory, "resident_bytes", lambda: None)
    assert ResidentMemory(get_crawler()).get_virtual_size() > 10 * MIB


def test_a_limit_that_is_far_away_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    measure = ResidentMemory(get_crawler(settings_dict={"MEMUSAGE_LIMIT_MB": 1 << 20}))
    measure._check_limit()
    assert not [record for record in caplog.records if record.name == "scrapy.extensions.memusage"]
