"""What runs and sites have come to, as plain figures."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from newscrawl.storage.crawl.runs import Run, run_of
from newscrawl.storage.database.schema import DATED, ArticleRow, FetchRow, RefusalRow, RunRow
from newscrawl.urls import host_of

MAX_DAYS = 30  # of articles a day
_MAX_CHARSET_ARTICLES = 500  # the newest of a site
_MAX_REFUSAL_REASONS = 30  # that are named, the most frequent (chosen by hand)
_MAX_FETCHES = 2_000  # of a run, the last, by which its rate is measured: to read 20,000 took half a second of CPU


class HostFigures(NamedTuple):
    """How a host was asked: how often, for how many bytes (``None``: not recorded), at most how often in a minute."""

    host: str
    requests: int
    bytes: int | None
    max_per_minute: int


class RefusalFigures(NamedTuple):
    """How many pages were refused for a reason, and one of them."""

    reason: str
    pages: int
    key: str
    url: str


class LastRun(NamedTuple):
    """A site with its articles, its last run, if it has one, and how many pages were refused for each reason."""

    site: str
    articles: int
    newest: datetime | None
    run: Run | None
    refused: Mapping[str, int]


def find_runs(
    connection: Connection, *, spider: str | None = None, before: int | None = None, limit: int = 50
) -> tuple[Run, ...]:
    """Return the newest runs, the newest first; ``before`` is the number of one, whose later ones are left out."""
    wanted = select(*(getattr(RunRow, name) for name in Run._fields)).order_by(RunRow.id.desc()).limit(limit)
    if spider is not None:
        wanted = wanted.where(RunRow.spider == spider)
    if before is not None:
        wanted = wanted.where(RunRow.id < before)
    return tuple(map(run_of, connection.execute(wanted)))


def find_run(connection: Connection, run_id: int | None) -> Run | None:
    """Return the run of that number, or the newest one of all for ``None``."""
    before = None if run_id is None else run_id + 1
    found = find_runs(connection, before=before, limit=1)
    return found[0] if found and run_id in (None, found[0].id) else None


def read_stats(connection: Connection, run_id: int) -> Mapping[str, Any]:
    """Return Scrapy's statistics of a run; none if it has not ended."""
    return connection.execute(select(RunRow.stats).where(RunRow.id == run_id)).scalar() or {}


def last_runs(connection: Connection) -> tuple[LastRun, ...]:
    """Return all sites that have articles, runs or refused pages, by name."""
    counted = select(ArticleRow.site, func.count().label("articles")).group_by(ArticleRow.site).subquery()
    other = ArticleRow.__table__.alias()
    # The newest of each by the index: to group by it would look at all articles.
    dated = func.coalesce(other.c.published, other.c.first_seen, type_=DATED.type)
    newest = select(dated).where(other.c.site == counted.c.site).order_by(dated.desc()).limit(1).scalar_subquery()
    articles = {row.site: row for row in connection.execute(select(counted, newest.label("newest")))}
    last = select(func.max(RunRow.id)).group_by(RunRow.spider)
    rows = connection.execute(select(*(getattr(RunRow, name) for name in Run._fields)).where(RunRow.id.in_(last)))
    runs = {run.spider: run for run in map(run_of, rows)}
    refused = _refused_by_site(connection)
    return tuple(
        LastRun(
            name,
            articles[name].articles if name in articles else 0,
            articles[name].newest if name in articles else None,
            runs.get(name),
            refused.get(name, {}),
        )
        for name in sorted({*articles, *runs, *refused})
    )


def _refused_by_site(connection: Connection) -> dict[str, dict[str, int]]:
    """Return how many pages of each site were refused for each reason, the commonest first."""
    count = func.count().label("pages")
    rows = connection.execute(
        select(RefusalRow.site, RefusalRow.reason, count)
        .where(RefusalRow.accepted.is_(None))
        .group_by(RefusalRow.site, RefusalRow.reason)
        .order_by(count.desc(), RefusalRow.reason)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row.site][row.reason] = row.pages
    return found


def articles_per_day(connection: Connection, site: str, last: date) -> dict[date, int]:
    """Return how many articles of a site are dated on each of the ``MAX_DAYS`` days up to ``last``, in UTC."""
    first = last - timedelta(days=MAX_DAYS - 1)
    start, end = datetime.combine(first, time.min, UTC), datetime.combine(last, time.max, UTC)
    day = func.date(DATED).label("day")
    rows = connection.execute(
        select(day, func.count().label("articles"))
        .where(ArticleRow.site == site, start <= DATED, end >= DATED)
        .group_by(day)
    )
    found = {date.fromisoformat(str(row.day)): row.articles for row in rows}
    return {one: found.get(one, 0) for one in (first + timedelta(days=number) for number in range(MAX_DAYS))}


def charsets_of(connection: Connection, site: str) -> dict[str, int]:
    """Return the charsets of the newest articles of a site, the commonest first."""
    newest = (
        select(ArticleRow.charset)
        .where(ArticleRow.site == site)
        .order_by(DATED.desc(), ArticleRow.id.desc())
        .limit(_MAX_CHARSET_ARTICLES)
    )
    return dict(Counter(charset or "unknown" for charset in connection.execute(newest).scalars()).most_common())


def refusals_of(
    connection: Connection, *, site: str | None = None, run_id: int | None = None
) -> tuple[RefusalFigures, ...]:
    """Return the refusals of a site or a run that nobody has accepted, by reason, the commonest first."""
    count = func.count().label("pages")
    wanted = (
        select(RefusalRow.reason, count, func.max(RefusalRow.id).label("newest"))
        .where(RefusalRow.accepted.is_(None))
        .group_by(RefusalRow.reason)
        .order_by(count.desc(), RefusalRow.reason)
        .limit(_MAX_REFUSAL_REASONS)
    )
    if site is not None:
        wanted = wanted.where(RefusalRow.site == site)
    if run_id is not None:
        wanted = wanted.where(RefusalRow.run_id == run_id)
    rows = connection.execute(wanted).all()
    examples = {
        row.id: row
        for row in connection.execute(
            select(RefusalRow.id, RefusalRow.key, RefusalRow.url).where(RefusalRow.id.in_([row.newest for row in rows]))
        )
    }
    return tuple(
        RefusalFigures(row.reason, row.pages, examples[row.newest].key, examples[row.newest].url) for row in rows
    )


def hosts_of(connection: Connection, run_id: int) -> tuple[HostFigures, ...]:
    """Return how the hosts of a run were asked for pages of articles, by its ledger: of one that did not end."""
    wanted = select(FetchRow.url, FetchRow.ended).where(FetchRow.run_id == run_id, FetchRow.ended.is_not(None))
    pages: Counter[str] = Counter()
    minutes: Counter[tuple[str, datetime]] = Counter()
    for row in connection.execute(wanted.order_by(FetchRow.id.desc()).limit(_MAX_FETCHES)):
        host = host_of(row.url)
        pages[host] += 1
        minutes[host, row.ended.replace(second=0, microsecond=0)] += 1
    return tuple(
        HostFigures(host, count, None, max(number for (other, _), number in minutes.items() if other == host))
        for host, count in pages.most_common()
    )
