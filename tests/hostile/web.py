"""A web of faults on loopback, reached as an HTTP proxy: every host is one fault, no name needs to be resolved."""

import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

Want = Literal["stored", "not stored"]


@dataclass
class Visit:
    """One request to a faulty host: where to, how often it was asked before, and the socket to answer on."""

    host: str
    path: str
    before: int
    socket: object = field(repr=False)
    stopping: threading.Event = field(repr=False)

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def reply(self, body: bytes | str, status: str = "200 OK", headers: dict[str, str] | None = None) -> None:
        data = body.encode() if isinstance(body, str) else body
        lines = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data)), **(headers or {})}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.send(f"HTTP/1.1 {status}\r\nConnection: close\r\n{head}\r\n".encode("latin-1") + data)

    def redirect(self, location: str, status: str = "302 Found") -> None:
        self.reply("", status, {"Location": location})

    def wait(self, seconds: float) -> None:
        """Say nothing for a while; ends early with the server."""
        self.stopping.wait(seconds)


Answer = Callable[[Visit], None]


@dataclass(frozen=True)
class Fault:
    """One fault: its answer to requests for pages and, if it is about that, for robots.txt; and what must come of it.

    ``want`` is about the address asked for: a sound article in the database, or none. ``most`` bounds the requests to
    the host. ``slow`` keeps it out of the usual run.
    """

    name: str
    answer: Answer
    want: Want = "not stored"
    robots: Answer | None = None
    most: int = 20
    path: str = "/news/1.html"
    slow: bool = False

    @property
    def host(self) -> str:
        return f"{self.name}.test"

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.path}"


@dataclass
class Seen:
    """What was asked for: requests by host, and those that never should have come."""

    requests: Counter[str] = field(default_factory=Counter)
    paths: Counter[str] = field(default_factory=Counter)
    canary: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """The other side hangs up all the time here."""


@contextmanager
def serving(faults: list[Fault]) -> Iterator[tuple[str, Seen]]:
    """Serve the faults as a proxy on a free port of 127.0.0.1; gives its address and what it sees."""
    seen, stopping = Seen(), threading.Event()
    by_host = {fault.host: fault for fault in faults}

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(30)
            head = _head(self.request)
            if not head:
                return
            target = urlsplit(head.split(" ", 2)[1])
            host, path = target.hostname or "", target.path + (f"?{target.query}" if target.query else "")
            seen.headers.append(head)
            fault = by_host.get(host)
            if fault is None and not host.endswith(".test"):
                seen.canary.append(head.splitlines()[0])
                Visit(host, path, 0, self.request, stopping).reply(INSIDE)
                return
            before = seen.paths[host + path]
            seen.requests[host] += 1
            seen.paths[host + path] += 1
            visit = Visit(host, path, before, self.request, stopping)
            if path == "/robots.txt" and not (fault and fault.robots):
                visit.reply("nothing here", "404 Not Found")
            elif path == "/robots.txt":
                fault.robots(visit)
            elif fault:
                fault.answer(visit)
            else:
                visit.reply(article("A page of another host"))

    with _Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}", seen
        finally:
            stopping.set()
            server.shutdown()


def _head(connection: object) -> str:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return ""
        data += piece
    return data.decode("latin-1")


PARAGRAPHS = (
    "The maker of test instruments has shown a handheld oscilloscope whose front end draws less than half a watt.",
    "Two channels share one converter of twelve bits; a ring of capacitors holds the second sample while the first is"
    " being read, and a small array of gates puts both in order before they reach the processor.",
    "According to the company's engineers, the hard part was not the converter but the relay in front of it, which had"
    " to switch ten million times without a change of its contact resistance by more than five milliohms.",
    "First units go to schools in spring. A version with four channels is planned, but nobody wanted to name a date.",
)
HEAD = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} - Bench News</title></head><body>'
NAV = '<nav><a href="/">Home</a> <a href="/news/">News</a> <a href="/about">About</a></nav>'
FOOT = '<footer><a href="/imprint">Imprint</a> Bench News</footer></body></html>'
SECRET = "INSIDE-ONLY-7431"


def article(title: str = "A quiet oscilloscope", paragraphs: tuple[str, ...] = PARAGRAPHS, head: str = "") -> str:
    """Return a sound page with an article."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    top = HEAD.format(title=title).replace("</head>", f"{head}</head>")
    return f"{top}{NAV}<article><h1>{title}</h1>\n{body}</article>{FOOT}"


INSIDE = article("Console of the inside", (f"Keys of this machine: {SECRET}. " + PARAGRAPHS[0], *PARAGRAPHS[1:]))
