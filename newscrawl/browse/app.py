"""The reader as an ASGI application."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount

from newscrawl.browse.guard import RAW_TABLES, App, Guard
from newscrawl.browse.pages import article, edits, feeds, inspect, lists, refused, runs, sites, stories
from newscrawl.browse.raw_tables import raw_tables
from newscrawl.browse.reader import Reader, page
from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.storage.database.read_only import ReadOnlyDatabase
from newscrawl.storage.views.article_lists import KindCounts

HOST = "127.0.0.1"
_PAGES = (lists, feeds, article, inspect, stories, edits, refused, runs, sites)
_LOGGER = logging.getLogger(__name__)


def reader_app(database_url: str, port: int, *, pictures: bool = False) -> App:
    """Return an ASGI application that shows a database and changes nothing in it.

    Only requests that name this machine and ``port`` as their host are answered. ``pictures`` lets pages load pictures
    from other hosts. The database is opened when the first page is asked for; a page says what is wrong with it.
    """
    database = ReadOnlyDatabase(database_url)
    tables = raw_tables(database_url)

    @asynccontextmanager
    async def until_shutdown(_app: Starlette) -> AsyncIterator[None]:
        yield
        database.close()

    app = Starlette(
        lifespan=until_shutdown,
        routes=[
            *(route for module in _PAGES for route in module.ROUTES),
            *([Mount(RAW_TABLES, app=tables)] if tables else []),
        ],
        exception_handlers={
            BadArgument: _bad_argument,
            StorageFailed: _storage_failed,
            HTTPException: _http_error,
            Exception: _fault,
        },
    )
    app.state.reader = Reader(database, pictures, tables is not None, KindCounts())
    return Guard(app, (f"{HOST}:{port}", f"localhost:{port}"), pictures=pictures)


def _bad_argument(request: Request, error: Exception) -> Response:
    return page(request, "message.html", status=400, title="This cannot be shown", words=str(error))


def _storage_failed(request: Request, error: Exception) -> Response:
    title = "The database cannot be read just now"
    return page(request, "message.html", status=503, title=title, words=str(error))


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = error.detail if isinstance(error, HTTPException) else ""
    title = "There is no such page" if status == 404 else "This cannot be shown"
    return page(request, "message.html", status=status, title=title, words="" if words == "Not Found" else words)


def _fault(request: Request, error: Exception) -> Response:
    _LOGGER.error("fault in %s", request.url.path, exc_info=error)
    words = f"{type(error).__name__}. The terminal in which the reader runs says more."
    return page(request, "message.html", status=500, title="A fault of the reader", words=words)
