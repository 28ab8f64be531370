"""Every version of an article is kept; what a page says now is compared with what it said."""

from dataclasses import replace
from datetime import timedelta

import pytest
from samples import ARTICLE, NOON, rows

from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.packing import unpack_content
from newscrawl.storage.views.revisions import read_history

EDITED = replace(ARTICLE, title="国产GPU（更新）", body_text="改动" * 20, tags=("gpu",))
SHORT = replace(ARTICLE, body_text="正文", body_html="<p>正</p>")


@pytest.fixture
def store(database):
    clock = iter(NOON + timedelta(hours=hour) for hour in range(99))
    with Store(database, now=lambda: next(clock)) as store:
        yield store


def versions(database):
    return [(one.reason, one.content["title"]) for one in read_history(database, ["sample/1"]).versions]


def test_a_replaced_version_is_kept_whole(store, database):
    store.save(ARTICLE)
    store.save(EDITED)
    [(content, seen, replaced)] = rows(database, "SELECT content, seen, replaced FROM revisions")
    kept = unpack_content(content)
    assert kept["title"] == ARTICLE.title
    assert kept["tags"] == ["gpu", "芯片"]
    assert kept["images"] == [list(ARTICLE.images[0])]
    assert kept["body_html"] == ARTICLE.body_html
    assert kept["published"] == "2026-11-20 12:00:00+00:00"
    assert (seen, replaced) == ("2026-11-20 12:00:00.000000", "2026-11-20 13:00:00.000000")


def test_only_another_content_makes_a_revision(store, database):
    store.save(ARTICLE)
    store.save(replace(ARTICLE, charset="gb18030", changes=(), field_sources={"title": "meta"}))
    assert rows(database, "SELECT count(*) FROM revisions") == [(0,)]


def test_a_page_that_goes_back_has_three_versions(store, database):
    for article in (ARTICLE, EDITED, ARTICLE):
        store.save(article)
    assert versions(database) == [
        ("replaced", ARTICLE.title),
        ("replaced", EDITED.title),
        ("current", ARTICLE.title),
    ]


@pytest.mark.parametrize("worse", [SHORT, replace(EDITED, status="damaged"), replace(EDITED, flags=("mirror",))])
def test_a_worse_copy_is_kept_beside_the_good_text(store, database, worse):
    store.save(ARTICLE)
    assert store.save(worse) == "kept"
    assert store.save(worse) == "kept"
    assert versions(database) == [("current", ARTICLE.title), ("skipped", worse.title)]


def test_only_the_newest_of_the_worse_copies_is_kept(store, database):
    store.save(ARTICLE)
    for number in range(5):
        store.save(replace(SHORT, title=f"copy {number}"))
    assert versions(database)[1:] == [("skipped", "copy 4")]


def test_a_new_reading_of_the_same_page_is_told_from_an_edit(store, database):
    store.save(ARTICLE)
    assert store.replace(SHORT) == "updated"
    assert store.replace(SHORT) == "unchanged"
    assert [one.reason for one in read_history(database, ["sample/1"]).versions] == ["reextracted", "current"]
    assert rows(database, "SELECT count(*) FROM raw_pages WHERE revision_id IS NULL") == [(1,)]


@pytest.mark.parametrize("name", ["1", "sample/1", ARTICLE.url])
def test_an_article_is_found_by_number_key_or_address(store, database, name):
    store.save(ARTICLE)
    assert read_history(database, [name]).key == "sample/1"


@pytest.mark.parametrize("name", ["2", "99999999999999999999999", "", "' OR 1=1 --", "\u0663"])
def test_what_is_not_stored_has_no_history(store, database, name):
    store.save(ARTICLE)
    assert read_history(database, [name]) is None
