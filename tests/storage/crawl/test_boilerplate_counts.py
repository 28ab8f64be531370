"""What sites repeat is counted once for each article, in bounds, and what a person says stays."""

from dataclasses import replace

import pytest
from repeating import FINGERPRINT, NOTICE, own, said, save, states
from samples import NOON, numbered, rows

from newscrawl.errors import StorageFailed
from newscrawl.stages.boilerplate import MIN_TAG_ARTICLES, read_tag
from newscrawl.storage.crawl import boilerplate_counts
from newscrawl.storage.crawl.boilerplate import decide, list_repeated, read_stripped
from newscrawl.storage.crawl.store import Store
from newscrawl.text.fingerprints import read_paragraph


def test_what_ten_articles_say_at_their_end_is_taken_out_from_then_on(store, database):
    save(store, range(9), NOTICE)
    assert not store.stripped("sample")
    assert states(database) == [("candidate", 9)]
    save(store, [9], NOTICE)
    assert set(store.stripped("sample")) == {FINGERPRINT} == read_stripped(database, "sample")
    save(store, range(10, 15), NOTICE)
    [repeated] = list_repeated(database, "sample")
    assert repeated._replace(first_seen=NOON, last_seen=NOON) == (
        "sample", FINGERPRINT, "stripped", 15, 1.0, 1.0, False, NOTICE, NOON, NOON, None,
    )  # fmt: skip


def test_tags_that_most_articles_carry_are_the_site_s_own(store, database):
    names = [("Hardware", "Intel"), ("hardware", "AMD"), ("Hardware", f"{NOTICE}")]
    store.save_all([said(number, tags=names[number % 3]) for number in range(MIN_TAG_ARTICLES - 1)])
    assert not store.stripped("sample")
    store.save_all([said(number, tags=("HARDWARE",)) for number in range(20, 22)])
    assert set(store.stripped("sample")) == {read_tag("Hardware").fingerprint}
    assert {one.excerpt for one in list_repeated(database) if one.state == "stripped"} == {"tag: hardware"}
    store.save_all([said(number, tags=("Intel",) if number < 60 else ()) for number in range(30, 80)])
    assert {one.excerpt for one in list_repeated(database) if one.state == "stripped"} == {
        "tag: hardware",
        "tag: Intel",
    }
    with Store(database) as later:
        assert set(later.stripped("sample")) == {read_tag("Hardware").fingerprint, read_tag("Intel").fingerprint}


def test_the_next_run_knows_and_counts_on(store, database):
    save(store, range(8), NOTICE)
    with Store(database) as later:
        save(later, [8, 9], NOTICE)
        assert set(later.stripped("sample")) == {FINGERPRINT}
    assert list_repeated(database, "elsewhere") == ()
    assert not store.stripped("elsewhere")


def test_each_article_counts_once_and_only_if_it_is_sound(store, database):
    save(store, range(3), NOTICE)
    save(store, range(3), NOTICE)
    save(store, range(3), NOTICE, title="edited")
    save(store, range(3, 9), NOTICE, status="damaged")
    save(store, range(9, 12), NOTICE, status="lossy")
    save(store, range(12, 15), NOTICE, flags=("mirror",))
    store.save_all([said(number, NOTICE, NOTICE) for number in (15, 16)])
    assert states(database) == [("candidate", 5)]


def test_copies_of_an_article_teach_nothing(store, database):
    store.save_all([replace(said(1, NOTICE), key=f"sample/{number}") for number in range(20)])
    assert states(database) == []


def test_articles_that_differ_in_numbers_only_teach_what_they_share(store, database):
    for number in range(12):
        paragraphs = (f"Regulator number {number} keeps its noise low.", f"Its maker sells {number} of them.", NOTICE)
        store.save(numbered(number, raw=(), tags=(), paragraphs=tuple(map(read_paragraph, paragraphs))))
    assert {one.excerpt: one.state for one in list_repeated(database)} == {
        NOTICE: "stripped",
        "Regulator number 1 keeps its noise low.": "candidate",
        "Its maker sells 1 of them.": "candidate",
    }
    store.save_all(
        [replace(numbered(0), key=f"sample/copy-{n}", paragraphs=(read_paragraph(NOTICE),)) for n in range(5)]
    )
    assert rows(database, "SELECT max(number) FROM paragraphs") == [(12,)]


