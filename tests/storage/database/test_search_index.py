"""The index is in step with the articles, by the rules of today, and holds bounded texts."""

import pytest
from samples import NOON, numbered
from searched import COPIED, copy
from sqlalchemy import text

from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database import progress, search_index
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.search_index import (
    INDEX_VERSION,
    MAX_INDEXED_CHARACTERS,
    Indexable,
    bring_up_to_date,
    fold_body,
    index,
    indexed_by,
    is_up_to_date,
    vector_of,
)


@pytest.mark.parametrize(
    ("title", "body", "vector"),
    [
        ("", "", ""),
        ("a", "", "a:1A"),
        ("a b", "b c", "a:1A b:2A,12 c:13"),
        ("", "a a", "a:10,11"),
        ("", " ".join(["a"] * 20_000), "a:" + ",".join(map(str, range(10, 265)))),
    ],
    ids=["nothing", "title", "both", "repeated", "flood"],
)
def test_a_vector_has_the_positions_of_each_term(title, body, vector):
    assert vector_of(title, body) == vector


def test_a_position_is_never_more_than_postgresql_can_tell():
    vector = vector_of("", " ".join(f"t{number}" for number in range(17_000)))
    assert vector.endswith("t16999:16383")


def test_a_body_is_indexed_as_far_as_the_bound():
    assert len(fold_body("a " * MAX_INDEXED_CHARACTERS).split()) == MAX_INDEXED_CHARACTERS // 2
    assert fold_body("") == ""


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


def state(connection):
    queries = (
        "SELECT article_id, site FROM search_entries ORDER BY 1",
        "SELECT article_id, other_id FROM duplicates ORDER BY 1",
    )
    return [connection.execute(text(query)).all() for query in queries]


def test_an_index_of_other_rules_is_made_anew_and_one_of_todays_left_alone(engine):
    with engine.begin() as connection:
        assert is_up_to_date(connection)
        before = state(connection)
        connection.execute(text("UPDATE index_version SET version = 'old'"))
        connection.execute(text("DELETE FROM duplicates"))
        assert (indexed_by(connection), is_up_to_date(connection)) == ("old", False)
    bring_up_to_date(engine)
    with engine.connect() as connection:
        assert indexed_by(connection) == INDEX_VERSION
        assert state(connection) == before
        assert len(before[1]) == 1


def test_indexing_anew_goes_on_where_it_was_interrupted(engine, monkeypatch, caplog):
    with engine.begin() as connection:
        before = state(connection)
        connection.execute(text("UPDATE index_version SET version = 'old'"))
    monkeypatch.setattr(search_index, "_BATCH", 1)
    monkeypatch.setattr(progress, "_LOG_SECONDS", 0.0)
    indexed = []

    def dies_at_the_third(connection, articles):
        if len(indexed) == 2:
            raise InterruptedError
        indexed.extend(one.article_id for one in articles)
        index(connection, articles)

    monkeypatch.setattr(search_index, "index", dies_at_the_third)
    with pytest.raises(InterruptedError):
        bring_up_to_date(engine)
    with engine.connect() as connection:
        assert not is_up_to_date(connection)
        assert [row.article_id for row in state(connection)[0]] == indexed
    monkeypatch.setattr(search_index, "index", index)
    bring_up_to_date(engine)
    with engine.connect() as connection:
        assert is_up_to_date(connection)
        assert state(connection) == before
    assert f"indexing articles anew: 1 of {len(before[0])}" in caplog.text


def test_a_new_version_is_found_by_its_own_words_only(engine):
    with engine.begin() as connection:
        index(connection, [])
        index(connection, [Indexable(2, "sample", NOON, "Ferry", "Batteries alone.")])
        entries, duplicates = state(connection)
        assert (len(entries), duplicates) == (3, [])  # no longer nearly the same as the other
        entry = text("SELECT count(*) FROM search_entries JOIN search_index ON search_index.rowid = search_entries.id"
                     " WHERE search_index MATCH :word")  # fmt: skip
        assert connection.execute(entry, {"word": "batteries"}).scalar() == 1
