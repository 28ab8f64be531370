"""A number of a setting is within its bounds, or its fault is told."""

import pytest
from scrapy.settings import Settings

from newscrawl.errors import BadArgument
from newscrawl.extensions.number_settings import number_setting


@pytest.mark.parametrize(("value", "number"), [(0, 0.0), ("1.5", 1.5), (30, 30.0)])
def test_a_number_within_its_bounds_is_read(value, number):
    assert number_setting(Settings({"SOME_DAYS": value}), "SOME_DAYS", "days", 30) == number


@pytest.mark.parametrize("value", [-1, 30.5, "soon", None, "nan", "inf", [], {}])
def test_what_is_none_is_a_bad_argument(value):
    with pytest.raises(BadArgument, match="SOME_DAYS must be a number of days from 0 to 30, not"):
        number_setting(Settings({"SOME_DAYS": value}), "SOME_DAYS", "days", 30)
