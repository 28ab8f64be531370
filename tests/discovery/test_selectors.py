"""CSS finds the same elements again, and names neither numbers nor passing states."""

import pytest

from newscrawl.discovery.selectors import css_of, lasting_classes
from newscrawl.dom.tree import parse

PAGE = parse(
    '<main><ul class="news"><li class="item-204411 active"><a class="head" href="/1">One</a></li>'
    '<li><a class="head" href="/2">Two</a></li></ul></main><aside><a class="head" href="/3">Three</a></aside>'
)


@pytest.mark.parametrize(
    ("selected", "css"),
    [("a", "a.head"), ("ul a", "li a.head"), ("ul", "ul.news")],
)
def test_the_shortest_css_that_finds_these_elements_only(selected, css):
    elements = PAGE.cssselect(selected)
    assert css_of(PAGE, elements) == css
    assert PAGE.cssselect(css) == elements


def test_classes_that_pass_are_left_out():
    assert lasting_classes(PAGE.cssselect("li")[0]) == []
    assert lasting_classes(PAGE.cssselect("ul")[0]) == ["news"]
