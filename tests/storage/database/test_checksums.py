"""A checksum changes with every value that says something, and with nothing else."""

from datetime import timedelta, timezone

import pytest
from samples import ARTICLE, NOON, PAGE

from newscrawl.article import Use, fields_for
from newscrawl.storage.database.checksums import article_checksum, page_checksum


def checksum(content_hash="h", first_seen=NOON, last_changed=NOON, **fields):
    return article_checksum(ARTICLE.evolve(**fields), content_hash, first_seen, last_changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "other"},
        {"body_html": "<p>other</p>"},
        {"tags": ("gpu",)},
        {"status": "damaged"},
        {"confidence": 0.5},
        {"published": NOON + timedelta(seconds=1)},
        {"content_hash": "other"},
        {"first_seen": NOON - timedelta(days=1)},
        {"last_changed": NOON + timedelta(days=1)},
    ],
    ids=str,
)
def test_another_value_is_another_checksum(changed):
    assert checksum(**changed) != checksum()


@pytest.mark.parametrize(
    "same",
    [
        {"tags": ("gpu", "芯片")},  # a tag is stored once
        {"published": NOON.astimezone(timezone(timedelta(hours=8)))},
        {"summary": ""},
        {"raw": ()},  # has a checksum of its own
    ],
    ids=str,
)
def test_what_says_the_same_has_the_same_checksum(same):
    assert checksum(**same) == checksum()


def test_a_whole_confidence_is_a_fraction_in_the_database():
    assert checksum(confidence=1) == checksum(confidence=1.0)


def test_a_checksum_is_of_all_that_is_exported():
    assert {"title", "body_text", "rights"} <= set(fields_for(Use.EXPORT))


@pytest.mark.parametrize("name", ["url", "status", "headers", "fetched", "charset", "charset_evidence", "body"])
def test_a_page_is_checked_with_all_that_is_stored_of_it(name):
    values = {one: getattr(PAGE, one) for one in PAGE.__dataclass_fields__}
    others = {
        "url": "https://other.example/", "status": 404, "headers": (), "fetched": NOON + timedelta(1), "charset": "utf-8",
        "charset_evidence": ("declared",), "body": b"other",
    }  # fmt: skip
    assert page_checksum(type(PAGE)(**values | {name: others[name]})) != page_checksum(PAGE)
