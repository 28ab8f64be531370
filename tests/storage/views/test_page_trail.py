"""What is known of a page: its article, its refusal, its fetches."""

from samples import NOON, numbered

from newscrawl.article import Refusal
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.read_only import ReadOnlyDatabase
from newscrawl.storage.views.page_trail import read_trail


def test_articles_and_refusals_are_found_by_key_and_address(tmp_path):
    url = f"sqlite:///{tmp_path}/articles.db"
    with Store(url, now=lambda: NOON) as store:
        store.save(numbered(1))
        store.refuse(Refusal(url="https://a.example/9", key="a/9", site="a", reason="soft 404"))
    with ReadOnlyDatabase(url).connect() as connection:
        found = read_trail(connection, ["sample/1"])
        assert [page.url for page in found.pages] == ["https://www.sample.example/d/1.html"]
        assert found.refusal is None
        assert found.fetches == ()
        for name in ("a/9", "https://a.example/9"):
            assert read_trail(connection, [name]).refusal.reason == "soft 404"
        assert read_trail(connection, ["none"]) is None
