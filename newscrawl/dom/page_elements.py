"""The elements of a page, walked once for all that read it."""

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from itertools import chain
from operator import attrgetter

from lxml.html import HtmlElement

_TAG_TEXT_TAIL = attrgetter("tag", "text", "tail")
LINK_TAGS = ("link", "a", "area")  # whose ``rel`` says what they link to (HTML Living Standard, 4.6.7)


class PageElements:
    """The elements of the page ``root``, in document order, as they were when they were first asked for.

    lxml makes a Python object for an element whenever a walk meets one that nobody holds: to hold them all halves the
    time of each further walk.
    """

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.all: list[HtmlElement] = list(root.iter())

    @cached_property
    def rows(self) -> list[tuple[object, str | None, str | None]]:
        """Tag, text and tail of each element; the tag is a string, but for comments and instructions.

        All at once: the nodes of a large page are not in the processor's cache when they are visited again.
        """
        return list(map(_TAG_TEXT_TAIL, self.all))

    @cached_property
    def _numbers(self) -> dict[object, list[int]]:
        """The numbers of the elements of each name."""
        numbers: dict[object, list[int]] = defaultdict(list)
        for number, (tag, _text, _tail) in enumerate(self.rows):
            numbers[tag].append(number)
        return numbers

    def tagged(self, *tags: str) -> list[HtmlElement]:
        """Return the elements of these names; each walk by lxml would look at all nodes of the page."""
        return [self.all[number] for number in sorted(chain(*(self._numbers.get(tag, ()) for tag in tags)))]

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
        return [link for link in self.tagged(*LINK_TAGS) if link.get("rel") is not None]
