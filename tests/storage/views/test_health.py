"""What a monitor is told: sites that are overdue or hang, a full disk, a database that cannot be read."""

import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from crawled_runs import save_runs
from samples import NOON

from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.storage.database.lock import lock_run
from newscrawl.storage.views.health import GIVEN_UP_AFTER, MIN_FREE_BYTES, read_health

HOUR = timedelta(hours=1)
# The last good run of the sample ended a day after noon; a day later one began that never ended.
LAST_GOOD, LAST = NOON + timedelta(days=1), NOON + timedelta(days=2)


@pytest.fixture(autouse=True)
def _disk(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=MIN_FREE_BYTES))


@pytest.fixture
def database(tmp_path, prepared):
    return prepared(save_runs, f"sqlite:///{tmp_path}/articles.db")


@pytest.mark.parametrize(
    ("now", "interval", "faults"),
    [
        (LAST, 12 * HOUR, ()),
        (LAST, 11 * HOUR, ("sample: overdue, the last good run ended 1440 minutes ago",)),
    ],
)
def test_a_site_is_overdue_after_two_intervals_without_a_good_run(database, now, interval, faults):
    health = read_health(database, now, interval)
    assert health.faults == faults
    [site] = health.sites
    assert (site.name, site.last.id, site.last_good.id, site.is_running) == ("sample", 3, 2, False)
    assert site.last_good.finished == LAST_GOOD


def test_a_run_that_holds_its_lock_and_says_nothing_hangs(database):
    with lock_run(database, "sample") as alone:
        assert alone
        for minutes, count in ((5, 0), (6, 1)):
            faults = read_health(database, LAST + timedelta(minutes=minutes), 1000 * HOUR).faults
            assert sum("has said nothing for 6 minutes" in fault for fault in faults) == count
    assert read_health(database, LAST + HOUR, 1000 * HOUR).faults == ()


def test_a_site_without_a_run_for_a_month_is_given_up(database):
    health = read_health(database, LAST + GIVEN_UP_AFTER, 1000 * HOUR)
    assert (health.sites, health.faults) == ((), ("no site was ever crawled, or none for a month",))


def test_a_disk_that_is_nearly_full_is_a_fault(database, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=MIN_FREE_BYTES - 1))
    health = read_health(database, LAST, 1000 * HOUR)
    assert (health.free, health.faults) == (MIN_FREE_BYTES - 1, ("only 511 MiB are free on the disk of the database",))


def test_a_file_that_is_no_database_is_no_success(tmp_path):
    (tmp_path / "articles.db").write_bytes(b"no database" * 500)
    try:
        faults = read_health(f"sqlite:///{tmp_path}/articles.db", LAST, HOUR).faults
    except (BadArgument, StorageFailed) as error:
        faults = (str(error),)
    assert faults
