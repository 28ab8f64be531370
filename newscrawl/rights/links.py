"""``Link`` fields of responses (RFC 8288, section 3)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from newscrawl.rights.structured_fields import skip

# No pattern begins with blanks: a search of a long run of them would take quadratic time.
_BLANKS = re.compile(r"[ \t]*+")
_SEPARATORS = re.compile(r"[ \t,]*+")
_TARGET = re.compile(r"<([^<>]*+)>")
_PARAMETER = re.compile(
    r""";[ \t]*+(?:([^\s=;,"]++)[ \t]*+(?:=[ \t]*+(?:"((?>(?:[^"\\]++|\\.)*))"|([^\s;,"]*+)))?)?""", re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
MAX_LINKS = 100  # of one field; chosen by hand


class Link(NamedTuple):
    """A link: its target as written, relation types in lower case, and whether it is about another resource."""

    target: str
    relations: frozenset[str]
    is_about_another: bool


def parse_links(field: str) -> Iterator[Link]:
    """Yield the links of a field; what cannot be read is passed over up to the next comma.

    Commas in angle brackets and quotes do not split, names and relation types are compared without case, and only the
    first ``rel`` of a link counts. A link with ``anchor`` is about another resource.
    """
    place = 0
    for _ in range(MAX_LINKS):
        found = _TARGET.match(field, skip(_SEPARATORS, field, place))
        if found is None:
            comma = field.find(",", place)
            if comma < 0:
                return
            place = comma + 1
            continue
        place = found.end()
        parameters: dict[str, str] = {}
        while parameter := _PARAMETER.match(field, skip(_BLANKS, field, place)):
            place = parameter.end()
            name, quoted, token = parameter.groups()
            if name:
                value = _ESCAPED.sub(r"\1", quoted) if quoted is not None else token or ""
                parameters.setdefault(name.lower(), value)
        yield Link(found[1], frozenset(parameters.get("rel", "").lower().split()), "anchor" in parameters)
