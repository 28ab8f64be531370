"""When a page is asked for again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.recrawl import MAX_TRIES, Validators, is_failure, plan_retry, plan_visit

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def visits(states, days=7.0):
    """Return after how many hours an article is looked at, if each look finds the next of ``states``."""
    now, last, hours = NOON, None, []
    for state in states:
        plan = plan_visit(state, now, since=NOON, last=last, revisit_days=days)
        if plan.due is None:
            break
        hours.append((plan.due - NOON) / HOUR)
        now, last = plan.due, plan.revisit
    return hours


def test_an_article_that_stays_as_it_is_is_looked_at_less_and_less():
    assert visits(["stored", *["unchanged"] * 20]) == [12, 36, 84]


def test_an_article_that_changes_is_looked_at_more_often():
    assert visits(["stored", "updated", "updated", "updated", "unchanged"])[:5] == [12, 18, 21, 24, 30]


def test_old_articles_and_days_of_none_are_never_looked_at_again():
    assert plan_visit("stored", NOON, since=NOON - timedelta(days=8), last=None, revisit_days=7).due is None
    assert plan_visit("stored", NOON, since=NOON, last=None, revisit_days=0).due is None


@pytest.mark.parametrize(
    ("reason", "hours"),
    [
        ("http 503", [1, 4, 16, 64]),
        ("not fetched", [1, 4, 16, 64]),
        ("interrupted", [1, 4, 16, 64]),
        ("blocked page", [6, 6, 6, 6]),
        ("forbidden by robots.txt", [168, 168, 168, 168]),
        ("http 404", [24]),
        ("soft 404", [24]),
        ("not an article", [24]),
    ],
)
def test_what_failed_is_tried_again_and_then_given_up(reason, hours):
    plans = [plan_retry(reason, NOON, tries) for tries in range(MAX_TRIES)]
    assert [(plan.due - NOON) / HOUR for plan in plans if plan.due] == hours


@pytest.mark.parametrize(
    ("reason", "failed"), [("http 500", True), ("http 404", False), ("http 5000", False), ("", False)]
)
def test_a_failure_is_what_may_be_an_article_all_the_same(reason, failed):
    assert is_failure(reason) == failed


@given(st.text(max_size=50), st.integers(0, 10_000))
def test_any_reason_and_any_number_of_tries_have_a_plan(reason, tries):
    plan_retry(reason, NOON, tries)


@pytest.mark.parametrize(
    ("etag", "modified", "expected"),
    [
        ('"abc"', "Fri, 20 Nov 2026 08:01:00 GMT", ('"abc"', "Fri, 20 Nov 2026 08:01:00 GMT")),
        ('W/"abc"', None, ('W/"abc"', None)),
        ("abc", "soon", (None, None)),
        ('"a"\r\nX-Evil: 1', "Fri\r\nX-Evil: 1", (None, None)),
        ('"' + "a" * 400 + '"', "", (None, None)),
        ('"ü"', None, (None, None)),
        (None, None, (None, None)),
    ],
)
def test_a_validator_is_one_line_of_visible_characters(etag, modified, expected):
    assert Validators.of(etag, modified) == expected
