"""Each page that a run takes up has one end, and the next run knows what to ask for."""

from datetime import timedelta

from ledger_runs import due, page, refusal, states, taken
from samples import ARTICLE, numbered, rows

from newscrawl.article import Skipped
from newscrawl.recrawl import Discovery
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.store import Store


def test_each_way_to_end_is_a_state_and_the_sum_is_right(run, database):
    run.schedule(taken(1, 2, 3, 4, 5))
    run.save(numbered(1))
    run.refuse(refusal(2))
    run.refuse(refusal(3, "http 503", http_status=503))
    run.skip(Skipped(asked=page(4), key="sample/4", site="sample", state="unchanged", reason="not modified"))
    run.skip(Skipped(asked=page(5), key="sample/5", site="sample", state="skipped", reason="before-since x"))
    counts = run.end_run("finished", {})
    assert states(database) == [
        ("sample/1", "stored", ""),
        ("sample/2", "refused", "soft 404"),
        ("sample/3", "failed", "http 503"),
        ("sample/4", "unchanged", "not modified"),
        ("sample/5", "skipped", "before-since x"),
    ]
    assert counts == {
        "scheduled": 5, "stored": 1, "refused": 1, "failed": 1, "unchanged": 1, "skipped": 1, "unbalanced": 0,
    }  # fmt: skip


def test_how_a_page_was_found_first_stays_and_follows_where_its_address_leads(run, database):
    feed, listing = (Discovery(kind, f"https://www.sample.example/{kind}") for kind in ("feed", "listing"))
    run.schedule([one._replace(found=feed) for one in taken(1, 2)])
    run.save(numbered(1))
    run.save(numbered(3, asked=page(2)))
    run.schedule([one._replace(found=listing) for one in taken(1)])
    run.save(numbered(1, title="Edited"))
    run.save(numbered(4))
    assert rows(database, "SELECT key, found_by, found_on FROM pages ORDER BY key") == [
        *((f"sample/{number}", *feed) for number in (1, 2, 3)),
        ("sample/4", None, None),
    ]


def test_what_is_still_open_at_the_end_does_not_balance(run):
    run.schedule(taken(1, 2))
    run.save(numbered(1))
    counts = run.end_run("finished", {})
    assert (counts["scheduled"], counts["open"], counts["unbalanced"]) == (2, 1, 1)


def test_what_a_stopped_run_has_not_come_to_is_skipped_and_due(run, clock, database):
    run.schedule(taken(1, 2))
    run.save(numbered(1))
    counts = run.end_run("shutdown", {})
    assert (counts["skipped"], counts["unbalanced"]) == (1, 0)
    assert states(database)[1] == ("sample/2", "skipped", "run ended")
    assert due(run, clock) == ["sample/2"]


def test_what_a_killed_run_has_left_open_fails_and_is_due(run, clock, database):
    run.schedule(taken(1, 2, 3))
    run.save(numbered(1))
    with Store(database, now=clock) as second:
        assert second.begin_run("sample", "1") == 2
        assert states(database)[1:] == [("sample/2", "failed", "interrupted"), ("sample/3", "failed", "interrupted")]
        assert due(second, clock) == ["sample/2", "sample/3"]


def test_a_run_leaves_the_open_pages_of_another_spider_alone(run, clock, database):
    run.schedule(taken(1))
    with Store(database, now=clock) as second:
        assert second.begin_run("other", "1") == 0
    assert states(database) == [("sample/1", "open", "")]


def test_an_article_nobody_took_up_gets_its_line_too(run, database):
    run.save(ARTICLE)
    assert states(database) == [("sample/1", "stored", "")]
    assert run.end_run("finished", {})["scheduled"] == 1


def test_a_damaged_article_is_tried_again_within_the_hour(run, clock):
    run.schedule(taken(1))
    run.save(numbered(1, status="damaged"))
    assert due(run, clock, minutes=61) == ["sample/1"]


def test_a_page_that_led_to_another_article_is_known_and_only_that_one_revisited(run, clock):
    run.schedule([Scheduled("sample/old-1", page("old-1"), "sample")])
    run.save(numbered(1, asked=page("old-1")))
    assert run.known_urls.known(["sample/old-1", "sample/1"]) == {"sample/old-1", "sample/1"}
    assert due(run, clock, hours=13) == ["sample/1"]


def test_a_beat_is_recorded(run, clock, database):
    clock.now += timedelta(seconds=30)
    run.beat()
    assert rows(database, "SELECT beat FROM runs") == [("2026-11-20 12:00:30.000000",)]


def test_a_refusal_that_cannot_be_stored_ends_its_page_all_the_same(run, database):
    from newscrawl.storage.crawl.ledger import Ending

    run.schedule(taken(1))
    run.end([Ending.of_refusal(refusal(1, "soft 404\ud800" * 100))])
    [(key, state, reason)] = states(database)
    assert (key, state, len(reason)) == ("sample/1", "refused", 200)
