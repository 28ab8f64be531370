from datetime import UTC, datetime, timedelta

import pytest

pytest.importorskip("pgqueuer", reason="the cluster is NOT tested: pip install 'newscrawl[cluster]'")

from scrapy.settings import Settings

import newscrawl.settings
from newscrawl.cluster.plan import MAX_PRIORITY, plan_runs
from newscrawl.storage.crawl.runs import write_verdict
from newscrawl.storage.crawl.store import Store

SITES = ("golem", "heise", "hackaday", "phoronix", "mydrivers")


def run(database, site, hours, exit_code, stored, *, minutes=0):
    # Now is when the test runs: while a long suite gets to it, what was just now when it was imported becomes due.
    took = timedelta()
    with Store(database, now=lambda: datetime.now(UTC) - timedelta(hours=hours) + took) as store:
        store.begin_run(site, "1")
        took = timedelta(minutes=minutes)
        store.end_run("finished", {}, {"stored": stored})
        write_verdict(database, store.run_id, exit_code, (), {})


@pytest.fixture
def settings(tmp_path):
    settings = Settings()
    settings.setmodule(newscrawl.settings)
    settings.setdict({"NEWSCRAWL_DATABASE_URL": f"sqlite:///{tmp_path}/articles.db", "NEWSCRAWL_INTERVAL_HOURS": 24})
    return settings


def test_of_equally_productive_sites_the_one_that_takes_longest_comes_first(settings):
    database = settings["NEWSCRAWL_DATABASE_URL"]
    for site, minutes in (("golem", 1), ("heise", 9), ("hackaday", 4)):
        run(database, site, 26, 0, 3, minutes=minutes)
    run(database, "phoronix", 26, 0, 4)
    assert [one.site for one in plan_runs(settings, SITES)] == ["mydrivers", "phoronix", "heise", "hackaday", "golem"]


def test_due_sites_are_planned_the_most_productive_first(settings):
    database = settings["NEWSCRAWL_DATABASE_URL"]
    run(database, "golem", 30, 0, 4)
    run(database, "golem", 26, 0, 6)
    run(database, "heise", 26, 3, 50)
    run(database, "hackaday", 0.1, 0, 9)  # was run just now
    run(database, "phoronix", 0.1, 4, 0)  # found nothing, just now
    assert [(one.site, one.priority) for one in plan_runs(settings, SITES)] == [
        ("mydrivers", MAX_PRIORITY),  # never yet
        ("heise", 50),
        ("golem", 5),
    ]
