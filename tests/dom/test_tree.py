"""Parsing bounds what may stall the parser and keeps every character that a page may show."""

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dom.tree import (
    MAX_TAGS,
    TooMuchMarkup,
    first_words,
    has_more_text,
    inner_html,
    is_inside,
    map_text,
    parse,
    parse_fragment,
    parse_or_none,
    visible_text,
)

LONG = 16_000  # characters without a ">", from which on a tag is looked at
MANY = " ".join(f"a{number}=1" for number in range(4001))

REFERENCES = {
    "NUL": ("a&#0;b", "a\ufffdb"),
    "control": ("a&#x1f;b", "ab"),
    "no character": ("a&#65535;b", "ab"),
    "no semicolon": ("a&#1 b", "a b"),
    "two halves of another": ("a&#&#1;x1;b", "a\ufffdb"),
    "an ampersand before it": ("a&&#1;#2;b", "a\ufffdb"),
    "line end": ("a&#10;b", "a b"),
    "letter": ("a&#98;c", "abc"),
    "longer number": ("a&#1000;b", "a\u03e8b"),
    "no reference": ("a &# b & c", "a &# b & c"),
}


@pytest.mark.parametrize(("html", "text"), REFERENCES.values(), ids=REFERENCES.keys())
def test_only_references_that_lxml_refuses_are_left_out(html: str, text: str) -> None:
    assert visible_text(parse_fragment(html)) == text


@pytest.mark.parametrize("before", ["", "<p>x</p>", "x" * (LONG - 1), "x" * LONG, "<p>" + "x" * 3 * LONG])
def test_a_tag_with_too_many_attributes_is_found_wherever_it_stands(before: str) -> None:
    with pytest.raises(TooMuchMarkup):
        parse(f"{before}<b {MANY}>")
    with pytest.raises(TooMuchMarkup):
        parse(f"{before}<b {MANY}")


@pytest.mark.parametrize(
    "tag",
    [
        f'<b x=">" {MANY}>',
        f'<b x="<i></b>" {MANY}>',
        "<b/" + MANY.replace("=1 ", "/") + ">",
        "<b " + MANY.replace("=1 ", "='1'") + ">",
        f"<!--><b {MANY}>",
        f"<!--<script>--><b {MANY}>",
        f"<title><script></title><b {MANY}>",
        "<b " + MANY.replace("=1 ", "='>' ") + ">",
        f'<b =" {MANY} ">',
        f'<b x==" {MANY} ">',
        f"<b x=y' {MANY} '>",
    ],
    ids=[
        "closed in a value",
        "tags in a value",
        "slashes",
        "no blanks",
        "comment",
        "script in a comment",
        "title",
        "closed in all values",
        "no name",
        "two equals signs",
        "a quote within a value",
    ],
)
def test_nothing_hides_a_tag_with_too_many_attributes(tag: str) -> None:
    with pytest.raises(TooMuchMarkup, match=r"of 400\d attributes"):
        parse(f"<p>x</p>{tag}y</b>")


def test_many_tags_with_many_attributes_are_more_than_a_page_may_have() -> None:
    tag = "<b " + MANY.removesuffix(" a4000=1").removesuffix(" a3999=1") + ">x</b>"
    assert len(parse(tag * 5).findall(".//b")) == 5
    with pytest.raises(TooMuchMarkup, match="attributes in long tags"):
        parse(tag * 30)


@pytest.mark.parametrize("between", ["<!---->", "<!-->", "<![CDATA[x]]>", "<?x?>", "<!x>"])
def test_comments_leave_no_pieces_of_text(between: str) -> None:
    """99,000 pieces in a paragraph once took four minutes: libxml2 looks for one sibling after the other."""
    paragraph = parse_fragment("<p>" + f"w{between}" * 1000 + "</p>")[0]
    assert paragraph.text == "w" * 1000
    assert not len(paragraph)


