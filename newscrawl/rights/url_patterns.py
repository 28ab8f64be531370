"""Patterns of addresses in robots.txt (RFC 9309, sections 2.2.2 and 2.2.3), tdmrep.json and RSL."""

import re
from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import quote

from newscrawl.urls import split_url

MAX_PATTERN_OCTETS = 2048  # longer patterns match nothing; chosen by hand, twice the longest address that is asked for
MAX_TARGET_OCTETS = 8192  # of path and query that are compared

_ESCAPED = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile("[A-Za-z0-9._~-]")  # RFC 3986, section 2.3
_NON_ASCII = re.compile("[^!-~]++")

Value = TypeVar("Value")


class UrlPattern(NamedTuple):
    """A pattern in comparable form: what stands between its asterisks, and whether ``$`` anchors its end."""

    pieces: tuple[str, ...]
    anchored: bool
    octets: int

    @property
    def is_literal(self) -> bool:
        """Whether the pattern is a mere beginning of addresses."""
        return len(self.pieces) == 1 and not self.anchored

    def matches(self, target: str) -> bool:
        """Tell whether the pattern matches ``target`` (see ``comparable_target``) from its first octet."""
        if self.octets > MAX_PATTERN_OCTETS or not target.startswith(self.pieces[0]):
            return False
        place = len(self.pieces[0])
        if len(self.pieces) == 1:
            return not self.anchored or place == len(target)
        for piece in self.pieces[1:-1]:
            place = target.find(piece, place)
            if place < 0:
                return False
            place += len(piece)
        last = self.pieces[-1]
        if self.anchored:
            return target.endswith(last) and len(target) - len(last) >= place
        return target.find(last, place) >= 0


def parse_pattern(written: str) -> UrlPattern:
    """Return a pattern in comparable form.

    >>> parse_pattern("/*.php$").matches("/a/b.php")
    True
    """
    text = _comparable(written)
    anchored = text.endswith("$")
    text = text[:-1] if anchored else text
    pieces = text.replace("$", "%24").split("*")
    return UrlPattern(tuple(pieces), anchored, len(text) + anchored)


def comparable_target(url: str) -> str:
    """Return path and query of an address in comparable form; ``/`` for what is no address.

    >>> comparable_target("https://example.com/a%62c/ü?x=$1")
    '/abc/%C3%BC?x=%241'
    """
    parts = split_url(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _comparable(target[:MAX_TARGET_OCTETS]).replace("*", "%2A").replace("$", "%24")[:MAX_TARGET_OCTETS]


class PatternTable(Generic[Value]):
    """Values by pattern, of which the longest that matches an address is looked up."""

    def __init__(self) -> None:
        self._literals: dict[str, list[Value]] = {}
        self._lengths: tuple[int, ...] | None = None
        self._others: dict[UrlPattern, list[Value]] = {}

    def add(self, pattern: UrlPattern, *values: Value) -> None:
        """Add ``values`` to those of ``pattern``; one that has none is found all the same."""
        if pattern.is_literal:
            self._literals.setdefault(pattern.pieces[0], []).extend(values)
            self._lengths = None
        else:
            self._others.setdefault(pattern, []).extend(values)

    def __iter__(self) -> Iterator[Value]:
        for values in (*self._literals.values(), *self._others.values()):
            yield from values

    def longest(self, target: str) -> list[Value]:
        """Return the values of the longest patterns that match ``target``; several patterns may be equally long."""
        octets, found = self._longest_literal(target)
        for pattern, values in self._others.items():
            if pattern.octets >= octets and pattern.matches(target):
                found = values if pattern.octets > octets else [*found, *values]
                octets = pattern.octets
        return found

    def _longest_literal(self, target: str) -> tuple[int, list[Value]]:
        if self._lengths is None:
            self._lengths = tuple(sorted({len(one) for one in self._literals}, reverse=True))
        for length in self._lengths:
            if length <= MAX_PATTERN_OCTETS and target[:length] in self._literals:
                return length, self._literals[target[:length]]
        return -1, []


def _comparable(text: str) -> str:
    """Return ``text`` with non-ASCII encoded and encoded unreserved ASCII decoded (RFC 9309, section 2.2.2)."""
    if not text.isascii() or " " in text:
        text = _NON_ASCII.sub(lambda found: quote(found[0].encode("utf-8", "surrogatepass"), safe=""), text)
    return _ESCAPED.sub(_escape, text) if "%" in text else text


def _escape(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if _UNRESERVED.fullmatch(character) else found[0].upper()
