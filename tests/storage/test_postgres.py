"""The same store on PostgreSQL: a real server on loopback, from Debian's package postgresql, made and ended here."""

import os
import re
import threading
from dataclasses import replace
from datetime import timedelta
from difflib import unified_diff

import browsed
import pytest
from cpu_time import in_shares
from crawled_runs import save_runs
from forgetting import FORGOTTEN_COLUMNS, FRAME, NOT_FILLED, article, cells_with, fill, row_counts, text
from reader_requests import ask, shut_down
from samples import ARTICLE, NOON, PAGE, numbered
from searched import ARTICLES, COPIED, FOUND, copy

from newscrawl.article import Image, Refusal
from newscrawl.errors import BadArgument, Refused, StorageFailed
from newscrawl.recrawl import Validators
from newscrawl.storage.crawl.boilerplate import decide, list_repeated, read_stripped
from newscrawl.storage.crawl.forget import Wanted, forget
from newscrawl.storage.crawl.known_urls import KnownList
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.refusals import Which, accept_refusals, list_refusals
from newscrawl.storage.crawl.runs import read_runs, write_verdict
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.backup import back_up
from newscrawl.storage.database.check import check
from newscrawl.storage.database.engine import open_engine, postgresql_address
from newscrawl.storage.database.lock import is_running, lock_run, try_lock
from newscrawl.storage.database.raw_store import RawFileWriter, delete_released
from newscrawl.storage.database.repair import rebuild
from newscrawl.storage.database.schema import SCHEMA_VERSION
from newscrawl.storage.database.upgrade import open_database, reading, schema_version
from newscrawl.storage.views.export import export
from newscrawl.storage.views.health import read_health
from newscrawl.storage.views.read import read_pages, read_summary
from newscrawl.storage.views.revisions import read_history
from newscrawl.storage.views.search import search
from newscrawl.storage.views.similar import read_similar
from newscrawl.text.fingerprints import read_paragraph


@pytest.fixture(scope="module")
def template(postgres):
    url = postgres.create("template_of_tests")
    open_database(url).dispose()
    return url.rpartition("/")[2]


@pytest.fixture
def new_database(postgres, request):
    return postgres.create(f"test_{abs(hash(request.node.name))}")


