"""The practice web answers for every host of its pages, by host, path and query."""

import json
from http.client import HTTPConnection

import pytest

from newscrawl.demo.web import SavedPage, load_pages, serving

PAGES = (
    SavedPage("a", "1", "https://www.a.example/d/1?x=2", 200, {"Content-Type": "text/html; charset=gbk"}, "", b"\xb9\xfa", {}),
    SavedPage("b", "1", "http://b.example/d/1?x=2", 404, {}, "", b"gone", {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def address():
    with serving(PAGES) as found:
        yield found.removeprefix("http://")


@pytest.mark.parametrize(
    ("host", "path", "answer"),
    [
        ("www.a.example", "/d/1?x=2", (200, "text/html; charset=gbk", b"\xb9\xfa")),
        ("www.a.example:8080", "/d/1?x=2", (200, "text/html; charset=gbk", b"\xb9\xfa")),
        ("b.example", "/d/1?x=2", (404, None, b"gone")),
        ("www.a.example", "/d/1", (404, "text/plain", b"no such page in the practice web")),
        ("a.example", "/d/1?x=2", (404, "text/plain", b"no such page in the practice web")),
    ],
)
def test_a_page_is_found_by_its_host_and_path(address, host, path, answer):
    connection = HTTPConnection(address)
    connection.request("GET", path, headers={"Host": host})
    response = connection.getresponse()
    assert (response.status, response.headers["Content-Type"], response.read()) == answer
    connection.close()


def test_the_port_is_free_again_afterwards():
    with serving(()) as first:
        port = int(first.rpartition(":")[2])
    with serving((), port) as second:
        assert second == first


@pytest.mark.parametrize("expected", [None, {"kind": "article"}])
def test_saved_pages_are_read_from_their_folders(tmp_path, expected):
    folder = tmp_path / "sample" / "first"
    folder.mkdir(parents=True)
    meta = {"url": "https://www.a.example/", "status": 200, "headers": {"A": "b"}, "fetched": "2026-11-20T12:00:00Z"}
    (folder / "meta.json").write_text(json.dumps(meta))
    (folder / "page.html").write_bytes(b"\xff")
    if expected:
        (folder / "expected.json").write_text(json.dumps(expected))
    [page] = load_pages(tmp_path)
    assert (page.site, page.slug, page.body, page.expected) == ("sample", "first", b"\xff", expected or {})
    assert page.place == ("www.a.example", "/")


def test_a_folder_without_pages_has_none(tmp_path):
    assert load_pages(tmp_path) == ()
