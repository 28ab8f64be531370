"""Each way to end has its exit code and at most one line."""

import signal
import subprocess
import sys

import pytest

WAITS = """
import sys, time
from newscrawl.cli.exit_status import exit_on_error
with exit_on_error("newscrawl wait"):
    try:
        print("at work", flush=True)
        time.sleep(600)
    finally:
        print("in order", flush=True)
"""
RAISES = """
from newscrawl.cli.exit_status import exit_on_error
from newscrawl.errors import BadArgument, StorageFailed
with exit_on_error("newscrawl fail"):
    raise {error}
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_unwinds_the_stack(number: int, code: int) -> None:
    with subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"at work\n"
        process.send_signal(number)
        rest, errors = process.communicate()
    assert (process.returncode, rest, errors) == (code, b"in order\n", b"")


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        ("BadArgument('takes one file')", 2, "newscrawl fail: takes one file\n"),
        ("StorageFailed('disk full')", 5, "newscrawl fail: the database fails: disk full\n"),
        ("BrokenPipeError()", 141, ""),
    ],
)
def test_an_error_is_one_line_and_a_code(error: str, code: int, line: str) -> None:
    command = [sys.executable, "-c", RAISES.format(error=error)]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stdout, finished.stderr) == (code, "", line)
