"""What earlier runs know: pages that need not be asked for, pages that are due, and lists."""

from datetime import timedelta

from ledger_runs import due, page, refusal, taken
from samples import NOON, PAGE, numbered

from newscrawl.article import Skipped
from newscrawl.recrawl import Validators
from newscrawl.storage.crawl.known_urls import KnownList


def test_what_is_known_need_not_be_asked_for(run):
    run.schedule(taken(1, 2, 3))
    run.save(numbered(1))
    run.refuse(refusal(2))
    assert run.known_urls.known(["sample/1", "sample/2", "sample/3", "sample/4"]) == {
        "sample/1",
        "sample/2",
        "sample/3",
    }
    assert run.known_urls.count("sample") == 1


def test_a_page_skipped_for_its_day_is_known_to_runs_with_the_same_bounds_or_narrower(run):
    early = NOON - timedelta(days=30)
    run.schedule(taken(1))
    reason = f"before-since {NOON.isoformat()}"
    run.skip(Skipped(asked=page(1), key="sample/1", site="sample", state="skipped", reason=reason))
    assert run.known_urls.known(["sample/1"], since=NOON) == {"sample/1"}
    assert run.known_urls.known(["sample/1"], since=NOON + timedelta(days=1)) == {"sample/1"}
    assert run.known_urls.known(["sample/1"], since=early) == set()
    assert run.known_urls.known(["sample/1"]) == set()


def test_an_article_comes_due_and_is_asked_for_with_its_validators(run, clock):
    raw = (type(PAGE)(**{**{name: getattr(PAGE, name) for name in PAGE.__slots__}, "url": page(1), "headers": (("ETag", '"x"'),)}),)  # fmt: skip
    run.schedule(taken(1))
    run.save(numbered(1, raw=raw))
    assert due(run, clock) == []
    [one] = run.known_urls.due("sample", clock.now + timedelta(hours=13), 10)
    assert (one.url, one.validators) == (page(1), Validators('"x"'))
    assert run.known_urls.due("sample", clock.now + timedelta(hours=13), 10, revisits=False) == []


def test_times_of_a_wrong_clock_keep_no_page_from_being_due(run, clock):
    clock.now = NOON + timedelta(days=4000)
    run.schedule(taken(1))
    run.refuse(refusal(1, "http 503"))
    clock.now = NOON
    assert due(run, clock) == ["sample/1"]


def test_lists_are_remembered_by_site(run):
    one = KnownList("https://www.sample.example/", Validators('"x"', None), 10)
    run.known_urls.remember_lists("sample", [one], NOON)
    run.known_urls.remember_lists("sample", [one._replace(max_pages=3)], NOON)
    assert run.known_urls.lists("sample") == {one.url: one._replace(max_pages=3)}
    assert run.known_urls.lists("other") == {}
