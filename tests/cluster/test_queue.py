"""The queue on a real server: each site once, lost workers replaced, again where it helps."""

import asyncio
import uuid
from collections import Counter
from datetime import timedelta

import pytest

pytest.importorskip("pgqueuer", reason="the cluster is NOT tested: pip install 'newscrawl[cluster]'")

import psycopg
from pgqueuer.adapters.drivers.psycopg import PsycopgDriver
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.ports.repository import EntrypointExecutionParameter

from newscrawl.cluster import queue
from newscrawl.cluster.queue import PlannedRun, RunAgain, enqueue, install, read_status, work
from newscrawl.storage.database.engine import postgresql_address

SITES = [PlannedRun(f"site{number}", number) for number in range(12)]


async def nothing():
    return []


def planned(runs):
    async def plan():
        return runs

    return plan


async def drain(database, run_site, plan=nothing, tasks=2):
    await work(database, run_site, plan, tasks=tasks, stop=asyncio.Event(), drain=True, jitter=0)


def test_sites_are_run_once_by_several_workers_the_most_productive_first(database):
    runs = []

    async def run(site, _tries):
        runs.append(site)
        await asyncio.sleep(0.01)

    async def all_workers():
        await asyncio.gather(install(database), install(database))
        assert await enqueue(database, SITES) == len(SITES)
        assert await enqueue(database, SITES) == 0  # is in the queue already
        await asyncio.gather(*(drain(database, run, planned(SITES[:3])) for _ in range(3)))

    asyncio.run(all_workers())
    assert Counter(runs) == Counter(one.site for one in SITES)
    assert set(runs[:2]) <= {f"site{number}" for number in range(6, 12)}


@pytest.mark.slow
def test_a_run_is_repeated_where_it_asks_for_it(database):
    tried = Counter()

    async def run(site, tries):
        assert tries == tried[site]
        tried[site] += 1
        if site == "busy" and tried[site] < 3:
            raise RunAgain("busy", 0.05)
        if site == "broken":
            raise RuntimeError("whatever a run does, others go on")

    async def one_worker():
        await install(database)
        await enqueue(database, [PlannedRun("broken"), PlannedRun("busy"), PlannedRun("well"), PlannedRun("ünfit")])
        await drain(database, run)
        return await read_status(database)

    assert asyncio.run(one_worker()).jobs == {}
    assert tried == {"broken": 1, "busy": 3, "well": 1}


@pytest.mark.slow
def test_a_worker_takes_no_more_than_its_tasks(database):
    at_work, peak = set(), 0

    async def run(site, _tries):
        nonlocal peak
        at_work.add(site)
        peak = max(peak, len(at_work))
        await asyncio.sleep(0.05)
        at_work.discard(site)

    async def one_worker():
        await install(database)
        await enqueue(database, SITES)
        await drain(database, run, tasks=4)

    asyncio.run(one_worker())
    assert peak == 4


def test_the_site_of_a_lost_worker_is_run_by_another_one(database, monkeypatch):
    monkeypatch.setattr(queue, "HEARTBEAT_SECONDS", 2.0)
    monkeypatch.setattr(queue, "LOOK_SECONDS", 0.3)
    done = []
    stop = asyncio.Event()

    async def run(site, _tries):
        done.append(site)
        stop.set()

    async def take_a_job_and_be_lost():
        """What kill -9 leaves: a job that is picked, by a worker that says nothing more, not even good-bye."""
        address = postgresql_address(database)
        async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
            any_number = EntrypointExecutionParameter(concurrency_limit=0)
            jobs = await Queries(PsycopgDriver(connection)).dequeue(
                batch_size=1,
                entrypoints={queue._JOB: any_number},
                queue_manager_id=uuid.uuid4(),
                global_concurrency_limit=None,
                heartbeat_timeout=timedelta(seconds=queue.HEARTBEAT_SECONDS),
            )
        return [queue._site_of(job) for job in jobs]

    async def lose_one():
        await install(database)
        await enqueue(database, [PlannedRun("long")])
        assert await take_a_job_and_be_lost() == ["long"]
        assert (await read_status(database)).running == ("long",)
        await work(database, run, nothing, tasks=2, stop=stop)

    asyncio.run(asyncio.wait_for(lose_one(), 300))
    assert set(done) == {"long"}  # where all is slow, a finished job may look lost as well


def test_no_statement_waits_for_the_connection_that_listens(database):
    last_statements = []

    async def run(_site, _tries):
        async with await psycopg.AsyncConnection.connect(postgresql_address(database)) as connection:
            rows = await connection.execute(
                "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            last_statements.extend(query for (query,) in await rows.fetchall())

    async def one_worker():
        await install(database)
        await enqueue(database, [PlannedRun("any")])
        await drain(database, run)

    asyncio.run(one_worker())
    assert len(last_statements) == 2
    assert sum(statement.startswith("LISTEN") for statement in last_statements) == 1


def test_a_worker_survives_a_restart_of_the_database(database, postgres, monkeypatch):
    monkeypatch.setattr(queue, "LOOK_SECONDS", 0.3)
    done = []

    async def run(site, _tries):
        done.append(site)

    async def restart():
        await install(database)
        stop = asyncio.Event()
        worker = asyncio.create_task(work(database, run, nothing, tasks=2, stop=stop))
        await enqueue(database, [PlannedRun("before")])
        while not done:
            await asyncio.sleep(0.1)
        await asyncio.to_thread(postgres.stop)
        await asyncio.to_thread(postgres.start)
        await enqueue(database, [PlannedRun("after")])
        while len(done) < 2:
            await asyncio.sleep(0.1)
        stop.set()
        await worker

    asyncio.run(asyncio.wait_for(restart(), 300))
    assert done == ["before", "after"]
