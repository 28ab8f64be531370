import pytest
from samples import NOON

from newscrawl.storage.crawl.store import Store


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/articles.db"


@pytest.fixture
def store(database):
    with Store(database, now=lambda: NOON) as store:
        yield store
