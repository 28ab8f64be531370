from datetime import UTC, datetime, timedelta

import pytest

pytest.importorskip("pgqueuer", reason="the cluster is NOT tested: pip install 'newscrawl[cluster]'")

from scrapy.settings import Settings

import newscrawl.settings
from newscrawl.cluster.plan import MAX_PRIORITY, plan_runs
from newscrawl.storage.crawl.runs import write_verdict
from newscrawl.storage.crawl.store import Store

SITES = ("golem", "heise", "hackaday", "phoronix", "mydrivers")


def run(database, site, hours, exit_code, stored):
    # Now is when the test runs: while a long suite gets to it, what was just now when it was imported becomes due.
    with Store(database, now=lambda: datetime.now(UTC) - timedelta(hours=hours)) as store:
        store.begin_run(site, "1")
        store.end_run("finished", {}, {"stored": stored})
        write_verdict(database, store.run_id, exit_code, (), {})


def test_due_sites_are_planned_the_most_productive_first(tmp_path):
    database = f"sqlite:///{tmp_path}/articles.db"
    run(database, "golem", 30, 0, 4)
    run(database, "golem", 26, 0, 6)
    run(database, "heise", 26, 3, 50)
    run(database, "hackaday", 0.1, 0, 9)  # was run just now
    run(database, "phoronix", 0.1, 4, 0)  # found nothing, just now
    settings = Settings()
    settings.setmodule(newscrawl.settings)
    settings.setdict({"NEWSCRAWL_DATABASE_URL": database, "NEWSCRAWL_INTERVAL_HOURS": 24})
    assert [(one.site, one.priority) for one in plan_runs(settings, SITES)] == [
        ("mydrivers", MAX_PRIORITY),  # never yet
        ("heise", 50),
        ("golem", 5),
    ]
