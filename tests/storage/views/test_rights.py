from newscrawl.article import Article
from newscrawl.rights import Signal
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.views.rights import host_statements, page_statements

NO_TRAINING = Signal("robots.txt", "ai-train", "n", "Content-Signal: ai-train=no")
NO_ARCHIVE = Signal("page", "noarchive", True, '<meta name="robots" content="noarchive">')


def test_hosts_and_pages_are_listed_with_their_sources(tmp_path):
    database = f"sqlite:///{tmp_path}/a.db"
    with Store(database) as store:
        for number in range(3):
            values = {"url": f"https://www.e.example/{number}", "key": f"e/{number}", "site": "e"}
            store.save(Article(**values, body_html="<p>Text</p>").with_signals([NO_TRAINING, NO_ARCHIVE]))
        store.host_rights.record("www.e.example", "robots.txt", [NO_TRAINING])
        store.host_rights.record("other.example", "robots.txt", [NO_TRAINING])
        store.host_rights.record("other.example", "robots.txt", [])
    found = host_statements(database)
    assert [(one.host, one.signal, one.ended is None) for one in found] == [
        ("other.example", NO_TRAINING, False),
        ("www.e.example", NO_TRAINING, True),
    ]
    assert [one.host for one in host_statements(database, "e")] == ["www.e.example"]
    assert [one[:4] for one in page_statements(database)] == [("e", "noarchive", True, 3)]
    assert page_statements(database, "other") == ()
