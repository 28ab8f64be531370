"""CSS that finds given elements of a page again, and hardly any other."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

_MAX_ANCESTORS = 8  # elements above the first that a selector may name
_LANDMARK_TAGS = frozenset(
    {"article", "main", "section", "h1", "h2", "h3", "h4", "li", "dt"}
)  # tags that narrow down a place
_MIN_SELECTOR_PRECISION = 0.95  # of the elements that a selector finds must be meant
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,60}")
_STATE_CLASS = re.compile(r"\d{3}|(?:^|[-_])(?:active|current|first|last|odd|even|hover|selected|on)$")


def css_of(tree: HtmlElement, elements: list[HtmlElement]) -> str:
    """Return the shortest CSS that finds these elements only, or else hardly any other."""
    wanted = set(elements)
    good = ""
    for css in _ever_longer(elements):
        found = tree.cssselect(css)
        hits = len(wanted.intersection(found))
        if hits == len(found) and ("." in css or "#" in css):  # tags alone say little about the next page
            return css
        if " " not in good and hits >= _MIN_SELECTOR_PRECISION * len(found):  # rather "h2 a" than "a"
            good = css
    return good or css


def lasting_classes(element: HtmlElement) -> list[str]:
    """Return the classes that say what an element is, not how it stands at the moment."""
    return [one for one in element.get("class", "").split() if _NAME.fullmatch(one) and not _STATE_CLASS.search(one)]


def _ever_longer(elements: list[HtmlElement]) -> Iterator[str]:
    """Yield CSS for the elements that names more and more of what they stand in."""
    css, level = _step(elements), elements
    yield css
    for _ in range(_MAX_ANCESTORS):
        level = list(dict.fromkeys(parent for element in level if (parent := element.getparent()) is not None))
        if not level or any(element.tag in ("html", "body") for element in level):
            return
        step = _step(level)
        if "." in step or "#" in step or step in _LANDMARK_TAGS:
            css = f"{step} {css}"
            yield css


def _step(elements: list[HtmlElement]) -> str:
    """Return what the elements have in common as one step of CSS."""
    name = elements[0].get("id", "")
    if len(elements) == 1 and _NAME.fullmatch(name) and not _STATE_CLASS.search(name):
        return f"#{name}"
    tags = {str(element.tag) for element in elements}
    shared = [
        one for one in lasting_classes(elements[0]) if all(one in lasting_classes(other) for other in elements[1:])
    ]
    return (tags.pop() if len(tags) == 1 else "*") + "".join(f".{one}" for one in shared[:1])
