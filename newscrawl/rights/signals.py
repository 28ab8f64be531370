"""What a publisher states in machine-readable form, and how statements of several places become facts."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

Place = Literal["robots.txt", "tdmrep.json", "header", "page"]
Facts = dict[str, Any]

UNKNOWN = "unknown"  # names a statement that was addressed to us and could not be read; its value is the text
MAX_SOURCE_CHARACTERS = 500  # of the text that a signal was read from; chosen by hand
MAX_UNKNOWN_TEXTS = 20  # of one host or page; chosen by hand
MAX_SIGNALS = 200  # of one host or page; chosen by hand: pages have less than ten

PREFERENCES = frozenset({"train-ai", "ai-train", "ai-input", "search"})  # "y" or "n"
FLAGS = frozenset({"noindex", "nofollow", "noarchive", "nocache", "nosnippet", "noai", "noimageai"})
_ONE_OR_LIST = frozenset({"license", "copyrightHolder", "usageInfo"})
_LISTS = frozenset({"rsl-permits", "rsl-prohibits", UNKNOWN})
# The later place replaces what an earlier one says (TDMRep, "Precedence of the techniques").
_TDM_PLACES: tuple[Place, ...] = ("robots.txt", "tdmrep.json", "header", "page")


class Signal(NamedTuple):
    """One statement: where it stands, the name and value of the fact, and the text that it was read from.

    ``value`` is ``"y"`` or ``"n"`` for a preference, ``True`` for a rule such as ``noindex``, 0 or 1 for
    ``tdm-reservation``, ``True`` or ``False`` for ``isAccessibleForFree``, else text.
    """

    place: Place
    name: str
    value: str | int | bool
    source: str


def signal(place: Place, name: str, value: str | int | bool, source: str) -> Signal:
    """Return a signal whose texts are cut to ``MAX_SOURCE_CHARACTERS``."""
    kept = value[:MAX_SOURCE_CHARACTERS] if isinstance(value, str) else value
    return Signal(place, name, kept, source[:MAX_SOURCE_CHARACTERS])


def bounded(signals: Iterable[Signal]) -> Iterator[Signal]:
    """Yield signals without repeats, ``MAX_SIGNALS`` at the most, of which ``MAX_UNKNOWN_TEXTS`` were not readable."""
    seen: set[tuple[str, str, object]] = set()
    unknown = 0
    for one in signals:
        unknown += one.name == UNKNOWN
        if one[:3] in seen or (one.name == UNKNOWN and (unknown > MAX_UNKNOWN_TEXTS or not one.value)):
            continue
        seen.add(one[:3])
        yield one
        if len(seen) >= MAX_SIGNALS:
            return


def facts_of(signals: Iterable[Signal]) -> Facts:
    """Return what ``signals`` say together, by name; what nobody states is absent.

    Preferences and robots rules: the most restrictive statement of all places holds. ``tdm-reservation`` and
    ``tdm-policy``: each as the last place that speaks has it, of file, header and page.
    """
    facts: Facts = {}
    tdm: list[Signal] = []
    for one in signals:
        if one.name in ("tdm-reservation", "tdm-policy"):
            tdm.append(one)
        elif one.name in _ONE_OR_LIST or one.name in _LISTS:
            facts.setdefault(one.name, [])
            if one.value not in facts[one.name]:
                facts[one.name].append(one.value)
        elif one.name not in facts or _is_stricter(one, facts[one.name]):
            facts[one.name] = one.value
    for name in _ONE_OR_LIST & facts.keys():
        if len(facts[name]) == 1:
            facts[name] = facts[name][0]
    return facts | _tdm_facts(tdm)


def joined_facts(pages: Iterable[Facts]) -> Facts:
    """Return the facts of an article over several pages: of each, what the strictest of them has.

    >>> joined_facts([{"train-ai": "y", "noindex": True}, {"train-ai": "n", "tdm-reservation": 0}])
    {'train-ai': 'n', 'noindex': True, 'tdm-reservation': 0}
    """
    joined: Facts = {}
    for facts in pages:
        for name, value in facts.items():
            if name not in joined:
                joined[name] = value
            elif name in _ONE_OR_LIST or name in _LISTS:
                joined[name] = _united(joined[name], value)
            elif name == "tdm-reservation":
                joined[name] = max(joined[name], value)
            elif name != "tdm-policy" and _is_stricter(Signal("page", name, value, ""), joined[name]):
                joined[name] = value
    return joined


def _united(first: Any, second: Any) -> Any:
    if first == second:
        return first
    values = [*(first if isinstance(first, list) else [first]), *(second if isinstance(second, list) else [second])]
    return list(dict.fromkeys(values))


def _is_stricter(one: Signal, than: Any) -> bool:
    if one.name in PREFERENCES:
        return one.value == "n"
    if one.name == "unavailable_after":  # ISO 8601 of one form: earlier times come first
        return str(one.value) < str(than)
    return one.name == "isAccessibleForFree" and not one.value


def _tdm_facts(signals: list[Signal]) -> Facts:
    facts: Facts = {}
    for place in _TDM_PLACES:
        here = [one for one in signals if one.place == place]
        reservations = [one.value for one in here if one.name == "tdm-reservation"]
        policies = [one.value for one in here if one.name == "tdm-policy"]
        if reservations:
            facts["tdm-reservation"] = max(reservations)
        if policies and max(reservations, default=1) != 0:
            facts["tdm-policy"] = policies[0]
    if facts.get("tdm-reservation") == 0:  # "a policy should not be processed"
        facts.pop("tdm-policy", None)
    return facts
