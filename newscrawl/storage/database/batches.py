"""Long lists in batches: as many values as a statement takes, or as memory should hold."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Value = TypeVar("Value")

MAX_STATEMENT_VALUES = 500  # chosen by hand below the 999 of SQLite before 3.32


def batched(values: Iterable[Value], size: int = MAX_STATEMENT_VALUES) -> Iterator[list[Value]]:
    """Yield ``values`` in lists of ``size``, the last one as long as what is left.

    >>> list(batched("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    left = iter(values)
    while batch := list(islice(left, size)):
        yield batch
