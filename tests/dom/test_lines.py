"""Lines are what a reader sees between two line ends; taking one out leaves the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_markup import random_markup

from newscrawl.dom.lines import erase, read_lines
from newscrawl.dom.tree import inner_html, parse_fragment, visible_text

# markup, texts of its lines
LINES = (
    ("", []),
    ("text", ["text"]),
    ("<p>one</p><p>two</p>", ["one", "two"]),
    ("<p>one<br>two</p>", ["one", "two"]),
    ("<p>a <b>bold</b>\n  word</p>", ["a bold word"]),
    ("<p>one</p>tail", ["one", "tail"]),
    ("<div>one<p>two</p>three</div>", ["one", "two", "three"]),
    ("<script>var x;</script><style>p{}</style><p>text</p>", ["text"]),
    ("<p>one<!-- comment --> two</p>", ["one two"]),
    ("<table><tr><td>a</td><td>b</td></tr></table>", ["a", "b"]),
    ("<p> </p>", []),
)


@pytest.mark.parametrize(("html", "texts"), LINES)
def test_lines_are_read_in_order(html: str, texts: list[str]) -> None:
    assert [line.text for line in read_lines(parse_fragment(html))] == texts


def test_a_line_knows_its_block_and_what_it_stands_in() -> None:
    head, cell, plain = read_lines(parse_fragment("<h2>Head</h2><table><tr><td>cell</td></tr></table><p>plain</p>"))
    assert (head.is_heading, head.is_kept, head.block.tag) == (True, False, "h2")
    assert (cell.is_heading, cell.is_kept, cell.block.tag) == (False, True, "td")
    assert (plain.is_heading, plain.is_kept, plain.block.tag) == (False, False, "p")


# markup of one line, its length, characters in links, of these in links to the same page, whether it is a link
LINKS = (
    ("<p>text</p>", 4, 0, 0, False),
    ("<p><a href=/x>link</a></p>", 4, 4, 0, True),
    ("<p><a href='#x'>link</a></p>", 4, 4, 4, True),
    ("<p><a>link</a></p>", 4, 4, 4, True),
    ("<p><a href=/x>three of four</a> end</p>", 17, 13, 0, True),
    ("<p><a href=/x>half</a> half</p>", 9, 4, 0, False),
)


@pytest.mark.parametrize(("html", "length", "linked", "anchors", "is_link"), LINKS)
def test_characters_in_links_are_counted(html: str, length: int, linked: int, anchors: int, is_link: bool) -> None:
    (line,) = read_lines(parse_fragment(html))
    assert (line.length, line.linked, line.anchors, line.is_link) == (length, linked, anchors, is_link)


# markup, the line that goes, whether blocks go with their pictures, what is left
ERASED = (
    ("<p>one</p><p>two</p>", "one", False, "<p>two</p>"),
    ("<div><p>one</p></div><p>two</p>", "one", False, "<p>two</p>"),  # blocks left empty go, too
    ("<p>one<br>two</p>", "two", False, "<p>one<br></p>"),
    ("<div><img src=a><p>one</p></div>", "one", False, '<div><img src="a"></div>'),
    ("<div><img src=a><p>one</p></div><p>two</p>", "one", True, "<p>two</p>"),
    ("<p>one</p>tail", "tail", False, "<p>one</p>"),
)


@pytest.mark.parametrize(("html", "text", "with_pictures", "left"), ERASED)
def test_a_line_goes_with_the_blocks_that_it_leaves_empty(html: str, text: str, with_pictures: bool, left: str) -> None:
    tree = parse_fragment(html)
    erase(tree, [line for line in read_lines(tree) if line.text == text], with_pictures=with_pictures)
    assert inner_html(tree) == left


@given(st.integers(0, 10_000).map(random_markup))
def test_all_that_is_visible_is_in_lines_and_goes_with_them(html: str) -> None:
    tree = parse_fragment(html)
    lines = read_lines(tree)
    assert "".join("".join(line.text for line in lines).split()) == "".join(visible_text(tree).split())
    erase(tree, lines, with_pictures=True)
    assert not visible_text(tree).strip()
