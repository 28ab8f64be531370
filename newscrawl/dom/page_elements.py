"""The elements of a page, walked once for all that read it."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

_LINK_TAGS = ("link", "a", "area")  # whose ``rel`` says what they link to (HTML Living Standard, 4.6.7)
# In half the time in which each element is asked for its attributes. Not in one query: libxml2 sorts the values of two
# attributes by walking over siblings, which takes the square of their number.
_NAMES: tuple[Callable[[HtmlElement], list[Any]], ...] = (  # type: ignore[assignment]
    etree.XPath("descendant-or-self::*/@class"),
    etree.XPath("descendant-or-self::*/@id"),
)


def related_elements(root: HtmlElement) -> list[HtmlElement]:
    """Return the links of ``root`` that have a ``rel``.

    Not by XPath: it gathers every node of the page first, which takes twice as long.
    """
    return [one for one in root.iter(*_LINK_TAGS) if one.get("rel") is not None]


class PageElements:
    """The elements of the page ``root``, in document order, as they were when they were first asked for.

    lxml makes a Python object for an element whenever a walk meets one that nobody holds: to hold them all halves the
    time of each further walk.
    """

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.all: list[HtmlElement] = list(root.iter())

    @cached_property
    def _named(self) -> list[tuple[str, HtmlElement]]:
        """The values of all classes and ids, each with its element."""
        # Plain strings, for smart ones would hold the page wherever they are remembered.
        return [(str(value), value.getparent()) for query in _NAMES for value in query(self.root)]

    def marked(self, is_wanted: Callable[[str], bool]) -> list[HtmlElement]:
        """Return the elements whose class or id ``is_wanted``, in document order."""
        found = {element for name, element in self._named if name and is_wanted(name)}
        return [element for element in self.all if element in found] if found else []

    @cached_property
    def related(self) -> list[HtmlElement]:
        """The links that have a ``rel``."""
        return related_elements(self.root)
