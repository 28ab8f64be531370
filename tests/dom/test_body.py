"""A body is a tree until it is rendered, is written on request, and keeps what it has been written as."""

from newscrawl.dom.body import Body
from newscrawl.dom.tree import parse_fragment

HTML = '<p class="lead">One <b>word</b>.</p><figure><img src="https://a.example/1.png"><figcaption>A board</figcaption></figure>'


def test_a_body_of_markup_is_written_as_it_came():
    body = Body.of_markup(HTML)
    assert body.html == HTML
    assert not body.is_rendered


def test_a_body_of_a_tree_is_written_as_the_tree_stands():
    tree = parse_fragment(HTML)
    body = Body(tree)
    tree.find("figure").drop_tree()
    assert body.html == '<p class="lead">One <b>word</b>.</p>'


def test_a_rendered_body_is_allow_listed_and_gives_text_markdown_and_pictures():
    body = Body.of_markup(HTML).rendered()
    assert body.is_rendered
    assert body.html.splitlines()[0] == "<p>One <strong>word</strong>.</p>"
    assert body.text == "One word."
    assert body.markdown.startswith("One **word**.")
    assert [(image.url, image.caption) for image in body.images] == [("https://a.example/1.png", "A board")]


def test_rendering_twice_changes_nothing():
    once = Body.of_markup(HTML).rendered()
    assert Body.of_markup(once.html).rendered().html == once.html


def test_a_body_knows_what_it_has_been_written_as():
    body = Body(parse_fragment(HTML))
    assert not body.is_written_as(HTML)
    assert body.is_written_as(body.html)
