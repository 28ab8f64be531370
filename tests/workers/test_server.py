"""The way to a worker is closed whole, and a server that cannot be started is said to be so. The pool's tests use both."""

import os
import socket
import stat
from multiprocessing.connection import Connection

import pytest

from newscrawl.workers.server import Ends, WorkerServer, WorkersUnavailable


def open_descriptors():
    return set(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else set()


def open_sockets():
    return [one for one in open_descriptors() if os.path.exists(f"/proc/self/fd/{one}") and is_socket(int(one))]


def is_socket(descriptor):
    return stat.S_ISSOCK(os.fstat(descriptor).st_mode)


@pytest.fixture
def ways():
    """Give the parent's ends, and those of a worker."""
    ours, theirs = socket.socketpair()
    words, last_words = os.pipe()
    ends, worker = Ends(Connection(ours.detach()), words), Connection(theirs.detach())
    yield ends, worker, last_words
    ends.connection.close()
    worker.close()
    os.close(last_words)


def test_whoever_hangs_up_lets_both_sides_wait_no_longer(ways):
    ends, worker, _ = ways
    ends.hang_up()
    for connection in (ends.connection, worker):
        with pytest.raises((EOFError, OSError)):
            connection.recv_bytes()
    ends.hang_up()  # again is no error


def test_both_ends_are_closed_and_a_second_time_is_no_error(ways):
    ends, _, last_words = ways
    ends.close()
    assert ends.connection.closed
    with pytest.raises(BrokenPipeError):
        os.write(last_words, b"x")
    ends.close()


@pytest.mark.parametrize("error", [OSError("no processes"), PermissionError("not allowed")])
def test_a_server_that_cannot_be_started_leaves_nothing_open(monkeypatch, error):
    def fail(*_arguments, **_named):
        raise error

    monkeypatch.setattr("newscrawl.workers.server.subprocess.Popen", fail)
    server = WorkerServer()
    before = open_descriptors()
    for _ in range(3):
        with pytest.raises(WorkersUnavailable, match=str(error)):
            server.start_worker(["json"])
        server.close()
    assert open_descriptors() == before


def test_a_fork_that_fails_leaves_no_socket_open_and_is_no_error(monkeypatch):
    def fail():
        raise BlockingIOError("no processes")

    monkeypatch.setattr("newscrawl.workers.server._thread_count", lambda: 1)
    monkeypatch.setattr("os.fork", fail)
    server = WorkerServer()
    before = open_sockets()
    server.fork_early(["json"])
    assert open_sockets() == before
    server.close()


def test_a_server_that_was_never_started_is_closed_without_an_error():
    server = WorkerServer()
    server.close()
    with pytest.raises(OSError, match="has not been started"):
        server._hand_over((0, 1))
