"""What the demonstration prints is read from the database, and says nothing of what is not there."""

import pytest
from samples import ARTICLE, numbered
from searched import COPIED, copy

from newscrawl.article import Refusal
from newscrawl.demo.report import before_and_after, learned_notice, report, silent_edit, syndicated_copy
from newscrawl.demo.web import SavedPage
from newscrawl.spiders import site_of
from newscrawl.storage.crawl.store import Store

URL = "https://www.nowhere.example/1"
KEY = site_of(URL).key(URL)


def fill(database):
    with Store(database) as store:
        store.save_all([ARTICLE.evolve(url=URL, key=KEY, body_markdown="one\n\ntwo"), numbered(2, status="lossy")])
        store.save(ARTICLE.evolve(url=URL, key=KEY, body_markdown="one\n\nthree", body_html="<p>other</p>"))
        for number in range(7):
            reason = "soft 404" if number else "paywall"
            store.refuse(Refusal(url=f"https://e.example/{number}", key=f"e/{number}", site="e", reason=reason))


@pytest.fixture
def database(tmp_path, prepared):
    return prepared(fill, f"sqlite:///{tmp_path}/articles.db")


def test_a_report_counts_what_was_fetched_stored_repaired_and_refused(database):
    lines = list(
        report(
            database, [{"downloader/response_count": 3}, {"downloader/response_count": 4}, {}], 1.25, all_rules=False
        )
    )
    assert lines[:2] == ["7 pages fetched in 1.2 s, robots.txt included", "2 articles stored (1 lossy, 1 ok)"]
    assert "\nrepaired: 6 places by 1 rules" in lines
    assert "       6 places      2 articles  mirror/annotation" in lines
    assert "\nrefused: 7 pages" in lines
    assert "       6 soft 404                 https://e.example/1" in lines


def test_all_rules_and_refusals_are_shown_on_request(database):
    lines = list(report(database, [], 0, all_rules=True))
    assert sum("https://e.example/" in line for line in lines) == 7


def test_an_edit_is_shown_by_what_has_changed(database):
    assert list(silent_edit(database, URL)) == [f"\nedited without a word: {URL}", "  - two", "  + three"]


@pytest.mark.parametrize("url", ["https://www.sample.example/d/2.html", "https://www.nowhere.example/none"])
def test_what_is_not_there_is_not_told(database, url):
    page = SavedPage("x", "1", "https://www.nowhere.example/none", 200, {}, "", b"<p>x</p>", {})
    assert [*silent_edit(database, url), *syndicated_copy(database, url), *before_and_after(database, page)] == []
    assert list(learned_notice(database, "nowhere")) == []


def test_an_article_is_shown_before_and_after(database):
    text = "國產芯片發展很快，設計企業對計算能力的需求越來越高，產業進入新時代。" * 4
    body = f"<html><body><article><h1>A title</h1><p>{text}</p><p>{text}</p></article></body></html>".encode()
    lines = list(before_and_after(database, SavedPage("x", "1", URL, 200, {}, "", body, {})))
    assert lines[:2] == [f"\nbefore: {URL}", "  A title"]
    assert lines[2].endswith("…")
    assert f"after: {KEY}, status ok" in lines
    assert "  国产GPU, by 李弯弯, source None" in lines


def test_a_copy_is_named_with_the_article_that_was_first(tmp_path):
    url = f"sqlite:///{tmp_path}/copies.db"
    first, second = (f"https://www.nowhere.example/{name}" for name in ("first", "second"))
    with Store(url) as store:
        store.save_all(
            [
                copy(11, COPIED, url=first, key=site_of(first).key(first)),
                copy(12, f"{COPIED}（完）", hours=2, url=second, key=site_of(second).key(second)),
            ]
        )
    [line] = syndicated_copy(url, second)
    assert line.startswith(f"copied: {second} has ")
    assert line.endswith(f"% of the text of {first}, which was first")
