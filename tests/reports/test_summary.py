"""A run in words and as a record: the same numbers, whatever it has not recorded."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from newscrawl.reports.summary import line_of, record_of, rights_changes, summary_of
from newscrawl.storage.crawl.runs import Run

THEN = datetime(2026, 11, 20, 12, tzinfo=UTC)
RUN = Run(7, "sample", THEN, None, None, None, None, {}, {}, ())


@pytest.mark.parametrize(
    ("counts", "summary"),
    [
        ({}, "0 known, 0 new, 0 changed"),
        ({"known": 3, "stored": 2, "updated": 1}, "3 known, 2 new, 1 changed"),
        ({"refused": 4, "unchanged": 5, "open": 0}, "0 known, 0 new, 0 changed, 5 unchanged, 4 refused"),
        ({"skipped": 1, "duplicate": 2}, "0 known, 0 new, 0 changed, 2 duplicate, 1 skipped"),
    ],
)
def test_a_summary_has_three_numbers_and_others_that_are_not_zero(counts, summary):
    assert summary_of(RUN._replace(counts=counts)) == summary


def test_a_run_that_has_not_ended_has_no_end_in_its_record():
    record = record_of(RUN)
    assert (record["finished"], record["seconds"], record["exit_code"]) == (None, None, None)
    assert (record["spider"], record["run"], record["why"]) == ("sample", 7, [])


def test_a_record_is_one_line_of_json():
    counts = {"stored": 2, "rights-changed/www.sample.example now says ai-train no (robots.txt)": 1}
    run = RUN._replace(finished=THEN + timedelta(seconds=61.26), exit_code=3, why=("漂移\n",), counts=counts)
    line = line_of(record_of(run))
    assert "\n" not in line
    assert "漂移" in line
    record = json.loads(line)
    assert (record["seconds"], record["why"], record["counts"]) == (61.3, ["漂移\n"], counts)
    assert record["rights_changes"] == ["www.sample.example now says ai-train no (robots.txt)"]


def test_changes_of_rights_are_sorted_and_others_left_out():
    counts = {"rights-changed/b": 1, "stored": 2, "rights-changed/a": 1}
    assert rights_changes(counts) == ("a", "b")