@pytest.fixture
def database(postgres, template, request):
    """A database that has its schema: the server copies it, for making it takes longer than most tests."""
    name = f"test_{abs(hash(request.node.name))}"
    execute(f"{postgres.address}/postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
    return f"{postgres.address}/{name}"


@pytest.fixture
def store(database):
    with Store(database, now=lambda: NOON) as store:
        yield store


def execute(database, statement):
    """Return what a statement finds, read as any other program would."""
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(postgresql_address(database), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


EDITED = replace(ARTICLE, title="国产GPU（更新）", body_text="改动" * 20)


def test_articles_versions_and_pages_are_stored(store, database):
    outcomes = [store.save(one) for one in (ARTICLE, ARTICLE, EDITED, replace(ARTICLE, status="damaged"))]
    assert outcomes == ["stored", "unchanged", "updated", "kept"]
    assert [one.reason for one in read_history(database, ["sample/1"]).versions] == [
        "replaced",
        "current",
        "skipped",
    ]
    [stored] = read_pages(database, site="sample", since=NOON)
    assert stored.pages == (PAGE,)
    assert stored.article == replace(EDITED, tags=("gpu", "芯片"))
    assert check(database) == ()


def test_files_of_pages_stay_while_another_process_writes_them(database, tmp_path):
    def files():
        return [path for path in tmp_path.rglob("*") if path.is_file()]

    raw_store = f"file://{tmp_path}"
    with Store(database, raw_store=raw_store) as store:
        store.save(ARTICLE)
        assert next(read_pages(database)).pages == (PAGE,)
        store.save(replace(EDITED, raw=(replace(PAGE, body=b"edited"),)))
        assert len(files()) == 2
        engine = open_engine(database)
        with engine.begin() as connection:  # a writer of the former page, which has not committed yet
            RawFileWriter(raw_store).write(connection, PAGE.body)
            assert delete_released(engine) == 1
            assert len(files()) == 2
        assert delete_released(engine) == 0
    [path] = files()
    assert next(read_pages(database)).pages[0].body == b"edited"
    assert check(database, deep=True) == ()
    forget(database, Wanted(names=(ARTICLE.key,)))
    assert not path.exists()


def test_a_group_is_stored_whole_but_for_what_cannot_be(store, database):
    broken = numbered(3, images=(Image(None),))
    answers = store.save_all([numbered(1), numbered(2), broken, numbered(1, title="edited")])
    assert isinstance(answers.pop(2), Refused)
    assert answers == ["stored", "stored", "updated"]
    assert execute(database, "SELECT count(*) FROM articles") == [(2,)]


def test_bad_values_are_stored_cleaned_or_refused(store, database):
    bad = numbered(1, title="a\x00b\ud800", published=NOON.replace(year=1), url="'; DROP TABLE articles; --")
    assert store.save(bad) == "stored"
    assert execute(database, "SELECT title, url FROM articles") == [("ab\ufffd", "'; DROP TABLE articles; --")]
    with pytest.raises(Refused, match="not storable"):
        store.save(numbered(2, tags=tuple(f"{os.urandom(40_000).hex()}" for _ in range(2))))  # no index takes it
    assert store.save(numbered(2, body_text="芯片" * (1 << 20))) == "stored"


def test_a_refusal_is_replaced_by_the_newest_of_its_key(store, database):
    refusal = Refusal(url=ARTICLE.url, key=ARTICLE.key, site="sample", reason="soft 404")
    store.refuse(refusal)
    store.refuse(replace(refusal, reason="empty body"))
    assert [one.reason for one in read_summary(database).refusals] == ["empty body"]
    store.save(ARTICLE)
    assert read_summary(database).refusals == ()


def test_a_run_is_recorded(store, database):
    store.begin_run("sample", "0.1")
    store.save(ARTICLE)
    store.end_run("finished", {"newscrawl/stored": 1, "start_time": NOON})
    assert execute(database, "SELECT finish_reason, stats->>'newscrawl/stored' FROM runs") == [("finished", "1")]


def test_two_writers_of_the_same_articles_store_each_once(database):
    Store(database).close()
    answers, failed = [], []

    def write(numbers):
        try:
            with Store(database) as store:
                for start in range(0, len(numbers), 10):
                    answers.extend(store.save_all([numbered(number) for number in numbers[start : start + 10]]))
        except Exception as error:
            failed.append(error)

    writers = [threading.Thread(target=write, args=(order,)) for order in (range(100), range(99, -1, -1))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failed == []
    assert sorted(answers) == ["stored"] * 100 + ["unchanged"] * 100
    assert execute(database, "SELECT count(*) FROM articles") == [(100,)]
    assert execute(database, "SELECT count(*) FROM raw_pages") == [(100,)]


def test_processes_that_open_a_new_database_at_once_make_it_once(new_database):
    failed = []

    def opening():
        try:
            open_database(new_database).dispose()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=opening) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert schema_version(new_database) == SCHEMA_VERSION


# What steps 0010 and 0013 to 0017 add.
UNDO_TO_9 = (
    "DROP TABLE imports, rights, well_known_files, forget_salt, forgotten, removals, refused_pages",
    "ALTER TABLE articles DROP rights, DROP published_day, DROP published_precision",
    "ALTER TABLE pages DROP found_by, DROP found_on, DROP checksum",
    "ALTER TABLE raw_pages DROP store_id, DROP file_hash",
    "DROP TABLE raw_stores, released_raw_files, checksums_complete",
)


def test_an_older_schema_is_upgraded(database):
    open_database(database).dispose()
    for statement in (
        *UNDO_TO_9,
        "DROP TABLE raw_pages, raw_bases, revisions, pages, lists, fetches",
        "DROP TABLE boilerplate, paragraphs",
        "DROP TABLE search_index, search_entries, minhash_signatures, minhash_bands, duplicates, index_version",
        "ALTER TABLE runs DROP beat, DROP exit_code, DROP counts, DROP measures, DROP why",
        "ALTER TABLE refusals DROP accepted",
        "ALTER TABLE articles DROP confidence, DROP checksum",
        "UPDATE alembic_version SET version_num = '0001'",
    ):
        execute(database, statement)
    with Store(database) as store:
        assert [store.save(ARTICLE), store.save(EDITED)] == ["stored", "updated"]
    assert schema_version(database) == SCHEMA_VERSION


def test_names_that_changed_change_in_what_is_stored(database):
    with Store(database) as store:
        store.begin_run("sample", "1")
        store.schedule([Scheduled(ARTICLE.key, ARTICLE.url, "sample")])
        store.save(ARTICLE)
        store.save(replace(ARTICLE, status="damaged"))
        store.end_run("finished", {"newscrawl/scheduled": 1})
    for statement in (
        *UNDO_TO_9,
        "ALTER TABLE fetches RENAME COLUMN scheduled TO taken",
        "ALTER TABLE boilerplate RENAME COLUMN alphanumerics TO letters",
        "ALTER TABLE minhash_signatures RENAME TO fingerprints",
        "ALTER TABLE minhash_bands RENAME TO bands",
        "ALTER TABLE fingerprints RENAME CONSTRAINT pk_minhash_signatures TO pk_fingerprints",
        "ALTER TABLE fingerprints RENAME CONSTRAINT fk_minhash_signatures_article_id TO fk_fingerprints_article_id",
        "ALTER TABLE bands RENAME CONSTRAINT pk_minhash_bands TO pk_bands",
        "UPDATE revisions SET reason = 'passed over'",
        "UPDATE runs SET counts = '{\"taken\": 1}', stats = '{\"newscrawl/taken\": 1}'",
        *(f"ALTER TABLE {name} DROP checksum" for name in ("articles", "revisions", "raw_pages")),
        "UPDATE alembic_version SET version_num = '0006'",
    ):
        execute(database, statement)
    with Store(database) as store:
        assert store.save(ARTICLE) == "unchanged"
    assert schema_version(database) == SCHEMA_VERSION
    assert execute(database, "SELECT reason FROM revisions") == [("skipped",)]
    assert execute(database, "SELECT counts, stats FROM runs") == [({"scheduled": 1}, {"newscrawl/scheduled": 1})]


def test_a_newer_database_is_refused(database):
    open_database(database).dispose()
    execute(database, "UPDATE alembic_version SET version_num = '9000'")
    with pytest.raises(BadArgument, match="schema 9000"):
        open_database(database)


def test_commits_are_durable_and_nothing_waits_for_ever(store, database):
    engine = open_engine(database)
    with engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"SHOW {name}").scalar()
            for name in ("synchronous_commit", "statement_timeout", "lock_timeout")
        ]
    engine.dispose()
    assert found == ["on", "30s", "30s"]


