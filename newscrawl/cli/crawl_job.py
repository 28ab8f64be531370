"""What `scrapy crawl` and `scrapy crawlall` do around a crawl: check before, judge after."""

import logging
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.extensions.crawl_run import STORAGE_ERRORS, raw_store_of, retention_of, revisit_days_of
from newscrawl.extensions.page_budget import page_seconds_of
from newscrawl.extensions.page_workers import page_workers_of
from newscrawl.net.addon import practice_web
from newscrawl.net.retry import retry_waits
from newscrawl.net.ssrf_guard import allowed_private
from newscrawl.pipelines.repair import simplify_of
from newscrawl.pipelines.store import StorePipeline
from newscrawl.reports.drift import MAX_WINDOWS, SILENCE
from newscrawl.reports.notify import notify
from newscrawl.reports.obstacles import obstacles_of
from newscrawl.reports.suggest import suggestions
from newscrawl.reports.summary import record_of, rights_changes, summary_of
from newscrawl.reports.verdict import Exit, Facts, Verdict, judge
from newscrawl.spiders import rules_of
from newscrawl.spiders.base import NewsSpider, respected_purpose
from newscrawl.storage.crawl.quarantine import read_bounds
from newscrawl.storage.crawl.runs import Run, last_finished, newest_article, read_run, read_runs, write_verdict
from newscrawl.storage.database.backup import remove_unfinished
from newscrawl.storage.database.check import require_sound
from newscrawl.storage.database.engine import file_of, read_url
from newscrawl.storage.database.upgrade import open_database, schema_version

logger = logging.getLogger(__name__)

_MAX_CLOCK_SKEW = timedelta(minutes=5)  # by which a clock may be behind the last run; chosen by hand
_MAX_INTERVAL_HOURS = 24 * 365  # hours; chosen by hand: longer ones are typing errors
# Small runs are taken together until they say something: enough of them are read.
_MAX_RUNS = MAX_WINDOWS * 10
_UNREPORTED_EXITS = (Exit.WELL, Exit.BUSY, Exit.STOPPED)  # nobody is told of these


def check_settings(settings: BaseSettings) -> None:
    """Raise ``BadArgument`` for a setting of newscrawl that is wrong."""
    practice_web(settings)
    allowed_private(settings)
    retry_waits(settings)
    simplify_of(settings)
    retention_of(settings)
    raw_store_of(settings)
    revisit_days_of(settings)
    page_seconds_of(settings)
    page_workers_of(settings)
    respected_purpose(settings)
    read_bounds(str(settings["NEWSCRAWL_KEEP_REFUSED"]))
    interval_of(settings)
    rules_of(settings["NEWSCRAWL_SITE_RULES"])


def require_usable_database(settings: BaseSettings) -> None:
    """Raise ``BadArgument`` or ``StorageFailed`` for a database that cannot be used, without changing anything."""
    url = settings["NEWSCRAWL_DATABASE_URL"]
    path = file_of(read_url(url))
    if path is None or path.exists():
        schema_version(url)
    elif not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise BadArgument(f"NEWSCRAWL_DATABASE_URL: cannot write {path}")


def check_database(settings: BaseSettings) -> None:
    """Open the database, and upgrade it if need be.

    Raises ``StorageFailed`` if it cannot be used, ``BadArgument`` if it cannot be or the clock was set back.
    """
    url = settings["NEWSCRAWL_DATABASE_URL"]
    open_database(url).dispose()
    require_sound(url)
    for path in remove_unfinished(url):
        logger.warning("removed a backup that was never finished: %s", path)
    if not settings.getbool("NEWSCRAWL_TRUST_CLOCK"):
        _check_clock(last_finished(url), datetime.now(UTC))


def interval_of(settings: BaseSettings) -> timedelta:
    """Return ``NEWSCRAWL_INTERVAL_HOURS``; raises ``BadArgument`` if it is no number of hours."""
    value = settings["NEWSCRAWL_INTERVAL_HOURS"]
    try:
        hours = float(value)
    except (TypeError, ValueError):
        hours = 0.0
    if not 0 < hours <= _MAX_INTERVAL_HOURS:
        raise BadArgument(f"NEWSCRAWL_INTERVAL_HOURS must be a number of hours above 0, not {value!r}")
    return timedelta(hours=hours)


