"""Tell whether code stays linear, without a word of the wall clock.

Only CPU time of this process counts, so other programs on the machine do not fail a test. A slow machine does not
either: more CPU time than the bound is still right where it grows in proportion to the size of the input.
"""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

import pytest

Input = TypeVar("Input")

PART = 8  # the larger input is so many times the smaller one; quadratic code takes PART times what is allowed it
MAX_FACTOR = 3.0  # of the proportional time; chosen by hand, for caches, the garbage collector and the first call

# A flood has a fifth of its size, and a fifth of its time, in the quick run: as strict with linear code, and enough to
# tell quadratic code that is far off. The slow run has all of it.
in_shares = pytest.mark.parametrize(
    "share", [pytest.param(0.2, id="a fifth"), pytest.param(1, id="whole", marks=pytest.mark.slow)]
)


def cpu_seconds(use: Callable[[], object]) -> float:
    """Return the CPU time of this process, in seconds, that one call of ``use`` takes.

    What the tests before have left is not looked through by the collector of garbage meanwhile.
    """
    gc.collect()
    gc.freeze()
    start = time.process_time()
    use()
    return time.process_time() - start


def assert_linear(use: Callable[[Input], object], make: Callable[[int], Input], size: int, max_seconds: float) -> None:
    """``use(make(size))`` takes less than ``max_seconds`` of CPU time, or no more than a part of that size lets expect.

    Making the input is not measured.
    """
    whole = make(size)
    taken = cpu_seconds(lambda: use(whole))
    if taken < max_seconds:
        return
    part = make(size // PART)
    allowed = MAX_FACTOR * PART * cpu_seconds(lambda: use(part))
    assert taken < allowed, f"{taken:.2f} s for {size}, {allowed:.2f} s in proportion to {size // PART}"
