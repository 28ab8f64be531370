"""An alarm when a site is no longer what it was, and none for the usual ups and downs."""

import random

import pytest

from newscrawl.reports.drift import SILENCE, find_drift


def run(articles=10, **values):
    return {
        "articles": articles,
        "lists": 2,
        "scheduled": articles,
        **{name.replace("_", "/"): one for name, one in values.items()},
    }


def names(*runs):
    return [one.measure for one in find_drift(runs)]


USUAL = [
    run(coverage_title=1.0, coverage_authors=0.7 + number % 3 / 10, length=2000 + 100 * (number % 5))
    for number in range(12)
]
DRIFTED = [
    ("authors are gone", run(coverage_title=1.0, coverage_authors=0.0, length=2000), ["coverage/authors"]),
    ("half of the titles", run(coverage_title=0.5, coverage_authors=0.8, length=2000), ["coverage/title"]),
    ("short texts", run(coverage_title=1.0, coverage_authors=0.8, length=300), ["length"]),
    ("a selector is dead", run(fallback_body=0.9), ["fallback/body"]),
    ("both", run(coverage_title=0.2, length=100), ["coverage/title", "length"]),
]  # fmt: skip
SAME = [
    ("as ever", run(coverage_title=1.0, coverage_authors=0.8, length=2100)),
    ("a little less", run(coverage_title=0.9, coverage_authors=0.6, length=1700)),
    ("longer texts", run(length=9000)),
    ("nothing new", run(articles=0)),
    ("a single odd article", run(articles=1, coverage_title=0.0, length=10)),
]


@pytest.mark.parametrize(("latest", "measures"), [case[1:] for case in DRIFTED], ids=[case[0] for case in DRIFTED])
def test_what_is_far_from_the_usual_is_named(latest, measures):
    assert names(latest, *USUAL) == measures


@pytest.mark.parametrize("latest", [case[1] for case in SAME], ids=[case[0] for case in SAME])
def test_usual_ups_and_downs_are_no_alarm(latest):
    assert names(latest, *USUAL) == []


def test_nothing_is_said_while_a_site_is_new():
    assert names(run(coverage_title=0.0), *USUAL[:4]) == []


def test_small_runs_are_taken_together():
    past = [run(articles=2, coverage_title=1.0) for _ in range(40)]
    assert names(*[run(articles=2, coverage_title=0.0)] * 4, *past) == ["coverage/title"]


def test_one_bad_run_long_ago_does_not_hide_the_next():
    past = [run(coverage_title=1.0) for _ in range(10)]
    past[4] = run(coverage_title=0.0)
    assert names(run(coverage_title=0.1), *past) == ["coverage/title"]


def test_a_line_says_what_and_how_much():
    [drift] = find_drift([run(coverage_title=0.41), *[run(coverage_title=0.99)] * 8])
    assert drift.why == "41% of articles have title, usually 99%"


@pytest.mark.parametrize(("hours", "alarm"), [(80, True), (60, False), (5, False)])
def test_silence_is_an_alarm_when_it_is_long_for_this_site(hours, alarm):
    runs = [{SILENCE: float(hours)}, *[{SILENCE: 2.0 + number % 6} for number in range(12)]]
    assert bool(find_drift(runs)) == alarm


def test_a_year_of_a_noisy_site_has_next_to_no_false_alarms():
    random.seed(7)

    def noisy():
        return run(random.randint(3, 20), coverage_authors=random.uniform(0.5, 0.9), length=random.gauss(3000, 500))

    runs = [noisy() for _ in range(365)]
    assert sum(bool(find_drift(runs[start:])) for start in range(300)) <= 3


def test_no_runs_have_not_drifted():
    assert find_drift([]) == ()
    assert find_drift([{}]) == ()
