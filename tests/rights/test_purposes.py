from datetime import UTC, datetime

import pytest

from newscrawl.errors import Refused
from newscrawl.rights.purposes import Reserved, check_rights, may_keep_page, reserved_by

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "purpose", "by"),
    [
        ({"train-ai": "n"}, "training", "train-ai: n"),
        ({"train-ai": "n"}, "search", None),
        ({"train-ai": "n"}, "mining", None),
        ({"ai-train": "n", "search": "y"}, "training", "ai-train: n"),
        ({"search": "n"}, "search", "search: n"),
        ({"tdm-reservation": 1}, "mining", "tdm-reservation: 1"),
        ({"tdm-reservation": 1}, "training", "tdm-reservation: 1"),
        ({"tdm-reservation": 1}, "search", None),
        ({"tdm-reservation": 0}, "training", None),
        ({"noai": True}, "training", "noai"),
        ({"rsl-prohibits": ["ai-index", "all"]}, "search", "rsl-prohibits: all"),
        ({"unknown": ["train-ai=no"]}, "training", None),
        ({}, "training", None),
        (None, "training", None),
    ],
)
def test_only_an_express_reservation_reserves(facts, purpose, by):
    assert reserved_by(facts, purpose) == by


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"noindex": True}, "noindex"),
        ({"unavailable_after": "2026-11-29T11:59:59Z"}, "unavailable_after"),
        ({"tdm-reservation": 1}, "reserved"),
    ],
)
def test_what_may_not_be_kept_is_refused_with_its_reason(facts, reason):
    with pytest.raises(Refused) as refused:
        check_rights(facts, "mining", NOW)
    assert refused.value.reason == reason


def test_what_is_not_reserved_is_kept():
    assert check_rights({"unavailable_after": "2026-11-29T12:00:01Z", "train-ai": "n"}, "mining", NOW) is None
    assert may_keep_page({"noindex": True})
    assert not may_keep_page({"noarchive": True})
    assert not may_keep_page({"nocache": True})


def test_what_was_left_out_is_counted_by_reason():
    reserved = Reserved("training")
    allowed = [reserved.allows(facts) for facts in ({"noai": True}, {"train-ai": "n"}, {"train-ai": "n"}, {}, None)]
    assert allowed == [False, False, False, True, True]
    assert list(reserved.report()) == [
        "left out, reserved for training: 3 articles",
        "  train-ai: n: 2",
        "  noai: 1",
        "rights not known, since they were stored before rights were recorded: 1 articles",
    ]
    assert list(Reserved(None).report()) == []
