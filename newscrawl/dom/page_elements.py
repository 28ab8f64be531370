"""The elements of a page, walked once for all that read it."""

from collections.abc import Callable
from functools import cached_property
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

# Not as a union of attributes, nor by their parents: for those libxml2 takes the square of their number.
_RELATED = cast("Callable[[HtmlElement], list[HtmlElement]]", etree.XPath("descendant-or-self::*[@rel]"))
_CLASSES, _IDS = (
    cast("Callable[[HtmlElement], list[str]]", etree.XPath(f"descendant-or-self::*/@{name}", smart_strings=False))
    for name in ("class", "id")
)


def related_elements(root: HtmlElement) -> list[HtmlElement]:
    """Return the elements of ``root`` that have a ``rel``, mostly links."""
    return _RELATED(root)


class PageElements:
    """The elements of the page ``root``, in document order, as they were when they were first asked for.

    lxml makes a Python object for an element whenever a walk meets one that nobody holds: to hold them all halves the
    time of each further walk.
    """

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.all: list[HtmlElement] = list(root.iter())

    @cached_property
    def _classes(self) -> frozenset[str]:
        """The values of all class attributes."""
        return frozenset(_CLASSES(self.root))

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(_IDS(self.root))

    def marked(self, is_wanted: Callable[[str], bool]) -> list[HtmlElement]:
        """Return the elements whose class or id ``is_wanted``; each of their values is asked for once."""
        classes, ids = (frozenset(filter(is_wanted, values)) for values in (self._classes, self._ids))
        if ids:
            return [one for one in self.all if one.get("class") in classes or one.get("id") in ids]
        return [one for one in self.all if one.get("class") in classes] if classes else []

    @cached_property
    def related(self) -> list[HtmlElement]:
        """The elements that have a ``rel``."""
        return related_elements(self.root)
