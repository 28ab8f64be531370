"""TDM Reservation Protocol (W3C Community Group, final report of 2024-05-10): file, fields and ``meta`` elements."""

import json
from collections.abc import Iterator
from typing import Any

from newscrawl.rights.signals import UNKNOWN, Place, Signal, bounded, signal
from newscrawl.rights.url_patterns import UrlPattern, comparable_target, parse_pattern
from newscrawl.urls import is_web, join_url

TDMREP_PATH = "/.well-known/tdmrep.json"
MAX_TDMREP_BYTES = 512 * 1024  # that are read; chosen by hand, as for robots.txt

RESERVATION = "tdm-reservation"
POLICY = "tdm-policy"
PROPERTIES = (RESERVATION, POLICY)
_VALUES = {"0": 0, "1": 1}


def tdm_property(name: str, value: str, url: str, place: Place, source: str) -> Iterator[Signal]:
    """Yield what a response field or ``meta`` element says; ``url`` is what a policy's address is relative to.

    Any reservation but ``1`` and ``0`` is a protocol error and counts as unset.
    """
    value = value.strip(" \t\r\n")
    if name == RESERVATION:
        known = value in _VALUES
        yield signal(place, RESERVATION if known else UNKNOWN, _VALUES[value] if known else value, source)
        return
    address = join_url(url, value)
    is_address = bool(value) and is_web(address)
    yield signal(place, POLICY if is_address else UNKNOWN, address if is_address else value, source)


class TdmRep:
    """The rules of one ``tdmrep.json``."""

    def __init__(self, text: str) -> None:
        """Read ``text``; what is no JSON array says nothing and is kept as one unknown text."""
        self._rules: list[tuple[UrlPattern, dict[str, Any]]] = []
        self._unreadable: tuple[Signal, ...] = ()
        try:
            rules = json.loads(text.removeprefix("\ufeff")) if len(text) <= MAX_TDMREP_BYTES else None
        except (ValueError, RecursionError):  # not JSON, an integer of 4300 digits, or nested too deep
            rules = None
        if not isinstance(rules, list):
            self._unreadable = (signal("tdmrep.json", UNKNOWN, text, text),) if text.strip() else ()
            return
        for rule in rules:
            location = rule.get("location") if isinstance(rule, dict) else None
            if isinstance(location, str):
                self._rules.append((parse_pattern(location), rule))

    def signals(self, url: str) -> tuple[Signal, ...]:
        """Return what the first rule in sequence that matches the page at ``url`` says."""
        target = comparable_target(url)
        for pattern, rule in self._rules:
            if pattern.matches(target):
                return tuple(_rule_signals(rule, url))
        return self._unreadable

    def all_signals(self) -> tuple[Signal, ...]:
        """Return what the file says about any page of the host, for the record."""
        return (*bounded(one for _, rule in self._rules for one in _rule_signals(rule, "")), *self._unreadable)


def _rule_signals(rule: dict[str, Any], url: str) -> Iterator[Signal]:
    said = {name: rule[name] for name in ("location", *PROPERTIES) if name in rule}
    source = json.dumps(said, ensure_ascii=False)
    reservation = rule.get(RESERVATION)
    # JSON's true is no number, though Python's is.
    if isinstance(reservation, bool) or reservation not in (0, 1):
        yield signal("tdmrep.json", UNKNOWN, source, source)
        return
    yield signal("tdmrep.json", RESERVATION, int(reservation), source)
    policy = rule.get(POLICY)
    if isinstance(policy, str) and reservation:
        yield from tdm_property(POLICY, policy, url, "tdmrep.json", source)
