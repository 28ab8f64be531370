"""A second run asks only for what is new, due or changed, and says so."""

import pytest
from reliability.site import Answer, Gazette, Job, article, serving


@pytest.fixture
def gazette():
    return Gazette(articles=40, per_page=10)


@pytest.fixture
def job(gazette, tmp_path):
    with serving(gazette) as address:
        yield Job(tmp_path, address)


def make_due(job, days=0):
    """Let a day pass for everything that the database waits for."""
    import sqlite3

    connection = sqlite3.connect(job.file)
    with connection:
        connection.execute("UPDATE pages SET due = '2020-01-01 00:00:00.000000' WHERE due IS NOT NULL")
    connection.close()


def test_a_second_run_right_after_the_first_fetches_no_article_and_stores_nothing(gazette, job):
    first = job.crawl()
    assert first.returncode == 0, first.stderr
    assert gazette.fetches() == 40
    before, asked = job.rows("SELECT * FROM articles"), gazette.asked.total()
    second = job.crawl()
    assert second.returncode == 0, second.stderr
    assert gazette.fetches() == 40
    assert job.rows("SELECT * FROM articles") == before
    assert "gazette: 40 known, 0 new, 0 changed" in second.stderr
    assert gazette.asked.total() - asked == 2  # robots.txt, and a list that has not changed
    assert gazette.statuses[304] == 1
    job.assert_balanced()


@pytest.mark.slow
def test_what_is_new_is_fetched_and_the_list_is_followed_no_further(gazette, job):
    job.crawl()
    gazette.publish(3)
    gazette.asked.clear()
    second = job.crawl()
    assert "gazette: 40 known, 3 new, 0 changed" in second.stderr
    assert gazette.fetches() == 3
    # Page 1 has brought something new, page 2 nothing.
    assert [path for path in gazette.asked if path.startswith("/list/")] == ["/list/1", "/list/2"]


def test_articles_are_revisited_when_due_and_asked_whether_they_changed(gazette, job):
    job.crawl(NEWSCRAWL_REVISIT_DAYS="300")
    gazette.pages["/a/7"] = Answer(
        article(7, "<p>Correction: the noise is below two microvolts, not one.</p>"), ETag='"7b"'
    )
    make_due(job)
    gazette.asked.clear(), gazette.statuses.clear()
    second = job.crawl(NEWSCRAWL_REVISIT_DAYS="300")
    assert gazette.fetches() == 40
    assert gazette.statuses[304] == 39 + 1
    assert "40 known, 0 new, 1 changed, 39 unchanged" in second.stderr
    job.assert_balanced()
    hours = dict(job.rows("SELECT key, revisit_seconds / 3600 FROM pages"))
    assert (hours["gazette/7"], hours["gazette/8"]) == (6, 24)


@pytest.mark.slow
def test_revisit_0_looks_at_no_known_article_again(gazette, job):
    job.crawl(NEWSCRAWL_REVISIT_DAYS="300")
    make_due(job)
    gazette.asked.clear()
    job.crawl("--revisit", "0")
    assert gazette.fetches() == 0


def test_what_failed_is_tried_again_later_though_no_list_names_it(gazette, job):
    gazette.pages["/a/5"] = Answer("", 503)
    first = job.crawl()
    assert first.returncode == 0, "one of forty is no alarm"
    assert job.rows("SELECT state, tries, due IS NOT NULL FROM pages WHERE key = 'gazette/5'") == [("failed", 1, 1)]
    job.crawl()
    assert gazette.asked["/a/5"] == 3, "not before it is due"
    make_due(job)
    gazette.pages["/a/5"] = Answer(article(5))
    gazette.pages["/list/4"] = Answer("<html><body></body></html>")
    job.crawl("--revisit", "0")
    assert job.one("SELECT count(*) FROM articles WHERE key = 'gazette/5'") == 1
    assert job.one("SELECT count(*) FROM refusals") == 0


@pytest.mark.slow
def test_what_is_gone_is_looked_at_once_more_and_then_left_alone(gazette, job):
    del gazette.pages["/a/5"]
    for _ in range(4):
        job.crawl("--revisit", "0")
        make_due(job)
    assert gazette.asked["/a/5"] == 2


@pytest.mark.slow
def test_a_list_with_more_than_a_run_may_take_is_read_again(gazette, job):
    job.crawl("-a", "max_articles=15")
    assert gazette.fetches() == 15
    job.crawl("-a", "max_articles=15")
    job.crawl()
    assert gazette.fetches() == 40
    assert job.one("SELECT count(*) FROM articles") == 40


@pytest.mark.slow
def test_a_run_that_goes_deeper_than_the_last_one_finds_what_is_there(gazette, job):
    job.crawl("-a", "max_pages=1")
    assert gazette.fetches() == 10
    job.crawl("-a", "max_pages=10")
    assert gazette.fetches() == 40


@pytest.mark.slow
def test_articles_named_by_a_person_are_fetched_only_if_they_changed(gazette, job):
    url = "url=https://www.gazette.example/a/3"
    for _ in range(2):
        finished = job.run("crawl", "article", "-a", url)
        assert finished.returncode == 0, finished.stderr
    assert (gazette.asked["/a/3"], gazette.statuses[304]) == (2, 1)
    job.assert_balanced()


@pytest.mark.slow
def test_a_page_that_leads_to_another_article_is_a_duplicate_or_that_article(gazette, job):
    gazette.pages["/a/1"] = Answer("", 301, Location="https://www.gazette.example/a/2")
    gazette.pages["/a/3"] = Answer("", 302, Location="https://www.gazette.example/a/3")
    job.crawl()
    job.assert_balanced()
    assert job.rows("SELECT key FROM articles WHERE key IN ('gazette/1', 'gazette/2', 'gazette/3')") == [("gazette/2",)]
    states = dict(job.rows("SELECT key, state FROM fetches"))
    assert states["gazette/1"] == "duplicate"
    assert states["gazette/3"] == "failed"
    gazette.asked.clear()
    job.crawl()
    assert gazette.fetches() == 0


@pytest.mark.slow
def test_a_feed_that_repeats_one_entry_10_000_times_asks_for_it_once(gazette, tmp_path):
    feed = "<rss><channel>" + "<item><link>/a/9</link></item>" * 10_000 + "</channel></rss>"
    gazette.pages["/feed"] = Answer(feed, Content_Type="application/rss+xml")
    from reliability.site import SPIDER

    spider = SPIDER.replace("Listing(url=\"https://www.gazette.example/list/1\", links=\"a.item\", next_page=\"a.next\")",
                            "Feed(url=\"https://www.gazette.example/feed\")")  # fmt: skip
    with serving(gazette) as address:
        job = Job(tmp_path, address, spider)
        finished = job.crawl()
    assert finished.returncode == 0, finished.stderr
    assert gazette.fetches() == 1
    assert job.last()[2]["scheduled"] == 1


@pytest.mark.slow
def test_a_site_that_wants_to_be_asked_in_three_years_is_left_alone(gazette, job):
    for number in range(1, 41):
        gazette.pages[f"/a/{number}"] = Answer("", 429, Retry_After=str(3 * 365 * 86400))
    finished = job.crawl()
    assert gazette.fetches() <= 8, "one for each request that was on its way"
    assert finished.returncode == 4
    assert job.one("SELECT count(*) FROM refusals WHERE reason = 'host left alone'") >= 2
    job.assert_balanced()
