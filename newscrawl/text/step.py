"""What a text or tree function says it did."""

from collections.abc import Iterable
from typing import NamedTuple

EXCERPT = 80  # characters of an excerpt that are kept


class Step(NamedTuple):
    """One rule that changed something, with its first place as the excerpt.

    ``rule`` is ``kind/name`` (``mojibake/gbk-as-latin-1``, ``related/yarpp``), the same string in code, stats,
    database and reports. ``count`` is the number of places, ``before`` and ``after`` are excerpts of at most
    ``EXCERPT`` characters; an empty ``after`` means that the text was taken out.
    """

    rule: str
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs here
    before: str
    after: str = ""


def merge(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Add up the counts of equal rules, keep the first excerpt of each, in order of first appearance."""
    merged: dict[str, Step] = {}
    for step in steps:
        known = merged.get(step.rule)
        merged[step.rule] = (
            step._replace(count=known.count + step.count, before=known.before, after=known.after) if known else step
        )
    return tuple(merged.values())
