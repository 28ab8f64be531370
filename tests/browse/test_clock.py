"""Times are shown on the clock of the site."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from newscrawl.browse.clock import shown_time

NIGHT = datetime(2026, 11, 20, 17, 8, tzinfo=UTC)
SHOWN = (
    (NIGHT, "elecfans", "21 Nov 2026, 01:08 +08:00"),
    (NIGHT, "heise", "20 Nov 2026, 18:08 +01:00"),
    (NIGHT, "undeclared.example", "20 Nov 2026, 17:08 UTC"),
    (NIGHT, None, "20 Nov 2026, 17:08 UTC"),
    (NIGHT.astimezone(timezone(timedelta(hours=-5))), None, "20 Nov 2026, 17:08 UTC"),
    (datetime.max.replace(tzinfo=UTC), "elecfans", "31 Dec 9999, 23:59 UTC"),
)


@pytest.mark.parametrize(("moment", "site", "words"), SHOWN)
def test_a_time_for_a_person(moment, site, words):
    assert shown_time(moment, site).words == words


def test_a_time_for_a_machine_keeps_its_zone():
    assert shown_time(NIGHT, "elecfans").iso == "2026-11-20T17:08:00+00:00"
