"""The newest articles by day, narrowed down by links and words."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from reader_requests import ask
from samples import NOON, numbered

from newscrawl.browse.app import reader_app
from newscrawl.storage.crawl.store import Store


def titles(page):
    return re.findall(r'data-entry href="[^"]*">(.*?)</a>', page)


def link(page, words):
    return unescape(re.search(rf'href="([^"]*)"[^>]*>{words}', page)[1])


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('many')}/articles.db"
    with Store(url, now=lambda: NOON) as store:
        store.save_all(
            numbered(number, title=f"Number {number}", published=NOON - timedelta(hours=number // 2), raw=(),
                     site=f"site{number % 40}", tags=("even",) if number % 2 == 0 else (), language="en")
            for number in range(100)
        )  # fmt: skip
    return reader_app(url, 8001)


def test_the_list_can_be_paged_there_and_back_without_gap_or_repetition(many):
    target, seen = "/", []
    while True:
        page = ask(many, target).text
        seen.append(titles(page))
        if "Older →" not in page:
            break
        target = f"/{link(page, 'Older')}"
    assert sorted(title for some in seen for title in some) == sorted(f"Number {number}" for number in range(100))
    assert [len(some) for some in seen] == [30, 30, 30, 10]
    for before in reversed(seen[:-1]):
        page = ask(many, f"/{link(page, '← Newer')}").text
        assert titles(page) == before
    assert "← Newer" not in page


def test_choices_show_counts_and_narrow_the_list_down(many):
    page = ask(many, "/?tag=even").text
    assert "50 articles" in page
    page = ask(many, "/?site=site3").text
    assert titles(page) == ["Number 3", "Number 43", "Number 83"]
    assert re.search(r'href="\?site=site4"><bdi>site4</bdi></a> <span>3</span>', page)
    assert titles(ask(many, "/?site=site3&tag=even").text) == []


def test_a_day_is_one_of_utc(many):
    assert len(titles(ask(many, "/?day=2026-11-20").text)) == 26  # midnight to noon, two an hour
    assert titles(ask(many, "/?day=9999-12-31").text) == []
    assert titles(ask(many, "/?day=0001-01-01").text) == []


def test_words_are_found_and_marked(reader):
    page = ask(reader, "/?q=low+noise").text
    assert titles(page) == ["<mark>Low</mark> <mark>noise</mark> amplifiers"]
    assert '<input id="q" name="q" type="search" value="low noise"' in page
    assert len(titles(ask(reader, "/?q=%E8%8A%AF%E7%89%87&language=zh").text)) == len(
        titles(ask(reader, "/?q=%E8%8A%AF%E7%89%87").text)
    )


def test_words_far_down_in_a_text_are_marked(tmp_path):
    url = f"sqlite:///{tmp_path}/articles.db"
    with Store(url, now=lambda: NOON) as store:
        store.save(numbered(1, title="One", body_text="filler " * 1_500 + "a Quiet relay at last"))
    assert "a <mark>Quiet</mark> <mark>relay</mark>" in ask(reader_app(url, 8001), "/?q=quiet+relay").text


def test_a_search_keeps_what_the_list_was_narrowed_down_to(reader):
    assert '<input type="hidden" name="language" value="zh">' in ask(reader, "/?language=zh").text


def test_an_undated_article_is_not_dated_now(reader):
    page = ask(reader, "/").text
    assert "undated, first seen" in page


def test_times_are_on_the_clock_of_the_site(tmp_path):
    database = f"sqlite:///{tmp_path}/articles.db"
    evening = datetime(2026, 11, 20, 17, 8, tzinfo=UTC)
    with Store(database, now=lambda: NOON) as store:
        store.save(numbered(1, site="elecfans", published=evening))
    assert ">21 Nov 2026, 01:08 +08:00</time>" in ask(reader_app(database, 8001), "/").text


def test_what_an_article_says_is_only_text(reader):
    for target in ("/", "/?q=taken", "/?language=ar"):
        page = ask(reader, target).text
        assert "&lt;script&gt;" in page
        assert "<script>document" not in page
        assert "<img" not in page
        assert 'dir="rtl"' in page


def test_a_title_of_a_megabyte_and_ten_thousand_tags_make_a_page(tmp_path):
    database = f"sqlite:///{tmp_path}/articles.db"
    with Store(database, now=lambda: NOON) as store:
        store.save(numbered(1, title="长" * 350_000, tags=tuple(f"tag{number}" for number in range(10_000))))
    app = reader_app(database, 8001)
    for target in ("/", "/article/1", "/?tag=tag9999", "/feed.json"):
        answer = ask(app, target)
        assert answer.status == 200
        assert len(answer.text) < 100_000
