"""A crawl as a job: kill -9, signals, two at once, and an exit code for each way to end."""

import random
import signal
import subprocess
import sys
import time

import pytest
from reliability.site import Answer, Gazette, Job, serving

from newscrawl.storage.database.check import check


def until(condition, seconds=600.0):
    """Wait for ``condition``; one that is never met fails the test after ``seconds``."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def kill_one(job, gazette):
    before = gazette.fetches()
    process = job.start("crawl", "gazette")
    until(lambda: gazette.fetches() > before or process.poll() is not None)
    time.sleep(random.uniform(0, 0.35))
    process.kill()
    process.finish()


def kill_and_finish(folder, kills, articles):
    """Kill a crawl again and again, then let it finish; return how many articles were fetched in all."""
    random.seed(kills)
    gazette = Gazette(articles=articles, seconds=0.05)
    with serving(gazette) as address:
        job = Job(folder, address)
        for _ in range(kills):
            kill_one(job, gazette)
        finished = job.crawl()
        assert finished.returncode == 0, finished.stderr[-3000:]
        assert job.rows("SELECT count(*), count(DISTINCT key) FROM articles") == [(articles, articles)]
        assert job.one("SELECT count(*) FROM revisions") == 0
        assert check(job.url) == ()
        job.assert_balanced()
        assert job.one("SELECT count(*) FROM fetches WHERE state = 'open'") == 0
        again = job.crawl()
        assert f"{articles} known, 0 new, 0 changed" in again.stderr
    return gazette.fetches()


@pytest.mark.parametrize(("kills", "articles"), [(1, 30), pytest.param(2, 100, marks=pytest.mark.slow)])
def test_a_crawl_that_is_killed_is_completed_by_the_next(tmp_path, kills, articles):
    assert kill_and_finish(tmp_path, kills, articles) <= articles + kills * 8


def test_a_list_that_a_killed_run_had_begun_is_read_to_its_end(tmp_path):
    gazette = Gazette(articles=90, seconds=600)
    gazette.pages["/list/3"].seconds = 600
    with serving(gazette) as address:
        job = Job(tmp_path, address)
        process = job.start("crawl", "gazette", CONCURRENT_REQUESTS="100", CONCURRENT_REQUESTS_PER_DOMAIN="100")
        until(lambda: gazette.asked["/list/3"] > 0)
        process.kill()
        process.finish()
        gazette.hurry.set()
        finished = job.crawl()
        assert finished.returncode == 0, finished.stderr[-3000:]
        assert job.one("SELECT count(*) FROM articles") == 90


@pytest.mark.slow
def test_twenty_kills_over_300_articles_lose_and_double_nothing(tmp_path):
    fetched = kill_and_finish(tmp_path, kills=20, articles=300)
    print(f"{fetched} fetches of 300 articles")
    assert fetched <= 300 + 20 * 8


def test_sigterm_drains_what_is_on_its_way_and_the_next_run_goes_on(tmp_path):
    gazette = Gazette(articles=20, seconds=0.3)
    with serving(gazette) as address:
        job = Job(tmp_path, address)
        process = job.start("crawl", "gazette", CONCURRENT_REQUESTS_PER_DOMAIN="1", DOWNLOAD_DELAY="2")
        until(lambda: gazette.fetches() > 0)
        process.send_signal(signal.SIGTERM)
        code, _, log = process.finish()
        assert code == 143, log
        assert gazette.fetches() <= 2, "requests that wait for their turn are not waited for"
        code, reason, counts, why = job.last()
        assert (code, reason) == (143, "shutdown")
        assert "stopped by a signal" in why[0]
        assert counts["skipped"] > 0
        job.assert_balanced()
        assert "gazette: stopped by a signal" in log
        gazette.hurry.set()
        finished = job.crawl()
        assert finished.returncode == 0, finished.stderr
        assert job.one("SELECT count(*) FROM articles") == 20
        assert gazette.fetches() == 20


def test_a_second_sigterm_ends_at_once_and_in_order(tmp_path):
    gazette = Gazette(articles=9, seconds=600)
    with serving(gazette) as address:
        job = Job(tmp_path, address)
        process = job.start("crawl", "gazette", DOWNLOAD_TIMEOUT="600")
        until(lambda: gazette.fetches() > 0)
        process.send_signal(signal.SIGTERM)
        until(lambda: "Received SIGTERM" in process.stderr())
        process.send_signal(signal.SIGTERM)
        code, _, log = process.finish()
        gazette.hurry.set()
        assert code == 143, log
        code, reason, _, why = job.last()
        assert (code, reason) == (143, "shutdown")
        assert "stopped by a signal" in why[0]
        job.assert_balanced()
        assert job.crawl().returncode == 0
        assert job.one("SELECT count(*) FROM articles") == 9


def test_a_second_run_of_the_same_site_on_the_same_database_ends_at_once_with_75(tmp_path):
    gazette = Gazette(articles=3, seconds=600)
    with serving(gazette) as address:
        job = Job(tmp_path, address)
        first = job.start("crawl", "gazette", DOWNLOAD_TIMEOUT="600")
        until(lambda: gazette.fetches() > 0)
        second = job.crawl()
        assert second.returncode == 75
        assert "another run is at work" in second.stderr
        assert job.one("SELECT count(*) FROM runs") == 1
        both = job.run("crawlall", "--only", "gazette")
        assert both.returncode == 75
        gazette.hurry.set()
        assert first.finish().returncode == 0
        assert job.crawl().returncode == 0, "the lock is let go of"
    assert list(tmp_path.glob("*.lock")) == []


@pytest.mark.slow
def test_of_two_jobs_started_in_the_same_second_one_runs(tmp_path):
    gazette = Gazette(articles=5, seconds=2)
    with serving(gazette) as address:
        job = Job(tmp_path, address)
        both = [job.start("crawl", "gazette") for _ in range(2)]
        assert sorted(process.finish().returncode for process in both) == [0, 75]
    assert gazette.fetches() == 5


class Case:
    """A way to end: what is wrong with site, database or command, the exit code, and words of its summary."""

    def __init__(self, code, words, *, articles=12, break_site=None, arguments=(), **settings):
        self.code, self.words, self.articles = code, words, articles
        self.break_site, self.arguments, self.settings = break_site, arguments, settings


def all_answer(status, paths="/"):
    def change(gazette):
        for path in [path for path in gazette.pages if path.startswith(paths)]:
            gazette.pages[path] = Answer("no", status)

    return change


def some_fail(gazette):
    for number in range(1, 6):
        gazette.pages[f"/a/{number}"] = Answer("no", 503)


def empty_lists(gazette):
    gazette.pages["/list/1"] = Answer("<html><body><p>We have a new design.</p></body></html>")


CASES = {
    "well": Case(0, "12 new"),
    "every page is a 404": Case(4, "none of 12 pages is an article", break_site=all_answer(404, "/a/")),
    "the site is down": Case(4, "no list could be read", break_site=all_answer(503)),
    "lists without articles": Case(4, "none names an article", break_site=empty_lists),
    "many pages fail": Case(3, "5 of 12 pages failed", break_site=some_fail),
    "the time is up": Case(3, "ended early: closespider_timeout", CLOSESPIDER_TIMEOUT="0.01"),
    "the ledger does not balance": Case(
        6, "does not balance: 12 pages scheduled, 12 without an end",
        SPIDER_MIDDLEWARES='{"reliability.faulty.Swallow": 1}',
    ),
    "a pipeline crashes": Case(
        4, "none of 12 pages is an article", ITEM_PIPELINES='{"reliability.faulty.Crash": 1, "newscrawl.pipelines.store.StorePipeline": 500}'
    ),
    "every write fails": Case(
        5, "the database took nothing more", EXTENSIONS='{"reliability.faulty.BreakStore": 1}'
    ),
    "a component is missing": Case(1, None, EXTENSIONS='{"no.such.Extension": 1}'),
    "an argument is wrong": Case(2, None, arguments=("-a", "max_pages=none")),
    "a setting is wrong": Case(2, None, NEWSCRAWL_REVISIT_DAYS="weekly"),
}  # fmt: skip


QUICK = ("well", "every page is a 404", "many pages fail", "the ledger does not balance", "every write fails")


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=name, marks=() if name in QUICK else pytest.mark.slow) for name, case in CASES.items()],
)
def test_each_way_to_end_has_its_exit_code_and_the_same_numbers_everywhere(case, tmp_path):
    gazette = Gazette(articles=case.articles)
    if case.break_site:
        case.break_site(gazette)
    with serving(gazette) as address:
        job = Job(tmp_path, address)
        finished = job.crawl(*case.arguments, **case.settings)
    assert finished.returncode == case.code, finished.stderr[-3000:]
    if case.words is None:
        return
    assert case.words in finished.stderr
    code, _, counts, why = job.last()
    assert code == case.code
    assert bool(why) == (case.code != 0)
    assert counts["scheduled"] == job.one("SELECT count(*) FROM fetches")
    if case.code not in (5, 6):
        job.assert_balanced()


@pytest.mark.slow
def test_a_pipeline_that_drops_pages_is_on_record_and_no_imbalance(tmp_path):
    with serving(Gazette(articles=12)) as address:
        job = Job(tmp_path, address)
        pipelines = '{"reliability.faulty.DropHalf": 1, "newscrawl.pipelines.store.StorePipeline": 500}'
        finished = job.crawl(ITEM_PIPELINES=pipelines)
    assert finished.returncode == 0, finished.stderr
    assert job.rows("SELECT state, count(*) FROM fetches GROUP BY state") == [("skipped", 6), ("stored", 6)]
    job.assert_balanced()


@pytest.mark.slow
def test_a_clock_that_was_set_back_is_said_and_nothing_runs(tmp_path):
    with serving(Gazette(articles=1)) as address:
        job = Job(tmp_path, address)
        job.crawl()
        subprocess.run(
            [sys.executable, "-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
             " c.execute(\"UPDATE runs SET finished = '2999-01-01 00:00:00.000000'\"); c.commit()", str(job.file)],
            check=True,
        )  # fmt: skip
        finished = job.crawl()
        assert finished.returncode == 2
        assert "the clock says" in finished.stderr
        assert job.crawl(NEWSCRAWL_TRUST_CLOCK="1").returncode == 0


@pytest.mark.slow
def test_a_database_that_another_program_holds_is_waited_for_and_then_given_up(tmp_path):
    import sqlite3

    with serving(Gazette(articles=1)) as address:
        job = Job(tmp_path, address)
        job.crawl()
        holder = sqlite3.connect(job.file, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        process = job.start("crawl", "gazette")
        time.sleep(3)
        holder.execute("ROLLBACK")
        assert process.finish().returncode == 0
        holder.close()


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_exit_code_5_before_any_request(tmp_path):
    gazette = Gazette(articles=1)
    with serving(gazette) as address:
        job = Job(tmp_path, address)
        finished = job.crawl(NEWSCRAWL_DATABASE_URL="sqlite:////proc/articles.db")
    assert finished.returncode == 5
    assert "cannot write" in finished.stderr
    assert "Traceback" not in finished.stderr
    assert gazette.asked.total() == 0
