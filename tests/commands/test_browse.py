"""`newscrawl browse` as a person types it."""

import socket

import pytest


@pytest.mark.parametrize("port", ["0", "70000", "-1"])
def test_a_wrong_port_is_named_in_one_line(searched, port):
    finished = searched("browse", f"--port={port}")
    assert finished.returncode == 2
    assert "--port must be" in finished.stdout + finished.stderr


def test_the_reader_is_served_on_loopback(searched, monkeypatch):
    pytest.importorskip("uvicorn", reason="The reader is NOT tested: pip install 'newscrawl[browse]'")
    served = []
    monkeypatch.setattr("uvicorn.run", lambda _application, **options: served.append(options))
    assert searched("browse", "--port", "8123") == (0, "http://127.0.0.1:8123/ (Ctrl-C ends it)\n", "")
    assert [(one["host"], one["port"]) for one in served] == [("127.0.0.1", 8123)]


def test_a_port_that_is_taken_is_a_wrong_argument(searched):
    pytest.importorskip("uvicorn", reason="The reader is NOT tested: pip install 'newscrawl[browse]'")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        finished = searched("browse", "--port", str(taken.getsockname()[1]))
    assert finished.returncode == 2
    assert "Address already in use" in finished.stderr
    assert finished.stdout == ""
