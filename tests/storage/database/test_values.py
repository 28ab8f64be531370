"""Values that databases refuse are stored cleaned, or refused with a reason; never an exception of another kind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import ARTICLE, PAGE, numbered, rows

from newscrawl.article import Change, Image, RawPage, Refusal
from newscrawl.errors import Refused
from newscrawl.storage.crawl.store import Store

CHINA = timezone(timedelta(hours=8))

CLEANED = [
    ({"title": "a\x00b"}, "title", "ab"),
    ({"title": "a\ud83db"}, "title", "a\ufffdb"),
    ({"authors": ("李\x00弯弯", "\udfff")}, "authors", '["李弯弯", "\ufffd"]'),
    ({"body_text": "x\x00" * 30}, "body_text", "x" * 30),
    ({"field_sources": {"title": "si\x00te"}}, "field_sources", '{"title": "site"}'),
    ({"published": datetime(1, 1, 1, tzinfo=UTC)}, "published", "0001-01-01 00:00:00.000000"),
    ({"published": datetime(1, 1, 1, tzinfo=CHINA)}, "published", None),  # the year 0 in UTC
    ({"published": datetime(9999, 12, 31, 23, 59, tzinfo=UTC)}, "published", "9999-12-31 23:59:00.000000"),
    ({"modified": datetime(2026, 11, 20, 20, tzinfo=CHINA)}, "modified", "2026-11-20 12:00:00.000000"),
    ({"url": "'; DROP TABLE articles; --"}, "url", "'; DROP TABLE articles; --"),
    ({"title": "Robert'); DROP TABLE articles;--"}, "title", "Robert'); DROP TABLE articles;--"),
]


@pytest.mark.parametrize(("values", "column", "stored"), CLEANED)
def test_a_bad_value_is_stored_cleaned(store, database, values, column, stored):
    assert store.save(replace(ARTICLE, **values)) == "stored"
    assert rows(database, f"SELECT {column} FROM articles") == [(stored,)]


def test_bad_values_in_parts_and_pages_are_stored_cleaned(store, database):
    page = RawPage(
        url="https://e.example/\x00", status=200, headers=(("X", "\x00\udc80"),), body=b"\x00", fetched=PAGE.fetched
    )
    article = replace(
        ARTICLE,
        tags=("a\x00", "a", "\ud800"),
        images=(Image("https://e.example/\x00", "\udcff", None),),
        changes=(Change("strip", "body", "injected/vocabulary", 1, "\x00\ud800", ""),),
        raw=(page,),
    )
    assert store.save(article) == "stored"
    assert rows(database, "SELECT tag FROM tags ORDER BY position") == [("a",), ("\ufffd",)]
    assert rows(database, "SELECT url, alt FROM images") == [("https://e.example/", "\ufffd")]
    assert rows(database, "SELECT headers FROM raw_pages") == [('[["X", "\ufffd"]]',)]


def test_large_values_are_stored_whole(store, database):
    text = "芯片" * (4 << 20)  # 8 Mi characters, 24 MiB
    article = replace(ARTICLE, body_text=text, tags=tuple(f"tag {number}" for number in range(10_000)))
    assert store.save(article) == "stored"
    assert rows(database, "SELECT length(body_text) FROM articles") == [(len(text),)]
    assert rows(database, "SELECT count(*) FROM tags") == [(10_000,)]


@pytest.mark.parametrize("name", ["key", "url"])
def test_an_endless_key_or_address_is_refused_with_a_reason(store, database, name):
    with pytest.raises(Refused, match=f"not storable: its {name} has 5000 characters"):
        store.save(replace(ARTICLE, **{name: "x" * 5000}))
    assert rows(database, "SELECT count(*) FROM articles") == [(0,)]


def test_a_refusal_with_bad_values_is_stored_cleaned(store, database):
    store.refuse(Refusal(url="\x00u", key="k\ud800", site="s", reason="soft 404", detail="\x00'; --"))
    assert rows(database, "SELECT url, key, detail FROM refusals") == [("u", "k\ufffd", "'; --")]


TEXT = st.text(st.characters(codec=None), max_size=40)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=TEXT,
    authors=st.lists(TEXT, max_size=3).map(tuple),
    tags=st.lists(TEXT, max_size=3).map(tuple),
    body=TEXT,
    published=st.none() | st.datetimes(timezones=st.sampled_from([UTC, CHINA, timezone(-timedelta(hours=12))])),
    page=st.binary(max_size=50),
)
def test_no_value_of_a_page_is_an_exception(store, *, title, authors, tags, body, published, page):
    values = {"title": title, "authors": authors, "body_text": body, "body_html": body, "published": published}
    raw = (replace(PAGE, body=page),)
    assert store.save(numbered(7, **values, tags=tags, raw=raw)) in ("stored", "updated", "unchanged", "kept")


def test_a_store_of_another_retention_keeps_what_is_there(database):
    with Store(database, raw="off") as store:
        store.save(ARTICLE)
    with Store(database) as store:
        assert store.save(ARTICLE) == "unchanged"
    assert rows(database, "SELECT count(*) FROM raw_pages") == [(1,)]
