"""Lists: in the order of dates, whole and without repetition, however they are narrowed down."""

from datetime import date, timedelta

import pytest
from samples import NOON, numbered

from newscrawl.errors import BadArgument
from newscrawl.storage.crawl.forget import Wanted, forget
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.read_only import ReadOnlyDatabase
from newscrawl.storage.views.article_lists import NO_LANGUAGE, ArticleFilter, Cursor, KindCounts, list_articles

COUNT = 60


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('lists')}/articles.db"
    with Store(url, now=lambda: NOON) as store:
        store.save_all(
            numbered(
                number,
                title=f"Number {number}",
                # Several of one time, and some that are not dated.
                published=None if number % 10 == 0 else NOON - timedelta(hours=number // 4 * 4),
                site=f"site{number % 3}",
                language=(None, "en", "zh")[number % 3],
                status="lossy" if number % 20 == 1 else "ok",
                tags=("even", "all") if number % 2 == 0 else ("all",),
                raw=(),
            )
            for number in range(COUNT)
        )
    return ReadOnlyDatabase(url)


FILTERS = (
    (ArticleFilter(), COUNT),
    (ArticleFilter(site="site1"), 20),
    (ArticleFilter(language="zh"), 20),
    (ArticleFilter(language=NO_LANGUAGE), 20),
    (ArticleFilter(status="lossy"), 3),
    (ArticleFilter(tag="even"), 30),
    (ArticleFilter(tag="all", site="site1", language="en"), 20),
    (ArticleFilter(day=date(2026, 11, 20)), 20),
    (ArticleFilter(query="number"), COUNT),
    (ArticleFilter(query="number", tag="even", site="site0"), 10),
    (ArticleFilter(query="number", day=date(2026, 11, 19)), 22),
    (ArticleFilter(site="none"), 0),
)


@pytest.mark.parametrize(("wanted", "count"), FILTERS)
def test_paging_finds_each_article_once_in_both_directions(database, wanted, count):
    older, place = [], None
    with database.connect() as connection:
        while True:
            page = list_articles(connection, wanted, before=place, limit=7)
            older += [(one.dated, one.id) for one in page.articles]
            place = page.older
            if place is None:
                break
        assert older == sorted(set(older), reverse=True)
        assert len(older) == count
        newer, place = older[-1:], Cursor(*older[-1]) if older else None
        while place:
            page = list_articles(connection, wanted, after=place, limit=7)
            newer = [(one.dated, one.id) for one in page.articles] + newer
            place = page.newer
        assert newer == older


@pytest.mark.parametrize(("wanted", "count"), FILTERS)
def test_counts_are_those_of_the_list(database, wanted, count):
    with database.connect() as connection:
        counts = list_articles(connection, wanted, counted=KindCounts()).counts
        assert counts.total == count
        for name, found in (("site", counts.sites), ("language", counts.languages), ("status", counts.statuses)):
            for value, articles in found.items():
                narrowed = wanted._replace(**{name: value})
                assert len(list_articles(connection, narrowed, limit=COUNT).articles) == articles
        for day, articles in counts.days.items():
            assert len(list_articles(connection, wanted._replace(day=day), limit=COUNT).articles) == articles
    assert list(counts.days) == sorted(counts.days, reverse=True)


def test_counts_are_kept_until_an_article_comes_changes_or_goes(tmp_path):
    url, counted, totals, groups = f"sqlite:///{tmp_path}/articles.db", KindCounts(), [], []

    def look():
        with ReadOnlyDatabase(url).connect() as connection:
            totals.append(list_articles(connection, ArticleFilter(), counted=counted).counts.statuses)
            groups.append(counted.read(connection))

    with Store(url, now=lambda: NOON) as store:
        store.save_all([numbered(1), numbered(2)])
        look()
        look()
        store.save(numbered(3))
        look()
    with Store(url, now=lambda: NOON + timedelta(hours=1)) as store:
        store.save(numbered(3, status="lossy", body_text="Changed.", title="Better"))
        store.save(numbered(2, title="Changed"))
        look()
    forget(url, Wanted(names=("sample/1",)))
    look()
    assert groups[0] is groups[1]
    assert [sum(one.values()) for one in totals] == [2, 2, 3, 3, 2]


@pytest.mark.parametrize(
    "written", ["", "x", "2026-11-20~1", "2026-11-20T12:00:00+00:00~-1", "2026-11-20T12:00:00+00:00"]
)
def test_a_place_that_is_none_is_refused(written):
    with pytest.raises(BadArgument):
        Cursor.parse(written)


def test_a_place_is_read_as_it_was_written():
    place = Cursor(NOON, 17)
    assert Cursor.parse(str(place)) == place
