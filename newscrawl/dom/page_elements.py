"""The elements of a page, walked once for all that read it."""

from collections.abc import Callable
from functools import cached_property
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

# Not as a union of attributes, nor by their parents: for those libxml2 takes the square of their number.
_RELATED = cast("Callable[[HtmlElement], list[HtmlElement]]", etree.XPath("descendant-or-self::*[@rel]"))


class PageElements:
    """The elements of the page ``root``, in document order, as they were when they were first asked for.

    lxml makes a Python object for an element whenever a walk meets one that nobody holds: to hold them all halves the
    time of each further walk.
    """

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.all: list[HtmlElement] = list(root.iter())

    @cached_property
    def named(self) -> list[tuple[HtmlElement, str, str]]:
        """The elements that have a class or an id, with both; what an element has not is empty."""
        named = []
        for element in self.all:
            names, identifier = element.get("class"), element.get("id")
            if names or identifier:
                named.append((element, names or "", identifier or ""))
        return named

    @cached_property
    def related(self) -> list[HtmlElement]:
        """The elements that have a ``rel``, mostly links."""
        return _RELATED(self.root)
