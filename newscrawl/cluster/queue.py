"""The queue of sites that are due, on PgQueuer. Everything that touches that library stands here.

A job is one run of one site. PgQueuer gives it to one worker, which shows every few seconds that it is alive; the job
of a worker that no longer does is given to another one.
"""

import asyncio
import contextlib
import logging
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import NamedTuple, Self

import psycopg
from pgqueuer import PgQueuer
from pgqueuer.adapters.drivers.psycopg import PsycopgDriver
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job, Schedule
from pgqueuer.domain.types import QueueExecutionMode
from pgqueuer.ports.driver import NotifyCallback

from newscrawl.errors import StorageFailed
from newscrawl.storage.database.engine import postgresql_address

logger = logging.getLogger(__name__)

# A worker that is lost is noticed after this time, and its site runs again at the next look.
HEARTBEAT_SECONDS = 12.0
LOOK_SECONDS = 5.0  # between two looks into the queue; a new job is told at once
CONNECT_SECONDS = 10
MIN_TASKS = 2  # PgQueuer's smallest bound on the jobs of one worker
JITTER_SECONDS = 20.0  # over which the runs that are due at the same minute begin
_RECONNECT_SECONDS = (1.0, 2.0, 5.0, 10.0)  # before each try; the last one again and again
_SITE_NAME = re.compile(rb"[A-Za-z0-9][A-Za-z0-9_.-]{0,199}")  # is an argument of a command: no option

_JOB = "newscrawl.site"
_SCHEDULE = "newscrawl.due"
_EVERY_MINUTE = "* * * * *"


class PlannedRun(NamedTuple):
    """A site that is due; of several the one with the highest ``priority`` is first."""

    site: str
    priority: int = 0


class RunAgain(Exception):
    """A run has not done its work and is to be repeated after ``seconds``."""

    def __init__(self, why: str, seconds: float) -> None:
        super().__init__(why)
        self.seconds = seconds


class QueueStatus(NamedTuple):
    """Jobs by state (``queued``, ``picked`` …), sites that are being run, and jobs of each worker."""

    jobs: dict[str, int]
    running: tuple[str, ...]
    workers: dict[str, int]


RunSite = Callable[[str, int], Awaitable[None]]  # is given the site and how often it was tried before
PlanRuns = Callable[[], Awaitable[Sequence[PlannedRun]]]


async def install(database_url: str) -> None:
    """Make the tables of the queue, or bring them up to date; several workers may do so at once."""
    async with _queries(database_url) as queries, queries.schema_lock():
        if not await queries.schema_is_installed():
            await queries.install()
    async with _queries(database_url) as queries:
        await queries.upgrade()


async def enqueue(database_url: str, runs: Sequence[PlannedRun], *, jitter: float = 0.0) -> int:
    """Put sites into the queue that are neither in it nor being run; return how many these are."""
    async with _queries(database_url) as queries:
        return await _enqueue(queries, runs, jitter)


async def read_status(database_url: str) -> QueueStatus:
    """Return what is in the queue."""
    async with _queries(database_url) as queries:
        sizes: Counter[str] = Counter()
        for one in await queries.queue_size():
            sizes[one.status] += one.count
        running = await queries.browse_queue(limit=1000, statuses=["picked"], entrypoints=[_JOB])
        workers = await queries.active_workers()
    return QueueStatus(
        dict(sizes),
        tuple(sorted(_site_of(job) or "?" for job in running)),
        {str(one.queue_manager_id)[:8]: one.active_jobs for one in workers},
    )


async def work(
    database_url: str,
    run_site: RunSite,
    plan_runs: PlanRuns,
    *,
    tasks: int,
    stop: asyncio.Event,
    drain: bool = False,
    jitter: float = JITTER_SECONDS,
) -> None:
    """Run sites of the queue, at most ``tasks`` at a time, until ``stop`` is set; with ``drain``, until it is empty.

    Every minute one of all workers enqueues what is due. A lost connection is made anew: what runs goes on meanwhile.
    """
    tries = 0
    while not stop.is_set():
        try:
            async with _connection(database_url) as connection, _connection(database_url) as listening:
                worker = _Worker(_Driver(connection, listening), run_site, plan_runs, jitter)
                await _enqueue(worker.queries, await plan_runs(), jitter)
                tries = 0
                await worker.run(tasks, stop, drain)
            if drain:
                return
        except psycopg.Error as error:
            wait = _RECONNECT_SECONDS[min(tries, len(_RECONNECT_SECONDS) - 1)]
            tries += 1
            logger.warning("the database cannot be reached, next try in %g s: %s", wait, error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait)


