"""Find the elements that the selectors of widget rules match, with one look-up an element for most of them."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from cssselect import HTMLTranslator
from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom.widgets.rules import WidgetRule

_SIMPLE = re.compile(
    r"""([a-z][\w-]*+)?((?>(?:\.[\w-]++|\#[\w-]++|\[[\w-]++(?:[$^*]?=(?:'[^']*+'|"[^"]*+"))?\])*))""",
    re.VERBOSE,
)
_PART = re.compile(r"""\.([\w-]++)|\#([\w-]++)|\[([\w-]++)(?:([$^*]?=)['"]([^'"]*+)['"])?\]""", re.VERBOSE)
_COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "": lambda value, wanted: True,
    "=": str.__eq__,
    "^=": str.startswith,
    "$=": str.endswith,
    "*=": str.__contains__,
}


class _Attribute(NamedTuple):
    """What one attribute must be: ``comparison`` is one of CSS, "" asks only that it is there."""

    name: str
    comparison: str
    wanted: str

    def passes(self, value: str | None) -> bool:
        return value is not None and _COMPARISONS[self.comparison](value, self.wanted)


class _Test(NamedTuple):
    """One simple selector: what tag, classes and attributes must be."""

    rule: WidgetRule
    tag: str
    classes: frozenset[str]
    attributes: tuple[_Attribute, ...]

    def needs(self, name: str) -> bool:
        return (name == "class" and bool(self.classes)) or any(test.name == name for test in self.attributes)

    def token(self, name: str) -> str:
        """Return a word that ``name`` has in every element that passes, "" if there is none."""
        if name == "class" and self.classes:
            return min(self.classes)
        return next((test.wanted for test in self.attributes if test[:2] == (name, "=") and name == "id"), "")

    def may_pass(self, name: str, value: str) -> bool:
        """Tell whether an element passes as far as its attribute ``name`` says."""
        if name == "class" and not self.classes.issubset(value.split()):
            return False
        return all(test.passes(value) for test in self.attributes if test.name == name)


_MAX_REMEMBERED = 20_000  # values of class or id; chosen by hand, for hostile pages have no end of them


class _Candidates(dict[str, tuple[_Test, ...]]):
    """The tests that a value of an attribute may pass; remembered, as sites repeat their few values."""

    def __init__(self, name: str, tests: Iterable[_Test]) -> None:
        super().__init__()
        self._name = name
        self._by_token: dict[str, list[_Test]] = {}
        for test in tests:
            self._by_token.setdefault(test.token(name), []).append(test)

    def __missing__(self, value: str) -> tuple[_Test, ...]:
        if len(self) > _MAX_REMEMBERED:
            self.clear()
        tests = (test for token in ("", *value.split()) for test in self._by_token.get(token, ()))
        self[value] = found = tuple(test for test in tests if test.may_pass(self._name, value))
        return found


class Matcher:
    """Rules sorted by how their elements are found: by class or id, tag, another attribute, or a search."""

    def __init__(self, rules: Sequence[WidgetRule]) -> None:
        tests: list[_Test] = []
        self._searches: list[tuple[etree.XPath, WidgetRule]] = []
        for rule in rules:
            for test in _tests_of(rule):
                if isinstance(test, _Test):
                    tests.append(test)
                else:
                    self._searches.append((test, rule))
        by_class = [test for test in tests if test.needs("class")]
        by_id = [test for test in tests if test.needs("id") and not test.needs("class")]
        others = [test for test in tests if not test.needs("class") and not test.needs("id")]
        self._by_class = _Candidates("class", by_class)
        self._by_id = _Candidates("id", by_id)
        self._by_attribute = [test for test in others if test.attributes]
        self._by_tag = {test.tag: test.rule for test in others if not test.attributes}
        names = sorted({test.attributes[0].name for test in self._by_attribute})
        # Not as a union of attributes: for that libxml2 takes the square of their number.
        self._with_attribute = etree.XPath(f"descendant::*[{' or '.join(f'@{name}' for name in names) or 'false()'}]")

    def find(self, element: HtmlElement) -> list[tuple[HtmlElement, WidgetRule]]:
        """Return the matching elements; within each way of finding them, outer before inner."""
        found = self._by_class_or_id(element)
        if self._by_tag:
            found += [(node, self._by_tag[node.tag]) for node in element.iter(*self._by_tag)]
        for node in cast("list[HtmlElement]", self._with_attribute(element)):
            found += [(node, test.rule) for test in self._by_attribute if _passes(node, test)][:1]
        for search, rule in self._searches:
            found += [(node, rule) for node in cast("list[HtmlElement]", search(element))]
        return found

    def _by_class_or_id(self, element: HtmlElement) -> list[tuple[HtmlElement, WidgetRule]]:
        # This loop sees every element of a page; a dictionary look-up for each value is what it may cost.
        found = []
        by_class, by_id = self._by_class, self._by_id
        for node in element.iter():
            names = node.get("class")
            candidates = by_class[names] if names else ()
            name = node.get("id")
            if name:
                candidates += by_id[name]
            if candidates:
                found += [(node, test.rule) for test in candidates if _passes(node, test)][:1]
        return found


@lru_cache(maxsize=64)
def matcher(rules: tuple[WidgetRule, ...]) -> Matcher:
    """Return the matcher of ``rules``; it is built once for each site."""
    return Matcher(rules)


@lru_cache(maxsize=4096)
def _tests_of(rule: WidgetRule) -> tuple[_Test | etree.XPath, ...]:
    """Return what a rule asks of an element, or searches for; matchers share it, since sites share most rules."""
    translator = HTMLTranslator()  # not lxml's own: there, :contains() fails now and then
    return tuple(_simple(css, rule) or etree.XPath(translator.css_to_xpath(css)) for css in _alternatives(rule.css))


def _alternatives(css: str) -> list[str]:
    return [part.strip() for part in css.split(",")] if "(" not in css else [css]


def _simple(css: str, rule: WidgetRule) -> _Test | None:
    """Read a selector of tag, id, classes and attribute tests; ``None`` if it is more than that."""
    found = _SIMPLE.fullmatch(css)
    if not found or not css:
        return None
    classes, attributes = set(), []
    for name, identifier, attribute, comparison, wanted in _PART.findall(found[2]):
        if name:
            classes.add(name)
        elif identifier:
            attributes.append(_Attribute("id", "=", identifier))
        else:
            attributes.append(_Attribute(attribute, comparison, wanted))
    return _Test(rule, found[1] or "", frozenset(classes), tuple(attributes))


def _passes(node: HtmlElement, test: _Test) -> bool:
    if test.tag and test.tag != node.tag:
        return False
    return all(attribute.passes(node.get(attribute.name)) for attribute in test.attributes)
