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


def hold_back_signals() -> None:
    """Let signals wait for ever: for the last moments of the interpreter, which forgets its handlers before it ends."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
