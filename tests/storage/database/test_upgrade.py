"""A database of any released schema opens as it is or is upgraded whole; of a newer or foreign one nothing is touched."""

import shutil
import sqlite3
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from samples import numbered, rows
from sqlalchemy import event
from sqlalchemy.engine import Engine

from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.migrations.versions import v0017_checksums
from newscrawl.storage.database.progress import Progress
from newscrawl.storage.database.row_checksums import row_checksum
from newscrawl.storage.database.schema import APPLICATION_ID, SCHEMA_VERSION
from newscrawl.storage.database.upgrade import open_database, reading, schema_version
from newscrawl.storage.views.read import read_summary

RELEASED = sorted((Path(__file__).parent / "databases").glob("*.db"))
STRUCTURE = "SELECT type, name, sql FROM sqlite_master WHERE name <> 'alembic_version' AND name NOT LIKE 'sqlite_%'"


# A reader upgrades by the same steps as a store: of two databases in each run, of all with the slow tests.
@pytest.fixture(
    params=[
        pytest.param(path, id=path.stem, marks=() if path in (RELEASED[0], RELEASED[-1]) else pytest.mark.slow)
        for path in RELEASED
    ]
)
def older(request, tmp_path):
    return f"sqlite:///{shutil.copy(request.param, tmp_path / 'articles.db')}"


class Upgraded(NamedTuple):
    database: str
    version: str  # that it had before
    before: dict[str, list[tuple[object, ...]]]  # its content


@pytest.fixture(scope="module", params=RELEASED, ids=lambda path: path.stem)
def upgraded(request, tmp_path_factory):
    database = f"sqlite:///{shutil.copy(request.param, tmp_path_factory.mktemp('upgraded') / 'articles.db')}"
    before, version = content(database), schema_version(database)
    Store(database).close()
    return Upgraded(database, version, before)


@pytest.fixture(scope="module")
def new_structure(tmp_path_factory):
    database = f"sqlite:///{tmp_path_factory.mktemp('new')}/new.db"
    open_database(database).dispose()
    return structure(database)


def content(database):
    return {
        name: [tuple(map(_renamed, row)) for row in rows(database, f"SELECT * FROM {name} ORDER BY 1, 2")]
        for name in ("articles", "images", "tags", "changes", "refusals", "runs")
    }


def _renamed(value):
    """Return a value with the count that schema 0007 has renamed under its new name."""
    return value.replace('{"taken":', '{"scheduled":') if isinstance(value, str) else value


def structure(database):
    """Return the tables as SQLite sees them, whatever the statements that made them look like."""
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
        tables = [name for kind, name, _ in connection.execute(STRUCTURE) if kind == "table"]
        return {
            name: {
                "columns": list(connection.execute(f"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{name}')")),
                "references": sorted(connection.execute(f'SELECT "table", "from", "to", on_delete FROM pragma_foreign_key_list(\'{name}\')')),
                "indexes": sorted(connection.execute(f"SELECT name, \"unique\", origin FROM pragma_index_list('{name}') WHERE origin = 'c'")),
            }
            for name in tables
        }  # fmt: skip


def test_every_released_schema_has_a_database_here():
    assert [path.stem for path in RELEASED] == [f"{number:04}" for number in range(1, int(SCHEMA_VERSION) + 1)]


def test_an_older_database_is_upgraded_by_opening_it_and_takes_articles(upgraded, tmp_path):
    assert schema_version(upgraded.database) == SCHEMA_VERSION
    opened = f"sqlite:///{shutil.copy(upgraded.database.removeprefix('sqlite:///'), tmp_path / 'articles.db')}"
    with Store(opened) as store:
        assert store.save(numbered("new")) == "stored"
    assert schema_version(opened) == SCHEMA_VERSION


def test_an_upgraded_database_is_built_like_a_new_one(upgraded, new_structure):
    assert structure(upgraded.database) == new_structure
    assert rows(upgraded.database, "PRAGMA application_id") == [(APPLICATION_ID,)]


def test_the_rows_of_an_older_database_stay_as_they_are(upgraded):
    """Columns that are new stand behind the others and are empty."""
    for name, found in content(upgraded.database).items():
        widths = [len(row) for row in upgraded.before[name]]
        assert [row[:width] for row, width in zip(found, widths, strict=True)] == upgraded.before[name]
        assert {value for row, width in zip(found, widths, strict=True) for value in row[width:]} <= {None}


def test_what_an_older_database_holds_is_known_to_the_next_run(upgraded):
    known = {key for (key,) in rows(upgraded.database, "SELECT key FROM pages")}
    assert {key for (key,) in rows(upgraded.database, "SELECT key FROM articles")} <= known
    assert {key for (key,) in rows(upgraded.database, "SELECT key FROM refusals WHERE reason = 'soft 404'")} <= known


ADD_PAGE = "INSERT OR IGNORE INTO pages (key, site, url, state, reason, tries, seen) VALUES (?, 's', 'u', '', '', 0, '2026-01-01')"


@pytest.fixture
def long_to_fill(tmp_path, monkeypatch):
    """Return the path of a database of schema 0016 with five known pages, which are filled one by one."""
    monkeypatch.setattr(v0017_checksums, "_BATCH_ROWS", 1)
    path = shutil.copy(RELEASED[15], tmp_path / "articles.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM pages")
        connection.executemany(ADD_PAGE, "abcde")
    return path


