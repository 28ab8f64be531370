"""Read what runs have recorded, and write what they are judged to be."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import String, and_, bindparam, case, cast, func, or_, select, update

from newscrawl.storage.database.batches import batched
from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.schema import ArticleRow, RunRow
from newscrawl.storage.database.upgrade import open_database, reading

HOST_TRAFFIC = "newscrawl/hosts"  # in the stats of a run: by host its requests, bytes and max_per_minute
CLEAN_EXITS = (0, 3)  # of a run that has done its work; with 3 not all of it


class Run(NamedTuple):
    """One run of a spider; ``None`` stands for what it has not recorded."""

    id: int
    spider: str
    started: datetime
    finished: datetime | None
    beat: datetime | None
    finish_reason: str | None
    exit_code: int | None
    counts: dict[str, int]
    measures: dict[str, float]
    why: tuple[str, ...]


# Built once: with 200 spiders, to build them for each took more than half the time of ``health``.
_RUNS = select(*(getattr(RunRow, name) for name in Run._fields))
_NEWEST_RUNS = _RUNS.where(RunRow.spider == bindparam("name")).order_by(RunRow.id.desc()).limit(bindparam("max_runs"))
# From one name to the next: DISTINCT would read the runs of years.
_FIRST = select(func.min(RunRow.spider).label("name")).cte("spiders", recursive=True)
_SPIDERS = _FIRST.union_all(
    select(select(func.min(RunRow.spider)).where(RunRow.spider > _FIRST.c.name).scalar_subquery()).where(
        _FIRST.c.name.is_not(None)
    )
)
_RECENT = (
    select(
        RunRow.id,
        and_(RunRow.exit_code.in_(CLEAN_EXITS), RunRow.finished.is_not(None)).label("is_good"),
        or_(cast(RunRow.counts, String).contains('"lists"'), RunRow.finished.is_(None)).label("is_expected"),
    )
    .where(RunRow.spider == _SPIDERS.c.name)
    .order_by(RunRow.id.desc())
    .limit(bindparam("max_runs"))
    .correlate(_SPIDERS)
    .subquery()
)
_STANDINGS = select(
    select(func.max(_RECENT.c.id)).scalar_subquery().label("last"),
    select(func.max(_RECENT.c.id)).where(_RECENT.c.is_good).scalar_subquery().label("last_good"),
    select(func.max(case((_RECENT.c.is_expected, 1), else_=0))).scalar_subquery().label("is_expected"),
).where(_SPIDERS.c.name.is_not(None))


class Standing(NamedTuple):
    """How a spider stands: its last run, its last good one, and whether a next one is expected.

    Runs without lists are started by a person: nobody expects the next one.
    """

    last: Run
    last_good: Run | None
    is_expected: bool


def read_run(database_url: str, run_id: int) -> Run:
    """Return the run of that number."""
    with reading(database_url) as engine, engine.connect() as connection:
        return run_of(connection.execute(_RUNS.where(RunRow.id == run_id)).one())


def read_runs(database_url: str, spider: str, *, before: int | None = None, max_runs: int = 100) -> tuple[Run, ...]:
    """Return the newest runs of ``spider``, the newest first; only those before the run ``before`` if it is given."""
    wanted = _NEWEST_RUNS if before is None else _NEWEST_RUNS.where(RunRow.id < before)
    with reading(database_url) as engine, engine.connect() as connection:
        return tuple(map(run_of, connection.execute(wanted, {"name": spider, "max_runs": max_runs})))


def read_recent_runs(database_url: str, spiders: Iterable[str], *, max_runs: int) -> dict[str, tuple[Run, ...]]:
    """Return the newest runs of each of several spiders, the newest first."""
    with reading(database_url) as engine, engine.connect() as connection:
        return {
            spider: tuple(map(run_of, connection.execute(_NEWEST_RUNS, {"name": spider, "max_runs": max_runs})))
            for spider in spiders
        }


def read_spiders(database_url: str) -> tuple[str, ...]:
    """Return the names of all spiders that ever ran."""
    with reading(database_url) as engine, engine.connect() as connection:
        return tuple(connection.execute(select(_SPIDERS.c.name).where(_SPIDERS.c.name.is_not(None))).scalars())


def read_standings(database_url: str, *, max_runs: int) -> tuple[Standing, ...]:
    """Return how each spider stands by its newest ``max_runs`` runs, by name."""
    with reading(database_url) as engine, engine.connect() as connection:
        rows = connection.execute(_STANDINGS, {"max_runs": max_runs}).all()
        wanted = [number for row in rows for number in (row.last, row.last_good) if number is not None]
        runs = {
            run.id: run
            for some in batched(wanted)
            for run in map(run_of, connection.execute(_RUNS.where(RunRow.id.in_(some))))
        }
    return tuple(Standing(runs[row.last], runs.get(row.last_good), bool(row.is_expected)) for row in rows)


def last_finished(database_url: str) -> datetime | None:
    """Return when the last run of any spider ended."""
    with reading(database_url) as engine, engine.connect() as connection:
        return connection.execute(select(func.max(RunRow.finished, type_=RunRow.__table__.c.finished.type))).scalar()


def newest_article(database_url: str, site: str) -> datetime | None:
    """Return when the newest article of ``site`` was published, of those that say it."""
    newest = func.max(ArticleRow.published, type_=ArticleRow.__table__.c.published.type)
    with reading(database_url) as engine, engine.connect() as connection:
        return connection.execute(
            select(newest).where(ArticleRow.site == site, ArticleRow.published <= datetime.now(UTC))
        ).scalar()


def write_verdict(
    database_url: str, run_id: int, exit_code: int, why: Sequence[str], measures: Mapping[str, float]
) -> None:
    """Record what a run ends with, and its measures."""
    engine = open_database(database_url)
    try:
        with failures(), engine.begin() as connection:
            connection.execute(
                update(RunRow)
                .where(RunRow.id == run_id)
                .values(exit_code=exit_code, why=list(why), measures=dict(measures))
            )
    finally:
        engine.dispose()


def run_of(row: Any) -> Run:
    """Return the run of a row; columns of older schemas may be null."""
    run = Run._make(row)
    return run._replace(counts=run.counts or {}, measures=run.measures or {}, why=tuple(run.why or ()))
