"""What a function that repairs or strips text returns: the text, and the steps that led to it."""

from collections.abc import Iterable
from typing import NamedTuple

EXCERPT_CHARACTERS = 80  # kept of a changed place, chosen by hand: a line of a report
_CHARACTERS_BEFORE_CHANGE = 20  # shown of the text before the change, so that a reader finds the place


class Step(NamedTuple):
    """One rule that changed something, with its first place as the excerpt.

    ``rule`` is ``kind/name`` (``mojibake/gbk-as-latin-1``, ``related/yarpp``), the same string in code, stats,
    database and reports. ``count`` is the number of places, ``before`` and ``after`` are excerpts of at most
    ``EXCERPT_CHARACTERS`` characters; an empty ``after`` means that the text was taken out.
    """

    rule: str
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs here
    before: str
    after: str = ""


class Repaired(NamedTuple):
    """Repaired text and the steps that led to it; no steps if nothing was wrong with it.

    ``lossy``: characters are lost for good, and U+FFFD marks their places. ``damaged``: why the text is beyond
    repair, in a few words, or ``None``.
    """

    text: str
    steps: tuple[Step, ...] = ()
    lossy: bool = False
    damaged: str | None = None


def merge(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Add up the counts of equal rules, keep the first excerpt of each, in order of first appearance."""
    merged: dict[str, Step] = {}
    for step in steps:
        known = merged.get(step.rule)
        merged[step.rule] = (
            step._replace(count=known.count + step.count, before=known.before, after=known.after) if known else step
        )
    return tuple(merged.values())


def step_at(place: int, rule: str, count: int, before: str, after: str) -> Step:
    """Return the step that turned ``before`` into ``after``, with excerpts from shortly before ``place``."""
    start = max(0, place - _CHARACTERS_BEFORE_CHANGE)
    excerpt = slice(start, start + EXCERPT_CHARACTERS)
    return Step(rule, count, before[excerpt], after[excerpt])


def replaced_one_for_one(rule: str, before: str, after: str) -> Repaired:
    """Return the result of a rule that changes single characters; both texts have the same length."""
    changed = [place for place, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    if not changed:
        return Repaired(before)
    return Repaired(after, (step_at(changed[0], rule, len(changed), before, after),))
