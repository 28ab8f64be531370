"""The visible text of a page: which nodes there are, whose they are, and which line they stand in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dom.tree import parse
from newscrawl.dom.visible_text import VisibleText, key_of, line_of

BLOCKS = st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<!-- no -->", "<script>no</script>", "word", " ", "<br>"])


def visible(body: str) -> VisibleText:
    return VisibleText(parse(f"<html><head><title>Title</title></head><body>{body}</body></html>"))


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>One <b>two</b> three</p>", ["One ", "two", " three"]),
        ("<p>One<!-- no -->two</p>", ["Onetwo"]),
        ("<script>no</script>one<style>no</style>two", ["one", "two"]),
        ("<p> </p><p>\n</p>", []),
        ("", []),
    ],
)
def test_reads_the_text_nodes_in_order(body: str, texts: list[str]) -> None:
    assert [node.text for node in visible(body).nodes] == texts


def test_knows_in_which_element_a_text_stands() -> None:
    before, inside, after = visible("<p>One <b>two</b> three</p>").nodes
    assert [node.parent.tag for node in (before, inside, after)] == ["p", "b", "p"]


@given(st.lists(BLOCKS))
def test_finds_each_word_of_the_page_and_no_other(parts: list[str]) -> None:
    shown = "".join(node.text for node in visible("".join(parts)).nodes)
    assert shown.count("word") == parts.count("word")
    assert not shown.replace("word", "").strip()


@given(st.lists(st.sampled_from(["a", "by", "byby", "x by y"])), st.just("by"))
def test_finds_every_node_that_holds_a_word(texts: list[str], word: str) -> None:
    text = visible("".join(f"<p>{one}</p>" for one in texts))
    assert list(text.places(word)) == [place for place, one in enumerate(texts) if word in one]


@pytest.mark.parametrize(
    ("body", "is_elsewhere"),
    [
        ("<i id='x'>y</i>", False),
        ("<div class='comments'><i id='x'>y</i></div>", True),
        ("<nav><p><i id='x'>y</i></p></nav>", True),
        ("<div class='related'><article><i id='x'>y</i></article></div>", False),
        ("<div class='has-sidebar'><i id='x'>y</i></div>", False),
        ("<div class='entry-footer'><i id='x'>y</i></div>", False),
    ],
)
def test_tells_what_belongs_to_something_else(body: str, is_elsewhere: bool) -> None:
    text = visible(body)
    assert text.is_elsewhere(text.root.get_element_by_id("x")) is is_elsewhere


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("<p id='x'>By <a>Jane Roe</a></p>", "By Jane Roe"),
        ("<p id='x'><span>By</span><span>Jane Roe</span></p>", "By\nJane Roe"),
        ("<p id='x'>By<!-- x --> Jane</p>", "By Jane"),
        ("<p id='x'>" + "long " * 100 + "</p>", ""),
        ("<p id='x'>" + "<i>a</i>" * 300 + "</p>", ""),
    ],
)
def test_reads_a_small_element_as_a_line(markup: str, line: str) -> None:
    assert line_of(visible(markup).root.get_element_by_id("x")) == line


def test_case_and_marks_are_no_part_of_a_key() -> None:
    assert key_of("A “Quiet” Ferry: 2,000") == "aquietferry2000"
    assert key_of("") == ""


@given(st.text(st.characters(max_codepoint=0x17F) | st.characters()))
def test_keys_hold_letters_and_digits_whatever_the_script(text: str) -> None:
    assert key_of(text) == "".join(filter(str.isalnum, text.casefold()))


def test_text_nodes_are_the_same_one_by_one_and_in_slices() -> None:
    nodes = visible("<p>One <b>two</b> three</p><p>Four</p>").nodes
    assert nodes.texts == ["One ", "two", " three", "Four"]
    assert list(nodes[1:3]) == [nodes[1], nodes[2]]
    assert nodes[-1].element.tag == "p"
