"""Which sites of a job are due, and how what came of them is reported."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from scrapy.settings import Settings

from newscrawl import settings as defaults
from newscrawl.cli import crawl_sites
from newscrawl.cli.crawl_sites import Visit, chosen_names, due_spiders, is_due, report, site_spiders
from newscrawl.errors import BadArgument
from newscrawl.reports.verdict import Exit
from newscrawl.storage.crawl.runs import Run
from newscrawl.storage.crawl.store import Store

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
RUN = Run(1, "sample", NOW, NOW, NOW, "finished", 0, {"known": 3, "stored": 2}, {}, ())


@pytest.fixture(scope="module")
def settings():
    found = Settings()
    found.setmodule(defaults)
    return found


@pytest.mark.parametrize(
    ("age", "code", "expected"),
    [
        (None, None, True),
        (0 * HOUR, 0, False),
        (1 * HOUR, 0, False),
        (2 * HOUR, 0, True),
        (1.9 * HOUR, 0, True),  # a timer that is a little early skips no turn
        (1 * HOUR, 3, False),  # partial, but done
        (1 * HOUR, 1, True),
        (1 * HOUR, None, True),  # killed
        (-1 * HOUR, 0, True),  # the clock was set back
    ],
)
def test_a_site_is_due_an_interval_after_its_last_good_run_began(age, code, expected):
    runs = [] if age is None else [RUN._replace(started=NOW - age, exit_code=code)]
    assert is_due(runs, 2 * HOUR, NOW) == expected


def test_the_spiders_of_sites_are_those_with_lists(settings):
    spiders = site_spiders(settings)
    assert {"elecfans", "golem"} <= set(spiders)
    assert not {"article", "site"} & set(spiders)
    assert all(spider.site.sources for spider in spiders.values())


@pytest.mark.parametrize(
    ("written", "names"), [(None, set()), ("", set()), (" golem , elecfans,", {"golem", "elecfans"}), ("golem,golem", {"golem"})]
)  # fmt: skip
def test_names_stand_in_a_list_with_commas(settings, written, names):
    assert chosen_names(settings, written) == names


@pytest.mark.parametrize("written", ["golm", "golem,golm", "article", "golem elecfans"])
def test_a_name_that_is_no_sites_is_a_bad_argument(settings, written):
    with pytest.raises(BadArgument, match="no site is called"):
        chosen_names(settings, written)


def test_due_spiders_are_those_without_a_good_run_of_late(settings, tmp_path):
    url = f"sqlite:///{tmp_path}/articles.db"
    Store(url).close()
    mine = settings.copy()
    mine.set("NEWSCRAWL_DATABASE_URL", url, "cmdline")
    due = {spider.name for spider in due_spiders(mine)}
    assert due == set(site_spiders(settings))
    assert {spider.name for spider in due_spiders(mine, exclude="golem")} == due - {"golem"}
    assert [spider.name for spider in due_spiders(mine, only="golem")] == ["golem"]
    assert due_spiders(mine, only="golem", exclude="golem") == []


@pytest.fixture
def told(monkeypatch):
    calls = []
    monkeypatch.setattr(crawl_sites, "tell", lambda run, _url, _environment: calls.append(run))
    return calls


def test_a_job_without_sites_is_well(capsys, told):
    assert report([], "sqlite://") == Exit.WELL
    assert capsys.readouterr().err == "no site is due\n"
    assert told == []


def test_each_run_is_a_line_of_json_and_the_exit_code_is_the_gravest(capsys, told):
    wrong = RUN._replace(spider="other", exit_code=3, why=("drift: less",))
    visits = [
        Visit("sample", None, exit=Exit.WELL, run=RUN),
        Visit("other", None, exit=Exit.PARTIAL, run=wrong),
        Visit("busy", None, exit=Exit.BUSY),
    ]
    assert report(visits, "sqlite://") == crawl_sites.gravest((Exit.WELL, Exit.PARTIAL, Exit.BUSY))
    written = capsys.readouterr()
    assert [json.loads(line)["spider"] for line in written.out.splitlines()] == ["sample", "other"]
    lines = written.err.splitlines()
    assert lines[:-1] == [
        "sample: 3 known, 2 new, 0 changed",
        "other: 3 known, 2 new, 0 changed",
        "  drift: less",
        "busy: not crawled",
    ]
    assert lines[-1].startswith("3 sites: ")
    assert told == [RUN, wrong]


def test_a_site_that_a_signal_left_waiting_counts_as_stopped(capsys, told):
    assert report([Visit("sample", None)], "sqlite://") == Exit.STOPPED
    assert capsys.readouterr().err == "sample: not crawled\n1 sites: 1 stopped\n"


@pytest.mark.parametrize(
    ("exit_code", "stats", "cells"),
    [
        (None, None, ("sample", "waits", "", "", "", "", "")),
        (Exit.BUSY, None, ("sample", "busy", "", "", "", "", "")),
        (None, {"response_received_count": 9, "newscrawl/stored": 2}, ("sample", "crawls", "9", "0", "2", "0", "0")),
        (Exit.WELL, {"newscrawl/refused": 1}, ("sample", "well", "0", "0", "0", "0", "1")),
    ],
)
def test_a_visit_is_a_row_of_the_table(exit_code, stats, cells):
    collected = SimpleNamespace(get_value=(stats or {}).get)
    crawler = None if stats is None else SimpleNamespace(stats=collected, _stats=collected)
    assert Visit("sample", None, crawler=crawler, exit=exit_code).cells() == cells
