from functools import cache

import pytest
import scrapy.cmdline

ENTRY_POINTS = cache(scrapy.cmdline.entry_points)


@pytest.fixture(autouse=True)
def _entry_points_are_read_once(monkeypatch):
    # For each command Scrapy reads what all packages of the environment declare: half the time of a call in process.
    monkeypatch.setattr(scrapy.cmdline, "entry_points", ENTRY_POINTS)
