"""Ask the reader for a page without a server."""

import asyncio
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

PORT = 8001


def shut_down(app):
    """Start ``app`` and end it, as its server does: it closes its database."""
    messages, said = iter(({"type": "lifespan.startup"}, {"type": "lifespan.shutdown"})), []

    async def receive():
        return next(messages)

    async def send(message):
        said.append(message["type"])

    asyncio.run(app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send))
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


class Answer(NamedTuple):
    """What the reader answers."""

    status: int
    headers: dict[str, str]
    text: str


def ask(app, target, *, host=f"127.0.0.1:{PORT}", method="GET"):
    """Return what ``app`` answers to a request for ``target``, a path with its query."""
    parts = urlsplit(target)
    started, body = {}, []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        if message["type"] == "http.response.start":
            started.update(message)
        else:
            body.append(message.get("body", b""))

    scope = {
        "type": "http",
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "root_path": "",
        "query_string": parts.query.encode(),
        "headers": [(b"host", host.encode())] if host is not None else [],
        "server": ("127.0.0.1", PORT),
        "client": ("127.0.0.1", 1),
    }
    asyncio.run(app(scope, receive, send))
    headers = {name.decode().lower(): value.decode() for name, value in started["headers"]}
    return Answer(started["status"], headers, b"".join(body).decode())
