"""Whatever ends a command, it ends with one line and a status that says what it was."""

import errno
import io
import os
import signal
import sys

import pytest

from newscrawl.cli.exit_status import TRACEBACK_VARIABLE, exit_on_error
from newscrawl.errors import BadArgument, StorageFailed


class FullFile(io.FileIO):
    """A file on a disk that is full."""

    is_full = True

    def write(self, data):
        if self.is_full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (BadArgument("--x takes\na number"), 2, "newscrawl x: --x takes a number\n"),
        (StorageFailed("disk full"), 5, "newscrawl x: the database fails: disk full\n"),
        (KeyboardInterrupt(), 130, ""),
        (PermissionError(errno.EACCES, "Permission denied", "/p/x"), 2, "newscrawl x: /p/x: Permission denied\n"),
        (
            ValueError("odd"),
            1,
            f"newscrawl x: a fault of newscrawl: ValueError: odd ({TRACEBACK_VARIABLE}=1 shows where)\n",
        ),
    ],
)
def test_an_error_is_a_status_and_a_line(capsys, monkeypatch, error, status, said):
    monkeypatch.delenv(TRACEBACK_VARIABLE, raising=False)
    with pytest.raises(SystemExit) as ended, exit_on_error("newscrawl x"):
        raise error
    assert ended.value.code == status
    assert capsys.readouterr().err == said


def test_a_fault_is_shown_to_those_who_ask(monkeypatch):
    monkeypatch.setenv(TRACEBACK_VARIABLE, "1")
    with pytest.raises(ZeroDivisionError), exit_on_error("newscrawl x"):
        1 / 0  # noqa: B018


def test_an_argument_that_is_no_text_is_no_fault(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["newscrawl", "search", "--site", "a\udcff"])
    with pytest.raises(SystemExit) as ended, exit_on_error("newscrawl search"):
        sys.argv[-1].encode()
    assert ended.value.code == 2
    assert capsys.readouterr().err == "newscrawl search: an argument is not UTF-8: 'a\\udcff'\n"


def print_and_end(characters, end):
    print("x" * characters)
    if end:
        raise end


@pytest.mark.parametrize("characters", [5, 50_000])  # fewer and more than are kept to be written at once
@pytest.mark.parametrize("end", [None, SystemExit(0)])  # as argparse does after --help
def test_an_output_that_cannot_grow_is_no_fault(capsys, monkeypatch, tmp_path, characters, end):
    with FullFile(tmp_path / "full", "wb") as full:
        monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BufferedWriter(full)))
        with pytest.raises(SystemExit) as ended, exit_on_error("newscrawl x"):
            print_and_end(characters, end)
        full.is_full = False
    assert ended.value.code == 2
    assert capsys.readouterr().err == "newscrawl x: the output cannot be written: No space left on device\n"


def test_closed_standard_output_is_no_fault(monkeypatch):
    monkeypatch.setattr("sys.stdout", None)
    with exit_on_error("newscrawl x"):
        print("into nothing")
    assert sys.stdout.name == os.devnull
    sys.stdout.close()


def test_closed_input_and_standard_error_are_no_fault(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    monkeypatch.setattr("sys.stderr", None)
    with pytest.raises(SystemExit) as ended, exit_on_error("newscrawl x"):
        raise BadArgument(f"read {sys.stdin.read()!r}")
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""
    sys.stdin.close()
    sys.stderr.close()


SIGNALS = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])


def two_signals(number, unwound):
    try:
        signal.raise_signal(number)
    finally:
        unwound.append(True)
        signal.raise_signal(number)  # while files are being removed


@SIGNALS
def test_a_signal_unwinds_the_stack_and_the_next_ends_the_process(monkeypatch, number):
    former, ended, unwound = signal.getsignal(number), [], []
    monkeypatch.setattr(os, "_exit", ended.append)
    with pytest.raises(SystemExit) as end, exit_on_error("newscrawl x"), exit_on_error("newscrawl x y"):
        two_signals(number, unwound)
    assert (end.value.code, unwound, ended) == (128 + number, [True], [128 + number])
    assert signal.getsignal(number) is former


@SIGNALS
def test_a_handler_that_a_command_sets_stays(number):
    former = signal.getsignal(number)
    try:
        with exit_on_error("newscrawl x"):
            signal.signal(number, signal.SIG_IGN)
        assert signal.getsignal(number) is signal.SIG_IGN
    finally:
        signal.signal(number, former)
