"""The figures of a run are the same in terminal, JSON, HTML and database."""

import json
import re

import pytest
import scrapy_command
from crawled_runs import WHY, save_runs
from samples import rows

from newscrawl.reports.figures import lines_of, run_figures
from newscrawl.storage.database.read_only import ReadOnlyDatabase


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('runs')}/articles.db"
    return url, save_runs(url)


def test_terminal_json_html_and_database_say_the_same(crawled):
    pytest.importorskip("jinja2", reason="The HTML report is NOT tested: pip install 'newscrawl[browse]'")
    from newscrawl.browse.report_file import report_file

    url, (_, number, _) = crawled
    figures = run_figures(ReadOnlyDatabase(url), number)
    [(counts, exit_code)] = rows(url, f"SELECT counts, exit_code FROM runs WHERE id = {number}")
    stored = json.loads(counts)
    plain = json.loads(json.dumps(figures.to_dict()))
    text = "\n".join(lines_of(figures))
    html = report_file(figures)
    assert plain["exit_code"] == exit_code == 3
    assert plain["pages"]["known"] == stored["known"] == 5
    assert plain["pages"]["not modified (304)"] == stored["unchanged"] == 3
    for kind in ("pages", "repaired", "stripped", "charsets", "robots"):
        assert plain[kind]
        for name, count in plain[kind].items():
            assert f"{count} {name}" in text
            assert re.search(rf'<th scope="row">{re.escape(name)}</th><td class="n">{count}</td>', html)
    assert WHY in text
    assert WHY in html
    assert "requests: 12, bytes: 34567" in text
    assert "12, 34,567 bytes" in html
    [host] = plain["hosts"]
    assert host == {"host": "a.example", "requests": 11, "bytes": 33033, "max_per_minute": 6}
    assert "a.example: 11 requests, 33033 bytes, at most 6 in a minute" in text
    assert '>a.example</th><td class="n">11</td><td class="n">33,033</td><td class="n">6</td>' in html
    assert plain["coverage"] == {"title": [1.0, 0.0]}
    assert "title 0%" in text


def test_a_report_is_one_small_file_that_loads_and_runs_nothing(crawled):
    pytest.importorskip("jinja2")
    from newscrawl.browse.report_file import report_file

    url, (_, number, _) = crawled
    html = report_file(run_figures(ReadOnlyDatabase(url), number))
    assert len(html.encode()) < 500_000
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?!data:,|https://a\.example/)', html)


def test_a_run_that_crashed_has_figures(crawled):
    url, (*_, crashed) = crawled
    figures = run_figures(ReadOnlyDatabase(url), None)
    assert figures.run.id == crashed
    assert figures.to_dict()["verdict"] == "crashed or running"
    assert "not ended" in "\n".join(lines_of(figures))


def test_no_run_has_no_figures(crawled):
    assert run_figures(ReadOnlyDatabase(crawled[0]), 999) is None


def test_the_command_reports(crawled, tmp_path):
    pytest.importorskip("jinja2", reason="The HTML report is NOT tested: pip install 'newscrawl[browse]'")
    url, (_, number, _) = crawled
    setting = ("-s", f"NEWSCRAWL_DATABASE_URL={url}")
    finished = scrapy_command.run("report", str(number), "--json", "-o", f"{tmp_path}/report.html", *setting)
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout.splitlines()[-1])["run"] == number
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")
    assert scrapy_command.run("report", "999", *setting).returncode == 1
    assert scrapy_command.run("report", "yesterday", *setting).returncode == 2


def test_a_run_without_a_recorded_verdict_is_judged_by_its_counts():
    from samples import NOON

    from newscrawl.reports.figures import judged, verdict_of
    from newscrawl.storage.crawl.runs import Run

    bad = Run(1, "sample", NOON, NOON, None, "finished", None, {"lists": 0, "lists-failed": 2}, {}, ())
    good = bad._replace(counts={"lists": 1, "scheduled": 3, "stored": 3})
    assert "no list could be read" in judged(bad).why[0]
    assert (verdict_of(judged(bad)), verdict_of(judged(good))) == ("needs a look", "good")
    crashed = bad._replace(finished=None)
    assert judged(crashed) is crashed
