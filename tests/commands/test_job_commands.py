"""`scrapy crawlall`, `refused` and `health`, on a site on loopback."""

import json
import re
import sqlite3

import pytest
from reliability.site import SPIDER, Answer, Gazette, Job, article, serving

from newscrawl.cli.table import layout


@pytest.fixture
def gazette():
    return Gazette(articles=4)


@pytest.fixture
def job(gazette, tmp_path):
    spider = SPIDER + SPIDER.replace("Gazette", "Herald").replace("gazette", "herald").partition("\n\n\n")[2]
    with serving(gazette) as address:
        yield Job(tmp_path, address, spider)


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


def test_refused_pages_are_listed_tried_again_or_accepted(gazette, job):
    gazette.pages["/a/1"] = Answer("gone", 404)
    gazette.pages["/a/2"] = Answer("later", 503)
    job.crawl()
    listed = job.run("refused", "list").stdout
    assert "gazette: http 404 (1)" in listed
    assert "gazette: http 503 (1)" in listed
    assert "2 refused pages" in listed
    assert "1 refusals accepted" in job.run("refused", "accept", "gazette/1").stdout
    assert "http 404" not in job.run("refused", "list").stdout
    assert "accepted" in job.run("refused", "list", "--all").stdout
    assert "1 pages are due" in job.run("refused", "retry", "--reason", "http 503").stdout
    gazette.pages["/a/1"] = Answer(article(1))
    gazette.pages["/a/2"] = Answer(article(2))
    gazette.asked.clear()
    job.crawl()
    assert (gazette.asked["/a/1"], gazette.asked["/a/2"]) == (0, 1)
    assert job.run("refused", "list").stdout == "0 refused pages\n"


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [(), ("retry",), ("accept",), ("forget",)])
def test_refused_decides_on_nothing_that_nobody_named(job, arguments):
    job.crawl("-a", "max_articles=1")
    finished = job.run("refused", *arguments)
    assert finished.returncode == 2
    assert "Traceback" not in finished.stderr


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


@pytest.mark.slow
def test_a_redesign_is_an_alarm_with_a_suggestion_and_a_webhook(gazette, job, tmp_path):
    """Eight good runs, then a new layout: exit code 3, why, a selector that would do; nothing is applied."""
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    told = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {"NEWSCRAWL_WEBHOOK": f"http://127.0.0.1:{server.server_port}/"}
    gazette.publish(4)
    job.crawl()
    for _ in range(6):
        write(job, "INSERT INTO runs (spider, version, started, finished, finish_reason, exit_code, counts, measures, why)"
                   " SELECT spider, version, started, finished, finish_reason, exit_code, counts, measures, why FROM runs WHERE id = 1")  # fmt: skip
    gazette.publish(12)
    for number in range(9, 21):
        page = (
            article(number).replace('class="text"', 'class="story-body"').replace('class="title"', 'class="head-line"')
        )
        gazette.pages[f"/a/{number}"] = Answer(page)
    finished = job.run("crawl", "gazette", environment=environment)
    server.shutdown()
    server.server_close()
    code, _, _, why = job.last()
    assert code == 3, finished.stderr
    assert any("drift: the declared body is not found on 100% of articles, usually 0%" in one for one in why), why
    assert any("div.story-body" in one for one in why), why
    assert any("h1.head-line" in one for one in why), why
    assert [one["spider"] for one in told] == ["gazette"]
    assert told[0]["why"] == why


def test_a_table_has_equal_columns():
    assert layout([("site", "new"), ("电子", "1")]) == ["site  new", "电子      1"]
