"""Rules of ``<meta name="robots">`` and ``X-Robots-Tag`` (Google's "Robots meta tag" specification; MDN).

``noarchive`` and ``nocache`` as Bing reads them since September 2023: not in chat answers, no training. ``noai`` and
``noimageai`` are DeviantArt's, of November 2022.
"""

import re
from collections.abc import Iterator

from newscrawl.dom.tree import HTML_SPACE
from newscrawl.rights.moments import MAX_MOMENT_CHARACTERS, parse_moment
from newscrawl.rights.robots_txt import product_token
from newscrawl.rights.signals import FLAGS, UNKNOWN, Place, Signal, signal

MAX_RULES = 200  # of one field or element; chosen by hand: real ones have five

_COMPOUND_RULES = {"none": ("noindex", "nofollow")}
# Rules that reserve nothing that is recorded; "archive" and "snippet" are seen as opposites.
_OTHER_RULES = frozenset(
    "all index follow archive cache snippet notranslate noimageindex indexifembedded noodp noydir nopagereadaloud"
    " nositelinkssearchbox".split()
)
_RULES_WITH_VALUE = frozenset({"max-snippet", "max-image-preview", "max-video-preview"})
_AGENT = re.compile(r"\*|[A-Za-z0-9][\w.-]*+(?:/[\w.-]++)?", re.ASCII)
_MAX_DATE_COMMAS = 2  # "Friday, June 25, 2010"


def read_rules(content: str, place: Place, source: str, agent: str | None = None) -> Iterator[Signal]:
    """Yield what a list of rules says.

    With ``agent``, the list may name crawlers (``X-Robots-Tag: otherbot: noindex``): a name holds for the rules after
    it until the next one, and only rules for all and for ``agent`` are read.
    """
    parts = content.split(",", MAX_RULES)[:MAX_RULES]
    is_ours = True
    number = 0
    while number < len(parts):
        text = parts[number].strip(HTML_SPACE)
        name, colon, value = text.partition(":")
        name = name.strip(HTML_SPACE)
        if agent and colon and not _is_rule(name) and _AGENT.fullmatch(name):
            is_ours = name == "*" or product_token(name) == product_token(agent)
            parts[number] = value
            continue
        number += 1
        if colon and name.lower() == "unavailable_after":
            last, moment = _moment_over_commas(value, parts[number : number + _MAX_DATE_COMMAS])
            number += last
            text = ",".join([text, *parts[number - last : number]])
            if is_ours and moment:
                yield signal(place, "unavailable_after", moment, source)
            elif is_ours:
                yield signal(place, UNKNOWN, text, source)
        elif is_ours and text:
            yield from _rule(text, name.lower(), bool(colon), place, source)


def _is_rule(name: str) -> bool:
    return name.lower() in _RULES_WITH_VALUE or name.lower() == "unavailable_after"


def _rule(text: str, name: str, has_value: bool, place: Place, source: str) -> Iterator[Signal]:
    if has_value:
        if name not in _RULES_WITH_VALUE:
            yield signal(place, UNKNOWN, text, source)
    elif name in FLAGS:
        yield signal(place, name, True, source)
    elif name in _COMPOUND_RULES:
        for one in _COMPOUND_RULES[name]:
            yield signal(place, one, True, source)
    elif name not in _OTHER_RULES:
        yield signal(place, UNKNOWN, text, source)


def _moment_over_commas(value: str, following: list[str]) -> tuple[int, str | None]:
    """Return how many of the parts after it belong to a date, and the date; the longest that is one."""
    for count in range(len(following), -1, -1):
        written = ",".join([value, *following[:count]])
        moment = parse_moment(written) if len(written) <= MAX_MOMENT_CHARACTERS else None
        if moment:
            return count, f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    return 0, None
