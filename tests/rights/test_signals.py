import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.rights.signals import Signal, bounded, facts_of, joined_facts


def said(*signals):
    return facts_of(Signal(place, name, value, "") for place, name, value in signals)


@pytest.mark.parametrize(
    ("signals", "facts"),
    [
        # Content-Usage: the most restrictive of all places
        ([("robots.txt", "train-ai", "n"), ("header", "train-ai", "y")], {"train-ai": "n"}),
        ([("robots.txt", "search", "y"), ("header", "search", "n")], {"search": "n"}),
        # TDMRep: the last place that speaks, each property by itself
        ([("header", "tdm-reservation", 1), ("page", "tdm-reservation", 0)], {"tdm-reservation": 0}),
        ([("page", "tdm-reservation", 0), ("header", "tdm-reservation", 1)], {"tdm-reservation": 0}),
        ([("tdmrep.json", "tdm-reservation", 1), ("tdmrep.json", "tdm-policy", "https://p/"), ("header", "tdm-reservation", 1)],
         {"tdm-reservation": 1, "tdm-policy": "https://p/"}),
        ([("tdmrep.json", "tdm-reservation", 1), ("tdmrep.json", "tdm-policy", "https://p/"), ("page", "tdm-reservation", 0)],
         {"tdm-reservation": 0}),
        ([("header", "unavailable_after", "2020-01-01T00:00:00Z"), ("page", "unavailable_after", "2019-01-01T00:00:00Z")],
         {"unavailable_after": "2019-01-01T00:00:00Z"}),
        ([("page", "isAccessibleForFree", True), ("page", "isAccessibleForFree", False)], {"isAccessibleForFree": False}),
        ([("page", "license", "https://a/"), ("header", "license", "https://a/")], {"license": "https://a/"}),
        ([], {}),
    ],
)  # fmt: skip
def test_places_are_put_together_as_their_specifications_have_it(signals, facts):
    assert said(*signals) == facts


@given(st.permutations([("robots.txt", "search", "y"), ("header", "search", "n"), ("tdmrep.json", "tdm-reservation", 1),
                        ("page", "tdm-reservation", 0), ("page", "noindex", True)]))  # fmt: skip
@settings(deadline=None)
def test_the_order_of_signals_decides_nothing(signals):
    assert said(*signals) == {"search": "n", "tdm-reservation": 0, "noindex": True}


def test_repeats_and_floods_are_dropped():
    flood = [Signal("page", "unknown", str(number), "") for number in range(500)]
    assert len(list(bounded(flood))) == 20
    assert list(bounded([flood[0], flood[0]])) == [flood[0]]


@pytest.mark.parametrize(
    ("pages", "facts"),
    [
        ([], {}),
        ([{"train-ai": "n"}, {"train-ai": "y", "search": "y"}], {"train-ai": "n", "search": "y"}),
        ([{"tdm-reservation": 0}, {"tdm-reservation": 1, "tdm-policy": "p"}], {"tdm-reservation": 1, "tdm-policy": "p"}),
        ([{"license": "a"}, {"license": ["a", "b"]}, {"license": "a"}], {"license": ["a", "b"]}),
        ([{"unavailable_after": "2027-01-01T00:00:00Z"}, {"unavailable_after": "2026-01-01T00:00:00Z"}],
         {"unavailable_after": "2026-01-01T00:00:00Z"}),
        ([{"isAccessibleForFree": True}, {"isAccessibleForFree": False, "unknown": ["x"]}],
         {"isAccessibleForFree": False, "unknown": ["x"]}),
    ],
)  # fmt: skip
def test_an_article_over_several_pages_has_the_strictest_facts(pages, facts):
    assert joined_facts(pages) == facts
