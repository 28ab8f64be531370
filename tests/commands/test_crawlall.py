"""`scrapy crawlall`, on sites on loopback."""

import json
import sqlite3

import pytest
from reliability.site import Answer


def write(job, statement):
    connection = sqlite3.connect(job.file)
    with connection:
        connection.execute(statement)
    connection.close()


def others(job):
    """All sites but those of the test."""
    listed = job.run("list").stdout.split()
    return ",".join(name for name in listed if name not in ("gazette", "herald", "article", "site"))


def test_crawlall_crawls_what_is_due_and_gives_a_line_of_json_for_each_run(gazette, job):
    excluded = others(job)
    first = job.run("crawlall", "--exclude", excluded, "--parallel", "1")
    assert first.returncode == 0, first.stderr
    runs = [json.loads(line) for line in first.stdout.splitlines()]
    assert [(run["spider"], run["exit_code"], run["counts"]["stored"]) for run in runs] == [
        ("gazette", 0, 4),
        ("herald", 0, 4),
    ]
    assert {run["spider"]: run["counts"] for run in runs} == {
        spider: json.loads(counts) for spider, counts in job.rows("SELECT spider, counts FROM runs")
    }
    assert "gazette: 0 known, 4 new, 0 changed" in first.stderr
    assert "2 sites: 2 well" in first.stderr
    asked = gazette.asked.total()
    second = job.run("crawlall", "--exclude", excluded)
    assert second.returncode == 0
    assert "no site is due" in second.stderr
    assert gazette.asked.total() == asked
    write(job, "UPDATE runs SET started = '2020-01-01 00:00:00.000000' WHERE spider = 'herald'")
    third = job.run("crawlall", "--exclude", excluded)
    assert [json.loads(line)["spider"] for line in third.stdout.splitlines()] == ["herald"]


@pytest.mark.slow
def test_the_gravest_exit_code_is_that_of_crawlall(gazette, job):
    gazette.pages["/list/1"] = Answer("<html><body>new design</body></html>")
    finished = job.run("crawlall", "--only", "gazette,herald")
    assert finished.returncode == 4
    assert finished.stderr.count("none names an article") >= 2
    assert "2 sites: 2 nothing" in finished.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--only", "nosuchsite"), "nosuchsite"),
        (("--exclude", "gazette,nosuchsite"), "nosuchsite"),
        (("--parallel", "0"), "--parallel"),
        (("--parallel", "many"), "--parallel"),
        (("gazette",), "gazette"),
        (("--revisit", "x"), "NEWSCRAWL_REVISIT_DAYS"),
    ],
)
def test_a_wrong_argument_of_crawlall_is_one_line(job, arguments, named):
    finished = job.run("crawlall", *arguments)
    assert finished.returncode == 2
    assert named in finished.stderr
    assert "Traceback" not in finished.stderr
