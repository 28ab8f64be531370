"""Stored articles as plain values: counts, one by its key, and pages in the order of their numbers."""

from datetime import timedelta

import pytest
from samples import ARTICLE, NOON, PAGE, numbered

from newscrawl.article import Refusal
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.views import read
from newscrawl.storage.views.read import (
    PagesReader,
    RuleCount,
    StoredRefusal,
    read_article,
    read_article_ids,
    read_newest_pages,
    read_pages,
    read_summary,
)


def fill(database):
    moments = iter(NOON + timedelta(minutes=number) for number in range(1000))
    with Store(database, now=lambda: next(moments)) as store:
        store.save(ARTICLE)
        store.save(numbered(2, site="other", status="lossy"))
        store.save(numbered(3, raw=()))
        store.refuse(Refusal(url="https://e.example/", key="e", site="e", reason="soft 404", detail="d"))


@pytest.fixture
def database(tmp_path, prepared):
    return prepared(fill, f"sqlite:///{tmp_path}/articles.db")


def test_a_summary_counts_articles_rules_and_refusals(database):
    summary = read_summary(database)
    assert summary.articles == {"lossy": 1, "ok": 2}
    assert summary.rules == (RuleCount("repair", "mirror/annotation", 9, 3),)
    assert summary.refusals == (StoredRefusal("https://e.example/", "soft 404", "d"),)


def test_an_article_is_read_by_its_key(database):
    article = read_article(database, ARTICLE.key)
    assert (article.title, article.authors, article.published) == (ARTICLE.title, ["李弯弯"], NOON)
    assert read_article(database, "nosuch") is None


@pytest.mark.parametrize(
    ("named", "numbers"),
    [
        ({}, [1, 2, 3]),
        ({"site": "other"}, [2]),
        ({"site": "nobody"}, []),
        ({"since": NOON}, [1, 2, 3]),
        ({"since": NOON + timedelta(days=99)}, []),
    ],
)
@pytest.mark.parametrize("batch", [1, 50])
def test_articles_are_read_in_order_whatever_the_batch(database, monkeypatch, batch, named, numbers):
    monkeypatch.setattr(read, "_BATCH", batch)
    assert read_article_ids(database, **named) == tuple(numbers)
    assert [article.key for article, _ in read_pages(database, **named)] == [f"sample/{number}" for number in numbers]


def test_articles_are_named_by_their_keys(database):
    assert [article.key for article, _ in read_pages(database, keys=("sample/3", "sample/1", "nosuch"))] == [
        "sample/1",
        "sample/3",
    ]


def test_pages_come_with_their_bytes_and_none_where_none_were_kept(database):
    pages = {article.key: pages for article, pages in read_pages(database)}
    assert pages["sample/1"] == (PAGE,)
    assert pages["sample/3"] == ()
    reader = PagesReader(database)
    assert [(article.key, len(pages)) for article, pages in reader.read([3, 1, 99])] == [
        ("sample/1", 1),
        ("sample/3", 0),
    ]
    reader._engine.dispose()


@pytest.mark.parametrize(("max_articles", "keys"), [(9, ["sample/3", "sample/1"]), (1, ["sample/3"])])
def test_the_newest_of_a_site_come_first(database, max_articles, keys):
    assert [article.key for article, _ in read_newest_pages(database, "sample", max_articles)] == keys
