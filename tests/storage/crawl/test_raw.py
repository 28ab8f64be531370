"""The page that an article was read from is kept as it was fetched, in little room."""

import random
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import ARTICLE, PAGE, numbered, rows

from newscrawl.storage.crawl import raw
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.packing import PackingBase, pack, unpack
from newscrawl.storage.views.read import read_pages

EDITED = replace(ARTICLE, title="国产GPU（更新）", raw=(replace(PAGE, body=b"<p>edited</p>" * 30),))
WORSE = replace(ARTICLE, title="?", status="damaged", raw=(replace(PAGE, body=b"cut"),))


def count(database, where):
    return rows(database, f"SELECT count(*) FROM raw_pages WHERE revision_id {where}")[0][0]


def test_a_page_comes_back_as_it_was_fetched(store, database):
    store.save(ARTICLE)
    [stored] = read_pages(database)
    assert stored.pages == (PAGE,)
    assert stored.article == replace(ARTICLE, tags=("gpu", "芯片"))


def test_an_article_over_several_pages_keeps_all_of_them_in_order(store, database):
    pages = tuple(
        replace(PAGE, url=f"https://www.sample.example/d/1_{part}.html", body=b"%d" % part) for part in range(5)
    )
    store.save(replace(ARTICLE, raw=pages))
    assert next(read_pages(database)).pages == pages


@pytest.mark.parametrize(
    ("retention", "current", "of_revisions"),
    [("latest", 1, 0), ("keep", 1, 2), ("off", 0, 0)],
)
def test_pages_are_kept_as_the_setting_says(database, retention, current, of_revisions):
    with Store(database, raw=retention) as store:
        assert [store.save(one) for one in (ARTICLE, EDITED, WORSE)] == ["stored", "updated", "kept"]
    assert count(database, "IS NULL") == current
    assert count(database, "IS NOT NULL") == of_revisions
    assert [one.pages for one in read_pages(database)] == [EDITED.raw if current else ()]


def test_the_page_of_a_version_that_was_replaced_is_not_taken_for_that_of_the_new_one(database):
    with Store(database) as store:
        store.save(ARTICLE)
    with Store(database, raw="off") as store:
        store.save(EDITED)
    assert next(read_pages(database)).pages == ()


@pytest.mark.parametrize("table", ["raw_pages", "raw_bases"])
def test_a_damaged_page_costs_its_own_version_only(database, caplog, table):
    pages = tuple(replace(PAGE, body=b"%d" % part) for part in range(2))
    with Store(database, raw="keep") as store:
        store.save_all([replace(ARTICLE, raw=pages), numbered(2, site="other", url="https://www.other.example/2")])
    with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
        connection.execute(f"UPDATE {table} SET body = ? WHERE id = 1", (b"no frame",))
    first, second = read_pages(database)
    assert first.pages == ()
    assert f"{table} 1 cannot be expanded" in caplog.text
    assert second.pages == numbered(2).raw


def test_pages_are_found_by_site_and_key(store, database):
    store.save_all([numbered(number) for number in range(120)] + [numbered("x", site="other")])
    assert len(list(read_pages(database))) == 121
    assert [one.article.key for one in read_pages(database, site="other")] == ["sample/x"]
    assert [one.article.key for one in read_pages(database, keys=["sample/7"])] == ["sample/7"]


def test_pages_of_one_layout_share_what_they_have_in_common(store, database):
    random.seed(1)
    layout = "".join(f"<div class='c{random.randrange(10**6)}'>" for _ in range(1000)).encode()
    store.save_all([numbered(n, raw=(replace(PAGE, body=layout + b"%d" % n),)) for n in range(20)])
    assert rows(database, "SELECT count(*) FROM raw_bases") == [(1,)]
    assert rows(database, "SELECT max(length(body)) < 100 FROM raw_pages") == [(1,)]
    assert {one.pages[0].body for one in read_pages(database)} == {layout + b"%d" % n for n in range(20)}


@pytest.mark.parametrize("max_bytes", [1, 48 << 20])
def test_pages_of_hosts_in_turn_share_however_many_bases_are_held_in_memory(database, monkeypatch, max_bytes):
    monkeypatch.setattr(raw, "_MAX_BASES_BYTES", max_bytes)
    random.seed(3)
    layouts = [random.randbytes(4000).hex().encode() for _ in range(5)]
    with Store(database) as store:
        for number in range(20):
            page = _page_of(number % 5, layouts[number % 5] + b"%d" % number)
            store.save_all([numbered(number, raw=(page,)), numbered(100 + number, raw=(page,))])
    assert rows(database, "SELECT count(*) FROM raw_bases") == [(5,)]
    assert {one.pages[0].body for one in read_pages(database)} == {layouts[n % 5] + b"%d" % n for n in range(20)}


def _page_of(host, body):
    return replace(PAGE, url=f"https://host{host}.example/{len(body)}", body=body)


def test_another_layout_of_a_host_gets_a_page_of_its_own_to_share(store, database):
    random.seed(2)
    layouts = [random.randbytes(4000).hex().encode() for _ in range(2)]
    store.save_all([numbered(n, raw=(replace(PAGE, body=layouts[n % 2] + b"%d" % n),)) for n in range(10)])
    assert rows(database, "SELECT count(*) FROM raw_bases") == [(2,)]


def test_a_page_that_a_failed_transaction_took_along_is_not_shared(store, database):
    with pytest.raises(Exception, match="not storable"):
        store.save(numbered(1, images=(ARTICLE.images[0]._replace(url=None),)))
    store.save(numbered(2))
    assert next(read_pages(database)).pages[0].body == PAGE.body


@settings(max_examples=200)
@given(base=st.binary(max_size=200), body=st.binary(max_size=2000))
def test_whatever_is_packed_comes_back(base, body):
    assert unpack(pack(body)) == body
    assert PackingBase(base).unpack(PackingBase(base).pack(body)) == body
