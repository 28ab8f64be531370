"""Whatever is changed behind the program's back is found, and what can be made anew is made anew."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from samples import ARTICLE, NOON, PAGE, numbered, rows

from newscrawl.article import Refusal
from newscrawl.errors import StorageFailed
from newscrawl.recrawl import Discovery
from newscrawl.rights.signals import Signal
from newscrawl.storage.crawl.forget import Wanted, forget
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.quarantine import Bounds
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database import check as checking
from newscrawl.storage.database.check import check, require_sound
from newscrawl.storage.database.repair import changed_articles, rebuild

WORDS = " ".join(f"word{number} of the text" for number in range(60))


def change(database, *statements):
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def fill(database):
    """Give every table rows: two near-duplicates, a version, a page, a refusal, a finished run."""
    seconds = count()
    clock = lambda: NOON + timedelta(seconds=next(seconds))  # noqa: E731
    with Store(database, now=clock, keep_refused=Bounds(14, 10**6)) as store:
        store.begin_run("sample", "1")
        said = Signal("header", "tdm-reservation", 1, "tdm-reservation: 1")
        articles = [
            numbered(1, body_text=WORDS, raw=(PAGE,), published=NOON),
            numbered(
                2,
                body_text=f"{WORDS} And an end.",
                tags=("gpu", "gpu", "cpu"),
                confidence=1,
                rights={"tdm": {"reservation": 1}},
                signals=(said,),
            ),
        ]
        refusal = Refusal(url="https://news.example/3", key="sample/3", site="sample", reason="soft 404", raw=(PAGE,))
        found = Discovery("feed", "https://news.example/feed")
        store.schedule([Scheduled(one.key, one.url, "sample", found) for one in (*articles, refusal)])
        store.save_all(articles)
        store.save(replace(articles[0], title="edited", raw=(PAGE,)))
        store.refuse(refusal)
        store.end_run("finished", {})


@pytest.fixture
def filled(prepared, database):
    return prepared(fill, database)


EDITS = [  # what two near-duplicates become; how many pairs are left
    ({"title": "edited"}, {}, 1),
    ({"body_text": WORDS.replace("word7", "word8")}, {}, 1),
    ({"body_text": f"{WORDS} Another end."}, {"body_text": f"Before. {WORDS}"}, 1),
    ({"body_text": WORDS.replace("word", "term").replace("of the", "in some")}, {}, 0),
    ({"body_text": f"{WORDS[: len(WORDS) * 2 // 3]}"}, {"title": "edited"}, 1),
    ({"status": "lossy"}, {"body_text": "short"}, 1),  # worse copies replace nothing
]
TAMPERINGS = [  # what is done, and what is named
    ("UPDATE articles SET body_text = replace(body_text, 'word7', 'word8') WHERE id = 2", "articles 2 (sample/2)"),
    ("UPDATE articles SET title = 'another' WHERE id = 1", "articles 1 (sample/1)"),
    ("UPDATE articles SET published = '2020-01-01 00:00:00' WHERE id = 1", "articles 1 (sample/1)"),
    ("UPDATE articles SET content_hash = 'x'", "articles 1 (sample/1)"),
    ("UPDATE articles SET first_seen = '2020-01-01 00:00:00'", "articles 1 (sample/1)"),
    ("UPDATE articles SET authors = 'no JSON' WHERE id = 1", "articles 1"),
    ("DELETE FROM tags WHERE position = 1", "articles 2 (sample/2)"),
    ("UPDATE changes SET before = 'x'", "checksum differs"),
    ("DELETE FROM articles WHERE id = 2", "pages sample/2 is known as an article, but none is stored"),
    ("UPDATE revisions SET seen = '2020-01-01 00:00:00'", "revisions 1 is not what was stored"),
    ("UPDATE raw_pages SET headers = '[]'", "is not what was stored"),
    ("UPDATE raw_pages SET fetched = '2020-01-01 00:00:00'", "is not what was stored"),
    ("UPDATE raw_bases SET body = zeroblob(40)", "raw_bases 1 cannot be expanded"),
    ("DELETE FROM search_entries WHERE article_id = 2", "articles 2 has no search entry"),
    ("UPDATE search_entries SET site = 'other'", "has another site or day"),
    ("DELETE FROM search_index_docsize", "is not in the search index"),
    ("UPDATE duplicates SET similarity = 0.5", "has not the similarity of its articles"),
    ("UPDATE minhash_signatures SET signature = zeroblob(192) WHERE article_id = 1", "has not the similarity of its"),
    ("DELETE FROM fetches WHERE key = 'sample/3'", "runs 1 has recorded other counts"),
    ("UPDATE fetches SET state = 'failed' WHERE key = 'sample/3'", "runs 1 has recorded other counts"),
    ("UPDATE runs SET counts = replace(counts, '4', '5')", "runs 1 has recorded other counts"),
    ("DELETE FROM pages WHERE key = 'sample/3'", "refusals sample/3 is not among the known pages"),
    ("UPDATE pages SET state = 'stored' WHERE key = 'sample/3'", "pages sample/3 is known as an article"),
    ("UPDATE index_version SET version = '1.1'", "the search index is of version 1.1, not"),
    ("DELETE FROM index_version", "the search index is of version none, not"),
    ("UPDATE raw_pages SET article_id = 3 - article_id", "raw_pages 2 is the page of another article"),
    ("UPDATE raw_pages SET position = 1 WHERE article_id = 2", "articles 2 lacks a page"),
    ("UPDATE raw_pages SET revision_id = 1 WHERE article_id = 2", "belongs to a version of another article"),
    ("DELETE FROM revisions", "articles 1 lacks a version"),
    ("UPDATE rights SET value = '0'", "rights 1 is not what was stored"),
    ("UPDATE articles SET rights = '{}' WHERE id = 2", "articles 2 (sample/2)"),
    ("UPDATE pages SET found_on = 'https://other.example/'", "pages sample/1 is not what was stored"),
    ("UPDATE pages SET url = 'https://other.example/' WHERE key = 'sample/3'", "pages sample/3 is not what was stored"),
    ("UPDATE pages SET reason = 'spam' WHERE key = 'sample/3'", "pages sample/3 ended otherwise"),
    ("UPDATE fetches SET reason = 'spam' WHERE key = 'sample/3'", "pages sample/3 ended otherwise"),
    ("DELETE FROM refusals", "pages sample/3 is refused, but not among the refusals"),
    ("UPDATE runs SET finished = NULL", "runs 1 has ended, but not when"),
    ("INSERT INTO forgotten VALUES ('x')", "forget_salt is empty"),
    ("INSERT INTO duplicates VALUES (1, 1, 0.9)", "has not the similarity of its articles"),
    ("UPDATE runs SET counts = 'no JSON'", "runs: a value cannot be read"),
    ("UPDATE raw_pages SET headers = 'no JSON'", "raw_pages: a value cannot be read"),
    ("UPDATE raw_pages SET charset_evidence = 'x'", "raw_pages: a value cannot be read"),
    ("UPDATE articles SET confidence = 'high' WHERE id = 2", "articles"),
    ("UPDATE refused_pages SET body = x'00'", "refused_pages sample/3 cannot be expanded"),
    ("UPDATE refused_pages SET size = size - 1", "refused_pages sample/3 cannot be expanded"),
    ("UPDATE refused_pages SET key = 'sample/4'", "refused_pages sample/4 is not among the refusals"),
    ("DROP INDEX ix_pages_site_due", "the index ix_pages_site_due is missing"),
    ("DROP TABLE duplicates", "the table duplicates is missing"),
]
DEEP_TAMPERINGS = [
    ("UPDATE articles SET title = 'another', checksum = NULL WHERE id = 1", "articles 1 has lost its checksum"),
    ("UPDATE revisions SET checksum = NULL", "revisions 1 has lost its checksum"),
    ("UPDATE raw_pages SET checksum = NULL WHERE article_id = 2", "raw_pages 2 has lost its checksum"),
    ("UPDATE search_index_docsize SET id = 99 - id", "is not in the search index"),
    ("INSERT INTO search_index (search_index) VALUES ('delete-all')", "is not in the search index"),
    ("DELETE FROM duplicates", "articles 1 and 2 are nearly the same, and not linked"),
    ("DELETE FROM minhash_bands WHERE article_id = 2", "articles 2 has not the MinHash bands of its text"),
    ("DELETE FROM duplicates; DELETE FROM minhash_signatures", "has not the MinHash signature of its text"),
    (
        "UPDATE search_index_data SET block = zeroblob(length(block)) WHERE id > 10",
        "",  # in SQLite's own words
    ),
]


def test_a_sound_database_has_no_faults(filled):
    assert check(filled) == ()
    assert check(filled, deep=True) == ()
    require_sound(filled)


@pytest.mark.parametrize(("first", "second", "pairs"), EDITS)
def test_changed_articles_have_the_similarity_that_a_deep_check_expects(filled, first, second, pairs):
    with Store(filled, now=lambda: NOON) as store:
        store.save_all(
            [
                numbered(1, **({"body_text": WORDS, "published": NOON} | first)),
                numbered(2, **({"body_text": f"{WORDS} And an end."} | second)),
            ]
        )
    assert (len(rows(filled, "SELECT 1 FROM duplicates")), check(filled, deep=True)) == (pairs, ())


@pytest.mark.parametrize(("statement", "fault"), TAMPERINGS)
def test_a_check_names_what_was_changed(filled, statement, fault):
    change(filled, statement)
    assert fault in "\n".join(check(filled))


@pytest.mark.parametrize(("statement", "fault"), DEEP_TAMPERINGS)
def test_a_deep_check_names_what_was_changed(filled, statement, fault):
    change(filled, *statement.split("; "))
    found = check(filled, deep=True)
    assert found
    assert fault in "\n".join(found)


def test_a_changed_body_of_a_page_is_named(filled):
    [(packed,)] = rows(filled, "SELECT body FROM raw_pages WHERE article_id = 1 AND revision_id IS NULL")
    broken = bytearray(packed)
    broken[len(broken) // 2] ^= 0x40
    with closing(sqlite3.connect(filled.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute(
            "UPDATE raw_pages SET body = ? WHERE article_id = 1 AND revision_id IS NULL", (bytes(broken),)
        )
    assert "raw_pages" in "\n".join(check(filled))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM search_entries",
        "DELETE FROM duplicates",
        "DELETE FROM minhash_bands",
        "UPDATE minhash_signatures SET signature = zeroblob(192)",
        "DROP INDEX ix_pages_site_due",
        "DROP TABLE duplicates",
        "INSERT INTO search_index (search_index) VALUES ('delete-all')",
    ],
)
def test_what_is_made_from_articles_is_rebuilt(filled, statement):
    change(filled, statement)
    assert check(filled, deep=True) != ()
    rebuild(filled)
    assert check(filled, deep=True) == ()


def test_what_was_forgotten_is_compared_with_the_receipt(filled):
    forget(filled, Wanted(names=("sample/2",)))
    assert check(filled, deep=True) == ()
    for statement, fault in (
        ("UPDATE forgotten SET hash = 'x' || substr(hash, 2)", "forgotten has other hashes"),
        ("DELETE FROM forgotten", "forgotten has fewer hashes"),
    ):
        change(filled, statement)
        assert fault in "\n".join(check(filled))


def test_older_rows_may_be_without_a_checksum_until_a_repair(filled):
    change(filled, "UPDATE articles SET checksum = NULL", "DELETE FROM checksums_complete")
    assert check(filled, deep=True) == ()
    rebuild(filled)
    change(filled, "UPDATE articles SET checksum = NULL")
    assert "articles 1 has lost its checksum" in check(filled, deep=True)


def test_missing_checksums_are_filled_and_wrong_ones_stay(filled):
    change(filled, *(f"UPDATE {name} SET checksum = NULL" for name in ("articles", "revisions", "raw_pages")))
    assert check(filled) == ()
    rebuild(filled)
    for name in ("articles", "revisions", "raw_pages"):
        assert rows(filled, f"SELECT count(*) FROM {name} WHERE checksum IS NULL") == [(0,)]
    change(filled, "UPDATE articles SET title = 'another' WHERE id = 1")
    rebuild(filled)
    assert changed_articles(filled) == ("sample/1",)


def test_a_changed_article_is_restored_without_a_version_of_the_change(filled):
    change(filled, "UPDATE articles SET body_text = 'nothing' WHERE id = 1")
    with Store(filled) as store:
        store.restore(numbered(1, title="edited", body_text=WORDS, published=NOON))
    assert check(filled, deep=True) == ()
    assert rows(filled, "SELECT count(*) FROM revisions") == [(1,)]


def test_a_damaged_file_is_refused_before_a_crawl(filled):
    path = Path(filled.removeprefix("sqlite:///"))
    content = bytearray(path.read_bytes())
    content[8192:-4096] = bytes(len(content) - 8192 - 4096)
    path.write_bytes(content)
    with pytest.raises(StorageFailed):
        require_sound(filled)


def test_a_look_before_a_crawl_ends_in_time(filled, monkeypatch):
    monkeypatch.setattr(checking, "QUICK_CHECK_SECONDS", -1.0)
    monkeypatch.setattr(checking, "_PROGRESS_STEPS", 1)
    require_sound(filled)


def test_an_article_reads_back_with_its_checksum_whatever_it_holds(tmp_path):
    database = f"sqlite:///{tmp_path}/articles.db"
    with Store(database) as store:
        odd = replace(ARTICLE, title="a\x00b\ud800", published=NOON.replace(tzinfo=None), confidence=0.1 + 0.2)
        store.save(odd)
        store.save(replace(odd, title=None, tags=("b", "a", "b"), field_sources={"z": "meta", "a": "site"}))
    assert check(database) == ()
