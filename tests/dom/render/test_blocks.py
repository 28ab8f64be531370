"""Reading blocks takes time in proportion to the markup."""

import pytest
from cpu_time import assert_linear, in_shares

from newscrawl.dom.render import render
from newscrawl.dom.tree import parse_fragment


@in_shares
@pytest.mark.parametrize(
    "token",
    [
        "a",
        "中\n",
        "*",
        "`",
        "[",
        "<br>",
        "<b>x</b>",
        "<li>x",
        "<div>",
        "<tr><td>1",
        "<pre>",
        "<tr><td rowspan=50 colspan=50>1",
    ],
)
def test_floods_of_one_token_are_rendered_in_time(token: str, share: float) -> None:
    count = min(1_000_000 // len(token), 40_000 if "<" in token else 1_000_000)
    assert_linear(render, lambda size: parse_fragment(token * size), int(count * share), 8 * share)