class _Driver(PsycopgDriver):
    """PgQueuer's driver with a connection of its own for notifications.

    psycopg keeps a connection to itself while it waits for a notification. PgQueuer waits a second at a time: on one
    connection every statement would wait for the rest of that second.
    """

    def __init__(self, connection: "psycopg.AsyncConnection", listening: "psycopg.AsyncConnection") -> None:
        super().__init__(connection)
        self._listening = PsycopgDriver(listening)

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        await self._listening.add_listener(channel, callback)

    async def remove_listener(self, channel: str, callback: NotifyCallback) -> None:
        await self._listening.remove_listener(channel, callback)

    async def __aenter__(self) -> Self:
        await self._listening.__aenter__()
        return await super().__aenter__()

    async def __aexit__(self, *error: object) -> None:
        await super().__aexit__(*error)
        await self._listening.__aexit__(*error)


class _Worker:
    """PgQueuer on the connections of one worker, with what is done with a job and when the schedule says so."""

    def __init__(self, driver: _Driver, run_site: RunSite, plan_runs: PlanRuns, jitter: float) -> None:
        self._pgqueuer = PgQueuer(connection=driver)
        self.queries = Queries(driver)
        self._run_site = run_site
        self._plan_runs = plan_runs
        self._jitter = jitter
        self._pgqueuer.entrypoint(_JOB)(self._do)
        self._pgqueuer.schedule(_SCHEDULE, _EVERY_MINUTE)(self._schedule)

    async def run(self, tasks: int, stop: asyncio.Event, drain: bool) -> None:
        stopping = asyncio.create_task(self._stop_with(stop))
        try:
            await self._pgqueuer.run(
                dequeue_timeout=timedelta(seconds=LOOK_SECONDS),
                batch_size=max(1, tasks // MIN_TASKS),
                mode=QueueExecutionMode.drain if drain else QueueExecutionMode.continuous,
                max_concurrent_tasks=max(MIN_TASKS, tasks),
                heartbeat_timeout=timedelta(seconds=HEARTBEAT_SECONDS),
            )
        finally:
            stopping.cancel()

    async def _stop_with(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._pgqueuer.shutdown.set()

    async def _do(self, job: Job) -> None:
        site = _site_of(job)
        if site is None:
            logger.error("job %s is dropped: it names no site", job.id)
            return
        try:
            await self._run_site(site, job.attempts)
        except RunAgain as again:
            raise RetryRequested(timedelta(seconds=again.seconds), str(again)) from again

    async def _schedule(self, _schedule: Schedule) -> None:
        await _enqueue(self.queries, await self._plan_runs(), self._jitter)


async def _enqueue(queries: Queries, runs: Sequence[PlannedRun], jitter: float) -> int:
    if not runs:
        return 0
    # Not for secrecy: runs that are due at the same time are only spread.
    delays = [timedelta(seconds=random.uniform(0, jitter)) if jitter else None for _ in runs]  # noqa: S311
    numbers = await queries.enqueue(
        [_JOB] * len(runs),
        [one.site.encode() for one in runs],
        [one.priority for one in runs],
        delays,
        [f"{_JOB}/{one.site}" for one in runs],
        on_conflict="skip",
    )
    return sum(number is not None for number in numbers)


def _site_of(job: Job) -> str | None:
    payload = job.payload or b""
    return payload.decode("ascii") if _SITE_NAME.fullmatch(payload) else None


@asynccontextmanager
async def _connection(database_url: str) -> "AsyncIterator[psycopg.AsyncConnection]":
    connection = await psycopg.AsyncConnection.connect(
        postgresql_address(database_url), autocommit=True, connect_timeout=CONNECT_SECONDS, application_name="newscrawl"
    )
    async with connection:
        yield connection


@asynccontextmanager
async def _queries(database_url: str) -> AsyncIterator[Queries]:
    try:
        async with _connection(database_url) as connection:
            yield Queries(PsycopgDriver(connection))
    except psycopg.Error as error:
        raise StorageFailed(str(error)) from error
