"""Fetched pages as files: written whole, verified when read, deleted when nothing names them; readers see no difference."""

import hashlib
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import ARTICLE, PAGE, numbered, rows

from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.storage.crawl.forget import Wanted, forget
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database import raw_store
from newscrawl.storage.database.backup import back_up
from newscrawl.storage.database.check import check
from newscrawl.storage.database.copy import copy_database
from newscrawl.storage.database.packing import pack, unpack
from newscrawl.storage.views.read import read_pages

EDITED = replace(ARTICLE, title="国产GPU（更新）", raw=(replace(PAGE, body=b"<p>edited</p>" * 30),))
WORSE = replace(ARTICLE, title="?", status="damaged", raw=(replace(PAGE, body=b"cut"),))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pages"


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def pages_of(database):
    return [one.pages for one in read_pages(database)]


def change(database, statement, value):
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute(statement, [value])


def begin_run(database, folder):
    with Store(database, raw_store=f"file://{folder}") as store:
        store.begin_run("sample", "1")


def test_a_page_is_a_file_that_is_named_by_its_hash_and_holds_it_compressed(database, folder):
    with Store(database, raw_store=f"file://{folder}/") as store:
        store.save(ARTICLE)
    [path] = files(folder)
    name = hashlib.sha256(PAGE.body).hexdigest()
    assert path == folder / name[:2] / name[2:4] / f"{name}.zst"
    assert unpack(path.read_bytes()) == PAGE.body
    assert path.stat().st_mode & 0o077 == 0
    assert rows(database, "SELECT length(body), file_hash FROM raw_pages") == [(0, name)]
    assert rows(database, "SELECT url FROM raw_stores") == [(f"file://{folder}",)]
    assert pages_of(database) == [(PAGE,)]
    assert check(database, deep=True) == ()


def test_pages_in_the_database_and_in_two_stores_are_read_together(database, tmp_path):
    for number, store_url in enumerate((None, f"file://{tmp_path}/a", f"file://{tmp_path}/b")):
        with Store(database, raw_store=store_url) as store:
            store.save(
                numbered(
                    number,
                    raw=(replace(PAGE, url=f"https://www.sample.example/d/{number}.html", body=b"<p>%d</p>" % number),),
                )
            )
    assert [pages[0].body for pages in pages_of(database)] == [b"<p>0</p>", b"<p>1</p>", b"<p>2</p>"]
    assert check(database, deep=True) == ()


@pytest.mark.parametrize(("retention", "kept"), [("latest", 1), ("keep", 3), ("off", 0)])
def test_files_are_kept_as_the_setting_says_and_others_deleted_by_the_next_run(database, folder, retention, kept):
    with Store(database, raw=retention, raw_store=f"file://{folder}") as store:
        assert [store.save(one) for one in (ARTICLE, EDITED, WORSE)] == ["stored", "updated", "kept"]
    begin_run(database, folder)
    assert len(files(folder)) == kept
    assert rows(database, "SELECT * FROM released_raw_files") == []


def test_a_copy_that_a_newer_one_replaces_takes_its_file_with_it(database, folder):
    with Store(database, raw="keep", raw_store=f"file://{folder}") as store:
        for body in (b"cut", b"cut again"):
            store.save(ARTICLE if body == b"cut" else replace(WORSE, title="??"))
            store.save(replace(WORSE, title=body.decode(), raw=(replace(PAGE, body=body),)))
    begin_run(database, folder)
    assert {unpack(path.read_bytes()) for path in files(folder)} == {PAGE.body, b"cut again"}


def test_a_file_that_another_article_names_too_stays(database, folder):
    with Store(database, raw_store=f"file://{folder}") as store:
        store.save_all([numbered(1, raw=(PAGE,)), numbered(2, raw=(PAGE,))])
    forget(database, Wanted(names=("sample/1",)))
    assert len(files(folder)) == 1
    forget(database, Wanted(names=("sample/2",)))
    assert files(folder) == []


def test_what_is_forgotten_is_deleted_at_once(database, folder):
    with Store(database, raw="keep", raw_store=f"file://{folder}") as store:
        for one in (ARTICLE, EDITED, WORSE):
            store.save(one)
    receipt = forget(database, Wanted(names=(ARTICLE.key,)))
    assert receipt.articles == 1
    assert files(folder) == []
    assert check(database, deep=True) == ()


def test_a_file_that_cannot_be_deleted_is_told_and_deleted_later(database, folder, monkeypatch):
    with Store(database, raw_store=f"file://{folder}") as store:
        store.save(ARTICLE)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", _full)
        receipt = forget(database, Wanted(names=(ARTICLE.key,)))
    assert any("the raw store fails with" in warning for warning in receipt.warnings)
    begin_run(database, folder)
    assert files(folder) == []


