"""`newscrawl read`: one page in one line; articles on standard output, everything else on standard error."""

import io
import json
import subprocess
import sys
from typing import NamedTuple

import pytest
import scrapy_command
from saved import PRACTICE_PAGES

from newscrawl.cli.main import main
from newscrawl.demo.web import serving

PAGE = next(page for page in PRACTICE_PAGES if page.site == "elecfans" and page.slug == "sound-article")
NO_ARTICLE = b"<html><body><p>Home</p></body></html>"


class Finished(NamedTuple):
    returncode: int
    stdout: bytes
    stderr: bytes


@pytest.fixture
def newscrawl(capfdbinary, monkeypatch, tmp_path):
    """Run `newscrawl read` in this process; pages of the web are fetched in one of its own, for it has a reactor."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, stdin=b""):
        monkeypatch.setattr("sys.argv", ["newscrawl", "read", *arguments])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main()
        return Finished(ended.value.code, *capfdbinary.readouterr())

    return run


def fetched(*arguments, folder):
    finished = scrapy_command.run("read", *arguments, cwd=folder, program="newscrawl")
    return Finished(finished.returncode, finished.stdout.encode(), finished.stderr.encode())


def check_failure(finished, status, said):
    assert (finished.returncode, finished.stdout) == (status, b"")
    assert len(finished.stderr.splitlines()) == 1
    assert said in finished.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        ((), PAGE.expected["title"]),
        (("--format", "markdown"), f"# {PAGE.expected['title']}"),
        (("--format", "html"), "<"),
        (("--format", "json"), '{"url": "'),
        (("--raw",), "<!"),
    ],
)
def test_a_file_is_printed_in_each_format(newscrawl, tmp_path, arguments, begins):
    (tmp_path / "page.html").write_bytes(PAGE.body)
    finished = newscrawl("page.html", "--url", PAGE.url, *arguments)
    assert finished.stdout.decode("utf-8", "replace").startswith(begins)
    assert (finished.returncode, finished.stderr) == (0, b"")


def test_standard_input_and_a_file_give_two_lines_of_json(tmp_path):
    (tmp_path / "page.html").write_bytes(PAGE.body)
    finished = subprocess.run(
        [sys.executable, "-m", "newscrawl", "read", "page.html", "-", "--url", PAGE.url],
        input=PAGE.body, capture_output=True, cwd=tmp_path,
    )  # fmt: skip
    first, second = map(json.loads, finished.stdout.splitlines())
    assert first == second
    assert first["title"] == PAGE.expected["title"]


def test_an_address_is_fetched(tmp_path):
    with serving(PRACTICE_PAGES) as address:
        finished = fetched(PAGE.url, "-s", f"NEWSCRAWL_PRACTICE_WEB={address}", folder=tmp_path)
    assert finished.stdout.decode().startswith(PAGE.expected["title"])
    assert (finished.returncode, finished.stderr) == (0, b"")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "stdin", "status", "said"),
    [
        (("-",), b"", 3, "no article"),
        (("-",), bytes(range(256)) * 40, 3, "no article"),
        (("-",), NO_ARTICLE, 3, "no article"),
        (("-",), b"x" * ((8 << 20) + 1), 1, "larger than"),
        (("nosuch.html",), b"", 1, "nosuch.html"),
        (("ftp://example.com/",), b"", 2, "http or https"),
        (("-", "--site", "nosuch"), NO_ARTICLE, 2, "nosuch"),
        (("-", "--format", "pdf"), NO_ARTICLE, 2, "pdf"),
        (("-", "-", "--format", "html"), NO_ARTICLE, 2, "JSON Lines"),
        ((), b"", 2, "takes"),
        (("--bogus",), b"", 2, "--bogus"),
    ],
)
def test_what_cannot_be_read_is_one_line_with_its_own_exit_code(newscrawl, arguments, stdin, status, said):
    check_failure(newscrawl(*arguments, stdin=stdin), status, said)


def test_an_address_inside_is_not_fetched(tmp_path):
    check_failure(fetched("http://127.0.0.1/", folder=tmp_path), 1, "inside address")
