"""`newscrawl worker` on a real server and the practice web: what a kill leaves is done by another worker."""

import asyncio
import os
import signal
import subprocess
import sys
import time

import pytest

pytest.importorskip("pgqueuer", reason="the cluster is NOT tested: pip install 'newscrawl[cluster]'")

from newscrawl.cluster.queue import PlannedRun, enqueue, install, read_status
from newscrawl.demo.postgres import is_installed, temporary_server
from newscrawl.demo.web import load_pages, serving
from newscrawl.storage.crawl.runs import read_recent_runs
from newscrawl.storage.database.upgrade import open_database
from newscrawl.storage.views.read import read_summary

pytestmark = pytest.mark.skipif(not is_installed(), reason="the cluster is NOT tested: apt-get install postgresql")

SITES = ("golem", "heise", "hackaday", "phoronix")
MAX_SECONDS = 400  # a hang, not a measure


class Cluster:
    def __init__(self, database, web):
        self.database = database
        self.web = web
        self.workers = []
        open_database(database).dispose()
        asyncio.run(install(database))

    def start(self, *options, delay="0"):
        settings = {
            "NEWSCRAWL_PRACTICE_WEB": self.web, "NEWSCRAWL_DATABASE_URL": self.database, "DOWNLOAD_DELAY": delay,
            "AUTOTHROTTLE_ENABLED": "0", "LOG_LEVEL": "WARNING",
        }  # fmt: skip
        pairs = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        command = [sys.executable, "-m", "newscrawl", "worker", "--tasks", "2", "--only", "golem", *options, *pairs]
        self.workers.append(subprocess.Popen(command))
        return self.workers[-1]

    def enqueue(self, *sites):
        asyncio.run(enqueue(self.database, [PlannedRun(site) for site in sites]))

    def status(self):
        return asyncio.run(read_status(self.database))

    def wait(self, until):
        end = time.monotonic() + MAX_SECONDS
        while not until(self.status()):
            assert time.monotonic() < end, self.status()
            time.sleep(0.3)


@pytest.fixture
def cluster():
    with temporary_server() as server, serving(load_pages()) as web:
        cluster = Cluster(server.create("newscrawl"), web)
        yield cluster
        for worker in cluster.workers:
            worker.terminate()
        for worker in cluster.workers:
            worker.wait()


@pytest.mark.slow
def test_a_worker_runs_what_is_queued_and_ends(cluster):
    cluster.enqueue("hackaday", "no-such-site")
    worker = cluster.start("--drain")
    assert worker.wait(MAX_SECONDS) == 0
    assert cluster.status().jobs == {}
    runs = read_recent_runs(cluster.database, ("hackaday", "golem"), max_runs=5)
    assert {name: [run.exit_code for run in found] for name, found in runs.items()} == {"hackaday": [0], "golem": [0]}
    assert read_summary(cluster.database).articles["ok"] > 0


@pytest.mark.slow
def test_what_a_killed_worker_and_its_killed_child_leave_is_done_by_another_one(cluster):
    cluster.enqueue(*SITES)
    lost = cluster.start(delay="1")
    cluster.wait(lambda status: len(status.running) == 2)
    time.sleep(3)  # into the runs
    children = subprocess.run(["pgrep", "-P", str(lost.pid)], capture_output=True, text=True).stdout.split()
    os.kill(lost.pid, signal.SIGKILL)
    os.kill(int(children[0]), signal.SIGKILL)
    cluster.start()
    cluster.wait(lambda status: not status.jobs)
    runs = read_recent_runs(cluster.database, SITES, max_runs=9)
    assert {name: found[0].exit_code for name, found in runs.items()} == dict.fromkeys(SITES, 0)
    stored = read_summary(cluster.database).articles["ok"]
    cluster.enqueue(*SITES)
    cluster.wait(lambda status: not status.jobs)
    assert read_summary(cluster.database).articles["ok"] == stored  # nothing had been lost
