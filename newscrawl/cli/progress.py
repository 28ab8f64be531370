"""Show how far long work is, how fast, and when it will end: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

LINE_SECONDS = 30.0  # between two lines where there is no terminal

Show = Callable[[int, int], None]  # is told how much of the total is done, and how many items that were


@contextmanager
def progress(title: str, total: int | None, unit: str) -> Iterator[Show]:
    """Give a function that shows progress on standard error.

    It is called with how much of ``total`` is done (bytes, records; ``None`` where nobody knows how much there is) and
    with the number of items in ``unit`` that were done, whose rate is shown.
    """
    start = time.monotonic()
    next_line = start + LINE_SECONDS
    is_terminal = sys.stderr.isatty()

    def line(done: int, items: int) -> str:
        seconds = max(time.monotonic() - start, 1e-9)
        said = f"{title}: {items} {unit}, {items / seconds:.1f}/s"
        if total and done:
            left = max(0.0, seconds * (total - done) / done)
            said += f", {min(100, 100 * done // total)} %, {tqdm.format_interval(left)} left"
        return said

    def show(done: int, items: int) -> None:
        nonlocal next_line
        now = time.monotonic()
        if is_terminal and now >= next_line - LINE_SECONDS:
            print(f"\r{line(done, items)}\x1b[K", end="", file=sys.stderr, flush=True)
            next_line = now + LINE_SECONDS + 0.2
        elif not is_terminal and now >= next_line:
            print(line(done, items), file=sys.stderr, flush=True)
            next_line = now + LINE_SECONDS

    try:
        yield show
    finally:
        if is_terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