def _full(*_args, **_named):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("call", ["fsync", "mkdir"])
def test_a_store_that_takes_nothing_keeps_the_article_out_too(database, folder, monkeypatch, call):
    with Store(database, raw_store=f"file://{folder}") as store:
        monkeypatch.setattr(os if call == "fsync" else Path, call, _full)
        with pytest.raises(StorageFailed, match=r"raw store fails with .*No space left"):
            store.save(ARTICLE)
        monkeypatch.undo()
        assert files(folder) == []
        assert rows(database, "SELECT count(*) FROM articles") == [(0,)]
        assert store.save(ARTICLE) == "stored"
    assert pages_of(database) == [(PAGE,)]


DAMAGES = {
    "missing": (lambda path: path.unlink(), "has no"),
    "cut": (lambda path: path.write_bytes(path.read_bytes()[:-3]), "damaged"),
    "empty": (lambda path: path.write_bytes(b""), "damaged"),
    "another page": (lambda path: path.write_bytes(pack(b"other")), "its hash differs"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "fails with"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_found_by_its_reader_and_by_a_deep_check_only(database, folder, caplog, damage):
    other = numbered(2)
    other = replace(other, raw=(replace(other.raw[0], body=b"other"),))
    with Store(database, raw_store=f"file://{folder}") as store:
        store.save_all([ARTICLE, other])
    do_damage, words = DAMAGES[damage]
    [path] = (path for path in files(folder) if unpack(path.read_bytes()) == PAGE.body)
    do_damage(path)
    assert pages_of(database) == [(), other.raw]
    assert words in caplog.text
    assert check(database) == ()
    [fault] = check(database, deep=True)
    assert words in fault


def test_a_store_that_is_away_ends_the_reading(database, folder):
    with Store(database, raw_store=f"file://{folder}") as store:
        store.save(ARTICLE)
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(StorageFailed, match="there is no raw store"):
        pages_of(database)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_a_hash_becomes_part_of_a_path(database, folder, caplog, name):
    with Store(database, raw_store=f"file://{folder}") as store:
        store.save(ARTICLE)
    change(database, "UPDATE raw_pages SET file_hash = ?", name)
    assert pages_of(database) == [()]
    assert "no SHA-256" in caplog.text


@pytest.mark.parametrize(
    "url",
    [
        "pages",
        "file://pages",
        "file:///a/../b",
        "s3://",
        "s3://bucket/../other",
        "http://a.example/",
        "file",
        "s3://b?x=1",
    ],
)
def test_other_places_are_no_store(url):
    with pytest.raises(BadArgument, match="NEWSCRAWL_RAW_STORE must be"):
        raw_store.checked_store_url(url)


def test_a_row_of_the_database_cannot_name_another_kind_of_place(database, folder):
    with Store(database, raw_store=f"file://{folder}") as store:
        store.save(ARTICLE)
    change(database, "UPDATE raw_stores SET url = ?", "http://127.0.0.1:1/")
    with pytest.raises(BadArgument):
        pages_of(database)


@pytest.fixture
def bucket(monkeypatch):
    pytest.importorskip("fsspec")
    monkeypatch.setattr(raw_store, "BUCKET_SCHEMES", frozenset({"memory"}))  # fsspec's own, in place of a server
    return "memory://bucket/prefix"


def test_a_bucket_keeps_pages_and_forgets_them(database, bucket):
    with Store(database, raw_store=bucket) as store:
        store.save(ARTICLE)
    assert pages_of(database) == [(PAGE,)]
    assert check(database, deep=True) == ()
    forget(database, Wanted(names=(ARTICLE.key,)))
    with pytest.raises(StorageFailed, match="has no bucket/prefix"):
        raw_store._store_at(bucket).read(raw_store.file_name(hashlib.sha256(PAGE.body).hexdigest()))


@given(data=st.binary(max_size=400), name=st.binary(min_size=32, max_size=32).map(bytes.hex))
def test_any_bytes_come_back_from_a_directory(data, name, tmp_path_factory):
    store = raw_store._store_at(f"file://{tmp_path_factory.getbasetemp()}/any")
    store.write(raw_store.file_name(name), data)
    assert store.read(raw_store.file_name(name)) == data
    store.delete(raw_store.file_name(name))
    store.delete(raw_store.file_name(name))
    with pytest.raises(StorageFailed, match="has no"):
        store.read(raw_store.file_name(name))


def test_a_backup_says_what_it_does_not_hold(database, folder, tmp_path):
    with Store(database, raw_store=f"file://{folder}") as store:
        store.save(ARTICLE)
    backup = back_up(database, tmp_path / "copy.db")
    assert backup.raw_stores == (f"file://{folder}",)
    assert pages_of(f"sqlite:///{tmp_path}/copy.db") == [(PAGE,)]


def test_a_copied_database_reads_the_same_files(database, folder, tmp_path):
    with Store(database, raw_store=f"file://{folder}") as store:
        store.save(ARTICLE)
    copy_database(database, f"sqlite:///{tmp_path}/copy.db")
    assert pages_of(f"sqlite:///{tmp_path}/copy.db") == [(PAGE,)]
