"""What holds for every answer of the reader: who may ask, and what a page may do in a browser."""

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

NONCE = "newscrawl.nonce"  # key of the scope
RAW_TABLES = "/data"  # where Datasette is mounted

_NONCE_BYTES = 16  # 128 bits, which CSP level 3 asks of a nonce at the least

_OWN_PAGES = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data:{pictures};"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Datasette escapes what it shows; its own scripts and styles stand in part in the page.
_DATASETTE = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_OWN_HEADERS = {name for name, _ in _HEADERS} | {b"content-security-policy"}
_METHODS = ("GET", "HEAD")


class Guard:
    """Answer only requests that name one of ``hosts``, and tell browsers what a page may do.

    The ``Host`` header is checked so that no page elsewhere can read the database by a name that leads here (DNS
    rebinding). ``pictures`` lets pages load pictures from other hosts.
    """

    def __init__(self, app: App, hosts: tuple[str, ...], *, pictures: bool = False) -> None:
        self._app = app
        self._hosts = hosts
        self._pictures = " http: https:" if pictures else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        headers = [*_HEADERS, (b"content-security-policy", self._policy(scope["path"], nonce).encode("ascii"))]

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                others = [one for one in message.get("headers", ()) if one[0].lower() not in _OWN_HEADERS]
                message = {**message, "headers": [*others, *headers]}
            await send(message)

        hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name.lower() == b"host"]
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            await _say(answer, 421, "This address is not served here.")
        elif scope["method"] not in _METHODS:
            await _say(answer, 405, "The reader changes nothing: only GET is answered.")
        else:
            await self._app({**scope, NONCE: nonce}, receive, answer)

    def _policy(self, path: str, nonce: str) -> str:
        if path == RAW_TABLES or path.startswith(f"{RAW_TABLES}/"):
            return _DATASETTE
        return _OWN_PAGES.format(nonce=nonce, pictures=self._pictures)


async def _say(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{text}\n".encode()})
