"""Articles are found in any language by what they say now, and nothing that a person types breaks the search."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from cpu_time import in_shares
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import NOON, numbered, rows
from searched import ARTICLES, FOUND

from newscrawl.errors import BadArgument
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database import search_index as index
from newscrawl.storage.database.check import check
from newscrawl.storage.database.search_index import MAX_INDEXED_CHARACTERS
from newscrawl.storage.database.upgrade import open_database
from newscrawl.storage.views import search as searching
from newscrawl.storage.views.search import search


def fill(database):
    with Store(database, now=lambda: NOON) as store:
        store.save_all(ARTICLES)


@pytest.fixture
def filled(prepared, database):
    return prepared(fill, database)


def numbers(database, query, **narrowed):
    return {int(hit.key.removeprefix("sample/")) for hit in search(database, query, **narrowed)}


@pytest.mark.parametrize(("query", "found"), FOUND)
def test_articles_are_found_by_what_they_say(filled, query, found):
    assert numbers(filled, query) == found


def test_a_title_counts_for_more_than_a_text(store, database):
    long = "别的内容。" * 50
    store.save_all(
        [numbered(1, title="别的", body_text=f"{long}氮化镓"), numbered(2, title="氮化镓", body_text=long), numbered(3)]
    )
    assert [hit.key for hit in search(database, "氮化镓")] == ["sample/2", "sample/1"]


def test_a_hit_shows_where_the_query_was_found_in_the_stored_text(filled):
    [hit] = search(filled, "10uf regulator")
    assert [hit.title.text[span.start : span.end] for span in hit.title.spans] == ["regulator"]
    assert [hit.text.text[span.start : span.end] for span in hit.text.spans] == ["10 µF"]
    assert (hit.site, hit.dated, hit.url) == ("one", NOON, "https://www.sample.example/d/3.html")


def test_site_day_and_number_narrow_the_search(filled):
    assert numbers(filled, "产", site="two") == {2, 7}
    assert numbers(filled, "产", since=NOON - timedelta(days=1)) == {1, 2}
    assert numbers(filled, "产", site="two", since=NOON - timedelta(days=1)) == {2}
    assert len(search(filled, "产", limit=1)) == 1


def test_an_article_without_a_date_has_the_day_when_it_was_first_stored(store, database):
    store.save(numbered(1, published=None))
    assert numbers(database, "正文", since=NOON) == {1}
    assert numbers(database, "正文", since=NOON + timedelta(seconds=1)) == set()


def test_a_changed_article_is_found_by_what_it_says_now(store, database):
    store.save(numbered(1, body_text="氮化镓器件", body_html="1"))
    store.save(numbered(1, body_text="碳化硅器件", body_html="2"))
    store.replace(numbered(1, body_text="金刚石器件", body_html="3"))
    assert numbers(database, "金刚石") == {1}
    assert numbers(database, "氮化镓") == numbers(database, "碳化硅") == set()
    assert rows(database, "SELECT article_id FROM search_entries") == [(1,)]


def test_a_copy_that_is_not_taken_is_not_found(store, database):
    store.save(numbered(1, body_text="氮化镓器件" * 9, body_html="1"))
    assert store.save(numbered(1, body_text="碳化硅", body_html="2", status="damaged")) == "kept"
    assert numbers(database, "碳化硅") == set()


def test_a_deleted_article_is_not_found_nor_the_next_one_under_its_number(filled):
    rows_left = open_database(filled)
    with rows_left.begin() as connection:
        connection.exec_driver_sql("DELETE FROM articles WHERE key IN ('sample/3', 'sample/7')")
    rows_left.dispose()
    with Store(filled) as store:
        store.save(numbered(8, title="新", body_text="别的"))
    assert numbers(filled, "quiet") == set()
    assert numbers(filled, "别的") == {8}
    assert check(filled) == ()


@pytest.mark.parametrize("query", ["", " ", "！？", '"', "* ( )", "\x00"])
def test_a_query_without_a_word_is_refused(filled, query):
    with pytest.raises(BadArgument, match="no word"):
        search(filled, query)


@given(query=st.text(alphabet=st.one_of(st.characters(exclude_categories=()), st.sampled_from('"*:^-(){}NEAROT芯片 '))))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_nothing_that_a_person_types_breaks_the_search(filled, query):
    with suppress(BadArgument):
        search(filled, query)


@in_shares
@pytest.mark.parametrize("token", ["芯片上", "a b ", "ﷺ", "\u0301", "x" * 90, "1a"])
def test_endless_texts_are_indexed_as_far_as_anybody_reads(store, database, token, share):
    assert (
        store.save(numbered(1, title="长", body_text="开头 " + token * int(500_000 // len(token) * share))) == "stored"
    )
    assert numbers(database, "开头 长") == {1}


def test_words_far_inside_a_text_are_found(store, database):
    store.save(numbered(1, body_text="无关。" * (MAX_INDEXED_CHARACTERS // 3 - 10) + "碳化硅"))
    assert numbers(database, "碳化硅") == {1}


def test_an_index_of_other_rules_is_made_anew_when_the_database_is_opened(filled, monkeypatch):
    monkeypatch.setattr(index, "INDEX_VERSION", "0.0")
    monkeypatch.setattr(index, "fold", lambda text: text.replace("芯片", "folded otherwise "))
    assert numbers(filled, "otherwise") == {1}
    assert rows(filled, "SELECT version FROM index_version") == [("0.0",)]
    assert len(rows(filled, "SELECT * FROM search_entries")) == len(ARTICLES)


def test_of_a_common_word_the_newest_articles_are_ranked(store, database, monkeypatch):
    monkeypatch.setattr(searching, "MAX_RANKED_ARTICLES", 3)
    store.save_all([replace(ARTICLES[0], key=f"sample/{number}") for number in range(1, 9)])
    assert numbers(database, "国产") == {6, 7, 8}


def test_of_a_beginning_that_many_share_the_articles_stored_last_are_returned(store, database, monkeypatch):
    monkeypatch.setattr(searching, "MAX_RANKED_ARTICLES", 3)
    store.save_all([replace(ARTICLES[0], key=f"sample/{number}") for number in range(1, 9)])
    assert [hit.key for hit in search(database, "国", limit=2)] == ["sample/8", "sample/7"]
    assert numbers(database, "国", site=ARTICLES[0].site) == {6, 7, 8}


# Each of these is asked of the articles of TECHNICAL.
TECHNICAL = (
    numbered(21, title="Capacitors", body_text="A stray 10 and 0.47 µF, or 0.10 µF.", language="en", site="one"),
    numbered(22, title="More capacitors", body_text="It takes 10 µF, and 1.000.", language="en-GB", site="one"),
    numbered(23, title="C++ and C#", body_text="Written with .NET for the STM32F103C8T6.", language="de", site="two"),
    numbered(24, title="C", body_text="C alone; LM317-ADJ, 47 µF and 4.7 kΩ.", language="zh-CN", site="www.three.example",
             url="https://www.three.example/24", published=NOON - timedelta(days=9)),
)  # fmt: skip
ASKED = (
    ("10 µF", {22}),
    ("10µF", {22}),
    ("10uF", {22}),
    ("10 μF", {22}),
    ("47 µF", {24}),
    ("0.47µF", {21}),
    ("4,7 kOhm", {24}),
    ("C++", {23}),
    ("c#", {23}),
    (".NET", {23}),
    ("C", {23, 24}),
    ("STM32F103C8T6", {23}),
    ("lm317-adj", {24}),
    ("capacitors -more", {21}),
    ("capacitors -10uF", {21}),
    ('capacitors -"stray 10"', {22}),
    ("stray OR alone", {21, 24}),
    ("stray OR takes capacitors", {21, 22}),
    ("title:c", {23, 24}),
    ("title:alone OR title:more", {22}),
    ("c -title:sharp", {24}),
    ("site:two", {23}),
    ("site:one site:two", {21, 22, 23}),
    ("capacitors site:two", set()),
    ("site:three.example", {24}),
    ("-site:one -site:two", {24}),
    ("lang:en", {21, 22}),
    ("-lang:en -lang:zh", {23}),
    ("c lang:zh", {24}),
    ("-capacitors", {23, 24}),
    ("-capacitors -alone", {23}),
)


# Each of these is asked of the articles of LANGUAGES.
LANGUAGES = (
    numbered(31, title="Große Drähte", body_text="Ein Gehäuse für R&D, mit 25 °C, 10 % und ＡＢＣ１２３.", language="de"),
    numbered(32, title="國產晶片", body_text="支援PCIe 5.0介面與GPU，鴻蒙系統發布。", language="zh-TW"),
    numbered(33, title="삼성전자 반도체", body_text="메모리를 2026-11-19 공개했다. Wi-Fi 6E, 802.11ax.", language="ko"),
    numbered(34, title="コンピューターのメモリー", body_text="ルネサスが5G/6Gの半導体を発表。A 4k7 part, 74HC595/SO.", language="ja"),
)  # fmt: skip
ASKED_IN_LANGUAGES = (
    ("grosse", {31}),
    ("GROSSE DRAEHTE", {31}),
    ("drahte", {31}),
    ("„Ein Gehäuse“", {31}),
    ("R&D", {31}),
    ("25℃", {31}),
    ("10%", {31}),
    ("abc123", {31}),
    ("国产", {32}),
    ("鸿蒙系统", {32}),
    ("「鸿蒙系统」", {32}),
    ("国产，系统", {32}),
    ("国产、GPU", {32}),
    ("pcie5.0", {32}),
    ("ＧＰＵ", {32}),
    ("삼성전자가", set()),
    ("삼성", {33}),
    ("메모리", {33}),
    ("2026-11-19", {33}),
    ("WiFi", {33}),
    ("802.11ax", {33}),
    ("コンピュータ", {34}),
    ("ﾒﾓﾘ", {34}),
    ("半导体", {34}),
    ("5G/6G", {34}),
    ("4k7", {34}),
    ("74HC595", {34}),
    ('"4k7 part', {34}),
    ("OR 4k7", {34}),
    ("- 4k7 -", {34}),
)


@pytest.mark.parametrize(("query", "found"), ASKED)
def test_a_search_is_understood_as_it_is_typed(store, database, query, found):
    store.save_all(TECHNICAL)
    assert numbers(database, query) == found


def test_words_of_many_languages_are_found_as_they_are_typed(store, database):
    store.save_all(LANGUAGES)
    assert {query: numbers(database, query) for query, _ in ASKED_IN_LANGUAGES} == dict(ASKED_IN_LANGUAGES)


def test_language_and_last_day_narrow_the_search(store, database):
    store.save_all(TECHNICAL)
    assert numbers(database, "c", language="zh") == {24}
    assert numbers(database, "c", until=NOON - timedelta(days=1)) == {24}
    assert numbers(database, "site:one", language="en-GB") == {22}


def test_without_words_the_newest_come_first(store, database):
    store.save_all(TECHNICAL)
    assert [hit.key for hit in search(database, "-capacitors")] == ["sample/23", "sample/24"]


def test_what_is_excluded_or_asked_of_titles_is_not_marked_in_texts(store, database):
    store.save_all(TECHNICAL)
    [hit] = search(database, "title:c alone -more")
    assert [hit.title.text[span.start : span.end] for span in hit.title.spans] == ["C"]
    assert [hit.text.text[span.start : span.end] for span in hit.text.spans] == ["alone"]
