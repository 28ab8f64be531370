import pytest
from samples import numbered, rows

from newscrawl.article import Refusal
from newscrawl.storage.crawl.import_writer import ImportWriter, read_imports
from newscrawl.storage.crawl.store import Store

LONG_URL = "https://www.sample.example/" + "x" * 3000


@pytest.fixture
def writer(database):
    with ImportWriter(database) as writer:
        yield writer


def test_articles_and_the_number_of_records_are_committed_together(writer, database):
    state = writer.begin("a.warc", "1" * 64, "")
    state = writer.commit(state, 3, [numbered(1), numbered(2)], {"request record": 1})
    state = writer.commit(state, 5, [numbered(1), numbered(3)], {})
    assert (state.records, state.counts) == (5, {"request record": 1, "stored": 3, "unchanged": 1})
    assert writer.begin("elsewhere/a.warc", "1" * 64, "") == state
    assert writer.finish(state).finished
    assert [one.counts for one in read_imports(database)] == [state.counts]


def test_other_options_or_no_identity_make_another_import(writer):
    first = writer.begin("a.warc", "1" * 64, "")
    assert writer.begin("a.warc", "1" * 64, "site=x").id != first.id
    assert writer.begin("a.warc", "1" * 64, "", again=True).id != first.id
    assert writer.begin("-", None, "").id != writer.begin("-", None, "").id


def test_what_cannot_be_stored_is_counted_and_keeps_nothing_else_from_it(writer, database):
    state = writer.begin("a.warc", None, "")
    state = writer.commit(state, 3, [numbered(1), numbered(2, url=LONG_URL), numbered(3, comments_removed=None)], {})
    assert state.counts == {"stored": 1, "refused: not storable": 2}
    assert rows(database, "SELECT key FROM articles") == [("sample/1",)]


def test_the_last_refusal_of_a_key_is_kept(writer, database):
    refusals = [
        Refusal(url="https://a.example/1", key="a/1", site="a", reason=reason) for reason in ("spam", "paywall")
    ]
    writer.commit(writer.begin("a.warc", None, ""), 2, refusals, {})
    assert rows(database, "SELECT key, reason FROM refusals") == [("a/1", "paywall")]


def test_crawls_know_imported_articles_and_keep_what_they_knew(writer, database):
    with Store(database) as store:
        store.begin_run("sample", "1")
        store.save(numbered(1))
    before = rows(database, "SELECT * FROM pages")
    writer.commit(writer.begin("a.warc", None, ""), 2, [numbered(1), numbered(2)], {})
    assert before[0] in rows(database, "SELECT * FROM pages")
    assert rows(database, "SELECT key, state, due FROM pages WHERE key = 'sample/2'") == [("sample/2", "stored", None)]
