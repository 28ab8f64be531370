"""What arguments of several commands mean."""

from datetime import UTC, datetime

import pytest

from newscrawl.cli.arguments import check_limit, check_output, check_web, guess, since_of, until_of
from newscrawl.errors import BadArgument


def test_days_are_whole():
    assert since_of("2026-11-01") == datetime(2026, 11, 1, tzinfo=UTC)
    assert until_of("2026-11-01") == datetime(2026, 11, 2, tzinfo=UTC)
    assert until_of("9999-12-31").year == 9999
    assert since_of(None) is until_of(None) is None


@pytest.mark.parametrize("name", ["", ".", "/dev/zero", "/nonexistent/x", "a" * 300])
def test_an_output_is_a_regular_file_or_a_new_one(name):
    with pytest.raises(BadArgument, match=r"^-o"):
        check_output("-o", name)


def test_an_output_may_be_there(tmp_path):
    path = tmp_path / "a.csv"
    assert check_output("-o", str(path)) == path
    path.write_text("")
    assert check_output("-o", str(path)) == path


@pytest.mark.parametrize("limit", [0, -1, 10**30])
def test_limits_have_bounds(limit):
    with pytest.raises(BadArgument, match="--limit"):
        check_limit(limit)


@pytest.mark.parametrize("address", ["", "foo", "ftp://a.example/", "http://", "http://a:b/"])
def test_addresses_are_of_the_web(address):
    with pytest.raises(BadArgument, match="address"):
        check_web(address)


def test_names_are_guessed():
    assert guess("elecfan", ["elecfans", "golem"]) == "is it elecfans?"
    assert guess("zzz", ["elecfans", "golem"]) == "`list` names them"
