"""The elements of a page, walked once."""

from newscrawl.dom.page_elements import PageElements
from newscrawl.dom.tree import parse


def test_named_and_related_elements_come_in_document_order():
    tree = parse('<div class=a><p id=b>x<a rel="tag nofollow" href=/t>t</a></p></div><link rel=license href=/l>')
    elements = PageElements(tree)
    assert [(one.tag, names, identifier) for one, names, identifier in elements.named] == [
        ("div", "a", ""),
        ("p", "", "b"),
    ]
    assert [one.tag for one in elements.related] == ["a", "link"]
    assert elements.all == list(tree.iter())
