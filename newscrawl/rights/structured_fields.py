"""Dictionaries of Structured Field Values (RFC 9651, sections 3.2 and 4.2.2), as far as preferences need them."""

import re
from typing import NamedTuple

_KEY = re.compile(r"[a-z*][a-z0-9_.*-]*+")
_SPACES = re.compile(" *+")
_OPTIONAL_WHITE_SPACE = re.compile("[ \t]*+")
_WORD = r"[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*+"
_BARE_ITEM = re.compile(
    rf"(?P<token>{_WORD})"
    r"|-?\d{1,12}\.\d{1,3}(?!\d)|-?\d{1,15}(?![\d.])"  # decimal, integer
    r'|"(?>(?:[ !#-\[\]-~]++|\\["\\])*)"'  # string
    r"|:[A-Za-z0-9+/=]*+:"  # byte sequence
    r"|\?[01]"  # boolean
    r"|@-?\d{1,15}(?![\d.])"  # date
    r'|%"(?>(?:[ !#$&-~]++|%[0-9a-f]{2})*)"',  # display string
    re.ASCII,
)


class Member(NamedTuple):
    """A member of a dictionary: its value if that is a Token, else ``None``; and its text."""

    token: str | None
    text: str


class NotADictionary(ValueError):
    """The text is no Dictionary; nothing of it may be used."""


def parse_dictionary(text: str) -> dict[str, Member]:
    """Return the members of a Dictionary by key, the last of those with one key; parameters are passed over.

    Raises ``NotADictionary``: one error fails the whole.

    >>> parse_dictionary("train-ai=n;q=1, search")
    {'train-ai': Member(token='n', text='train-ai=n;q=1'), 'search': Member(token=None, text='search')}
    """
    members: dict[str, Member] = {}
    place = skip(_SPACES, text, 0)
    while place < len(text):
        start = place
        key = _expect(_KEY, text, place)
        place, token = key.end(), None
        if text.startswith("=(", place):
            place = _inner_list(text, place + 2)
        elif text.startswith("=", place):
            item = _expect(_BARE_ITEM, text, place + 1)
            place, token = item.end(), item["token"]
        place = _parameters(text, place)
        members.pop(key[0], None)
        members[key[0]] = Member(token, text[start:place])
        place = skip(_OPTIONAL_WHITE_SPACE, text, place)
        if place == len(text):
            return members
        if text[place] != ",":
            raise NotADictionary(f"no comma at {place}")
        place = skip(_OPTIONAL_WHITE_SPACE, text, place + 1)
        if place == len(text):
            raise NotADictionary("a comma at the end")
    return members


def _inner_list(text: str, place: int) -> int:
    """Return where the inner list ends whose first item may begin at ``place``."""
    while True:
        place = skip(_SPACES, text, place)
        if text.startswith(")", place):
            return place + 1
        place = _parameters(text, _expect(_BARE_ITEM, text, place).end())
        if text[place : place + 1] not in (" ", ")"):
            raise NotADictionary(f"an inner list is not closed at {place}")


def _parameters(text: str, place: int) -> int:
    while text.startswith(";", place):
        place = _expect(_KEY, text, skip(_SPACES, text, place + 1)).end()
        if text.startswith("=", place):
            place = _expect(_BARE_ITEM, text, place + 1).end()
    return place


def skip(characters: re.Pattern[str], text: str, place: int) -> int:
    """Return where a run of ``characters``, which may be empty, ends."""
    found = characters.match(text, place)
    return found.end() if found else place


def _expect(form: re.Pattern[str], text: str, place: int) -> re.Match[str]:
    found = form.match(text, place)
    if found is None:
        raise NotADictionary(f"neither key nor value at {place}")
    return found
