"""A site is known by its pages, its articles or its refusals."""

import pytest
from samples import ARTICLE

from newscrawl.article import Refusal
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.views.site_names import is_stored_site, stored_site_names


@pytest.fixture
def stored(database):
    with Store(database) as store:
        store.begin_run("sample", "1")
        store.save(ARTICLE)
        store.refuse(Refusal(url="https://b.example/", key="b.example/", site="b.example", reason="soft 404"))
        store.schedule([Scheduled("c.example/1", "https://c.example/1", "c.example")])
    return database


def test_sites_are_named_once_and_in_order(stored):
    assert stored_site_names(stored) == sorted({ARTICLE.site, "b.example", "c.example"})


@pytest.mark.parametrize(
    ("name", "known"), [("b.example", True), ("c.example", True), ("d.example", False), ("", False)]
)
def test_what_is_stored_is_known(stored, name, known):
    assert is_stored_site(stored, name) is known
