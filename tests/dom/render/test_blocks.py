"""Reading blocks takes time in proportion to the markup."""

import time

import pytest

from newscrawl.dom.render import render
from newscrawl.dom.tree import parse_fragment


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
def test_floods_of_one_token_are_rendered_in_time(token: str) -> None:
    body = parse_fragment(token * min(1_000_000 // len(token), 40_000 if "<" in token else 1_000_000))
    start = time.process_time()
    render(body)
    assert time.process_time() - start < 8
