"""What SIGINT and SIGTERM do before a command begins and after it is done: they end the process at once.

Nothing is open then that needs an end, and an exception could get lost in an import or between two statements of the
interpreter's own. While a command works, ``exit_status.exit_on_error`` decides.
"""

import os
import signal
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def end_process(number: int, frame: FrameType | None = None) -> None:
    """End the process as a shell reports this signal: with 128 and its number."""
    os._exit(128 + number)


def end_process_on_signals() -> None:
    """Let both signals end the process; one that is ignored, as for a script's job in the background, stays so."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end_process)


def ignore_signals() -> None:
    """Ignore both signals: for the last moments of the interpreter, which gives up its handlers, but not this."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