def test_a_reader_cannot_write(store, database):
    with (
        pytest.raises(StorageFailed, match="read-only transaction"),
        reading(database) as engine,
        engine.connect() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM articles")


def test_a_lock_is_held_by_one_and_freed_at_the_end(database):
    with (
        try_lock(database, "elecfans") as first,
        try_lock(database, "elecfans") as second,
        try_lock(database, "ofweek") as other,
    ):
        assert (first, second, other) == (True, False, True)
    with try_lock(database, "elecfans") as again:
        assert again


def test_a_server_that_went_away_ends_the_crawl(database):
    store = Store(database)
    store.save(ARTICLE)
    execute(
        database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    with pytest.raises(StorageFailed):
        store.save(EDITED)
    store.close()


def test_a_server_that_is_not_there_ends_the_crawl_and_its_password_is_not_shown():
    pytest.importorskip("psycopg", reason="PostgreSQL is NOT tested: pip install 'newscrawl[postgres]'")
    with pytest.raises(StorageFailed) as caught:
        Store("postgresql+psycopg://crawler:hush@127.0.0.1:1/articles")
    assert "hush" not in str(caught.value)


def test_postgresql_is_backed_up_by_its_own_program(database, tmp_path):
    with pytest.raises(BadArgument, match="pg_dump"):
        back_up(database, tmp_path / "copy")


@pytest.mark.parametrize(("query", "found"), FOUND)
def test_search_finds_the_same(store, database, query, found):
    store.save_all(ARTICLES)
    assert {int(hit.key.removeprefix("sample/")) for hit in search(database, query)} == found


def test_search_is_narrowed_ranked_and_follows_changes(store, database):
    store.save_all(ARTICLES)
    long = "别的内容。" * 50
    store.save_all([numbered(8, title="别的", body_text=f"{long}碳化硅"), numbered(9, title="碳化硅", body_text=long)])
    assert [hit.key for hit in search(database, "碳化硅")] == ["sample/9", "sample/8"]
    assert [hit.key for hit in search(database, "产", site="two", since=NOON)] == ["sample/2"]
    store.replace(replace(ARTICLES[0], body_text="金刚石", title=None, body_html="2"))
    assert [hit.key for hit in search(database, "金刚石")] == ["sample/1"]
    assert search(database, "量产") == []


@in_shares
@pytest.mark.parametrize(
    "token",
    # In each run only what has the longest forms and the most words: SQLite is given all of them by another test.
    [
        "芯片上",
        "ﷺ",
        *(pytest.param(token, marks=pytest.mark.slow) for token in ("a b ", "x" * 90, "1a", "𠀀𠀁𠀂", "'\\:")),
    ],
)
def test_endless_texts_are_indexed(store, database, token, share):
    assert (
        store.save(numbered(1, title="长", body_text="开头 " + token * int(500_000 // len(token) * share))) == "stored"
    )
    assert len(search(database, "开头 长")) == 1


READER_PATHS = (
    "/", "/?q=noise", "/?q=%E5%8D%8A%E5%AF%BC%E4%BD%93", "/?tag=rf", "/?language=en&status=ok", "/?site=two", "/?day=2026-11-20",
    "/article/3", "/inspect/3", "/inspect/a/9", "/stories", "/edits", "/edits?all=1", "/refused", "/refused?site=a", "/runs",
    "/runs/latest", "/runs/2", "/sites", "/sites/sample", "/feed.json", "/feed.json?q=noise", "/feed.atom",
)  # fmt: skip


def test_the_reader_shows_the_same(database, tmp_path):
    pytest.importorskip("starlette", reason="The reader is NOT tested on PostgreSQL: pip install 'newscrawl[browse]'")
    from newscrawl.browse.app import reader_app

    shown = []
    for url in (database, f"sqlite:///{tmp_path}/articles.db"):
        browsed.fill(url)
        save_runs(url)
        app = reader_app(url, 8001)
        pages = [ask(app, path) for path in READER_PATHS]
        shut_down(app)
        assert [path for path, page in zip(READER_PATHS, pages, strict=True) if page.status != 200] == []
        # Nonces are new for each answer, and only SQLite has raw tables.
        texts = [
            re.sub(r'nonce=(?:"|&#34;)[\w-]*|nonce-[\w-]+|<li><a href="/data">Tables</a></li>\n', "", page.text)
            for page in pages
        ]
        shown.append(dict(zip(READER_PATHS, texts, strict=True)))
    for path in READER_PATHS:
        assert list(unified_diff(shown[1][path].splitlines(), shown[0][path].splitlines(), n=0)) == [], path


def test_near_duplicates_and_exports_are_the_same(store, database, tmp_path):
    store.save_all([copy(1, COPIED, hours=1), copy(2, f"{COPIED}（完）"), copy(3, f"转载：{COPIED}", hours=2)])
    assert [one.key for one in read_similar(database, ("1",)).copies] == ["sample/2", "sample/1", "sample/3"]
    assert export(database, "jsonl", tmp_path / "a.jsonl", query="无线模块", since=NOON) == 3
    assert export(database, "rss", tmp_path / "a.xml", site="nowhere") == 0


NOTICE = read_paragraph("Acme Media keeps all rights; reprints need our written consent.")


def said(number):
    own = read_paragraph(f"{'abcdefghij'[number % 10]}{'klmnopqrst'[number // 10]} is all that is new")
    return numbered(number, paragraphs=(own, NOTICE))


def test_what_a_site_repeats_is_counted_by_all_who_write(database):
    Store(database).close()
    failed = []

    def write(numbers):
        try:
            with Store(database) as store:
                for number in numbers:
                    store.save_all([said(number), said(number + 1)])
        except Exception as error:
            failed.append(error)

    writers = [threading.Thread(target=write, args=(range(start, 60, 4),)) for start in (0, 2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failed == []
    assert execute(database, "SELECT max(number), count(*) FROM paragraphs") == [(60, 60)]
    [repeated] = [one for one in list_repeated(database, "sample") if one.fingerprint == NOTICE.fingerprint]
    assert (repeated.state, repeated.articles) == ("stripped", 60)
    assert NOTICE.fingerprint in read_stripped(database, "sample")
    assert decide(database, [NOTICE.fingerprint], "kept") == 1
    with Store(database) as store:
        assert NOTICE.fingerprint not in store.stripped("sample")


def test_a_run_keeps_its_ledger_and_the_next_one_knows(database):
    with Store(database, now=lambda: NOON) as store:
        store.begin_run("sample", "1")
        store.schedule(
            [Scheduled(ARTICLE.key, ARTICLE.url, "sample"), Scheduled("sample/2", PAGE.url + "?2", "sample")]
        )
        store.save(ARTICLE)
        store.known_urls.remember_lists("sample", [KnownList(PAGE.url, Validators('"x"'), 10)], NOON)
        store.beat()
    with Store(database, now=lambda: NOON) as store:
        assert store.begin_run("sample", "1") == 1
        assert store.known_urls.known([ARTICLE.key, "sample/2", "sample/3"]) == {ARTICLE.key, "sample/2"}
        assert [one.key for one in store.known_urls.due("sample", NOON, 10)] == ["sample/2"]
        assert store.known_urls.lists("sample")[PAGE.url].max_pages == 10
        store.schedule([Scheduled("sample/2", PAGE.url + "?2", "sample")])
        store.refuse(Refusal(url=PAGE.url + "?2", key="sample/2", site="sample", reason="soft 404"))
        counts = store.end_run("finished", {}, {"known": 1}, lambda _: {"articles": 0})
        assert counts == {"scheduled": 1, "refused": 1, "unbalanced": 0}
        write_verdict(database, store.run_id, 0, (), {"articles": 0})
    assert [run.counts.get("known") for run in read_runs(database, "sample")] == [1, None]
    assert len(accept_refusals(database, Which(site="sample"))) == 1
    assert list_refusals(database, Which()) == ()
    health = read_health(database, NOON, timedelta(hours=2))
    assert health.free is None


def test_one_run_at_a_time_holds_the_lock_of_its_site(database):
    with lock_run(database, "elecfans") as first, lock_run(database, "elecfans") as second:
        assert (first, second) == (True, False)
        assert is_running(database, "elecfans")
        assert not is_running(database, "golem")


def test_a_check_compares_everything_here_too(store, database):
    words = " ".join(f"word{number} of the text" for number in range(60))
    store.save_all([numbered(1, body_text=words), numbered(2, body_text=f"{words} The end.", confidence=1)])
    store.save(numbered(1, body_text=words, title="edited"))
    assert check(database, deep=True) == ()
    execute(database, "UPDATE search_index SET vector = CAST('other' AS tsvector)")
    assert "articles 1 is not found by its own words" in check(database, deep=True)
    execute(database, "DROP INDEX ix_pages_site_due")
    execute(database, "DELETE FROM minhash_bands")
    rebuild(database)
    assert check(database, deep=True) == ()
    execute(database, "UPDATE articles SET title = 'another' WHERE id = 2")
    assert check(database) == ("articles 2 (sample/2) is not what was stored: its checksum differs",)


def test_nothing_of_a_forgotten_article_is_left(database):
    fill(database)
    assert all(count for table, count in row_counts(database).items() if table in FORGOTTEN_COLUMNS.keys() - NOT_FILLED)
    wanted = ("e.example/zyxquartz", "https://e.example/zyxcopy", "e.example/zyxquartz-refused")
    receipt = forget(database, Wanted(names=wanted))
    assert (receipt.articles, receipt.pages) == (2, 1)
    assert "PostgreSQL keeps deleted rows in its files and its log for a while: run VACUUM FULL" in receipt.warnings
    assert cells_with(database, "zyx") == set()
    assert row_counts(database)["articles"] == row_counts(database)["minhash_signatures"] == 2
    assert execute(database, "SELECT count(*) FROM search_index") == [(2,)]
    assert search(database, "zyxquartz") == []
    assert {found.key for found in search(database, "microvolt")} == {"e.example/plainword", "e.example/otherword"}
    assert [[page.body for page in stored.pages] for stored in read_pages(database)] == [
        [(FRAME + text(word)).encode()] for word in ("plainword", "otherword")
    ]
    assert check(database, deep=True) == ()
    with Store(database) as store:
        store.begin_run("sample", "1")
        assert isinstance(store.save_all([article("zyxquartz")])[0], Refused)
        assert store.known_urls.known(["e.example/zyxcopy", "e.example/new"]) == {"e.example/zyxcopy"}


def test_a_whole_site_is_forgotten(database):
    fill(database)
    assert forget(database, Wanted(site="e.example")).articles == 4
    counts = row_counts(database)
    assert {table for table in FORGOTTEN_COLUMNS if counts[table]} <= {"fetches", "pages"}  # their blank lines
    assert cells_with(database, "e.example") == set()
