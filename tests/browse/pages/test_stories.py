"""The same story on several sites."""

import pytest
from reader_requests import ask
from samples import NOON, numbered

from newscrawl.browse.app import reader_app
from newscrawl.storage.crawl.store import Store


def test_a_story_names_the_earliest_first_with_credit(reader):
    page = ask(reader, "/stories").text
    first, second = page.index("<h2"), page.index("<h3")
    assert first < second
    assert "credit: <bdi>快讯网</bdi>" in page


def test_nothing_on_several_sites_says_so(tmp_path):
    database = f"sqlite:///{tmp_path}/articles.db"
    with Store(database, now=lambda: NOON) as store:
        store.save(numbered(1))
    assert "No story was found" in ask(reader_app(database, 8001), "/stories").text


@pytest.mark.parametrize(("before", "status"), [("1", 200), ("x", 400)])
def test_stories_are_paged(reader, before, status):
    assert ask(reader, f"/stories?before={before}").status == status
