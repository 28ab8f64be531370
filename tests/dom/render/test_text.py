"""Plain text holds every visible character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_markup import random_markup

from newscrawl.dom.render import render, render_text
from newscrawl.dom.tree import parse_fragment, visible_text

TEXT = {
    "blocks are a blank line apart": ("<h2>Head</h2><p>One<br>two</p><p>Three</p>", "Head\n\nOne\ntwo\n\nThree"),
    "items stand on their own lines": ("<ul><li>a<ul><li>b</ul><li>c</ul>", "a\nb\nc"),
    "rows stand on their own lines": ("<table><tr><th>A<th>B<tr><td>1<td>2</table>", "A\tB\n1\t2"),
    "a cell that spans keeps its columns and rows": (
        "<table><tr><th rowspan=2>Part<th colspan=2>Vin<th>Note<tr><th>min<th>max<td>x<tr><td>A<td>4<td>36<td>y</table>",
        "Part\tVin\t\tNote\n\tmin\tmax\tx\nA\t4\t36\ty",
    ),
    "a cell that is a link keeps its column": (
        "<table><tr><th>Place<th>Heat<tr><th><a href=http://e.org/h>Harlow</a><td>16 °C</table>",
        "Place\tHeat\nHarlow\t16 °C",
    ),
    "exponents and indices do not change numbers": (
        "<p>10<sup>-9</sup> m<sup>2</sup>, 101<sub>2</sub>, 2<sup>1.5</sup>, CO<sub>2</sub>, 1<sup>st</sup></p>",
        "10⁻⁹ m², 101₂, 2^(1.5), CO2, 1st",
    ),
    "no blank stays between a link and the stop after it": (
        "<p><a href=http://e.org/a>one<i></i></a>  <!-- x -->. Two <a href=http://e.org/b>three</a> , four</p>",
        "one. Two three, four",
    ),
    "numbers and names that begin with a stop keep their blank": (
        "<p><a href=http://e.org/a>one</a> .NET, <a href=http://e.org/a>one</a> ,5 V . x</p>",
        "one .NET, one ,5 V . x",
    ),
    "notes are marked": ("<p>word<sup><a href=http://e.org/#n>1</a></sup></p>", "word[1]"),
    "readings are no part of the text": ("<p><ruby>電<rp>(</rp><rt>でん</rt><rp>)</rp></ruby>源</p>", "電源"),
    "hidden tags go, those of flags stay": (
        "<p>a\U000e0041b \U0001f3f4\U000e0067\U000e0062\U000e007f</p>",
        "ab \U0001f3f4\U000e0067\U000e0062\U000e007f",
    ),
    "captions are not in the text": (
        "<p>a</p><figure><img src=http://e.org/a.png><figcaption>cap</figcaption></figure>",
        "a",
    ),
    "code is kept": ("<pre>a\n  b</pre>", "a\n  b"),
    "rendered markup may be given": ("<p>a</p>", "a"),
}


@pytest.mark.parametrize(("html", "expected"), TEXT.values(), ids=TEXT)
def test_render_text(html: str, expected: str) -> None:
    assert render_text(parse_fragment(html)) == expected
    assert render_text(html) == expected


def characters(text: str) -> list[str]:
    return sorted("".join(text.split()))


@given(st.integers(min_value=0))
def test_no_visible_character_is_lost(seed: int) -> None:
    body = parse_fragment(random_markup(seed))
    cleaned = render(body).html
    assert characters(visible_text(parse_fragment(cleaned))) == characters(visible_text(body))
    if "figcaption" not in cleaned:
        assert characters(render_text(cleaned)) == characters(visible_text(body))
