"""How a command ends when it cannot do what it was asked to: one line on standard error and an exit status."""

import errno
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from newscrawl.cli.early_signals import end_process, end_process_on_signals
from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.net.logs import safe

USAGE_ERROR = 2  # a wrong argument or setting, as argparse has it
STORAGE_ERROR = 5  # as reports.verdict.Exit.STORAGE, which takes the whole storage room to import
INTERRUPTED = 130  # as a shell reports SIGINT: 128 and the number of the signal
BROKEN_PIPE = 141  # as a shell reports SIGPIPE
STOPPED = 143  # as a shell reports SIGTERM
CRASHED = 1  # a fault of newscrawl, as reports.verdict.Exit.CRASHED

_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_UNUSABLE_PATH = (errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP)
_MAX_PATH_CHARACTERS = 300  # of a path in a message; chosen by hand
_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)  # the disk, the file, or the share of the user

_SURROGATE = re.compile("[\udc80-\udcff]")  # a byte of an argument that is not UTF-8 (PEP 383)
_UNUSED_HANDLERS = (signal.SIG_DFL, signal.default_int_handler, end_process)

TRACEBACK_VARIABLE = "NEWSCRAWL_TRACEBACK"  # in the environment: show where a fault of newscrawl happened


@contextmanager
def exit_on_error(command: str) -> Iterator[None]:
    """Turn the errors that a person can do something about into one line and an exit status.

    2 for a wrong argument or setting, and for a file that may not be touched or takes nothing more; 5 for a failing
    database, 130 for Ctrl-C, 141 for a reader that went away, 143 for SIGTERM: transactions are rolled back and
    temporary files removed; a second signal meanwhile ends the process at once. A crawl drains instead, once it has
    begun. 1 for what nobody foresaw.
    """
    _replace_closed_streams()
    with _unwound_by_signals(), _errors_in_one_line(command):
        yield


def _replace_closed_streams() -> None:
    """Let what is printed to a closed stream go nowhere, and not into a file that is opened later; input is empty."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by who called
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - to the end of the process


@contextmanager
def _errors_in_one_line(command: str) -> Iterator[None]:
    try:
        try:
            yield
        finally:  # of --help, too, after which argparse exits
            sys.stdout.flush()
    except BadArgument as error:
        fail(command, str(error), USAGE_ERROR)
    except StorageFailed as error:
        fail(command, f"the database fails: {error}", STORAGE_ERROR)
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        _discard_output()
        raise SystemExit(BROKEN_PIPE) from None
    except Exception as error:
        if isinstance(error, UnicodeEncodeError) and any(map(_SURROGATE.search, sys.argv)):
            fail(command, f"an argument is not UTF-8: {str(error.object)[:_MAX_PATH_CHARACTERS]!r}", USAGE_ERROR)
        if isinstance(error, OSError) and error.errno in (*_FORBIDDEN, *_UNUSABLE_PATH) and error.filename is not None:
            fail(command, f"{str(error.filename)[:_MAX_PATH_CHARACTERS]}: {error.strerror}", USAGE_ERROR)
        if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
            _discard_output()
            fail(command, f"the output cannot be written: {error.strerror}", USAGE_ERROR)
        if os.environ.get(TRACEBACK_VARIABLE):
            raise
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        fail(command, f"a fault of newscrawl: {what} ({TRACEBACK_VARIABLE}=1 shows where)", CRASHED)


def _discard_output() -> None:
    """Let what Python flushes when it ends go nowhere instead of failing once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _unwound_by_signals() -> Iterator[None]:
    """Let the first signal unwind the stack, and the next one end the process at once.

    A handler that somebody else has set stays, also one that is set meanwhile, as a crawl does.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    taken = [number for number, handler in former.items() if handler in _UNUSED_HANDLERS]
    for number in taken:
        signal.signal(number, _unwind)
    try:
        yield
    finally:
        for number in taken:
            if signal.getsignal(number) in (_unwind, end_process):
                signal.signal(number, former[number])


def _unwind(number: int, frame: FrameType | None) -> NoReturn:
    end_process_on_signals()
    sys.exit(128 + number)


def fail(command: str, message: str, status: int) -> NoReturn:
    """Print one line on standard error and end with ``status``."""
    print(safe(f"{command}: {' '.join(message.split())}"), file=sys.stderr)
    raise SystemExit(status)
