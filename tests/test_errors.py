"""Errors can be caught by what they ask of the catcher, and say what is wrong."""

import pytest

from newscrawl.errors import BadArgument, NewscrawlError, Refused, StorageFailed


@pytest.mark.parametrize("error", [BadArgument("x"), Refused("x"), StorageFailed("x")])
def test_every_error_of_newscrawl_has_one_root(error):
    assert isinstance(error, NewscrawlError)


def test_a_bad_argument_is_a_value_error_for_callers_of_the_library():
    assert issubclass(BadArgument, ValueError)
    assert not issubclass(StorageFailed, ValueError)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(("soft 404",), "soft 404"), (("not a page", "PDF"), "not a page: PDF"), (("paywall", ""), "paywall")],
)
def test_a_refusal_says_its_reason_and_its_detail_if_there_is_one(arguments, message):
    refused = Refused(*arguments)
    assert str(refused) == message
    assert (refused.reason, refused.detail) == (arguments[0], "".join(arguments[1:]))
