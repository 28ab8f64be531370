"""What stood in the way of a run is said in one line each."""

import pytest

from newscrawl.reports.obstacles import obstacles_of


@pytest.mark.parametrize(
    ("counts", "lines"),
    [
        ({}, ()),
        ({"scheduled": 3, "blocked": 12}, ()),
        ({"blocked/golem/a consent page": 12}, ("golem: 12 pages led to a consent page",)),
        ({"blocked/e.example/Cloudflare": 2}, ("e.example: 2 pages were answered by a challenge of Cloudflare",)),
        ({"moved/golem/other.example": 2}, ()),
        ({"moved/golem/other.example": 3}, ("golem: 3 pages led to other.example: has the site moved?",)),
        (
            {"lists-replaced": 1, "not-a-page": 4, "bad-addresses": 10_000},
            (
                "1 lists were of no use, the next in order took their place",
                "4 answers were no pages, by their type or their bytes",
                "10000 addresses could not be read",
            ),
        ),
    ],
)
def test_each_count_that_stands_in_the_way_is_a_line(counts, lines):
    assert obstacles_of(counts) == lines
