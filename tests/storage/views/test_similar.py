"""Articles that are nearly the same are one group, across sites, with the earliest first."""

from datetime import timedelta

import pytest
from samples import NOON, rows
from searched import COPIED, copy

from newscrawl.storage.crawl.store import Store
from newscrawl.storage.views.similar import read_similar

OTHER = (
    "昨天开幕的展会上，存储器厂商纷纷谈到了涨价。一位经理说，客户在年初就把全年的货订完了。与去年相比，模组价格高出四成，"
    "而新的生产线要到后年才能投产。有人担心手机厂商会因此削减配置，也有人说这只是周期中的一个高点。"
)


def keys(database, name):
    group = read_similar(database, (name,))
    return [one.key for one in group.copies] if group else None


def fill(database):
    with Store(database, now=lambda: NOON) as store:
        store.save_all(
            [
                copy(1, f"转载：{COPIED}", hours=2, site="one", source="快讯网"),
                copy(2, OTHER, site="two"),
                copy(3, COPIED.replace("第二", "第三"), hours=1, site="two"),
            ]
        )
        store.save(copy(4, f"{COPIED}（完）", hours=3, site="three"))


@pytest.fixture
def filled(prepared, database):
    return prepared(fill, database)


@pytest.mark.parametrize("name", ["1", "sample/1", "https://www.sample.example/d/1.html"])
def test_copies_of_other_sites_are_one_group_the_earliest_first(filled, name):
    assert keys(filled, name) == ["sample/3", "sample/1", "sample/4"]


def test_a_copy_says_how_alike_it_is_and_whom_it_credits(filled):
    group = read_similar(filled, ("sample/3",))
    earliest, second, third = group.copies
    assert (group.asked, earliest.similarity) == (3, 1.0)
    assert 0.8 < second.similarity < 1
    assert 0.8 < third.similarity < 1
    assert (second.source, second.site, second.dated) == ("快讯网", "one", NOON + timedelta(hours=2))


def test_an_article_without_copies_is_alone_and_an_unknown_one_is_none(filled):
    assert keys(filled, "sample/2") == ["sample/2"]
    assert keys(filled, "sample/99") is None


def test_an_article_that_says_something_else_now_leaves_its_group(filled):
    with Store(filled) as store:
        assert store.save(copy(1, OTHER + "另据报道，两家厂商已经推迟了扩产计划。", hours=5)) == "updated"
    assert keys(filled, "sample/4") == ["sample/3", "sample/4"]
    assert keys(filled, "sample/2") == ["sample/2", "sample/1"]


def test_articles_that_change_back_and_forth_are_found_each_time(store, database):
    store.save(copy(1, COPIED))
    store.save(copy(2, OTHER))
    for text in (COPIED, OTHER + "。", COPIED + "。"):
        assert store.save(copy(2, text)) in ("updated", "unchanged")
        assert keys(database, "2") == (["sample/1", "sample/2"] if text.startswith(COPIED) else ["sample/2"])


def test_very_many_copies_are_linked_with_few_each_and_stay_one_group(store, database):
    for start in range(0, 60, 20):
        store.save_all([copy(number, f"{COPIED}（{number}）") for number in range(start, start + 20)])
    store.save(copy(60, f"{COPIED}（单独）"))
    [[most]] = rows(database, "SELECT max(n) FROM (SELECT count(*) AS n FROM duplicates GROUP BY article_id)")
    assert most == 8
    [[banded]] = rows(database, "SELECT count(DISTINCT article_id) FROM minhash_bands")
    assert banded < 20
    assert len(keys(database, "60")) == 61


def test_short_texts_are_alike_by_chance_and_are_not_compared(store, database):
    store.save_all([copy(1, "请登录后查看全文"), copy(2, "请登录后查看全文")])
    assert keys(database, "1") == ["sample/1"]
