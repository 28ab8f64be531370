"""What every page of the reader works with."""

from typing import Any, NamedTuple, cast

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from newscrawl.browse.guard import NONCE
from newscrawl.browse.rendering import render
from newscrawl.errors import BadArgument
from newscrawl.storage.database.read_only import ReadOnlyDatabase
from newscrawl.storage.views.article_lists import KindCounts

_MAX_VALUE_CHARACTERS = 2_000  # of a part of an address
_MAX_DIGITS = 18  # of a number that a database can hold


class Reader(NamedTuple):
    """The database, the choices of whoever started the reader, and what it has counted."""

    database: ReadOnlyDatabase
    pictures: bool
    has_tables: bool
    counts: KindCounts


def reader_of(request: Request) -> Reader:
    """Return the reader that answers a request."""
    return cast("Reader", request.app.state.reader)


def value_of(request: Request, name: str) -> str | None:
    """Return a part of the query of an address; raises ``BadArgument`` for what no text of the database can be."""
    value = (request.query_params.get(name) or "").strip()
    if len(value) > _MAX_VALUE_CHARACTERS or "\x00" in value:
        raise BadArgument("this address is too long, or holds what no text does")
    return value or None


def number_of(request: Request, name: str) -> int | None:
    """Return a number of the query of an address; raises ``BadArgument`` if it is none that a row can have."""
    value = value_of(request, name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) <= _MAX_DIGITS):
        raise BadArgument(f"{name} must be a number, not {value[:80]!r}")
    return int(value)


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """Return the answer that a template makes of ``values``."""
    nonce = request.scope.get(NONCE, "")
    shown = render(template, nonce=nonce, reader=reader_of(request), path=request.url.path, **values)
    return HTMLResponse(shown, status)
