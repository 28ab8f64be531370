"""Work for worker processes that ends, holds up or puzzles them; imports nothing that takes long."""

import ctypes
import os
import re
import signal
import time

from newscrawl.workers import child


class OwnError(Exception):
    def __init__(self, reason, detail):
        super().__init__(f"{reason}: {detail}")


def spin(_argument):
    while True:
        pass


def answer_garbage(_argument):
    # What a library that writes to a file of somebody else would do: the longest descriptor is the conversation's.
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\0\0\0\4junk")
        except OSError:
            continue
    time.sleep(60)


def fail(reason):
    raise ValueError(reason)


def fail_by_an_exception_that_cannot_be_read_again(reason):
    raise OwnError(reason, "detail")


def wait_for(path):
    while not os.path.exists(path):
        time.sleep(0.01)


def warm_up():
    MARKS.append(f"warm {os.getpid()}")


MARKS = []  # what a process has that is a fork of another one, as that one was


WORK = {
    "square": lambda number: number * number,
    "pid": lambda _: os.getpid(),
    "die": os._exit,
    "fault": lambda _: ctypes.string_at(0),
    "spin": spin,
    "backtrack in C": lambda length: re.match("(?:a|a?)+$", "a" * length + "b"),
    "marks": lambda _: MARKS,
    "sleep": time.sleep,
    "wait for": wait_for,
    "garbage": answer_garbage,
    "fail": fail,
    "own error": fail_by_an_exception_that_cannot_be_read_again,
    "unpicklable": lambda _: lambda: None,
    "signals": lambda _: [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)],
}


def make_work(max_worker_mib=None):
    if max_worker_mib is not None:
        child.MAX_WORKER_MIB = max_worker_mib
    return lambda item: WORK[item[0]](item[1])


def broken_work():
    raise ValueError("the folder is missing")
