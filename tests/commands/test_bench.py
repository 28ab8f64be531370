"""`scrapy bench` works with the settings of this project, which would forbid every request."""

import re

import pytest
import scrapy_command


@pytest.mark.slow
def test_pages_of_this_machine_are_fetched(tmp_path):
    finished = scrapy_command.run("bench", "-s", "CLOSESPIDER_TIMEOUT=2")
    assert finished.returncode == 0
    found = re.search(r"'response_received_count': (\d+)", finished.stderr)
    assert found, finished.stderr[-2000:]
    assert int(found[1]) > 1
    assert "newscrawl/ssrf-guard/refused" not in finished.stderr
