"""What a page asks of the database does not grow with the articles in it.

The instructions of SQLite's virtual machine are counted, with three times the articles, and bounds that both exceed. The list of
sites is left out: it counts all articles, by an index.
"""

from collections import Counter
from datetime import timedelta

import pytest
from reader_requests import ask
from samples import NOON, numbered
from sqlalchemy import event
from sqlalchemy.engine import Engine

from newscrawl.browse.app import reader_app
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.views import article_lists, run_figures

FEW, MANY = 45, 135
PAGES = (
    "/", "/?language=en", "/?site=one", "/?status=ok", "/?tag=rf", "/?q=noise", "/?q=noise&language=en", "/article/40", "/inspect/40",
    "/stories", "/edits", "/refused", "/runs", "/runs/latest", "/sites/one", "/feed.atom", "/feed.json?q=noise",
)  # fmt: skip
_STEP = 50  # instructions between two looks
_SLACK_INSTRUCTIONS = 2_000  # deeper trees and wider rows; one row more for each of 90 articles takes more


@pytest.fixture(scope="module")
def instructions(tmp_path_factory):
    """The instructions that each page takes, with few articles and with many."""
    counted = Counter()

    def watch(connection, _record):
        connection.set_progress_handler(lambda: counted.update(instructions=_STEP), _STEP)

    event.listen(Engine, "connect", watch)
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(article_lists, "MAX_CANDIDATES", 40)
        patch.setattr(article_lists, "_MAX_TAGGED_ARTICLES", 40)
        patch.setattr(run_figures, "_MAX_CHARSET_ARTICLES", 40)
        for number in (FEW, MANY):
            url = f"sqlite:///{tmp_path_factory.mktemp('work')}/articles.db"
            with Store(url, now=lambda: NOON) as store:
                store.begin_run("one", "1")
                store.save_all(
                    numbered(n, site="one", language="en", tags=("rf",), raw=(), published=NOON - timedelta(days=n),
                             body_text=f"The noise of part {n} is low.")
                    for n in range(number)
                )  # fmt: skip
                store.end_run("finished", {})
            reader = reader_app(url, 8001)
            for page in PAGES:
                ask(reader, page)  # what a reader keeps from page to page
                counted.clear()
                assert ask(reader, page).status == 200
                found.setdefault(page, []).append(counted["instructions"])
    event.remove(Engine, "connect", watch)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_the_same_work_with_three_times_the_articles(instructions, page):
    few, many = instructions[page]
    assert 0 < many <= few * 1.2 + _SLACK_INSTRUCTIONS
