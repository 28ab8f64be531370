import json
import subprocess
import sys

import pytest

PRELOADED = """
import json, os, sys
from newscrawl.cluster import run_server
run_server._import_all()
print(json.dumps([len(os.listdir("/proc/self/task")), "twisted.internet.reactor" in sys.modules,
    [name in sys.modules for name in {names!r}], [os.readlink(f"/proc/self/fd/{one}") for one in os.listdir("/proc/self/fd")
    if os.path.exists(f"/proc/self/fd/{one}")]]))
"""
NEEDED = [
    "newscrawl.pipelines.store", "newscrawl.spiders.heise", "newscrawl.extensions.crawl_run", "scrapy.core.engine",
    "newscrawl.net.http_handler",
]  # fmt: skip


@pytest.mark.slow
def test_what_a_crawl_needs_is_imported_and_nothing_is_open_that_a_fork_must_not_share():
    program = PRELOADED.replace("{names!r}", repr(NEEDED))
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
    threads, has_reactor, imported, open_files = json.loads(printed)
    assert (threads, has_reactor, imported) == (1, False, [True] * len(NEEDED))
    assert not [one for one in open_files if one.startswith("socket:") or ".db" in one]
