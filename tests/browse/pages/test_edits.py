"""Silent edits as readable diffs."""

from datetime import timedelta

import pytest
from reader_requests import ask
from samples import NOON, numbered

from newscrawl.browse.app import reader_app
from newscrawl.storage.crawl.store import Store


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('edits')}/articles.db"
    for hours, price in ((0, "十"), (1, "二十"), (2, "三十")):
        moment = NOON + timedelta(hours=hours)
        with Store(url, now=lambda moment=moment: moment) as store:
            body = f"价格为{price}元，下周供货。" * 3
            store.save(numbered(1, body_html=f"<p>{body}</p>", body_text=body))
            store.save(
                numbered(
                    2, site="two", title=f"Named {hours}", modified=moment if hours else None, body_text="Text of it."
                )
            )
    return reader_app(url, 8001)


def test_silent_edits_are_shown_word_by_word_the_newest_first(edited):
    page = ask(edited, "/edits").text
    assert page.index("<del>二</del><ins>三</ins>") < page.index("<ins>二</ins>")
    assert "Named" not in page


def test_edits_that_the_page_names_are_shown_when_asked_for(edited):
    page = ask(edited, "/edits?all=1").text
    assert "Named 2" in page
    assert "the page names its change" in page


def test_edits_of_one_site(edited):
    assert "<del>" not in ask(edited, "/edits?site=two").text
    assert "<del>" in ask(edited, "/edits?site=sample").text


def test_edits_are_paged(edited):
    assert ask(edited, "/edits?before=1").status == 200
    assert ask(edited, "/edits?before=x").status == 400
