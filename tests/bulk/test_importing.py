"""Archives become articles: each record counted once, whatever stops the import and however it is shared."""

from collections import Counter
from itertools import islice

import pytest
from archived import answer, article, members, page, record
from samples import rows

from newscrawl.archives.sources import Source
from newscrawl.bulk.importing import Job, import_archive
from newscrawl.bulk.page_reader import ALL, ReaderConfig, Wanted
from newscrawl.bulk.shards import Shard
from newscrawl.storage.crawl.import_writer import ImportWriter, read_imports

WHOLE = Shard()


def any_site(_url):
    return True


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/articles.db"


@pytest.fixture
def run(tmp_path, database):
    def run(
        records,
        *,
        commits=None,
        jobs=1,
        shard=WHOLE,
        wanted=ALL,
        is_wanted=any_site,
        pack=members,
        again=False,
        purpose=None,
    ):
        path = tmp_path / "pages.warc.gz"
        path.write_bytes(pack(records))
        source = Source(str(path))
        config = ReaderConfig("auto", None, None, wanted, purpose=purpose)
        job = Job(config, jobs, shard, is_wanted, True)
        with ImportWriter(database) as writer:
            state = writer.begin(source.name, source.identity, f"{shard}", again=again)
            if not state.finished:
                for reached in islice(import_archive(source, state, writer, job), commits):
                    state = reached
        return state

    return run


MIXED = [
    record(b"software: x", kind="warcinfo", url=None),
    article(1),
    record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
    article(2),
    article(1),
    record(b"", kind="revisit", url="https://news.example/a/1"),
    record(b"", kind="revisit", url="https://news.example/a/99"),
    record(answer(b"<html><title>Not Found</title><p>gone</p></html>", status=404), url="https://news.example/a/3"),
    record(answer(b"%PDF-1.7" * 99, content_type="application/pdf"), url="https://news.example/b.pdf"),
    record(answer(b"\x89PNG\r\n\x1a\n" * 99), url="https://news.example/b.png"),
    record(answer(page("x")), url=None),
    record(answer(b"<html><body><p>Hi.</p></body></html>"), url="https://news.example/short"),
]
COUNTS = {
    "stored": 2,
    "warcinfo record": 1,
    "request record": 1,
    "duplicate record": 1,
    "revisit": 1,
    "revisit without its original": 1,
    "http 404": 1,
    "not a page": 1,
    "no address": 1,
    "refused: not a page": 1,
}


def test_each_record_is_counted_once_by_what_became_of_it(run, database):
    state = run(MIXED)
    refused = {reason: count for reason, count in state.counts.items() if reason.startswith("refused: ")}
    assert COUNTS.items() <= state.counts.items()
    assert sum(refused.values()) == 2
    assert sum(state.counts.values()) == state.records == len(MIXED)
    assert rows(database, "SELECT key, title FROM articles ORDER BY key") == [
        ("news.example/a/1", "LT1"),
        ("news.example/a/2", "LT2"),
    ]
    assert rows(database, "SELECT url, reason FROM refusals WHERE reason = 'not a page'") == [
        ("https://news.example/b.png", "not a page")
    ]
    [known] = rows(database, "SELECT count(*) FROM pages WHERE state = 'stored' AND due IS NULL")
    assert known == (2,)


def test_an_archive_is_imported_once(run, database):
    first = run(MIXED)
    assert run(MIXED) == first
    again = run(MIXED, again=True)
    assert again.counts["unchanged"] == 2
    assert [one.records for one in read_imports(database)] == [len(MIXED)] * 2


@pytest.mark.parametrize("pack", [members, b"".join], ids=["members", "plain"])
def test_an_import_that_was_stopped_goes_on_where_it_was(run, database, pack):
    records = [article(number % 90) for number in range(150)]
    for _ in range(10):
        state = run(records, commits=1, pack=pack)
    assert state.finished
    assert state.counts == {"stored": 90, "duplicate record": 60}
    assert rows(database, "SELECT count(*), max(beat) IS NOT NULL FROM imports") == [(1, 1)]