@pytest.mark.parametrize(
    "html",
    [f"<p>{'one more word ' * LONG}</p>", f'<path d="{"M1 2 " * LONG}">', f"<script>{'a = 1; ' * LONG}</script>"],
    ids=["text", "one long attribute", "script"],
)
def test_a_long_stretch_without_tags_is_no_tag_of_many_attributes(html: str) -> None:
    assert parse(html).tag == "html"


@given(st.text(alphabet="ab &#0123x;\x00\x01\x1a\f\ud800\ufffe", max_size=40))
def test_any_text_parses_and_can_be_written_back(text: str) -> None:
    body = parse_fragment(text)
    map_text(body, lambda run: run + "!")
    assert "\x00" not in inner_html(body)


def test_map_text_writes_only_what_changes() -> None:
    body = parse_fragment("<p>one <b>two</b> three</p><script>two</script>")
    map_text(body, lambda run: run.replace("two", "2"))
    assert inner_html(body) == "<p>one <b>2</b> three</p><script>two</script>"


@pytest.mark.parametrize(
    ("page", "body"),
    [
        ("<title>T</title><main><p>a</p></main>", "<body><main><p>a</p></main></body>"),
        (
            "<meta charset=utf-8><title>T</title><article>a</article>b<p>c</p>",
            "<body><article>a</article>b<p>c</p></body>",
        ),
        ("<title>T</title><section>a</section>b", "<body><section>a</section>b</body>"),
        ("<head><title>T</title><script>1</script></head><body>a</body>", "<body>a</body>"),
        ("<title>T</title><p>a</p>", "<body><p>a</p></body>"),
    ],
)
def test_the_body_begins_where_the_head_can_hold_no_more(page: str, body: str) -> None:
    root = parse(page)
    assert root.find("head").findtext("title") == "T"
    assert lxml.html.tostring(root.find("body"), encoding="unicode") == body


def test_an_element_is_inside_of_all_around_it_but_not_of_itself():
    tree = parse("<div><p><b>x</b></p></div><p>y</p>")
    bold, [first, second] = tree.find(".//b"), list(tree.iter("p"))
    assert is_inside(bold, first)
    assert is_inside(bold, tree)
    assert not is_inside(bold, second)
    assert not is_inside(first, first)


def test_what_cannot_be_parsed_is_none():
    assert parse_or_none("<p>" * (MAX_TAGS + 200_000)) is None
    assert parse_or_none("<p>text</p>").find(".//p").text == "text"


@pytest.mark.parametrize(
    "markup", ["<p>one two<br>three</p>", "<p>one<script>two</script> three</p>", "<p> one </p>", ""]
)
def test_a_longer_text_is_one_of_more_visible_characters(markup: str) -> None:
    tree = parse_fragment(markup)
    length = len(visible_text(tree))
    assert not has_more_text(tree, length)
    assert has_more_text(tree, length - 1)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One", "One"),
        ("<p>One <b>two</b> <i>three</i>\n four</p>", "One two three four"),
        ("<p>One<br>two<br>three</p>", "One two three"),
        ("<p>One<script>no</script> two<style>no</style></p><noscript><p>no</p></noscript>three", "One twothree"),
        ("<svg><title>no</title></svg>One", "One"),
        ("<!-- no -->", ""),
    ],
)
def test_visible_text_is_what_a_browser_shows(markup: str, text: str) -> None:
    assert visible_text(lxml.html.fromstring(f"<div>{markup}</div>")) == text


@given(st.lists(st.sampled_from(["<p>", "<b>", "</b>", "<br>", "<script>", "</script>", "<!-- c -->", "word", " "])))
def test_first_words_and_visible_text_read_the_same_words(parts: list[str]) -> None:
    body = lxml.html.fromstring(f"<div>{''.join(parts)}</div>")
    assert first_words(body, 1000).replace(" ", "") == visible_text(body).replace(" ", "")
