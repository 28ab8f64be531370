"""Edits: what was replaced, by what, and whether the page said so."""

from datetime import timedelta

from samples import NOON, numbered

from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.read_only import ReadOnlyDatabase
from newscrawl.storage.views.edits import list_edits


def test_each_version_is_compared_with_the_next(tmp_path):
    url = f"sqlite:///{tmp_path}/articles.db"
    for hour in range(4):
        with Store(url, now=lambda hour=hour: NOON + timedelta(hours=hour)) as store:
            store.save(numbered(1, title=f"Version {hour}"))
    with ReadOnlyDatabase(url).connect() as connection:
        found = list_edits(connection, limit=2)
        assert [(one.older["title"], one.newer["title"]) for one in found.edits] == [
            ("Version 2", "Version 3"),
            ("Version 1", "Version 2"),
        ]
        rest = list_edits(connection, before=found.older, limit=2)
        assert [one.older["title"] for one in rest.edits] == ["Version 0"]
        assert rest.older is None
        assert list_edits(connection, site="other").edits == ()
