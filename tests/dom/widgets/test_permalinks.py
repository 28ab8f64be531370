"""Links to the address of a heading."""

import pytest

from newscrawl.dom.tree import inner_html, parse_fragment
from newscrawl.dom.widgets.permalinks import strip_permalinks


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        ("<h2>Results<a href='#r'>¶</a></h2>", "<h2>Results</h2>"),
        ("<h2><a href='#r'>#</a> Results</h2>", "<h2> Results</h2>"),
        ("<h3>Results<span>[<a href='/edit'>edit</a>]</span></h3>", "<h3>Results<span></span></h3>"),
        ("<h3>Results [<a href='/edit'>bearbeiten</a>] of today</h3>", "<h3>Results  of today</h3>"),
    ],
)
def test_takes_the_sign_out_of_the_heading(markup: str, left: str) -> None:
    tree = parse_fragment(markup)
    steps = list(strip_permalinks(tree))
    assert inner_html(tree) == left
    assert [step.rule for step in steps] == ["navigation/permalink"]


@pytest.mark.parametrize(
    "markup",
    [
        '<h2><a href="/results">Results</a></h2>',
        '<h2><a href="#r">#</a></h2>',
        '<p>See <a href="#n">§</a> of the law</p>',
        '<h2>Learning <a href="/c-sharp">C#</a></h2>',
    ],
)
def test_leaves_other_links(markup: str) -> None:
    tree = parse_fragment(markup)
    assert not list(strip_permalinks(tree))
    assert inner_html(tree) == markup


@pytest.mark.parametrize("sign", ["↩", "↩\ufe0e", "^", "↑"])
def test_takes_the_way_back_out_of_a_note(sign: str) -> None:
    tree = parse_fragment(f'<ol><li id="n1">A source. <a href="#r1">{sign}</a></li></ol>')
    assert [step.rule for step in strip_permalinks(tree)] == ["navigation/back-link"]
    assert inner_html(tree) == '<ol><li id="n1">A source. </li></ol>'


@pytest.mark.parametrize("link", ['<a href="/up">↑</a>', '<a href="#n1">1</a>', '<a href="#up">↑ 12 %</a>'])
def test_leaves_other_links_in_notes(link: str) -> None:
    tree = parse_fragment(f"<p>It rose {link}</p>")
    assert not list(strip_permalinks(tree))
