"""A copy holds every row of every table; one that was stopped goes on; one that differs is told."""

import pytest
from samples import NOON, numbered, rows

from newscrawl.article import Refusal
from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.storage.crawl.import_writer import ImportWriter
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database import copy
from newscrawl.storage.database.check import check
from newscrawl.storage.database.copy import copy_database
from newscrawl.storage.views.read import read_pages
from newscrawl.storage.views.search import search


@pytest.fixture
def source(tmp_path):
    url = f"sqlite:///{tmp_path}/source.db"
    with Store(url, now=lambda: NOON) as store:
        store.begin_run("sample", "1")
        for number in range(12):
            store.save(numbered(number, body_text=f"{number} \u2028 \\N \\. tab\there 氮化镓 " * 9))
        store.save(numbered(3, title="changed"))
        store.refuse(Refusal(url="https://a.example/1", key="Ä/1", site="a", reason="spam", detail="x\ty"))
        store.end_run("finished", {"a": 1.5})
    with ImportWriter(url) as writer:
        writer.begin("a.warc", "1" * 64, "")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/target.db"
    return request.getfixturevalue("postgres").create("copy")


def test_a_copy_is_the_same_can_be_searched_and_goes_on(source, target, tmp_path, monkeypatch):
    monkeypatch.setattr(copy, "_CHUNK_ROWS", 5)
    whole = copy._copy_table

    def stopped(one, other, table, watch):
        if table.name == "changes":
            raise KeyboardInterrupt
        whole(one, other, table, watch)

    monkeypatch.setattr(copy, "_copy_table", stopped)
    with pytest.raises(KeyboardInterrupt):
        copy_database(source, target)
    monkeypatch.setattr(copy, "_copy_table", whole)
    copied = {one.table: one.rows for one in copy_database(source, target)}
    assert copied["articles"] == 12
    assert copied["refusals"] == copied["imports"] == copied["revisions"] == 1
    assert list(read_pages(target)) == list(read_pages(source))
    assert check(target) == check(source) == ()
    assert len(search(target, "氮化镓")) == len(search(source, "氮化镓")) > 0
    with Store(target) as store:  # numbers go on behind the copied ones
        assert store.save(numbered("new")) == "stored"
    with pytest.raises(StorageFailed, match="not the same"):
        copy_database(source, target)
    back = f"sqlite:///{tmp_path}/back.db"
    copy_database(target, back)
    assert rows(back, "SELECT count(*) FROM articles") == [(13,)]


def test_a_database_is_not_copied_into_itself(source):
    with pytest.raises(BadArgument, match="same database"):
        copy_database(source, source)
