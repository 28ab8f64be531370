"""A wrong type is a ``TypeError`` that names the argument, what it takes and what came."""

from types import NoneType

import pytest

from newscrawl.argument_types import check_type


@pytest.mark.parametrize(("value", "kinds"), [("text", (str,)), (None, (str, NoneType)), (True, (int,))])
def test_a_value_of_a_kind_that_is_taken_passes(value, kinds):
    check_type("value", value, *kinds)


def test_another_value_is_named():
    with pytest.raises(TypeError) as raised:
        check_type("body", 5, bytes, str)
    assert str(raised.value) == "body must be bytes or str, not int"