def test_what_says_other_numbers_each_time_is_never_taken_out_unasked(store, database):
    for number in range(40):
        save(store, [number], f"The rate of the day is 1.{number:02} dollars, says the bank.")
    assert states(database) == [("candidate", 40)]
    [rate] = list_repeated(database)
    assert rate.varies
    decide(database, [rate.fingerprint], "stripped")
    with Store(database) as later:
        assert set(later.stripped("sample")) == {rate.fingerprint}


def test_what_stands_in_the_middle_must_be_on_a_fifth_of_all_articles(store, database):
    card = "Storage: a slot for MicroSD cards"
    for number in range(100):
        middle = [NOTICE] * (number % 4 == 0) + [card] * (number % 10 == 0)
        store.save(said(number, own(number, 1), *middle, own(number, 2), own(number, 3)))
    found = {one.excerpt: (one.state, one.edge) for one in list_repeated(database)}
    assert found == {NOTICE: ("stripped", 0.0), card: ("candidate", 0.0)}


def test_two_processes_count_the_same_site(store, database):
    with Store(database) as other:
        for number in range(0, 12, 2):
            save(store, [number], NOTICE)
            save(other, [number + 1], NOTICE)
    assert states(database) == [("stripped", 12)]
    assert rows(database, "SELECT max(number), count(*) FROM paragraphs") == [(12, 12)]


def test_a_transaction_that_fails_counts_nothing(store, database, monkeypatch):
    save(store, range(9), NOTICE)

    def fail(*_):
        raise StorageFailed("disk full")

    with monkeypatch.context() as failing:
        failing.setattr(Store, "_end", fail)
        with pytest.raises(StorageFailed):
            save(store, [9], NOTICE)
    assert not store.stripped("sample")
    assert states(database) == [("candidate", 9)]
    save(store, [9], NOTICE)
    assert states(database) == [("stripped", 10)]


def test_what_is_old_is_forgotten(database, monkeypatch):
    monkeypatch.setattr(boilerplate_counts, "_WINDOW_ARTICLES", 20)
    monkeypatch.setattr(boilerplate_counts, "_SLACK_ARTICLES", 5)
    monkeypatch.setattr(boilerplate_counts, "_FORGET_AFTER_ARTICLES", 30)
    other = "Written with the help of the chip makers' association."
    for start in range(0, 100, 10):
        with Store(database) as store:
            save(store, range(start, start + 10), *([NOTICE] if start < 20 else []), *([other] if start == 0 else []))
            decide(database, [read_paragraph(other).fingerprint], "kept")
    assert [one.excerpt for one in list_repeated(database)] == [other]
    [(first, count)] = rows(database, "SELECT min(number), count(*) FROM paragraphs")
    assert count <= 35
    assert first > 60


def test_a_site_that_repeats_everything_does_not_fill_the_disk(database, monkeypatch):
    monkeypatch.setattr(boilerplate_counts, "_MAX_CANDIDATES", 10)
    for start in range(0, 40, 2):
        texts = [own(start, line) for line in range(1, 30)]
        with Store(database) as store:
            save(store, [start, start + 1], *texts)
    assert len(list_repeated(database)) <= 10


def test_values_that_no_database_takes_are_counted_cleaned(store, database):
    bad = f"\x00{NOTICE}\ud800"
    save(store, range(10), bad)
    assert [one.excerpt for one in list_repeated(database)] == [f"{NOTICE}\ufffd"]
    assert not store.stripped("a\x00\ud800")


@pytest.mark.parametrize("max_remembered", [1, 500_000])
def test_sites_in_turn_are_counted_however_many_are_held_in_memory(database, monkeypatch, max_remembered):
    monkeypatch.setattr(boilerplate_counts, "_MAX_REMEMBERED_FINGERPRINTS", max_remembered)
    sites = [f"site{number}" for number in range(5)]
    with Store(database) as store:
        for number in range(10):
            for site in sites:
                store.save(replace(said(number, NOTICE, site=site), key=f"{site}/{number}"))
        assert all(set(store.stripped(site)) == {FINGERPRINT} for site in sites)
    assert states(database) == [("stripped", 10)] * 5
