"""`scrapy health`, on a site on loopback."""

import re
import sqlite3

import pytest


def write(job, statement):
    connection = sqlite3.connect(job.file)
    with connection:
        connection.execute(statement)
    connection.close()


def test_health_is_0_after_a_good_run_and_1_when_a_site_is_overdue_or_hangs(job, tmp_path):
    job.crawl()
    metrics = tmp_path / "newscrawl.prom"
    well = job.run("health", "--prometheus", str(metrics))
    assert well.returncode == 0, well.stdout
    assert "gazette" in well.stdout
    written = metrics.read_text("utf-8")
    assert 'newscrawl_last_run_exit_code{site="gazette"} 0' in written
    assert 'newscrawl_last_run_pages{site="gazette",state="stored"} 4' in written
    for line in written.splitlines():
        assert re.fullmatch(
            r'# (?:HELP|TYPE) .+|[a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? [0-9.e+-]+', line
        ), line
    write(job, "UPDATE runs SET finished = datetime(finished, '-5 hours')")
    overdue = job.run("health")
    assert overdue.returncode == 1
    assert "! gazette: overdue" in overdue.stdout


@pytest.mark.slow
def test_health_sees_a_run_that_says_nothing(job):
    from newscrawl.storage.database.lock import lock_run

    job.crawl()
    write(job, "UPDATE runs SET finished = NULL, exit_code = NULL, beat = datetime(beat, '-10 minutes')")
    with lock_run(job.url, "gazette"):
        finished = job.run("health")
    assert finished.returncode == 1
    assert "has said nothing for 10 minutes" in finished.stdout


@pytest.mark.slow
def test_health_of_a_database_that_is_not_there_or_none_is_no_success(job):
    assert job.run("health").returncode == 2
    job.file.write_bytes(b"no database" * 500)
    assert job.run("health").returncode != 0
