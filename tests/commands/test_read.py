"""`newscrawl read`: one page in one line; articles on standard output, everything else on standard error."""

import json
import subprocess
import sys

import pytest

from newscrawl.demo.web import load_pages, serving

PAGE = next(page for page in load_pages() if page.site == "elecfans" and page.slug == "sound-article")
NO_ARTICLE = b"<html><body><p>Home</p></body></html>"


def newscrawl(*arguments, folder, stdin=b"", settings=()):
    flags = [part for setting in settings for part in ("-s", setting)]
    return subprocess.run(
        [sys.executable, "-m", "newscrawl", "read", *arguments, *flags],
        input=stdin, capture_output=True, cwd=folder, timeout=120,
    )  # fmt: skip


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
def test_a_file_is_printed_in_each_format(tmp_path, arguments, begins):
    (tmp_path / "page.html").write_bytes(PAGE.body)
    finished = newscrawl("page.html", "--url", PAGE.url, *arguments, folder=tmp_path)
    assert finished.stdout.decode("utf-8", "replace").startswith(begins)
    assert (finished.returncode, finished.stderr) == (0, b"")


def test_standard_input_and_a_file_give_two_lines_of_json(tmp_path):
    (tmp_path / "page.html").write_bytes(PAGE.body)
    finished = newscrawl("page.html", "-", "--url", PAGE.url, folder=tmp_path, stdin=PAGE.body)
    first, second = map(json.loads, finished.stdout.splitlines())
    assert first == second
    assert first["title"] == PAGE.expected["title"]


def test_an_address_is_fetched(tmp_path):
    with serving(load_pages()) as address:
        finished = newscrawl(PAGE.url, folder=tmp_path, settings=[f"NEWSCRAWL_PRACTICE_WEB={address}"])
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
        (("http://127.0.0.1/",), b"", 1, "inside address"),
        (("ftp://example.com/",), b"", 2, "http or https"),
        (("-", "--site", "nosuch"), NO_ARTICLE, 2, "nosuch"),
        (("-", "--format", "pdf"), NO_ARTICLE, 2, "pdf"),
        (("-", "-", "--format", "html"), NO_ARTICLE, 2, "JSON Lines"),
        ((), b"", 2, "takes"),
        (("--bogus",), b"", 2, "--bogus"),
    ],
)
def test_what_cannot_be_read_is_one_line_with_its_own_exit_code(tmp_path, arguments, stdin, status, said):
    finished = newscrawl(*arguments, folder=tmp_path, stdin=stdin)
    assert (finished.returncode, finished.stdout) == (status, b"")
    assert len(finished.stderr.splitlines()) == 1
    assert said in finished.stderr.decode()
