"""One article with its versions and copies."""

import pytest
from samples import NOON, numbered
from searched import COPIED, copy

from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.read_only import ReadOnlyDatabase
from newscrawl.storage.views.article_pages import read_details


@pytest.fixture
def database(tmp_path):
    url = f"sqlite:///{tmp_path}/articles.db"
    with Store(url, now=lambda: NOON) as store:
        store.save_all([copy(1, COPIED), copy(2, COPIED, site="two"), numbered(3, raw=())])
        assert store.save(copy(1, COPIED, title="改过")) == "updated"
    return ReadOnlyDatabase(url)


def test_versions_and_copies_are_those_of_the_article(database):
    with database.connect() as connection:
        details = read_details(connection, ["sample/1"])
    assert details.article.title == "改过"
    assert [version.reason for version in details.versions] == ["replaced", "current"]
    assert [one.site for one in details.copies] == ["two"]
    assert details.has_pages


def test_an_article_without_pages_and_one_that_is_not_there(database):
    with database.connect() as connection:
        assert not read_details(connection, ["sample/3"]).has_pages
        assert read_details(connection, ["none"]) is None
