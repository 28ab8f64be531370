"""A corpus: files by language that are the same each time, near-duplicates in groups, and a card the Hub can read."""

import json
from collections import Counter

import pytest
import yaml
from samples import numbered

from newscrawl.bulk import corpus
from newscrawl.bulk.corpus import card, plan_files, write_corpus
from newscrawl.bulk.shards import Shard
from newscrawl.errors import BadArgument
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.views.corpus import read_members

pytest.importorskip("pyarrow", reason="Parquet is NOT tested: pip install 'newscrawl[parquet]'")
LONG = " ".join(
    f"Converter {number} takes {number + 3} volts and gives {number * 7} milliamperes." for number in range(60)
)


@pytest.fixture
def database(tmp_path):
    url = f"sqlite:///{tmp_path}/articles.db"
    with Store(url) as store:
        for number in range(7):
            store.save(
                numbered(number, language="en", title=f"T{number}", body_text=f"Text {number} of its own. " * 20)
            )
        store.save(numbered("a", language="en", body_text=LONG))
        store.save(numbered("b", language="zh-Hant", body_text=f"{LONG} And one line more."))
        store.save(numbered("c", language=None, status="damaged"))
    return url


def tables(folder):
    from pyarrow import parquet

    return {path.name: parquet.read_table(path).to_pylist() for path in sorted((folder / "data").iterdir())}


def test_articles_stand_in_files_by_language_in_the_order_of_their_keys(database, tmp_path):
    assert write_corpus(database, tmp_path / "out", read_members(database)) == 9
    found = tables(tmp_path / "out")
    assert list(found) == ["en-00000-of-00001.parquet", "zh_Hant-00000-of-00001.parquet"]
    english = found["en-00000-of-00001.parquet"]
    assert [row["id"] for row in english] == sorted(row["id"] for row in english)
    assert english[0]["text"] == "Text 0 of its own. " * 20
    assert english[0]["authors"] == ["李弯弯"]


def test_near_duplicates_are_one_group_across_files(database, tmp_path):
    write_corpus(database, tmp_path / "out", read_members(database))
    groups = {row["id"]: row["duplicate_group"] for rows in tables(tmp_path / "out").values() for row in rows}
    assert groups["sample/a"] == groups["sample/b"] == "sample/a"
    assert groups["sample/0"] is None


def test_the_same_articles_give_the_same_bytes_however_they_are_shared(database, tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "MAX_FILE_ROWS", 3)
    members = read_members(database)
    write_corpus(database, tmp_path / "one", members)
    write_corpus(database, tmp_path / "several", members, jobs=2)
    for number in (1, 2):
        write_corpus(database, tmp_path / "shares", members, shard=Shard(number, 2))
    one, *others = (
        {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("one", "several", "shares")
    )
    assert len(one) == 5
    assert others == [one, one]


def test_the_card_tells_the_hub_what_is_where(database):
    members = read_members(database)
    head = yaml.safe_load(card(members, plan_files(members)).split("---")[1])
    splits = {one["split"]: one["path"] for one in head["configs"][0]["data_files"]}
    assert splits == {"en": "data/en-*.parquet", "zh_Hant": "data/zh_Hant-*.parquet"}
    assert Counter({one["name"]: one["num_examples"] for one in head["dataset_info"]["splits"]}) == {
        "en": 8,
        "zh_Hant": 1,
    }
    assert head["language"] == ["en", "zh"]
    assert "| sample | 9 |" in card(members, [])


def test_a_folder_of_something_else_is_left_alone(database, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(BadArgument, match="something else"):
        write_corpus(database, tmp_path / "out", read_members(database))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.txt"]


def test_the_card_counts_what_is_reserved(tmp_path):
    database = f"sqlite:///{tmp_path}/articles.db"
    stated = ({"train-ai": "n", "unavailable_after": "2030-01-01T00:00:00Z"}, {"train-ai": "n"}, {}, None)
    with Store(database) as store:
        for number, rights in enumerate(stated, 1):
            store.save(numbered(number, rights=rights))
    members = read_members(database)
    lines = card(members, []).splitlines()
    table = lines[lines.index("| stated | articles |") + 2 :]
    assert table[:4] == ["| train-ai: n | 2 |", "| unavailable_after | 1 |", "| nothing | 1 |", "| not known | 1 |"]
    write_corpus(database, tmp_path / "out", members)
    [path] = (tmp_path / "out" / "data").iterdir()
    column = pytest.importorskip("pyarrow.parquet").read_table(path).column("rights").to_pylist()
    assert column == [None if one is None else json.dumps(one) for one in stated]
