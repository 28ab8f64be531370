"""The console script ``newscrawl``, as far as it can run within another process, such as a test."""

import gc
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from newscrawl.cli.early_signals import end_process_on_signals
from newscrawl.cli.exit_status import exit_on_error

# Container objects that are made before garbage is first looked for. The imports of `search` make 190,000, nearly all
# of them to stay; to look through them again and again takes a fifth of its time.
_FIRST_COLLECTION_OBJECTS = 300_000


def main() -> None:
    """Run the command that the arguments name."""
    with _collecting_later(), _signals_given_back():
        end_process_on_signals()
        from newscrawl.cli.command_line import run  # noqa: PLC0415 - takes a second: imports Scrapy

        with exit_on_error("newscrawl"):
            run(sys.argv[1:])


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Look for garbage once there is some; what stands by then is never looked through again."""
    usual = gc.get_threshold()

    def collect_as_usual(phase: Literal["start", "stop"], _: dict[str, int]) -> None:
        if phase == "stop":
            gc.freeze()
            give_back()

    def give_back() -> None:
        if collect_as_usual in gc.callbacks:
            gc.callbacks.remove(collect_as_usual)
            gc.set_threshold(*usual)

    gc.callbacks.append(collect_as_usual)
    gc.set_threshold(_FIRST_COLLECTION_OBJECTS)
    try:
        yield
    finally:
        give_back()


@contextmanager
def _signals_given_back() -> Iterator[None]:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
