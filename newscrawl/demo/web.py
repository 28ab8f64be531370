"""A real HTTP server on loopback that answers for every host of the saved pages."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

_HERE = Path(__file__).resolve().parent
# In a wheel the saved pages lie beside this file; in a checkout they are the tests' own.
SAVED_PAGES = next(
    (folder for folder in (_HERE / "sites", _HERE.parents[1] / "tests" / "sites") if folder.is_dir()), _HERE
)


class SavedPage(NamedTuple):
    """One saved page: its site's folder, its own, the answer as it was served, and what is expected of it."""

    site: str
    slug: str
    url: str
    status: int
    headers: dict[str, str]
    fetched: str
    body: bytes
    expected: dict[str, Any]

    @property
    def place(self) -> tuple[str, str]:
        """Host and path with query: where the page is found, over http and https alike."""
        return _place(self.url)


def load_pages(folder: Path = SAVED_PAGES) -> tuple[SavedPage, ...]:
    """Return all saved pages of ``folder/<site>/<page>/``, in order of their names."""
    return tuple(map(_load, sorted(meta.parent for meta in folder.glob("*/*/meta.json"))))


@contextmanager
def serving(pages: tuple[SavedPage, ...], port: int = 0) -> Iterator[str]:
    """Serve ``pages`` on 127.0.0.1 while the context lasts; gives the server's address. Port 0 is any free one."""
    answers = {page.place: page for page in pages}
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, answers))
    thread = threading.Thread(target=server.serve_forever, name="practice-web", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, answers: dict[tuple[str, str], SavedPage], *connection: Any) -> None:
        self.answers = answers
        super().__init__(*connection)

    def do_GET(self) -> None:
        page = self.answers.get(_place(f"http://{self.headers.get('Host', '')}{self.path}"))
        body = page.body if page else b"no such page in the practice web"
        self.send_response(page.status if page else 404)
        for name, value in (page.headers if page else {"Content-Type": "text/plain"}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing: the crawl's own log tells what was fetched."""


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.path + (f"?{parts.query}" if parts.query else "")


def _load(folder: Path) -> SavedPage:
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    body = next(path for path in folder.iterdir() if path.stem == "page")
    expected = folder / "expected.json"
    return SavedPage(
        site=folder.parent.name,
        slug=folder.name,
        url=meta["url"],
        status=meta["status"],
        headers=meta["headers"],
        fetched=meta["fetched"],
        body=body.read_bytes(),
        expected=json.loads(expected.read_text("utf-8")) if expected.exists() else {},
    )
