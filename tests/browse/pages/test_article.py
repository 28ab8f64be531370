"""One article, set to be read, with what is known about it."""

import json

import pytest
from reader_requests import ask

from newscrawl.browse.pages.article import word_count


def test_an_article_is_found_by_number_and_key(reader):
    for name in ("3", "sample/3"):
        answer = ask(reader, f"/article/{name}")
        assert answer.status == 200
        assert '<h1 lang="en" dir="ltr">Low noise amplifiers</h1>' in answer.text


def test_markup_of_a_hostile_page_is_harmless(reader):
    page = ask(reader, "/article/sample/hostile").text
    assert "<p>Said</p>" in page
    for word in ("<script>document", "onclick=", "javascript:", "<iframe", "<form action", "style='"):
        assert word not in page
    assert 'dir="rtl"' in page
    assert 'class="scroll"' in page


def test_chinese_has_half_the_measure(reader):
    assert 'class="set wide"' in ask(reader, "/article/1").text
    assert 'class="set"' in ask(reader, "/article/3").text


def test_the_same_story_elsewhere_is_named(reader):
    page = ask(reader, "/article/1").text
    assert "The same story elsewhere" in page
    assert "快讯网" in page


def test_earlier_versions_are_shown_word_by_word(reader):
    page = ask(reader, "/article/sample/4").text
    assert "<del>芯片</del><ins>GPU</ins>" in page
    assert "<ins>二</ins>十元" in page


def test_an_article_can_be_had_as_markdown_and_json(reader):
    markdown = ask(reader, "/article/3/markdown")
    assert markdown.headers["content-type"].startswith("text/plain")
    assert markdown.text.startswith("# Low noise amplifiers")
    assert json.loads(ask(reader, "/article/3/json").text)["key"] == "sample/3"


@pytest.mark.parametrize(("text", "count"), [("", 0), ("low noise", 2), ("国产 GPU", 3), ("한국어 기사", 5)])
def test_words_are_counted_as_their_language_does(text, count):
    assert word_count(text) == count


def test_rights_are_shown_as_the_page_states_them(tmp_path):
    from samples import NOON, numbered

    from newscrawl.browse.app import reader_app
    from newscrawl.storage.crawl.store import Store

    database = f"sqlite:///{tmp_path}/articles.db"
    with Store(database, now=lambda: NOON) as store:
        store.save(numbered(1, rights={"license": ["https://creativecommons.org/licenses/by/4.0/"], "train-ai": "n"}))
    page = ask(reader_app(database, 8001), "/article/1").text
    assert "license: <bdi>https://creativecommons.org/licenses/by/4.0/</bdi> · train-ai: <bdi>n</bdi>" in page