def test_shares_of_one_archive_make_the_whole(run, database):
    records = [article(number) if number % 50 == 0 else record(b"", kind="request") for number in range(4500)]
    states = [run(records, shard=Shard(number, 2, by_record=True)) for number in (1, 2)]
    assert sum((Counter(state.counts) for state in states), Counter())["stored"] == 90
    assert all(sum(state.counts.values()) == 4500 for state in states)
    assert rows(database, "SELECT count(*) FROM articles") == [(90,)]


def test_several_processes_store_what_one_does(run, database, tmp_path):
    records = [article(number) for number in range(100)] + MIXED
    one = run(records)
    stored = rows(database, "SELECT key, content_hash FROM articles ORDER BY key")
    (tmp_path / "articles.db").unlink()
    assert run(records, jobs=2).counts == one.counts
    assert rows(database, "SELECT key, content_hash FROM articles ORDER BY key") == stored


def test_an_older_copy_does_not_take_the_place_of_a_newer_one(run, database):
    newer = record(answer(page("New")), url="https://news.example/a/1", WARC_Date="2026-11-21T00:00:00Z")
    older = record(answer(page("Old")), url="https://news.example/a/1", WARC_Date="2020-01-01T00:00:00Z")
    assert run([newer, older]).counts == {"stored": 1, "older copy": 1}
    assert rows(database, "SELECT title FROM articles") == [("New",)]


def test_what_is_not_wanted_is_counted_and_not_stored(run, database):
    state = run(
        [article(1), record(answer(page("x")), url="https://other.example/1")],
        wanted=Wanted(languages=("zh",)),
        is_wanted=lambda url: "news.example" in url,
    )
    assert state.counts == {"other language": 1, "other site": 1}
    assert rows(database, "SELECT count(*) FROM articles") == [(0,)]


def test_a_page_without_its_end_is_stored_as_damaged(run, database):
    run([record(answer(page("LT1")), WARC_Truncated="length")])
    assert rows(database, "SELECT status FROM articles") == [("damaged",)]


ROBOTS = record(
    answer(b"User-agent: *\nContent-Usage: /a/2 train-ai=n\n", content_type="text/plain"),
    url="https://news.example/robots.txt",
)
LOOKUP = record(b"20261120120000\nnews.example. 300 IN A 192.0.2.1\n", kind="response", url="dns:news.example")


def test_rights_are_those_of_the_records(run, database):
    noindex = record(answer(page("LT3"), headers=[("X-Robots-Tag", "noindex")]), url="https://news.example/a/3")
    run([LOOKUP, ROBOTS, article(1), article(2), noindex])
    assert rows(database, "SELECT key, rights FROM articles ORDER BY key") == [
        ("news.example/a/1", "{}"),
        ("news.example/a/2", '{"train-ai": "n"}'),
        ("news.example/a/3", '{"noindex": true}'),
    ]
    assert rows(database, "SELECT place, source FROM rights WHERE place = 'robots.txt'") == [
        ("robots.txt", "Content-Usage: /a/2 train-ai=n")
    ]


def test_an_import_respects_what_a_crawl_would(run, database):
    noarchive = record(answer(page("LT3"), headers=[("X-Robots-Tag", "nosnippet")]), url="https://news.example/a/3")
    counts = run([ROBOTS, article(1), article(2), noarchive], purpose="training").counts
    assert (counts["stored"], counts["refused: reserved"]) == (2, 1)
    assert rows(database, "SELECT detail FROM refusals") == [("train-ai: n (for training)",)]
    assert rows(database, "SELECT count(*) FROM raw_pages") == [(2,)]
    noarchive = record(answer(page("LT4"), headers=[("X-Robots-Tag", "noarchive")]), url="https://news.example/a/4")
    assert run([noarchive], purpose="search").counts["stored"] == 1
    assert rows(database, "SELECT count(*) FROM raw_pages") == [(2,)]
