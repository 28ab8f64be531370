"""The measures of a run: shares from 0 to 1, and none where there is nothing to divide by."""

import pytest
from samples import ARTICLE

from newscrawl.article import Use, fields_for
from newscrawl.extensions.coverage import Measures

NOTHING = {"articles": 0, "lists": 0, "scheduled": 0}


def measured(articles=(), stats=None, counts=None):
    measures = Measures()
    for article in articles:
        measures.add(article)
    return measures.values(stats or {}, counts or {})


@pytest.mark.parametrize(
    ("stats", "counts", "expected"),
    [
        ({}, {}, NOTHING),
        ({"newscrawl/fallback/title": 3, "newscrawl/characters-before-strip": 9}, {}, NOTHING),
        ({"newscrawl/lists": 2, "newscrawl/named": 30}, {}, NOTHING | {"lists": 2, "articles-per-list": 15.0}),
        ({}, {"scheduled": 4, "refused": 1}, NOTHING | {"scheduled": 4, "refused": 0.25, "failed": 0.0}),
    ],
)
def test_a_run_without_articles_has_no_shares_of_them(stats, counts, expected):
    assert measured(stats=stats, counts=counts) == expected


def test_coverage_is_the_share_of_articles_that_have_a_field():
    values = measured([ARTICLE, ARTICLE.evolve(title=None, authors=())])
    assert values["articles"] == 2
    assert (values["coverage/title"], values["coverage/authors"], values["coverage/published"]) == (0.5, 0.5, 1.0)
    assert {name.removeprefix("coverage/") for name in values if "/" in name} == set(fields_for(Use.COVERAGE))


def test_the_length_is_the_median_of_the_texts():
    assert measured([ARTICLE.evolve(body_text="x" * count) for count in (10, 20, 900)])["length"] == 20


@pytest.mark.parametrize(
    ("stats", "name", "share"),
    [
        ({"newscrawl/fallback/a/title": 1, "newscrawl/missing/b/title": 1}, "fallback/title", 1.0),
        ({"newscrawl/fallback/a/title": 9}, "fallback/title", 1.0),  # more than one page each
        ({"newscrawl/fallback/a/title": 1}, "fallback/title", 0.5),
        ({"newscrawl/characters-before-strip": 10, "newscrawl/characters-after-strip": 4}, "stripped-text", 0.6),
        ({"newscrawl/characters-before-strip": 10, "newscrawl/characters-after-strip": 11}, "stripped-text", 0.0),
    ],
)
def test_shares_are_bounded(stats, name, share):
    assert measured([ARTICLE, ARTICLE], stats)[name] == pytest.approx(share)
