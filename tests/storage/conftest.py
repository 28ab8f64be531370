import pytest
from samples import NOON

from newscrawl.storage.crawl.store import Store


def make_empty(database):
    Store(database).close()


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/articles.db"


@pytest.fixture
def store(prepared, database):
    with Store(prepared(make_empty, database), now=lambda: NOON) as store:
        yield store
