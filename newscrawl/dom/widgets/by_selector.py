"""Widgets: what stands inside an article's container and is not the article.

Three kinds of evidence: the structure (classes, ids, tags and roles that plug-ins and content systems use), the words
of headings and lines, and the shape (lists of links).
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom.lines import read_lines
from newscrawl.dom.tree import first_words, is_inside, text_length, visible_text
from newscrawl.dom.widgets.by_words import strip_by_words
from newscrawl.dom.widgets.matcher import matcher
from newscrawl.dom.widgets.permalinks import strip_permalinks
from newscrawl.dom.widgets.rules import COMMON_WIDGETS, WidgetRule
from newscrawl.dom.widgets.spam import strip_hidden, strip_injected
from newscrawl.text.repaired import EXCERPT_CHARACTERS, Step, merge


class Stripped(NamedTuple):
    """The steps, one for each rule, how many comments they took out, and the rules that were not applied."""

    steps: tuple[Step, ...]
    comments: int
    spared: tuple[str, ...]


_COMMON = frozenset(COMMON_WIDGETS)
# All thresholds are chosen by hand.
_MAX_SPARED_RULES = 20  # too large matches after which the pass gives up: nested ones cost their text each
_MIN_SURE_RATIO = 4  # of the prose of paragraphs to an element, which then need not be measured
_MAX_LABEL_CHARACTERS = 40  # of a text that is no prose
_MAX_TAKEN_SHARE = 0.8  # of the prose, that common rules may take together
_MIN_LEFT_CHARACTERS = 100  # of prose that must be left of an article beside its comments
_LEFT_IN_FIGURES = frozenset({"image-credit", "navigation", "hidden"})
_COMMENT_ITEMS = frozenset({"comment", "comment-item", "comment-body", "comment_item", "pl-item", "cmt-item"})
_MARKS = tuple(".,;:!?)")
_BLOCKS = frozenset({"div", "p", "section", "ul", "ol", "li", "table", "aside", "nav", "form", "article"})


def strip_widgets(
    element: HtmlElement, rules: Sequence[WidgetRule] = COMMON_WIDGETS, *, language: str | None = None
) -> Stripped:
    """Take widgets, and what was injected, out of ``element``, an article's body in ``language``, in place.

    First go those that the structure tells and hidden blocks, then those that words and shape tell.
    """
    structure = strip_structure(element, rules)
    hidden = (*strip_permalinks(element), *strip_hidden(element))
    lines = read_lines(element)
    injected = strip_injected(element, lines, language=language)
    words = strip_by_words(element, read_lines(element) if injected else lines)
    steps = merge((*structure.steps, *hidden, *injected, *words.steps))
    return Stripped(steps, structure.comments, (*structure.spared, *words.spared))


def strip_structure(element: HtmlElement, rules: Sequence[WidgetRule] = COMMON_WIDGETS) -> Stripped:
    """Take out, in place, the outermost elements that ``rules`` match.

    The rules do not look at text, so this commutes with repairs of text. A match of a common rule with more than
    half of the text outside links is spared, for it is a wrapper with an unlucky class, and so are all matches of a
    rule that together would take as much, for its class stands on the paragraphs themselves; but comments may be longer
    than the article if some prose is left without them. Rules of a site are believed.
    """
    matches = matcher(tuple(rules)).find(element)
    steps: list[Step] = []
    spared: dict[str, None] = {}
    comments = 0
    budget = _ProseBudget(element)
    wholes = _rules_for_the_text(element, matches)
    for found, rule in matches:
        if not is_inside(found, element) or (rule.kind in _LEFT_IN_FIGURES and _in_figure(found)):
            continue
        name = f"{rule.kind}/{rule.name}"
        if name in wholes:
            spared[name] = None
            continue
        if not budget.allows(found, rule):
            spared[name] = None
            if len(spared) > _MAX_SPARED_RULES:
                break
            continue
        if rule.kind == "comments":
            comments += _comment_count(found)
        steps.append(_take_out(found, name))
    return Stripped(merge(steps), comments, tuple(spared))


def _rules_for_the_text(element: HtmlElement, matches: Sequence[tuple[HtmlElement, WidgetRule]]) -> set[str]:
    """Return the names of common rules whose matches hold, each rule's or all together, most of the prose."""
    parts: dict[str, dict[HtmlElement, int]] = {}
    for found, rule in matches:
        if rule in _COMMON and rule.kind != "comments":
            parts.setdefault(f"{rule.kind}/{rule.name}", {})[found] = text_length(found)
    several = {name: found for name, found in parts.items() if len(found) > 1 or len(parts) > 1}
    # An upper bound first: to tell prose from links costs more.
    if 2 * sum(length for found in several.values() for length in found.values()) < text_length(element):
        return set()
    prose = _prose(element)
    amounts = {name: sum(map(_prose, _outermost(found))) for name, found in several.items()}
    wholes = {name for name, amount in amounts.items() if len(parts[name]) > 1 and 2 * amount > prose}
    others = [part for name, found in several.items() if name not in wholes for part in found]
    rest = sum(amount for part in _outermost(others) if 2 * (amount := _prose(part)) <= prose)
    return wholes if _MAX_TAKEN_SHARE * prose >= rest else wholes | amounts.keys()


