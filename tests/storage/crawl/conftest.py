import pytest
from ledger_runs import Clock

from newscrawl.storage.crawl.store import Store


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def run(database, clock):
    with Store(database, now=clock) as store:
        store.begin_run("sample", "1")
        yield store
