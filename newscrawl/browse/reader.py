"""What every page of the reader works with."""

from typing import Any, NamedTuple, cast

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from newscrawl.browse.guard import NONCE
from newscrawl.browse.rendering import render
from newscrawl.storage.database.read_only import ReadOnlyDatabase


class Reader(NamedTuple):
    """The database and the choices of whoever started the reader."""

    database: ReadOnlyDatabase
    pictures: bool
    has_tables: bool


def reader_of(request: Request) -> Reader:
    """Return the reader that answers a request."""
    return cast("Reader", request.app.state.reader)


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """Return the answer that a template makes of ``values``."""
    nonce = request.scope.get(NONCE, "")
    shown = render(template, nonce=nonce, reader=reader_of(request), path=request.url.path, **values)
    return HTMLResponse(shown, status)
