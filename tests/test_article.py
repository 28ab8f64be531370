"""The record says what the page says."""

import dataclasses
from datetime import UTC, date, datetime

import pytest

from newscrawl import extract
from newscrawl.article import Article, value_text
from newscrawl.text.repaired import Step

ARTICLE = Article(url="https://e.example/1", key="e/1", site="e")


@pytest.mark.parametrize(
    ("written", "published", "day"),
    [
        ("2024-04-03 01:08", datetime(2024, 4, 2, 17, 8, tzinfo=UTC), date(2024, 4, 3)),
        ("2024年4月3日", datetime(2024, 4, 2, 16, tzinfo=UTC), date(2024, 4, 3)),
        ("2024-04-02T23:30:00-05:00", datetime(2024, 4, 3, 4, 30, tzinfo=UTC), date(2024, 4, 2)),
        ("2024-04-03T01:48:19Z", datetime(2024, 4, 3, 1, 48, 19, tzinfo=UTC), date(2024, 4, 3)),
        ("no date at all", datetime(2024, 4, 3, 1, tzinfo=UTC), date(2024, 4, 3)),
        (None, datetime(2024, 4, 3, 1, tzinfo=UTC), date(2024, 4, 3)),
        (None, None, None),
    ],
)
def test_the_day_of_an_article_is_that_of_its_site(written, published, day):
    from dataclasses import replace

    assert replace(ARTICLE, published=published, published_written=written).date == day


def test_changes_and_flags_add_up():
    changes = ARTICLE.changed("strip", "body", [Step("related/yarpp", 2, "More")])
    assert [(change.stage, change.rule, change.count) for change in changes] == [("strip", "related/yarpp", 2)]
    assert ARTICLE.flagged("injected").flagged("injected").flags == ("injected",)


def test_a_bare_day_is_that_day_everywhere() -> None:
    page = (
        '<html lang="de"><head><title>Neue Platine</title><meta property="article:published_time" content="2024-04-23">'
        "</head><body><h1>Neue Platine</h1><p>Die Werkstatt in Lehrte hat ihre ersten Platinen ausgeliefert.</p></body></html>"
    )
    article = extract(page, "https://www.example.de/news/1")
    assert (article.published, article.published_day) == (datetime(2024, 4, 23, tzinfo=UTC), date(2024, 4, 23))
    assert article.published_precision == "day"
    assert article.to_dict()["published_day"] == "2024-04-23"


def test_a_bare_day_begins_on_the_clock_of_its_site() -> None:
    day = dataclasses.replace(
        ARTICLE, published=datetime(2024, 4, 3, tzinfo=UTC), published_day=date(2024, 4, 3), published_precision="day"
    )
    assert day.published_on("America/New_York") == datetime(2024, 4, 3, 4, tzinfo=UTC)
    assert dataclasses.replace(day, published_precision="time").published_on("America/New_York") == day.published


def test_a_value_reads_as_one_line():
    assert value_text(("NAND", "DRAM")) == "NAND, DRAM"
    assert [value_text(None), value_text(""), value_text(7)] == ["", "", "7"]
