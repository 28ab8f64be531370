"""A worker process that dies, hangs or answers with garbage costs the item it was at, and no other."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from pool_work import broken_work, make_work

from newscrawl.workers import child
from newscrawl.workers.pool import WorkerLost, WorkerPool

PRELOADED = ("newscrawl.workers.child",)
CPU_SECONDS = 0.3


def worker_pool(max_seconds):
    pool = WorkerPool(make_work, 2, preloaded=PRELOADED, max_cpu_seconds=CPU_SECONDS, max_seconds=max_seconds)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def pool():
    # A busy machine lets a worker wait for seconds: only what sleeps is to be ended for the time on the clock.
    yield from worker_pool(max_seconds=600.0)


@pytest.fixture
def impatient_pool():
    yield from worker_pool(max_seconds=3.0)


LOST = {
    "die": (9, False, "it ended the process that read it"),
    "fault": (0, False, "it ended the process that read it (Fatal Python error: Segmentation fault, at unknown)"),
    "spin": (0, True, "more than 0.3 s of CPU time in a worker process, at unknown"),
    "backtrack in C": (60, True, "more than 0.3 s of CPU time in a worker process, at unknown"),
    "garbage": (0, False, "its worker process answered with garbage: UnpicklingError"),
}


@pytest.mark.parametrize("name", LOST)
def test_an_item_that_costs_its_process_costs_no_other_one(pool, name):
    argument, is_stuck, message = LOST[name]
    assert lost_in(pool, name, argument) == (message, is_stuck)


def test_an_item_that_sleeps_costs_its_process_and_no_other_one(impatient_pool):
    assert lost_in(impatient_pool, "sleep", 600) == ("it held up a worker process for 3 s", True)


def lost_in(pool, name, argument):
    """Return with which words an item is lost, and whether it was stuck; items beside it have their results."""
    futures = [pool.submit(item) for item in [("square", 3), (name, argument), ("square", 4), ("square", 5)]]
    with pytest.raises(WorkerLost) as lost:
        futures[1].result()
    assert [futures[place].result() for place in (0, 2, 3)] == [9, 16, 25]
    return str(lost.value), lost.value.is_stuck


@pytest.fixture
def pool_ahead():
    pool = WorkerPool(make_work, 1, preloaded=PRELOADED, max_cpu_seconds=CPU_SECONDS, max_seconds=600.0, max_ahead=3)
    yield pool
    pool.close()


@pytest.mark.parametrize("name", ["die", "spin", "garbage"])
def test_items_that_were_sent_ahead_to_a_lost_worker_go_to_the_next_one(pool_ahead, name):
    futures = [pool_ahead.submit(item) for item in [("pid", None), (name, 9), ("pid", None), ("square", 4)]]
    with pytest.raises(WorkerLost):
        futures[1].result()
    assert futures[2].result() != futures[0].result()
    assert futures[3].result() == 16


def test_items_that_were_sent_ahead_to_a_worker_that_is_replaced_go_to_the_next_one():
    pool = WorkerPool(partial(make_work, 1), 1, preloaded=PRELOADED, max_ahead=3)
    futures = [pool.submit(("pid", None)) for _ in range(4)]
    assert len({future.result() for future in futures}) == 4
    pool.close()


def test_an_item_sent_ahead_can_be_cancelled_until_the_worker_is_at_it(pool_ahead, tmp_path):
    first = pool_ahead.submit(("wait for", tmp_path / "begin"))
    others = [pool_ahead.submit(("square", number)) for number in range(3)]
    assert others[1].cancel()
    (tmp_path / "begin").touch()
    assert [first.result(), others[0].result(), others[2].result()] == [None, 0, 4]
    assert pool_ahead.submit(("square", 5)).result() == 25


def test_no_item_waits_behind_another_one_while_a_worker_is_idle():
    pool = WorkerPool(make_work, 2, preloaded=PRELOADED, max_ahead=3)
    pool.submit(("sleep", 600))
    assert pool.submit(("square", 3)).result() == 9
    pool.close()


def test_a_closed_pool_cancels_what_was_sent_ahead_and_takes_nothing_more():
    pool = WorkerPool(make_work, 1, preloaded=PRELOADED, max_ahead=3)
    pool.submit(("pid", None)).result()
    busy, ahead = pool.submit(("spin", None)), pool.submit(("square", 1))
    while not busy.running():
        time.sleep(0.01)
    pool.close()
    assert ahead.cancelled()
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit(("square", 1))


def test_the_last_words_name_the_place():
    words = (
        'Stack (most recent call first):\n  File "/usr/lib/python3.11/re/__init__.py", line 166 in match\n'
        '  File "/srv/newscrawl/dom/tree.py", line 12 in parse\n  File "/srv/newscrawl/stages/chain.py", line 3 in read\n'
    )
    assert child.place_of(words) == "newscrawl/dom/tree.py:12:parse"


def test_what_the_work_raises_comes_back_with_its_traceback(pool):
    with pytest.raises(ValueError, match=r"^too short") as raised:
        pool.submit(("fail", "too short")).result()
    assert "in fail" in raised.value.__notes__[0]


@pytest.mark.parametrize("name", ["own error", "unpicklable"])
def test_what_cannot_be_pickled_comes_back_as_text(pool, name):
    with pytest.raises(Exception, match=r"reason: detail|pickle"):
        pool.submit((name, "reason")).result()
    assert pool.submit(("square", 2)).result() == 4


def test_what_is_called_beforehand_is_called_once_for_all_workers():
    pool = WorkerPool(make_work, 1, preloaded=("pool_work:warm_up",))
    first = pool.submit(("pid", None)).result()
    [mark] = pool.submit(("marks", None)).result()
    with pytest.raises(WorkerLost):
        pool.submit(("die", 9)).result()
    assert pool.submit(("marks", None)).result() == [mark]
    assert mark != f"warm {first}"
    pool.close()


def test_work_that_cannot_begin_says_why():
    pool = WorkerPool(broken_work, 1, preloaded=PRELOADED)
    with pytest.raises(ValueError, match="the folder is missing"):
        pool.submit(("square", 2)).result()
    pool.close()


def test_a_worker_that_ended_between_two_items_is_replaced():
    pool = WorkerPool(make_work, 1, preloaded=PRELOADED)
    pid = pool.submit(("pid", None)).result()
    assert pool.submit(("pid", None)).result() == pid
    os.kill(pid, signal.SIGKILL)
    while Path(f"/proc/{pid}").exists():  # a process that is a zombie already may have a thread that is not
        time.sleep(0.01)
    assert pool.submit(("pid", None)).result() != pid
    pool.close()


def test_a_worker_that_has_grown_too_large_is_replaced():
    pool = WorkerPool(partial(make_work, 1), 1, preloaded=PRELOADED)
    pids = {pool.submit(("pid", None)).result() for _ in range(3)}
    assert len(pids) == 3
    pool.close()


def test_workers_leave_signals_of_the_terminal_and_of_supervisors_to_their_parent(pool):
    assert pool.submit(("signals", None)).result() == [signal.SIG_IGN, signal.SIG_IGN]


def test_a_closed_pool_has_no_process_whatever_it_was_at():
    pool = WorkerPool(make_work, 1, preloaded=PRELOADED)
    pid = pool.submit(("pid", None)).result()
    busy, waiting = pool.submit(("spin", None)), pool.submit(("square", 1))
    while not busy.running():
        time.sleep(0.01)
    pool.close()
    assert waiting.cancelled()
    assert isinstance(busy.exception(), WorkerLost)
    assert is_gone(pid)


PARENT = """
import os, sys, time
from newscrawl.workers.pool import WorkerPool
from newscrawl.workers.server import SERVER
import pool_work
pool_work.MARKS.append("parent")
{before}
pool = WorkerPool(pool_work.make_work, 1, preloaded=())
print(pool.submit(("pid", None)).result(), *pool.submit(("marks", None)).result(), flush=True)
pool.submit(("sleep", 60))
time.sleep(0.2)
os.kill(os.getpid(), 9)
"""


STARTS = {
    "a server of its own": ("", []),
    "a fork of the parent": ("SERVER.fork_early(['json'])", ["parent"]),
    "a parent with threads": (
        "import threading; threading.Thread(target=time.sleep, args=(60,), daemon=True).start();"
        " SERVER.fork_early(['json'])",
        [],
    ),
}


@pytest.mark.parametrize("name", STARTS)
def test_workers_and_their_server_end_with_a_parent_that_is_killed(name):
    before, marks = STARTS[name]
    path = os.pathsep.join([os.path.dirname(__file__), *sys.path])
    # The script has no guard: what the main module does is not done in a worker again.
    program = PARENT.format(before=before)
    # The pipe of its output is at its end when all of its processes are.
    parent = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env={**os.environ, "PYTHONPATH": path}
    )
    assert parent.returncode == -signal.SIGKILL
    pid, *found = parent.stdout.decode().split()
    assert found == marks
    assert is_gone(int(pid))


def test_a_server_that_was_forked_ends_with_its_pool_and_is_started_anew():
    program = """
from newscrawl.workers.pool import WorkerPool
from newscrawl.workers.server import SERVER
import pool_work
SERVER.fork_early(["json"])
for _ in range(2):
    pool = WorkerPool(pool_work.make_work, 1, preloaded=())
    print(pool.submit(("square", 3)).result())
    pool.close()
    SERVER.close()
"""
    path = os.pathsep.join([os.path.dirname(__file__), *sys.path])
    environment = {**os.environ, "PYTHONPATH": path}
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment, check=True)
    assert (ended.stdout, ended.stderr) == (b"9\n9\n", b"")


def is_running(pid):
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"  # a zombie waits for nobody any more


def is_gone(pid):
    end = time.monotonic() + 300
    while is_running(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_running(pid)
