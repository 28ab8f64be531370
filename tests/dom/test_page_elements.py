"""The elements of a page, walked once."""

from newscrawl.dom.page_elements import PageElements
from newscrawl.dom.tree import parse


def test_marked_and_related_elements_come_in_document_order():
    tree = parse('<div class=a><p id=b>x<a rel="tag nofollow" href=/t>t</a></p></div><link rel=license href=/l>')
    elements = PageElements(tree)
    assert [one.tag for one in elements.marked({"a", "b"}.__contains__)] == ["div", "p"]
    assert [one.tag for one in elements.marked({"a"}.__contains__)] == ["div"]
    assert elements.marked({"c"}.__contains__) == []
    assert [one.tag for one in elements.related] == ["a", "link"]
    assert elements.all == list(tree.iter())