def conclude(crawler: Crawler) -> tuple[Exit, Run | None]:
    """Judge the run of a crawler that has ended, record the verdict and say it in the log.

    The run is ``None`` if none was recorded: there is no store among the pipelines, or it could not begin.
    """
    pipeline = crawler.get_item_pipeline(StorePipeline) if crawler._engine else None
    if pipeline is None:
        return Exit.WELL if crawler._engine else Exit.CRASHED, None
    run_id = pipeline.run.store.run_id
    if run_id is not None and crawler._engine and not crawler._engine.running:
        pipeline.run.end_unfinished("shutdown")  # a second signal has stopped the event loop before all was drained
    failed = bool(crawler.stats.get_value(STORAGE_ERRORS))
    if run_id is None:
        return Exit.STORAGE if failed else Exit.CRASHED, None
    try:
        run = _judged(crawler, run_id, failed)
    except StorageFailed as failure:
        logger.critical("the verdict on the run could not be recorded: %s", failure)
        return Exit.STORAGE, None
    verdict = Exit(run.exit_code or 0)
    for why in run.why:
        logger.warning("%s: %s", run.spider, why)
    for change in rights_changes(run.counts):
        logger.warning("%s: rights have changed: %s", run.spider, change)
    for obstacle in obstacles_of(run.counts):
        logger.warning("%s", obstacle if obstacle.startswith(f"{run.spider}: ") else f"{run.spider}: {obstacle}")
    logger.log(logging.WARNING if run.why else logging.INFO, "%s: %s", run.spider, summary_of(run))
    return verdict, run


def tell(run: Run, database_url: str, environment: Mapping[str, str] = os.environ) -> None:
    """Tell somebody about a run that went wrong, unless the one before it went wrong in the same way."""
    if run.exit_code is None or run.exit_code in _UNREPORTED_EXITS:
        return
    before = read_runs(database_url, run.spider, before=run.id, max_runs=1)
    if before and before[0].exit_code == run.exit_code and _kinds(before[0]) == _kinds(run):
        return
    subject = f"newscrawl: {run.spider} ended with {run.exit_code}: {'; '.join(run.why)}"
    notify(subject, record_of(run), environment)


def _judged(crawler: Crawler, run_id: int, storage_failed: bool) -> Run:
    """Return a crawl run with the verdict, of which its command makes the exit code."""
    url = crawler.settings["NEWSCRAWL_DATABASE_URL"]
    spider, run = crawler.spider, read_run(url, run_id)
    has_lists = isinstance(spider, NewsSpider) and spider.has_lists
    measures = dict(run.measures)
    if isinstance(spider, NewsSpider) and has_lists:
        newest = newest_article(url, spider.site.name)
        if newest:
            measures[SILENCE] = round((datetime.now(UTC) - newest).total_seconds() / 3600, 1)
    history = [one.measures for one in read_runs(url, run.spider, before=run_id, max_runs=_MAX_RUNS) if one.measures]
    facts = Facts(run.finish_reason, run.counts, has_lists, storage_failed)
    verdict: Verdict = judge(facts, [measures, *history])
    write_verdict(url, run_id, verdict.exit, verdict.why, measures)
    if isinstance(spider, NewsSpider) and any(one.startswith("drift: ") for one in verdict.why):
        try:
            write_verdict(url, run_id, verdict.exit, (*verdict.why, *suggestions(url, spider.site)), measures)
        except Exception:  # whatever stored pages do to it: the verdict stands
            logger.exception("%s: no suggestion could be made", run.spider)
    return read_run(url, run_id)


def _kinds(run: Run) -> list[str]:
    """Return what was wrong, whatever the numbers."""
    return [re.sub(r"[0-9]++", "", why) for why in run.why]


def _check_clock(latest: datetime | None, now: datetime) -> None:
    """Let no command crawl while the clock is behind the runs in the database; raises ``BadArgument``."""
    if latest and now < latest - _MAX_CLOCK_SKEW:
        raise BadArgument(
            f"the clock says {now:%Y-%m-%d %H:%M} UTC, but a run ended at {latest:%Y-%m-%d %H:%M}: set the clock, or"
            " if it is right by now, -s NEWSCRAWL_TRUST_CLOCK=1 for once"
        )
