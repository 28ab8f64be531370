"""Patterns mean the same in every Python that is promised: no group has a possessive quantifier.

Python 3.11.0 to 3.11.4 (Debian 12 has 3.11.2) misread them (CPython issue 106052); a possessive quantifier of one
character or class, and an atomic group, they read as they should.
"""

import ast
import re
from pathlib import Path

import pytest

import newscrawl

PACKAGE = Path(newscrawl.__file__).parent
# A group that is repeated possessively; "[()*+]" is a class of characters and "\\)" is one.
POSSESSIVE_GROUP = re.compile(r"(?<![\\(\[])\)(?:[*+?]|\{[\d,]{1,9}\})\+")
MAY_BE_ONE = re.compile(
    r"\)(?:[*+?]|\{{1,2}[\d,]{1,9}\}{1,2})\+"
)  # as source, maybe of an f-string: quicker looked for


def possessive_groups(source):
    """Return the lines of texts of a source that hold a possessive group."""
    lines: list[int] = []
    if not MAY_BE_ONE.search(source):
        return lines
    for node in ast.walk(ast.parse(source)):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, bytes):
            text = text.decode("latin-1")
        if isinstance(text, str) and POSSESSIVE_GROUP.search(text):
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("text", [r"(?:ab)*+", r"(a){2}+", r"(?>(?:a))?+", r"(?:[)])++"])
def test_a_possessive_group_is_recognised(text):
    assert possessive_groups(f"x = {text!r}") == [1]
    assert possessive_groups(f"x = {text.encode()!r}") == [1]


@pytest.mark.parametrize("text", [r"[^a]*+", r"a{1,3}+", r"(?>(?:ab)*)", "!'()*+,", r"\)++"])
def test_other_quantifiers_are_none(text):
    assert possessive_groups(f"x = {text!r}") == []


def test_no_group_of_a_pattern_is_possessive():
    found = {
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in PACKAGE.rglob("*.py")
        for line in possessive_groups(path.read_text())
    }
    assert found == set()
