"""What is forgotten is gone from the file, byte by byte, and does not come back."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from forgetting import (
    FORGOTTEN_COLUMNS,
    FRAME,
    KEPT_COLUMNS,
    NOT_FILLED,
    NOW,
    article,
    cells_with,
    fill,
    row_counts,
    text,
)

from newscrawl.article import Refusal
from newscrawl.errors import Refused
from newscrawl.storage.crawl.forget import Wanted, find, forget
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.backup import back_up
from newscrawl.storage.database.check import check
from newscrawl.storage.database.schema import Base
from newscrawl.storage.views.read import read_pages
from newscrawl.storage.views.search import search


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/articles.db"


def files(database):
    return list(Path(database.removeprefix("sqlite:///")).parent.glob("articles.db*"))


def holds(database, word):
    return any(word.encode() in path.read_bytes() for path in files(database))


def filled(database):
    with Store(database, raw="keep") as store:
        store.begin_run("sample", "1")
        store.schedule([Scheduled("e.example/zyxquartz", "https://e.example/zyxquartz", "e.example")])
        store.save(article("zyxquartz"))
        store.save(article("zyxquartz", title="Another title of zyxquartz"))
        store.save(article("plainword"))
        store.save(article("otherword"))
        store.refuse(
            Refusal(url="https://e.example/zyxrefused", key="e.example/zyxrefused", site="e.example", reason="r")
        )
        store.end_run("finished", {})


def test_no_byte_is_left_in_the_file_and_its_log(database):
    filled(database)
    assert holds(database, "zyxquartz")
    receipt = forget(database, Wanted(names=("e.example/zyxquartz",)))
    assert (receipt.articles, receipt.pages) == (1, 0)
    assert not holds(database, "zyxquartz")
    with sqlite3.connect(files(database)[0]) as connection:
        assert connection.execute("SELECT articles, hash FROM removals").fetchall() == [(1, receipt.hash)]


def test_the_others_stay_whole(database):
    filled(database)
    forget(database, Wanted(names=("https://e.example/zyxquartz",)))
    assert check(database, deep=True) == ()
    assert {found.key for found in search(database, "microvolt")} == {"e.example/plainword", "e.example/otherword"}
    pages = {stored.article.key: [page.body for page in stored.pages] for stored in read_pages(database)}
    assert pages == {f"e.example/{key}": [(FRAME + text(key)).encode()] for key in ("plainword", "otherword")}


def test_a_page_that_others_were_compressed_against_goes_too(database):
    filled(database)  # the first page is the base of all
    forget(database, Wanted(names=("e.example/zyxquartz",)))
    with sqlite3.connect(files(database)[0]) as connection:
        assert connection.execute("SELECT count(*) FROM raw_bases").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (Wanted(names=("https://e.example/zyxquartz", "e.example/zyxrefused")), ["zyxquartz", "zyxrefused"]),
        (Wanted(author="ada PLAINWORD"), ["plainword"]),
        (Wanted(author="Ada"), []),
        (Wanted(before=NOW), []),
        (Wanted(before=datetime(2027, 1, 1, tzinfo=UTC)), ["otherword", "plainword", "zyxquartz"]),
        (Wanted(site="e.example"), ["otherword", "plainword", "zyxquartz", "zyxrefused"]),
        (Wanted(site="e.example", author="Ada otherword"), ["otherword"]),
    ],
)
def test_what_is_found_is_what_was_named(database, wanted, keys):
    filled(database)
    assert sorted(one.key for one in find(database, wanted)) == [f"e.example/{key}" for key in keys]


def test_a_forgotten_article_does_not_come_back(database):
    filled(database)
    forget(database, Wanted(names=("e.example/zyxquartz",)))
    with Store(database) as store:
        store.begin_run("sample", "1")
        assert store.known_urls.known(["e.example/zyxquartz", "e.example/new"]) == {"e.example/zyxquartz"}
        answers = store.save_all([article("zyxquartz"), article("fresh")])
        assert isinstance(answers[0], Refused)
        assert answers[1] == "stored"
        store.refuse(Refusal.of(article("zyxquartz").evolve(asked="https://e.example/alias"), answers[0]))
    assert not holds(database, "zyxquartz")


def test_a_whole_site_goes_with_what_it_was_learned_to_repeat(database):
    with Store(database) as store:
        for number in range(30):
            notice = "<p>Zyxquartz is the trade mark of the house that has published this page for its readers.</p>"
            store.save(article(f"word{number}", text(f"word{number}") + notice))
    assert holds(database, "Zyxquartz")
    forget(database, Wanted(site="e.example"))
    assert not holds(database, "Zyxquartz")
    assert not holds(database, "e.example")


def test_copies_beside_the_file_are_named(database, tmp_path):
    filled(database)
    back_up(database, tmp_path / "copy.db")
    receipt = forget(database, Wanted(names=("e.example/zyxquartz",)))
    assert f"not reached: {tmp_path / 'copy.db'} is a database of newscrawl, too" in receipt.warnings


def test_every_column_of_the_schema_is_known_to_be_forgotten_or_kept():
    for name, table in Base.metadata.tables.items():
        forgotten, kept = FORGOTTEN_COLUMNS.get(name, set()), KEPT_COLUMNS.get(name, set())
        assert {column.name for column in table.columns} == forgotten | kept, f"{name}: say what forget does with it"
        assert not forgotten & kept


def test_no_table_holds_anything_of_it(database):
    fill(database)
    before = row_counts(database)
    held = {table for table, _ in cells_with(database, "zyx")}
    assert held >= {
        "articles",
        "images",
        "tags",
        "pages",
        "fetches",
        "raw_pages",
        "refusals",
        "refused_pages",
        "rights",
    }
    assert all(before[table] for table in FORGOTTEN_COLUMNS.keys() - NOT_FILLED)
    wanted = ("e.example/zyxquartz", "e.example/zyxcopy", "e.example/zyxquartz-refused")
    forget(database, Wanted(names=wanted))
    assert cells_with(database, "zyx") == set()
    after = row_counts(database)
    assert after["articles"] == after["minhash_signatures"] == after["search_entries"] == 2
    assert (after["duplicates"], after["refused_pages"], after["revisions"]) == (0, 0, 0)
    assert (after["forgotten"], after["removals"]) == (3, 1)
    assert check(database, deep=True) == ()
