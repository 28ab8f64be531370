"""Undo compression, and say when a compressed body did not arrive whole: Scrapy takes what came for all of it."""

import zlib
from io import BytesIO
from itertools import chain
from typing import Protocol

import brotli  # type: ignore[import-untyped]
from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response
from scrapy.utils._compression import zstd  # type: ignore[attr-defined]  # Python's own or its backport

from newscrawl.net.ssrf_guard import NotSent

DAMAGED = "damaged/"  # begins the flag of a response that is not whole

_KNOWN = frozenset({"gzip", "x-gzip", "deflate", "br", "zstd"})
_NOTHING = frozenset({"identity", "utf-8", "none", ""})  # labels that stand for no compression
_MAX_LAYERS = 2  # encodings of one body, each of which multiplies what it may expand to (chosen by hand)
_CHUNK_BYTES = 1 << 16  # that are expanded at a time (chosen by hand)
_GZIP_WINDOW_BITS = 31  # zlib's name for the gzip format, with its checksum


class Compression(HttpCompressionMiddleware):
    """Scrapy's decompression, but a body that is cut or fails its checksum gets a flag that begins with ``damaged/``.

    Refused is what is compressed in an unknown way, in more than two layers, or not at all although the server says so.
    """

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Return the response with its plain body; raises ``NotSent`` for one that cannot be read."""
        labels = _labels(response)
        if not labels:
            response.headers.pop("Content-Encoding", None)
            return response
        if request.method == "HEAD" or not response.body:
            return response
        if len(labels) > _MAX_LAYERS or not _KNOWN.issuperset(labels):
            raise NotSent("unreadable body", f"Content-Encoding {', '.join(labels)[:100]!r}")
        fault = None if len(labels) > 1 else fault_of(response.body, labels[0], self._max_size)
        try:
            plain = super().process_response(request, response)
        except (OSError, EOFError, zlib.error, brotli.error, zstd.ZstdError) as error:
            raise NotSent("unreadable body", f"{labels[-1]}: {error}") from None
        if fault and isinstance(plain, Response):
            plain.flags.append(DAMAGED + fault)
        return plain

    def _handle_encoding(self, body: bytes, content_encoding: list[bytes], max_size: int) -> tuple[bytes, list[bytes]]:
        # A request may lift the limit of the transfer (robots.txt does), never that of what comes out.
        return super()._handle_encoding(body, content_encoding, min(max_size, self._max_size))


def fault_of(body: bytes, label: str, max_size: int) -> str | None:
    """Return what is wrong with the end of a compressed body: ``cut``, ``checksum``, or ``None``.

    At most ``max_size`` bytes are unpacked; what is larger is not judged.
    """
    try:
        if label in ("gzip", "x-gzip"):
            return _fault_of_gzip(body, max_size)
        if label == "deflate":
            return _ends(_inflater(body), body, max_size)
        if label == "br":
            return None if _brotli_ends(body, max_size) else "cut"
        return None if _zstd_ends(body, max_size) else "cut"
    except (zlib.error, brotli.error, zstd.ZstdError):
        return "checksum"
    except EOFError:
        return "cut"


class _Inflater(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def _labels(response: Response) -> list[str]:
    """Return the codings that the header ``Content-Encoding`` of a response names."""
    written = chain.from_iterable(one.split(b",") for one in response.headers.getlist("Content-Encoding"))
    labels = (one.strip().lower().decode("latin-1") for one in written)
    return [label for label in labels if label not in _NOTHING]


def _fault_of_gzip(body: bytes, max_size: int) -> str | None:
    """Return what is wrong with a gzip body, ``None`` if nothing is."""
    rest = body
    for _ in range(100):  # members in a row, as `cat a.gz b.gz` makes them
        member = zlib.decompressobj(_GZIP_WINDOW_BITS)
        fault = _ends(member, rest, max_size)
        rest = member.unused_data
        if fault or not rest.startswith(b"\x1f\x8b"):
            return fault
    return None


def _inflater(body: bytes) -> _Inflater:
    try:
        zlib.decompressobj().decompress(body, _CHUNK_BYTES)
    except zlib.error:
        return zlib.decompressobj(-zlib.MAX_WBITS)  # without the envelope, as some servers send it
    return zlib.decompressobj()


def _ends(member: _Inflater, body: bytes, max_size: int) -> str | None:
    """Return ``cut`` if a compressed body ends before its end mark, within ``max_size`` bytes of what it holds."""
    size, rest = 0, body
    while rest and size <= max_size and not member.eof:
        size += len(member.decompress(rest, _CHUNK_BYTES))
        rest = member.unconsumed_tail
    return None if member.eof or size > max_size else "cut"


def _brotli_ends(body: bytes, max_size: int) -> bool:
    decompressor = brotli.Decompressor()
    size = len(decompressor.process(body, output_buffer_limit=_CHUNK_BYTES))
    while not decompressor.is_finished() and size <= max_size:
        piece = decompressor.process(b"", output_buffer_limit=_CHUNK_BYTES)
        if not piece:
            return False
        size += len(piece)
    return True


def _zstd_ends(body: bytes, max_size: int) -> bool:
    reader, size = zstd.ZstdFile(BytesIO(body)), 0
    while size <= max_size and (piece := reader.read(_CHUNK_BYTES)):
        size += len(piece)
    return True
