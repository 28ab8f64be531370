"""The console script ``newscrawl``."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from newscrawl.cli.exit_status import INTERRUPTED, exit_on_error


def main() -> None:
    """Run the command that the arguments name."""
    with exit_on_error("newscrawl"):
        with _ended_at_once_by_ctrl_c():
            from newscrawl.cli.command_line import run  # noqa: PLC0415 - takes a second: imports Scrapy
        run(sys.argv[1:])


@contextmanager
def _ended_at_once_by_ctrl_c() -> Iterator[None]:
    """End the process without an exception, which can get lost in imports; nothing has begun that needs an end."""
    handler = signal.getsignal(signal.SIGINT)
    if handler is signal.default_int_handler:  # not ignored, as it is for jobs in the background of a script
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    yield
    signal.signal(signal.SIGINT, handler)
