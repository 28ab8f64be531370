"""The elements of a page, walked once for all that read it."""

from collections.abc import Callable
from functools import cached_property

from lxml.html import HtmlElement

_LINK_TAGS = ("link", "a", "area")  # whose ``rel`` says what they link to (HTML Living Standard, 4.6.7)


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
    def _names(self) -> dict[str, list[int]]:
        """For each value of a class or an id, the numbers of the elements that have it."""
        names: dict[str, list[int]] = {}
        for number, element in enumerate(self.all):
            for name in (element.get("class"), element.get("id")):
                if name:
                    names.setdefault(name, []).append(number)
        return names

    def marked(self, is_wanted: Callable[[str], bool]) -> list[HtmlElement]:
        """Return the elements whose class or id ``is_wanted``; each of their values is asked for once."""
        numbers = {number for name, found in self._names.items() if is_wanted(name) for number in found}
        return [self.all[number] for number in sorted(numbers)]

    @cached_property
    def related(self) -> list[HtmlElement]:
        """The links that have a ``rel``."""
        return related_elements(self.root)
