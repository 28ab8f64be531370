import pytest
from archived import answer, page
from samples import NOON, numbered

from newscrawl.archives.http import parse_answer
from newscrawl.archives.pages import Capture
from newscrawl.bulk.page_reader import PageReader, ReaderConfig
from newscrawl.bulk.reextracting import Spool, reread
from newscrawl.reports.reextraction import Comparison
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.views.read import read_article_ids

CONFIG = ReaderConfig("auto", None, None)


@pytest.fixture
def database(tmp_path):
    url, reader = f"sqlite:///{tmp_path}/articles.db", PageReader(CONFIG)
    with Store(url) as store:
        for number in range(60):
            captured = Capture(f"https://news.example/{number}", NOON, parse_answer(answer(page(f"LT{number}"))), False)
            found = reader([captured])
            store.save(found.evolve(title="Old rules") if number % 20 == 0 else found)
        store.save(numbered("unkept", raw=()))
    return url


@pytest.mark.parametrize("jobs", [1, 2])
def test_only_what_reads_otherwise_comes_back_in_order(database, jobs):
    whole, changes, missing, done = Comparison(), [], 0, 0
    for count, result in reread(database, CONFIG, read_article_ids(database), jobs):
        whole.merge(result.comparison)
        changes += result.changes
        missing, done = missing + result.missing, done + count
    assert (whole.same, whole.changed, whole.refused, missing, done) == (57, 3, 0, 1, 61)
    assert [one.key for one in changes] == ["news.example/0", "news.example/20", "news.example/40"]
    assert [one.again.title for one in changes] == ["LT0", "LT20", "LT40"]
    assert whole.fallen() == ()


def test_articles_wait_in_a_file_in_their_order():
    with Spool() as spool:
        for number in range(7):
            spool.add(numbered(number))
        assert [[one.key for one in group] for group in spool.groups(3)] == [
            [f"sample/{number}" for number in range(start, min(start + 3, 7))] for start in (0, 3, 6)
        ]


def test_new_readings_are_written_once(database):
    with Store(database) as store:
        again = [numbered(number, key=f"news.example/{number}", title="New") for number in (0, 1)]
        assert store.replace_all(again) == ["updated", "updated"]
        assert store.replace_all(again) == ["unchanged", "unchanged"]
