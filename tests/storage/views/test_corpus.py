from samples import numbered

from newscrawl.storage.crawl.store import Store
from newscrawl.storage.views.corpus import ArticlesReader, read_members


def test_members_stand_by_language_and_key_whatever_was_stored_first(database):
    with Store(database) as store:
        for key, language, status in (
            ("c", "zh", "ok"),
            ("b", "en", "lossy"),
            ("a", "zh", "ok"),
            ("d", None, "ok"),
            ("e", "en", "damaged"),
        ):
            store.save(numbered(key, language=language, status=status, body_text=f"{key} says its own " * 30))
    members = read_members(database)
    assert [(one.language, one.key) for one in members] == [
        ("en", "sample/b"),
        ("und", "sample/d"),
        ("zh", "sample/a"),
        ("zh", "sample/c"),
    ]
    assert [one.characters for one in members] == [len("a says its own ") * 30] * 4
    ids = [one.id for one in members]
    assert [article.key for _, article in ArticlesReader(database).read([*ids, 999], batch=3)] == [
        one.key for one in members
    ]
