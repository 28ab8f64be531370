"""What robots.txt says about the use of pages: ``Content-Usage``, ``Content-Signal`` and ``License``.

The frame is RFC 9309; ``Content-Usage`` is a rule of a group (draft-ietf-aipref-attach, section 3), ``Content-Signal``
a record inside a group (contentsignals.org), ``License`` one of the file (RSL 1.0, "robots.txt").
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from newscrawl.rights.preferences import content_signal, content_usage
from newscrawl.rights.signals import UNKNOWN, Place, Signal, bounded, signal
from newscrawl.rights.url_patterns import PatternTable, comparable_target, parse_pattern
from newscrawl.urls import is_web

MAX_ROBOTS_BYTES = 512 * 1024  # that are read; RFC 9309, section 2.5, asks for 500 KiB

_PLACE: Place = "robots.txt"
_LINE_ENDS = re.compile("[\r\n]++")
_PRODUCT_TOKEN = re.compile("[A-Za-z_-]++")
_PATH = re.compile(r"(/[^ \t]*+)[ \t]*+(.*+)")
_USER_AGENT_LABELS = frozenset({"user-agent", "useragent", "user agent"})  # as Google's parser accepts it
_RULE_LABELS = frozenset({"allow", "disallow", "content-usage"})  # end a run of user-agent lines

_Statements = Callable[[str, Place, str], Iterator[Signal]]


def product_token(agent: str) -> str:
    """Return the product token of a crawler's name (RFC 9309, section 2.2.1) in lower case, ``*`` for all crawlers.

    >>> product_token("NewsCrawl/1.0 (+https://example.com)")
    'newscrawl'
    """
    if agent == "*" or agent.startswith(("* ", "*\t")):
        return "*"
    found = _PRODUCT_TOKEN.match(agent)
    return found[0].lower() if found else ""


@dataclass
class _Group:
    crawlers: set[str] = field(default_factory=set)
    has_rules: bool = False
    records: list[tuple[str, str]] = field(default_factory=list)  # label and value, in order


class RobotsTxt:
    """The statements of one robots.txt that concern one crawler."""

    def __init__(self, text: str, agent: str) -> None:
        """Read the first 512 KiB of ``text`` for the crawler whose product token is that of ``agent``."""
        groups, licenses, homeless = _parse(text[:MAX_ROBOTS_BYTES].removeprefix("\ufeff"))
        name = product_token(agent)
        # Nothing is inherited from the group for all (section 2.2.1).
        ours = [group for group in groups if name in group.crawlers] if name != "*" else []
        ours = ours or [group for group in groups if "*" in group.crawlers]
        self._usage: PatternTable[Signal] = PatternTable()
        self._signals: PatternTable[Signal] = PatternTable()
        self._access: PatternTable[bool] = PatternTable()
        for label, value in (record for group in ours for record in group.records):
            if label == "content-usage":
                _add_statements(self._usage, content_usage, "Content-Usage", value)
            elif label == "content-signal":
                _add_statements(self._signals, content_signal, "Content-Signal", value)
            elif value:
                self._access.add(parse_pattern(value), label == "allow")
        self._of_host = tuple(bounded((*licenses, *homeless)))

    def signals(self, url: str) -> tuple[Signal, ...]:
        """Return what the file says about the page at ``url``.

        The rule with the longest matching path decides, of several with the same path all hold. A page that may not be
        crawled has no preference from ``Content-Usage``.
        """
        target = comparable_target(url)
        usage = self._usage.longest(target)
        if usage and not self._allows(target):
            usage = []
        return tuple(bounded((*usage, *self._signals.longest(target), *self._of_host)))

    def all_signals(self) -> tuple[Signal, ...]:
        """Return what the file says about any page of the host, for the record."""
        return tuple(bounded((*self._usage, *self._signals, *self._of_host)))

    def _allows(self, target: str) -> bool:
        rules = self._access.longest(target)
        return target == "/robots.txt" or not rules or any(rules)


def _parse(text: str) -> tuple[list[_Group], list[Signal], list[Signal]]:
    """Return the groups, the licences, and the signals that stand before any group, which concern nobody known."""
    groups: list[_Group] = []
    licenses: list[Signal] = []
    homeless: list[Signal] = []
    for line in _LINE_ENDS.split(text):
        label, colon, rest = line.partition("#")[0].partition(":")
        label, value = label.strip(" \t").lower(), rest.strip(" \t")
        if not colon:
            continue
        if label in _USER_AGENT_LABELS:
            if not groups or groups[-1].has_rules:
                groups.append(_Group())
            groups[-1].crawlers.add(product_token(value))
        elif label in _RULE_LABELS and groups:
            groups[-1].has_rules = True
            groups[-1].records.append((label, value))
        elif label == "content-signal" and groups:
            groups[-1].records.append((label, value))
        elif label in ("content-signal", "content-signals"):
            homeless.append(signal(_PLACE, UNKNOWN, value, f"{label}: {value}"))
        elif label == "license" and value:
            name = "license" if is_web(value) else UNKNOWN
            licenses.append(signal(_PLACE, name, value, f"License: {value}"))
    return groups, licenses, homeless


def _add_statements(table: PatternTable[Signal], read: _Statements, label: str, value: str) -> None:
    """Add what one record says to ``table``, under its path or, without one, under that of the whole site."""
    found = _PATH.fullmatch(value)
    path, statement = found.groups() if found else ("/", value)
    table.add(parse_pattern(path), *read(statement, _PLACE, f"{label}: {value}"))