def test_others_can_write_while_a_large_database_is_upgraded(long_to_fill, monkeypatch):
    def add(_progress, _done):
        with closing(sqlite3.connect(long_to_fill, timeout=0)) as other, other:
            other.execute(ADD_PAGE, ["a0"])

    database = f"sqlite:///{long_to_fill}"
    with monkeypatch.context() as patched:
        patched.setattr(Progress, "add", add)
        v0017_checksums.fill_ahead(open_engine(database))
    open_database(database).dispose()
    assert rows(database, "SELECT key FROM pages WHERE checksum IS NOT NULL ORDER BY key") == [
        ("a",),
        ("a0",),
        *zip("bcde"),
    ]


def test_an_upgrade_that_was_interrupted_goes_on_where_it_stopped(long_to_fill, monkeypatch):
    keys = []

    def row_checksum_of(row, columns):
        keys.append(row.get("key"))
        if len(keys) == 3:
            raise KeyboardInterrupt
        return row_checksum(row, columns)

    monkeypatch.setattr(v0017_checksums, "row_checksum", row_checksum_of)
    database = f"sqlite:///{long_to_fill}"
    with pytest.raises(KeyboardInterrupt):
        open_database(database)
    assert schema_version(database) == "0016"
    open_database(database).dispose()
    assert schema_version(database) == SCHEMA_VERSION
    assert [key for key in keys if key] == ["a", "b", "c", "c", "d", "e"]
    assert rows(database, "SELECT count(*) FROM pages WHERE checksum IS NULL") == [(0,)]


def test_names_that_changed_change_in_what_is_stored(tmp_path):
    path = shutil.copy(RELEASED[5], tmp_path / "articles.db")
    database = f"sqlite:///{path}"
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(
            "UPDATE runs SET counts = ?, measures = ?, stats = ?",
            (
                '{"taken": 9, "not-taken": 4}',
                '{"taken": 9, "refused": 0.5}',
                '{"newscrawl/taken": 9, "x": "\\"taken\\":"}',
            ),
        )
        connection.execute("UPDATE revisions SET reason = 'passed over'")
    [(signature,)] = connection.execute("SELECT group_concat(hex(signature)) FROM fingerprints").fetchall()
    [(taken,)] = connection.execute("SELECT max(taken) FROM fetches").fetchall()
    connection.close()
    open_database(database).dispose()
    assert rows(database, "SELECT DISTINCT counts, measures, stats FROM runs") == [
        (
            '{"scheduled": 9, "not-scheduled": 4}',
            '{"scheduled": 9, "refused": 0.5}',
            '{"newscrawl/scheduled": 9, "x": "\\"taken\\":"}',
        )
    ]
    assert rows(database, "SELECT DISTINCT reason FROM revisions") == [("skipped",)]
    assert rows(database, "SELECT group_concat(hex(signature)) FROM minhash_signatures") == [(signature,)]
    assert rows(database, "SELECT max(scheduled) FROM fetches") == [(taken,)]


def test_an_older_database_is_backed_up_before_it_is_touched(upgraded):
    backups = list(Path(upgraded.database.removeprefix("sqlite:///")).parent.glob("articles.db.*.backup"))
    assert len(backups) == (upgraded.version != SCHEMA_VERSION)
    for backup in backups:
        assert content(f"sqlite:///{backup}") == upgraded.before
        assert backup.stat().st_mode & 0o777 == 0o600


def test_a_reader_upgrades_too(older):
    with reading(older):
        pass
    assert schema_version(older) == SCHEMA_VERSION


@contextmanager
def failing_at(number):
    """Let the statement that changes the schema or its version, counted from 1, fail."""
    changing = count(1)

    def fail(_connection, _cursor, statement, *_rest):
        words = statement.split()
        if (words[0] == "CREATE" or words[:2] == ["UPDATE", "alembic_version"]) and next(changing) == number:
            raise sqlite3.OperationalError("disk I/O error")

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", fail)


@pytest.mark.parametrize("statement", range(1, 10))
def test_a_step_that_fails_at_any_statement_leaves_the_older_database(statement, tmp_path):
    database = f"sqlite:///{shutil.copy(RELEASED[0], tmp_path / 'articles.db')}"
    before = rows(database, STRUCTURE)
    with failing_at(statement), pytest.raises(StorageFailed, match="disk I/O error"):
        open_database(database)
    assert rows(database, STRUCTURE) == before
    assert schema_version(database) == "0001"
    open_database(database).dispose()
    assert schema_version(database) == SCHEMA_VERSION


def test_a_newer_database_is_refused_and_not_touched(database):
    open_database(database).dispose()
    connection = sqlite3.connect(database.removeprefix("sqlite:///"))
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9000'")
    connection.close()
    for opening in (open_database, read_summary, schema_version, Store):
        with pytest.raises(BadArgument, match="schema 9000, this newscrawl knows"):
            opening(database)


@pytest.mark.parametrize(
    "statement",
    ["CREATE TABLE theirs (id INTEGER)", "PRAGMA application_id = 252006674"],
    ids=["tables", "application id"],
)
def test_the_database_of_another_program_is_refused_and_not_touched(database, statement):
    path = database.removeprefix("sqlite:///")
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.close()
    before = Path(path).read_bytes()
    with pytest.raises(BadArgument, match="another program"):
        open_database(database)
    assert Path(path).read_bytes() == before


def test_a_file_that_is_no_database_ends_the_crawl(tmp_path):
    (tmp_path / "articles.db").write_bytes(b"<html>" * 1000)
    with pytest.raises(StorageFailed, match="SQLITE_NOTADB"):
        open_database(f"sqlite:///{tmp_path}/articles.db")


def test_nothing_is_made_where_only_reading_is_asked_for(tmp_path):
    with pytest.raises(BadArgument, match="there is no file"):
        read_summary(f"sqlite:///{tmp_path}/articles.db")
    assert list(tmp_path.iterdir()) == []
