"""What may not be used for a purpose, by what is reserved for it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, get_args

from newscrawl.errors import Refused

Purpose = Literal["search", "mining", "training"]
Switch = Literal["record", "respect"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
SWITCHES: tuple[Switch, ...] = get_args(Switch)

RESERVED = "reserved"  # the reason of a refusal
_NOINDEX = "noindex"
_EXPIRED = "unavailable_after"


class Reservation(NamedTuple):
    """A fact that reserves pages for a purpose: its name, and the value that does."""

    name: str
    value: Any


# One reservation a line: who wrote it means that this use is not permitted.
RESERVATIONS: dict[Purpose, tuple[Reservation, ...]] = {
    "search": (
        Reservation("search", "n"),  # AIPREF, Content-Signal
        Reservation("rsl-prohibits", "search"),
        Reservation("rsl-prohibits", "all"),
    ),
    "mining": (
        Reservation("tdm-reservation", 1),
        Reservation("rsl-prohibits", "all"),
    ),
    "training": (
        Reservation("train-ai", "n"),  # AIPREF
        Reservation("ai-train", "n"),  # Content-Signal: an express reservation under Art. 4 of Directive 2019/790
        Reservation("tdm-reservation", 1),
        Reservation("noai", True),
        Reservation("noarchive", True),  # Bing, September 2023: no training
        Reservation("nocache", True),  # Bing, September 2023: no more than address, title and snippet
        Reservation("rsl-prohibits", "ai-train"),
        Reservation("rsl-prohibits", "train-ai"),  # drafts of 2025
        Reservation("rsl-prohibits", "ai-all"),
        Reservation("rsl-prohibits", "all"),
    ),
}
WITHHELD = "withheld/"  # begins the flag of a stored article whose page a later crawl had to refuse
_NOT_KEPT = frozenset({"noarchive", "nocache"})


def reserved_by(facts: Mapping[str, Any] | None, purpose: Purpose) -> str | None:
    """Return the fact that reserves a page for ``purpose``, as ``name: value``, or ``None``; unknown reserves nothing.

    >>> reserved_by({"train-ai": "n", "search": "y"}, "training")
    'train-ai: n'
    """
    for name, value in RESERVATIONS[purpose]:
        said = (facts or {}).get(name)
        if said == value or (isinstance(said, list | tuple) and value in said):
            return name if value is True else f"{name}: {value}"
    return None


class Reserved:
    """Tells which articles may be passed on for a purpose, and counts which may not, and why."""

    def __init__(self, purpose: Purpose | None) -> None:
        """Without a ``purpose`` all may be passed on but those that a crawl had to withhold."""
        self._purpose = purpose
        self._left_out: Counter[str] = Counter()
        self._unknown = 0
        self._withheld: Counter[str] = Counter()

    def allows(self, facts: Mapping[str, Any] | None, flags: Sequence[str] = ()) -> bool:
        """Tell whether an article with these rights may be used; one whose rights nobody has looked at may."""
        withheld = next((flag for flag in flags if flag.startswith(WITHHELD)), None)
        if withheld:
            self._withheld[withheld.removeprefix(WITHHELD)] += 1
            return False
        if self._purpose is None:
            return True
        self._unknown += facts is None
        by = reserved_by(facts, self._purpose)
        if by:
            self._left_out[by] += 1
        return by is None

    def report(self) -> Iterator[str]:
        """Yield how many articles were left out and why, and of how many nothing is known, a line for each."""
        if self._withheld:
            yield f"left out, withheld since their pages were refused: {self._withheld.total()} articles"
            for why, count in self._withheld.most_common():
                yield f"  {why}: {count}"
        if self._purpose is None:
            return
        yield f"left out, reserved for {self._purpose}: {self._left_out.total()} articles"
        for by, count in self._left_out.most_common():
            yield f"  {by}: {count}"
        if self._unknown:
            yield f"rights not known, since they were stored before rights were recorded: {self._unknown} articles"


def check_rights(facts: Mapping[str, Any], purpose: Purpose, now: datetime) -> None:
    """Raise ``Refused`` for a page that may not be kept for ``purpose``: not indexed, no longer available, reserved."""
    if facts.get("noindex"):
        raise Refused(_NOINDEX, "the site does not want it in an index")
    until = facts.get("unavailable_after")
    if until and until <= f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}":
        raise Refused(_EXPIRED, f"not available since {until}")
    by = reserved_by(facts, purpose)
    if by:
        raise Refused(RESERVED, f"{by} (for {purpose})")


def rights_text(facts: Mapping[str, Any] | None) -> str:
    """Return facts in one line for a person or a feed; empty where nothing is known.

    >>> rights_text({"train-ai": "n", "noindex": True, "license": ["https://a.example/", "https://b.example/"]})
    'train-ai: n; noindex; license: https://a.example/, https://b.example/'
    """
    return "; ".join(map(_fact_text, (facts or {}).items()))


def _fact_text(fact: tuple[str, Any]) -> str:
    name, value = fact
    if value is True:
        return name
    written = ", ".join(map(str, value)) if isinstance(value, list | tuple) else json.dumps(value)
    return f"{name}: {value if isinstance(value, str) else written}"


def may_keep_page(facts: Mapping[str, Any]) -> bool:
    """Tell whether the bytes of the page may be kept beside its article."""
    return not any(facts.get(name) for name in _NOT_KEPT)