def _outermost(elements: Iterable[HtmlElement]) -> list[HtmlElement]:
    known = set(elements)
    return [one for one in known if known.isdisjoint(one.iterancestors())]


class _ProseBudget:
    """Knows how much prose an element has left, and what would take too much of it."""

    def __init__(self, element: HtmlElement) -> None:
        self._element = element
        self._at_least: int | None = None
        self._prose: int | None = None

    def allows(self, part: HtmlElement, rule: WidgetRule) -> bool:
        """Tell whether ``part`` may be taken out, and if so count it as gone."""
        if self._prose is None:
            # Most parts are small: for them a look at the long runs of text saves telling prose from links.
            if self._at_least is None:
                self._at_least = sum(_long(node.text) for node in self._element.iter("p", "div", "td", "span"))
                self._at_least += sum(_long(line.tail) for line in self._element.iter("br"))
            at_most = len(etree.tostring(part, method="text", encoding="unicode", with_tail=False))
            if _MIN_SURE_RATIO * at_most < self._at_least:
                self._at_least -= at_most
                return True
            self._prose = _prose(self._element)
        prose = _prose(part)
        is_wrapper = 2 * prose > self._prose and rule in _COMMON
        if is_wrapper and not (rule.kind == "comments" and self._prose - prose >= _MIN_LEFT_CHARACTERS):
            return False
        self._prose -= prose
        return True


def _take_out(element: HtmlElement, rule: str) -> Step:
    before = first_words(element, EXCERPT_CHARACTERS)
    if element.tag in _BLOCKS and element.tail and not element.tail.isspace():
        element.tail = "\n" + element.tail  # what stood on two lines stays on two
    _close_gap(element)
    element.drop_tree()
    return Step(rule, 1, before)


def _close_gap(element: HtmlElement) -> None:
    """Remove the blank before the last part of a link if a punctuation mark follows the link."""
    link = element.getparent()
    if link is None or link.tag != "a" or element.getnext() is not None or (element.tail or "").strip():
        return
    if (link.tail or "")[:1] not in _MARKS:
        return
    before = element.getprevious()
    if before is None:
        link.text = (link.text or "").rstrip()
    else:
        before.tail = (before.tail or "").rstrip()
    element.tail = None


def _in_figure(element: HtmlElement) -> bool:
    return next(element.iterancestors("figure"), None) is not None


def _comment_count(thread: HtmlElement) -> int:
    items = sum(1 for node in thread.iter() if not _COMMENT_ITEMS.isdisjoint((node.get("class") or "").split()))
    return items or bool(visible_text(thread))


def _prose(element: HtmlElement) -> int:
    """Return how many characters of text ``element`` has that are not in links."""
    return _text_length(element) - sum(_text_length(link) for link in element.iter("a"))


def _text_length(element: HtmlElement) -> int:
    if not len(element):
        return _length(element.text)
    text = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return _length(text) - sum(_length(part.text) for part in element.iter("script", "style"))


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _long(text: str | None) -> int:
    """Return the length of a run of text that is too long for a label, else 0."""
    return length if text and (length := len(text.strip())) > _MAX_LABEL_CHARACTERS else 0
