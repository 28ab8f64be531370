"""The check sees what of the search index and the near-duplicates is not what the articles make it."""

import pytest
from samples import numbered
from searched import COPIED, copy
from sqlalchemy import text

from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.index_check import find_index_faults, find_search_faults


def fill(database):
    with Store(database) as store:
        store.save_all(
            [numbered(1, title="GPU", body_text="Low noise."), copy(11, COPIED), copy(12, f"{COPIED}（完）")]
        )


@pytest.fixture
def engine(tmp_path, prepared):
    opened = open_engine(prepared(fill, f"sqlite:///{tmp_path}/articles.db"))
    yield opened
    opened.dispose()


SEARCH = (
    ("DELETE FROM search_entries WHERE article_id = 1", "articles 1 has no search entry"),
    (
        "UPDATE search_entries SET site = 'x' WHERE article_id = 1",
        "the search entry of articles 1 has another site or day",
    ),
    ("UPDATE duplicates SET similarity = 0.5", "has not the similarity of its articles"),
    ("UPDATE index_version SET version = 'old'", "the search index is of version old, not"),
    ("DELETE FROM index_version", "the search index is of version none, not"),
)
INDEX = (
    ("UPDATE articles SET body_text = 'Batteries alone.' WHERE id = 1", "articles 1 is not found by its own words"),
    ("DELETE FROM minhash_signatures WHERE article_id = 2", "articles 2 has not the MinHash signature of its text"),
    ("DELETE FROM minhash_bands WHERE article_id = 2", "articles 2 has not the MinHash bands of its text"),
    ("DELETE FROM duplicates", "articles 2 and 3 are nearly the same, and not linked"),
)


def test_a_sound_index_has_no_faults(engine):
    with engine.connect() as connection:
        assert [*find_search_faults(connection), *find_index_faults(connection)] == []


@pytest.mark.parametrize(
    ("find", "statement", "fault"),
    [*((find_search_faults, *one) for one in SEARCH), *((find_index_faults, *one) for one in INDEX)],
)
def test_each_fault_is_told(engine, find, statement, fault):
    with engine.begin() as connection:
        connection.execute(text(statement))
        assert [one for one in find(connection) if fault in one]
