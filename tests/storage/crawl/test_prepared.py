"""What another process has prepared is stored as what the writer prepares itself."""

import pickle

import pytest
from ledger_runs import Clock
from samples import ARTICLE, numbered, rows

from newscrawl.errors import Refused
from newscrawl.storage.crawl.prepared import prepare, prepare_with_terms
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.values import MAX_KEY

MANY_WORDS = " ".join(f"Inverter {number} runs at {number * 7} volts." for number in range(40))
TEXTS = [
    "Short.",
    MANY_WORDS,
    MANY_WORDS + " This one is nearly the same.",
    "碳化硅逆变器投入量产，预计明年交付。" * 40,
    "A lone surrogate \ud800 and a \x00 among words. " + MANY_WORDS[:900],
]
TABLES = ("articles", "search_entries", "minhash_signatures", "minhash_bands", "duplicates", "raw_pages")


def stored(database, prepared):
    with Store(database, now=Clock()) as store:
        store.begin_run("sample", "1")
        for number, text in enumerate(TEXTS):
            article = numbered(number, title=f"No. {number}", body_text=text, body_html=f"<p>{text}</p>")
            assert store.save(prepared(article)) == "stored"
        assert store.save(prepared(article)) == "unchanged"
        store.save_all([prepared(article.evolve(body_text=f"{text} And more.")) for article in [article, numbered(9)]])
    return {table: rows(database, f"SELECT * FROM {table}") for table in TABLES}


def sent(article):
    return pickle.loads(pickle.dumps(prepare_with_terms(article)))


@pytest.mark.parametrize("prepared", [prepare, prepare_with_terms, sent])
def test_it_makes_no_difference_who_prepares_an_article(prepared, tmp_path):
    plain = stored(f"sqlite:///{tmp_path}/plain.db", lambda article: article)
    assert stored(f"sqlite:///{tmp_path}/prepared.db", prepared) == plain
    assert len(plain["search_entries"]) == len(TEXTS) + 1
    assert plain["minhash_bands"]
    assert plain["duplicates"]


@pytest.mark.parametrize("prepared", [prepare, prepare_with_terms])
def test_what_cannot_be_stored_is_refused(prepared):
    with pytest.raises(Refused, match="not storable"):
        prepared(ARTICLE.evolve(key="k" * (MAX_KEY + 1)))


def test_what_is_prepared_is_not_prepared_again():
    prepared = prepare_with_terms(ARTICLE)
    assert prepare(prepared) is prepared
