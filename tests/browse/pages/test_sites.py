"""Sites: those that need a look come first, and say why."""

import pytest
from crawled_runs import WHY, save_runs
from reader_requests import ask
from samples import NOON, numbered

from newscrawl.article import Refusal
from newscrawl.browse.app import reader_app
from newscrawl.storage.crawl.runs import write_verdict
from newscrawl.storage.crawl.store import Store


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('sites')}/articles.db"
    numbers = save_runs(url, spider="zebra")
    write_verdict(url, numbers[-1], 3, [WHY], {})
    with Store(url, now=lambda: NOON) as store:
        store.save_all(numbered(number, site=f"site{number:03}", raw=()) for number in range(200))
    return reader_app(url, 8001)


def test_two_hundred_sites_make_a_page_with_the_broken_one_first(crawled):
    page = ask(crawled, "/sites").text
    assert page.count("<tr>") > 200
    assert page.index("zebra") < page.index("site000")
    assert WHY in page


def test_a_site_shows_coverage_articles_a_day_and_what_is_wrong(crawled):
    page = ask(crawled, "/sites/zebra").text
    assert WHY in page
    assert page.count("<svg") == 2
    assert "gb18030" in page
    assert "soft 404" in page


def test_a_site_without_runs_has_a_page_and_one_that_is_none_has_not(crawled):
    assert ask(crawled, "/sites/site001").status == 200
    assert ask(crawled, "/sites/nowhere").status == 404


def test_a_site_with_nothing_but_refused_pages_is_listed_before_the_good_ones_and_has_a_page(tmp_path):
    url = f"sqlite:///{tmp_path}/articles.db"
    with Store(url, now=lambda: NOON) as store:
        store.begin_run("article", "1")
        store.refuse(Refusal(url="https://shut.example/1", key="shut/1", site="shut.example", reason="blocked page"))
        store.save(numbered(1, site="open.example", raw=()))
        store.end_run("finished", {})
    reader = reader_app(url, 8001)
    page = ask(reader, "/sites").text
    assert page.index("shut.example") < page.index("open.example")
    assert "refused: blocked page" in page
    assert "https://shut.example/1" in ask(reader, "/sites/shut.example").text
