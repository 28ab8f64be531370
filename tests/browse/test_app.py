"""Whatever is wrong with the database or the address, a page says so."""

import sqlite3

import pytest
from reader_requests import ask, shut_down
from samples import NOON, numbered

from newscrawl.browse.app import reader_app
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.read_only import ReadOnlyDatabase
from newscrawl.storage.database.upgrade import open_database

PATHS = ("/", "/?q=gpu", "/article/1")


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/articles.db"


def changed(database, statement):
    connection = sqlite3.connect(database.removeprefix("sqlite:///"))
    with connection:
        connection.execute(statement)
    connection.close()


def test_an_empty_database_says_how_to_fill_it(database):
    open_database(database).dispose()
    answer = ask(reader_app(database, 8001), "/")
    assert answer.status == 200
    assert "No articles yet" in answer.text


def test_a_reader_that_ends_closes_its_database(database, monkeypatch):
    closed = []
    monkeypatch.setattr(ReadOnlyDatabase, "close", lambda database: closed.append(database.url))
    shut_down(reader_app(database, 8001))
    assert closed == [database]


# What was done to the database, and what the page says.
AWAY = (
    ("UPDATE alembic_version SET version_num = '9999'", "use the newer newscrawl", 400),
    ("UPDATE alembic_version SET version_num = '0003'", "newscrawl db\n", 503),
    ("PRAGMA application_id = 1", "another program", 400),
    ("DROP TABLE articles", "no such table", 503),
)


@pytest.mark.parametrize(("statement", "says", "status"), AWAY)
def test_a_database_that_cannot_be_read_is_explained(database, statement, says, status):
    open_database(database).dispose()
    changed(database, statement)
    app = reader_app(database, 8001)
    answer = ask(app, "/")
    assert answer.status == status
    assert says.strip() in answer.text
    assert "Traceback" not in answer.text


def test_a_missing_file_and_a_file_that_is_no_database_are_explained(tmp_path):
    assert "there is no file" in ask(reader_app(f"sqlite:///{tmp_path}/none.db", 8001), "/").text
    (tmp_path / "text.db").write_text("no database at all, but long enough to be looked at" * 20)
    answer = ask(reader_app(f"sqlite:///{tmp_path}/text.db", 8001), "/")
    assert answer.status == 503
    assert "not a database" in answer.text


def test_a_database_server_that_is_away_is_explained():
    pytest.importorskip("psycopg")
    answer = ask(reader_app("postgresql+psycopg://nobody@127.0.0.1:1/none", 8001), "/")
    assert answer.status == 503
    assert "cannot be read just now" in answer.text
    assert "/data" not in answer.text


def test_the_reader_goes_on_once_the_database_is_there(tmp_path):
    database = f"sqlite:///{tmp_path}/late.db"
    app = reader_app(database, 8001)
    assert ask(app, "/").status == 400
    with Store(database, now=lambda: NOON) as store:
        store.save(numbered(1, title="It came later"))
    assert "It came later" in ask(app, "/").text


LISTS = ("/", "/stories", "/edits", "/refused", "/runs", "/sites", "/feed.atom", "/feed.json")


@pytest.mark.parametrize("path", LISTS)
def test_every_list_of_an_empty_database_is_a_page(database, path):
    open_database(database).dispose()
    assert ask(reader_app(database, 8001), path).status == 200


@pytest.mark.parametrize("path", [*LISTS, "/article/1", "/inspect/1", "/runs/latest", "/sites/sample"])
@pytest.mark.parametrize(("statement", "says", "status"), AWAY)
def test_every_page_explains_a_database_that_it_cannot_read(database, statement, says, status, path):
    open_database(database).dispose()
    changed(database, statement)
    answer = ask(reader_app(database, 8001), path)
    if "DROP TABLE" in statement:  # not every page looks at articles
        assert answer.status in (200, 404, 503)
    else:
        assert (answer.status, says.strip() in answer.text) == (status, True)
    assert "Traceback" not in answer.text


def test_bad_articles_make_pages(database):
    with Store(database, now=lambda: NOON) as store:
        store.save_all(
            [
                numbered(1, title="t" * (1 << 20), language="en"),
                numbered(2, title="\u202eعنوان" * 50, language="ar", body_html="<p>نص</p>", site="s" * 300),
                numbered(3, tags=tuple(f"tag {number}" for number in range(10_000)), site="../../x?y#z"),
                *(numbered(number, site=f"site{number}") for number in range(4, 204)),
            ]
        )
    app = reader_app(database, 8001)
    # The newest of the list, and those whose number they have.
    for path in (
        "/",
        "/sites",
        "/article/1",
        "/article/2",
        "/article/3",
        "/inspect/1",
        "/feed.atom",
        "/?tag=tag%209999",
    ):
        answer = ask(app, path)
        assert answer.status == 200
        assert len(answer.text) < 1_000_000
    assert 'dir="rtl"' in ask(app, "/article/2").text
    assert ask(app, "/sites/..%2F..%2Fx%3Fy%23z").status == 200


def test_pages_are_read_while_a_writer_is_at_work(database):
    with Store(database, now=lambda: NOON) as store:
        store.save(numbered(1, title="Written before"))
    writer = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE articles SET title = 'half-way'")
    assert "Written before" in ask(reader_app(database, 8001), "/").text
    writer.execute("ROLLBACK")
    writer.close()


BAD_ADDRESSES = (
    ("/?day=tomorrow", 400),
    ("/?before=x", 400),
    ("/?before=2026-11-20T12:00:00~1", 400),
    ("/?after=9999-12-31T23:59:59%2B00:00~99999999999999999999", 400),
    ("/?q=%21%21", 400),
    (f"/?site={'a' * 3000}", 400),
    ("/?tag=%00", 400),
    ("/article/99999999999999999999", 404),
    ("/article/%3Cscript%3E", 404),
    ("/article/", 404),
    ("/none", 404),
    ("/feed.atom?q=%21", 400),
)


@pytest.mark.parametrize(("target", "status"), BAD_ADDRESSES)
def test_an_address_that_means_nothing_is_explained(reader, target, status):
    answer = ask(reader, target)
    assert answer.status == status
    assert "<h1>" in answer.text
    assert "<script>" not in answer.text
