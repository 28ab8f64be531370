"""Counts of refusals leave out their own filter."""

from samples import NOON

from newscrawl.article import Refusal
from newscrawl.storage.crawl.refusals import Which, accept_refusals
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.read_only import ReadOnlyDatabase
from newscrawl.storage.views.refusal_lists import page_refusals


def test_counts_pages_and_accepted_ones(tmp_path):
    url = f"sqlite:///{tmp_path}/articles.db"
    with Store(url, now=lambda: NOON) as store:
        for number in range(6):
            site, reason = ("a", "b")[number % 2], ("soft 404", "empty body")[number // 3]
            store.refuse(Refusal(url=f"https://x.example/{number}", key=f"x/{number}", site=site, reason=reason))
    accept_refusals(url, Which(("x/0",)))
    with ReadOnlyDatabase(url).connect() as connection:
        found = page_refusals(connection, site="a", limit=1)
        assert (found.total, dict(found.sites), dict(found.reasons)) == (
            2,
            {"b": 3, "a": 2},
            {"soft 404": 1, "empty body": 1},
        )
        assert [one.key for one in found.refusals] == ["x/4"]
        rest = page_refusals(connection, site="a", before=found.older)
        assert ([one.key for one in rest.refusals], rest.older) == (["x/2"], None)
