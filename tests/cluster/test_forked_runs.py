"""Runs have their exit codes and take their signals though they are forked from a server, which may be lost."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from newscrawl.cluster.forked_runs import SERVER_LOST, ForkedRuns
from newscrawl.reports.verdict import Exit


@pytest.fixture
def forked(monkeypatch):
    """Run a coroutine that is given ``ForkedRuns``, on a server that imports nothing."""
    monkeypatch.setattr("newscrawl.cluster.forked_runs.SERVER_MODULE", "run_server_stub")
    path = os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = os.environ | {"PYTHONPATH": path, "OF_THE_RUN": "set"}

    def run(work):
        async def closed():
            runs = ForkedRuns(environment)
            try:
                return await work(runs)
            finally:
                await runs.close()

        return asyncio.run(closed())

    return run


async def pid_in(path):
    while not path.exists() or not path.read_text():
        await asyncio.sleep(0.01)
    return int(path.read_text())


def test_runs_end_with_the_codes_of_their_processes(forked):
    async def work(runs):
        return await asyncio.gather(runs.run(["exit", "0"]), runs.run(["exit", "75"]), runs.run(["die"]))

    assert forked(work) == [0, 75, -signal.SIGKILL]


def test_a_run_has_the_environment_and_the_signal_handlers_of_any_process(forked, tmp_path):
    async def work(runs):
        await runs.run(["say", "OF_THE_RUN", str(tmp_path / "said")])
        await runs.run(["handlers", str(tmp_path / "handlers")])

    forked(work)
    assert (tmp_path / "said").read_text() == "set"
    assert (tmp_path / "handlers").read_text().split() == [str(int(signal.SIG_DFL))] * 2


def test_stop_ends_all_runs_and_lets_none_begin(forked, tmp_path):
    async def work(runs):
        paths = [tmp_path / "1", tmp_path / "2"]
        running = [asyncio.create_task(runs.run(["wait", str(path)])) for path in paths]
        for path in paths:
            await pid_in(path)
        runs.stop()
        return [*await asyncio.gather(*running), await runs.run(["exit", "0"])]

    assert forked(work) == [-signal.SIGTERM, -signal.SIGTERM, Exit.STOPPED]


def test_a_run_that_is_cancelled_is_stopped_and_costs_no_other_one(forked, tmp_path):
    async def work(runs):
        running = asyncio.create_task(runs.run(["wait", str(tmp_path / "pid")]))
        pid = await pid_in(tmp_path / "pid")
        running.cancel()
        await asyncio.wait([running])
        while Path(f"/proc/{pid}").exists():
            await asyncio.sleep(0.01)
        return running.cancelled(), await runs.run(["exit", "3"])

    assert forked(work) == (True, 3)


def test_a_lost_server_is_replaced_and_its_runs_go_on_without_it(forked, tmp_path):
    async def work(runs):
        running = asyncio.create_task(runs.run(["wait", str(tmp_path / "pid")]))
        pid = await pid_in(tmp_path / "pid")
        os.kill(runs._server.process.pid, signal.SIGKILL)
        code = await running
        os.kill(pid, signal.SIGKILL)  # raises if it has ended
        return code, await runs.run(["exit", "4"])

    assert forked(work) == (SERVER_LOST, 4)


def test_a_server_that_does_not_start_is_told_as_lost(forked, monkeypatch):
    monkeypatch.setattr("newscrawl.cluster.forked_runs.SERVER_MODULE", "no_such_module_anywhere")
    assert forked(lambda runs: runs.run(["exit", "0"])) == SERVER_LOST
